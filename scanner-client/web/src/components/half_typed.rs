//! What is half typed, and would be lost by whatever replaces its screen.

use leptos::prelude::*;

use crate::app::use_app;

/// Says that something on a screen is half typed while `is` answers so: no new version is offered
/// meanwhile, and no scan leads away from a desk.
pub(crate) fn half_typed(is: impl Fn() -> bool + Send + Sync + 'static) {
    let app = use_app();
    let is = Memo::new(move |_| is());
    let counted = StoredValue::new(false);
    let count = move |now: bool| {
        if counted.get_value() != now {
            counted.set_value(now);
            app.half_typed.update(|count| {
                *count = if now { *count + 1 } else { count.saturating_sub(1) };
            });
        }
    };
    Effect::new(move || count(is.get()));
    on_cleanup(move || count(false));
}
