//! A new version: fetched in the background, offered when nothing is unsent or half typed, and
//! taken only when somebody asks for it.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

use crate::browser::{listen, promised, property};

/// Whether a new version waits.
#[derive(Clone, Copy)]
pub(crate) struct Update {
    /// True once it waits.
    pub(crate) waits: RwSignal<bool>,
    /// True once a new version has taken over, here or in another tab: this page is of the old one.
    pub(crate) is_over: RwSignal<bool>,
    worker: StoredValue<Option<ServiceWorker>, LocalStorage>,
    registration: StoredValue<Option<ServiceWorkerRegistration>, LocalStorage>,
}

impl Update {
    /// Registers the service worker, which keeps the program for work without the network.
    pub(crate) fn watch() -> Self {
        let update = Self {
            waits: RwSignal::new(false),
            is_over: RwSignal::new(false),
            worker: StoredValue::new_local(None),
            registration: StoredValue::new_local(None),
        };
        leptos::task::spawn_local(async move {
            // Without a service worker the program works, as long as it is not reloaded offline.
            let _ = update.register().await;
        });
        update
    }

    async fn register(self) -> Result<(), JsValue> {
        let navigator = window().navigator();
        if property(&navigator, "serviceWorker").is_undefined() {
            return Ok(());
        }
        let container = navigator.service_worker();
        let had_one = container.controller().is_some();
        let registration: ServiceWorkerRegistration =
            promised(container.register("/sw.js").into()).await?.unchecked_into();
        self.registration.set_value(Some(registration.clone()));
        self.look_at(&registration);
        keep_the_rest(&container);
        let found = registration.clone();
        listen(&registration, "updatefound", move |_| {
            let Some(worker) = found.installing() else { return };
            let found = found.clone();
            listen(&worker, "statechange", move |_| self.look_at(&found));
        });
        listen(&container, "controllerchange", move |_| {
            if had_one {
                self.waits.set(false);
                self.is_over.set(true);
            }
        });
        set_interval(
            move || {
                let _ = registration.update();
            },
            std::time::Duration::from_mins(15),
        );
        Ok(())
    }

    fn look_at(self, registration: &ServiceWorkerRegistration) {
        let waiting = registration.waiting();
        self.waits.set(waiting.is_some());
        self.worker.set_value(waiting);
    }

    /// Whether this page is of an old version, whose files may be gone, as far as is known here.
    pub(crate) fn is_outdated(self) -> bool {
        self.is_over.get() || self.waits.get()
    }

    /// Asks now whether there is a new version: a file of this one could not be loaded.
    pub(crate) fn look_for_one(self) {
        if let Some(registration) = self.registration.get_value() {
            let _ = registration.update();
        }
    }

    /// Loads the page anew, in the new version: at once, whatever is half typed.
    pub(crate) fn load_anew(self) {
        if self.is_over.get_untracked() {
            // What cannot be loaded anew stays as it is.
            let _ = window().location().reload();
        } else {
            self.take();
        }
    }

    /// Takes the new version; the page loads anew.
    pub(crate) fn take(self) {
        if let Some(worker) = self.worker.get_value() {
            let _ = worker.post_message(&"take over".into());
        }
    }
}

/// Has the worker fetch, once it works, what the app does not need at once.
fn keep_the_rest(container: &ServiceWorkerContainer) {
    let Ok(ready) = container.ready() else { return };
    leptos::task::spawn_local(async move {
        let ready = promised(ready.into()).await;
        let worker = ready
            .ok()
            .and_then(|ready| ready.unchecked_into::<ServiceWorkerRegistration>().active());
        // A worker that does not hear it is told at the next start.
        let _ = worker.map(|worker| worker.post_message(&"keep the rest".into()));
    });
}
