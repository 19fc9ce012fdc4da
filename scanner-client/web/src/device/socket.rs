//! The live connection: a WebSocket whose messages arrive as events of the contact.

use futures_channel::mpsc::UnboundedSender;
use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use leptos::prelude::window;
use sync_core::api::{LIVE_PROTOCOL, LIVE_TOKEN_PREFIX};
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, MessageEvent, WebSocket};

use super::link::LinkEvent;

/// An open connection; closed when it goes.
pub(crate) struct Socket {
    line: WebSocket,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(web_sys::Event)>,
}

impl Socket {
    /// Connects; nothing where it cannot.
    pub(crate) async fn connect(
        number: u64,
        token: &str,
        events: UnboundedSender<LinkEvent>,
    ) -> Option<Self> {
        let address = address()?;
        let protocols =
            Array::of2(&LIVE_PROTOCOL.into(), &format!("{LIVE_TOKEN_PREFIX}{token}").into());
        let socket = WebSocket::new_with_str_sequence(&address, &protocols).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (opened, opening) = oneshot::channel::<bool>();
        let mut opened = Some(opened);
        let mut tell = move |is_open| opened.take().map(|opened| opened.send(is_open));
        let on_open = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            // Nobody waits any more after the first of the two.
            let _ = tell(event.type_() == "open");
        });
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onerror(Some(on_open.as_ref().unchecked_ref()));
        let to_contact = events.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = Uint8Array::new(&event.data()).to_vec();
            let _ = to_contact.unbounded_send(LinkEvent::Heard(number, bytes));
        });
        let closed = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
            let _ = events.unbounded_send(LinkEvent::Lost(number));
        });
        socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        let connection = Self { line: socket, _heard: heard, _closed: closed };
        let is_open = opening.await.unwrap_or(false);
        connection.line.set_onopen(None);
        connection.line.set_onerror(None);
        is_open.then_some(connection)
    }

    /// Sends one message; false where the connection is gone.
    pub(crate) fn send(&self, message: &[u8]) -> bool {
        self.line.send_with_u8_array(message).is_ok()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.line.set_onmessage(None);
        self.line.set_onclose(None);
        // Closed already is just as well.
        let _ = self.line.close();
    }
}

fn address() -> Option<String> {
    let location = window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}/api/sync/live", location.host().ok()?))
}
