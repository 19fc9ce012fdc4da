//! The other tabs of this device: all show the same, and one of them speaks with the server.

use leptos::prelude::{Set as _, window};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::live::{Event, Link};
use super::{Desk, Trouble};
use crate::browser::{call, property};

const CHANNEL: &str = "inwards";
const LEADER: &str = "inwards-leader";

/// What tabs tell each other; the facts themselves stand in the database.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum News {
    /// Entries were added to the outbox.
    Written,
    /// Pages were pulled, from the start where the server's log is another.
    Pulled { restart: bool },
    /// Files of photos were kept, or went to the server.
    Photos,
    /// Somebody signed in or out.
    Session,
    /// How the leading tab is connected.
    Linked(Link),
    /// A new tab asks how it is.
    WhoLeads,
    /// Somebody wants to be connected now.
    Poke,
}

/// The channel to the other tabs.
#[derive(Debug)]
pub(crate) struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Opens the channel; without one, a tab is alone.
    pub(crate) fn open(desk: Desk) -> Self {
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let news =
                    event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
                if let Some(news) = news {
                    leptos::task::spawn_local(hear(desk, news));
                }
            });
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            heard.forget();
        }
        Self(channel)
    }

    /// Tells all other tabs.
    pub(crate) fn tell(&self, news: &News) {
        let text = serde_json::to_string(news).unwrap_or_default();
        if let Some(channel) = &self.0 {
            // Whoever misses it finds it in the database.
            let _ = channel.post_message(&text.into());
        }
    }
}

async fn hear(desk: Desk, news: News) {
    let Some(shell) = desk.shell() else { return };
    let heard = match news {
        News::Written => {
            let heard = shell.catch_up().await;
            shell.wake(Event::Recorded);
            heard
        }
        News::Pulled { restart } => shell.catch_up_pulled(restart).await,
        News::Photos => {
            let counted = shell.count_photos().await;
            shell.nudge_photos();
            counted.map_err(Trouble::Store)
        }
        News::Session => shell.look_who_is_here().await,
        News::Linked(link) => {
            desk.link.set(link);
            Ok(())
        }
        News::WhoLeads => {
            shell.wake(Event::Asked);
            Ok(())
        }
        News::Poke => {
            shell.wake(Event::Poked);
            Ok(())
        }
    };
    if let Err(trouble) = heard {
        leptos::logging::error!("{trouble:?}");
    }
}

/// Calls once this tab leads; it leads until it is closed.
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
