//! What holds for the whole site: switches, each with what it does.

use leptos::prelude::*;
use sync_core::api::{SiteChange, SiteRow};

use super::connection::AdminConnection;
use super::messages::Message;
use crate::app::use_app;
use crate::components::once::Once;
use crate::messages::say;
use crate::overlay::Toast;
use web_sys::HtmlInputElement;

/// The switches; each takes effect at once, everywhere.
#[component]
pub(super) fn Site(admin: AdminConnection) -> impl IntoView {
    let app = use_app();
    let held = RwSignal::new(None::<SiteRow>);
    leptos::task::spawn_local(async move {
        if let Some(found) = admin.ask::<SiteRow>("GET", "/api/admin/site", None).await {
            held.try_set(Some(found));
        }
    });
    let once = Once::new();
    let change = move |change: SiteChange, switch: HtmlInputElement| {
        let before = !switch.checked();
        once.go(async move {
            match admin.send::<SiteRow>("/api/admin/site", &change).await {
                Some(after) => {
                    held.try_set(Some(after));
                    app.toast(Toast::done(app.say(Message::Saved)));
                }
                // It stands as it stood.
                None => switch.set_checked(before),
            }
        });
    };
    let switch = move |name: &'static str,
                       [what, how]: [Message; 2],
                       is_on: fn(&SiteRow) -> bool,
                       to: fn(bool) -> SiteChange| {
        view! {
            <label class="switch"><input type="checkbox" name=name prop:checked=move || held.with(|held| held.as_ref().is_some_and(is_on)) prop:disabled=move || once.is_busy()
                on:change=move |event| { let switch: HtmlInputElement = event_target(&event); change(to(switch.checked()), switch); }/>
                <span><b>{say(what)}</b><span class="sec">{say(how)}</span></span></label>
        }
    };
    let is_known = Memo::new(move |_| held.with(Option::is_some));
    view! {
        <section><h2>{say(Message::Site)}</h2>
            {move || is_known.get().then(|| view! {
                <form class="grid" data-form="site">
                    {switch("blind-count", [Message::BlindCount, Message::BlindCountHow], |held| held.blind_count,
                        |on| SiteChange { blind_count: Some(on), ..SiteChange::default() })}
                    {switch("concession", [Message::ConcessionLifts, Message::ConcessionLiftsHow], |held| held.concession_lifts_approval,
                        |on| SiteChange { concession_lifts_approval: Some(on), ..SiteChange::default() })}
                </form>
            })}
        </section>
    }
}
