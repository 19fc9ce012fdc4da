//! The web app.
/// Starts.
pub fn run() { leptos::mount::mount_to_body(|| leptos::view! { <p>"hi"</p> }); }
