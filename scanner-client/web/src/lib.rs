//! The Inwards web app: one program with four sections (dock, inspection, board, office) that
//! works without the network.
//!
//! # How it is built
//!
//! A scan or a tap becomes a [`sync_core::command::Command`]; [`components::recording`] carries it out,
//! tells what came of it once it is on disk, and then every screen that reads the engine runs
//! again. What a screen shows comes from a view of `sync_core::view`, read in a memo:
//!
//! ```ignore
//! let app = use_app();
//! let receipt = Memo::new(move |_| app.device.view(|replica| view::receipt(replica, number)));
//! ```
//!
//! Screens compute nothing: where a number is missing, the view gets it. What the present adds
//! (time left) is asked of a row with `app.minute`, which changes once a minute.
//!
//! # Conventions
//!
//! - **Floors.** The modules below stand in their order: each uses those above it, and those of
//!   its own floor; no section uses another. A test holds that (`tests/tests/floors.rs`).
//! - **Folders.** `device/` is the shell around the engine; nothing else touches the database,
//!   the network or the clocks. `components/` are components that several screens share. Each section
//!   has a folder in `screens/` with its `mod.rs` (which of its screens is shown), `messages.rs`
//!   (its texts) and a style sheet of its name in `static/`, next to `tokens.css` and
//!   `components.css`; `cargo xtask web` puts all style sheets of that folder together. What its
//!   screens share stands in a file of its own, never in `mod.rs`.
//! - **The app.** [`app::use_app`] reaches it everywhere; it is no parameter and no field.
//! - **Routes.** The address holds where one is, after `#/`: [`route::Route`] is the section and
//!   its further path. `app.go("dock/receipt/R00700AX")` moves; `app.back()` goes back.
//! - **Texts.** One enum for each section, one exhaustive match for each language ([`messages`]), or the
//!   macro `messages!`, which writes both from a list and tests that none is empty.
//!   `{say(Message::Undo)}` in a view follows the language; `app.say(Message::Undo)` reads it once.
//!   Refusals of the core say what happened, and [`remedy`] what to do: `trouble.say(language)`;
//!   notices say themselves: `notice.say(language)`.
//! - **Scans.** `on_scan(move |scan| …)` gives a screen all scans while it is shown; the
//!   innermost listener gets them. While a [`components::sheet::Sheet`] is open they wait in order.
//! - **Confirmations.** Only from what [`components::recording`] is given to tell: a sound, with what is
//!   seen in the last-scan panel or a toast, before any screen is drawn. Whatever was not recorded
//!   says and sounds so, and [`components::once::Once`] keeps a second tap from recording it twice.
//! - **Style.** Only classes, no inline styles: the page's content-security-policy forbids
//!   them. Charts are SVG, whose geometry is attributes. Colours only from the tokens.
//! - **Reach.** Targets are 56 px, nothing is said by colour alone, everything works by keyboard.
//! - **Size.** Components take plain values or signals, never closures with type parameters;
//!   sections end in `.into_any()`.

#![allow(
    rustdoc::private_intra_doc_links,
    reason = "the crate is a program: whoever reads its documentation reads its inside"
)]
#![allow(unreachable_pub, reason = "the component macro makes its builders public")]
#![allow(
    clippy::needless_pass_by_value,
    clippy::large_types_passed_by_value,
    clippy::unused_self,
    reason = "views own what they show, and a handle of signals is copied into each"
)]
#![allow(
    clippy::match_same_arms,
    reason = "two things may be called the same in one language, and not in the next"
)]

mod route;
mod number_format;
mod messages;
mod remedy;
mod browser;
mod device;
mod overlay;
mod drafts;
mod record_error;
mod look;
mod incremental_views;
mod app;
mod components;
mod screens;
mod root;

/// Starts the app in the page.
pub fn run() {
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    leptos::mount::mount_to_body(root::Root);
}
