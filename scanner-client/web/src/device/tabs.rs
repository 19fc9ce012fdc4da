//! The other tabs of this device: all show the same, and one of them speaks with the server.

use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::tab_message::TabMessage;
use crate::browser::{call, property};

const CHANNEL: &str = "inwards";
const LEADER: &str = "inwards-leader";

/// The channel to the other tabs.
#[derive(Clone, Debug)]
pub(crate) struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Opens the channel; without one, a tab is alone.
    pub(crate) fn open() -> Self {
        Self(BroadcastChannel::new(CHANNEL).ok())
    }

    /// Hears the other tabs from now on.
    pub(crate) fn listen(&self, hear: impl Fn(TabMessage) + 'static) {
        let Some(channel) = &self.0 else { return };
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let news = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
            if let Some(news) = news {
                hear(news);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }

    /// Tells all other tabs.
    pub(crate) fn tell(&self, news: &TabMessage) {
        let text = serde_json::to_string(news).unwrap_or_default();
        if let Some(channel) = &self.0 {
            // Whoever misses it finds it in the database.
            let _ = channel.post_message(&text.into());
        }
    }
}

/// Calls once this tab is the leader, which it stays until it is closed.
pub(crate) fn when_leading(lead: impl FnOnce() + 'static) {
    let locks = property(&window().navigator().into(), "locks");
    let mut lead = Some(lead);
    let granted = Closure::<dyn FnMut(JsValue) -> js_sys::Promise>::new(move |_| {
        if let Some(lead) = lead.take() {
            lead();
        }
        // Never settled: the lock is held for the tab's life.
        js_sys::Promise::new(&mut |_, _| {})
    });
    let asked = call(&locks, "request", &[LEADER.into(), granted.as_ref().clone()]);
    if let Err(error) = asked {
        leptos::logging::error!("{}", crate::browser::said(&error));
    }
    granted.forget();
}
