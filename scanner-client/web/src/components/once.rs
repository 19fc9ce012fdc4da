//! What is written once, however often it is tapped.

use leptos::prelude::*;
use leptos::task::spawn_local;

/// Something that is being written: a second tap on it is none.
#[derive(Clone, Copy)]
pub(crate) struct Once(RwSignal<bool>);

impl Once {
    /// Nothing is being written.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Whether something is being written now.
    pub(crate) fn is_busy(self) -> bool {
        self.0.get()
    }

    /// Does what was tapped, unless something is being done already.
    pub(crate) fn go(self, work: impl Future<Output = ()> + 'static) {
        if self.0.get_untracked() {
            return;
        }
        self.0.set(true);
        spawn_local(async move {
            work.await;
            // The screen may be gone meanwhile.
            self.0.try_set(false);
        });
    }
}
