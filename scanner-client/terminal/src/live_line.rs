//! The live connection: a thread that keeps a WebSocket to the server and passes messages through a channel.
//!
//! The thread reads; the other side writes. Both hold the same socket: each write is a whole
//! frame under one lock, so that answers to pings never cut into a message.

use std::io::{self, ErrorKind};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use sync_core::wire;
use tungstenite::client::IntoClientRequest as _;
use tungstenite::handshake::HandshakeError;
use tungstenite::http::HeaderValue;
use tungstenite::protocol::{Role, WebSocketConfig};
use tungstenite::{Message, WebSocket};

use crate::command_error::CommandError;
use crate::http::{HTTP, HTTPS, Server, has_port};
use crate::identity::Identity;
use crate::text::CliMessage;
use crate::tls_socket::SharedSocket;
use crate::trust;

const CONNECT: Duration = Duration::from_secs(5);
/// After so much silence a ping is sent; after three, the line counts as dead.
const SILENCE: Duration = Duration::from_secs(15);
const MOST_SILENCES: u32 = 3;
const WRITE: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A connection that held so long was a good one: the next pause is short again.
const GOOD: Duration = Duration::from_secs(10);

/// What the live connection tells; each connection counts one up.
#[derive(Debug)]
pub enum ConnectionEvent {
    /// Connected: messages go out through the link.
    Connected(LiveConnection),
    /// The server sent a message: the connection's number, and the bytes.
    Message(u64, Vec<u8>),
    /// The connection is gone, or could not be made; it is tried again.
    Lost(u64, CommandError),
}

/// The sending end of a connection.
#[derive(Debug)]
pub struct LiveConnection {
    /// Which connection it is.
    pub number: u64,
    socket: WebSocket<SharedSocket>,
}

impl LiveConnection {
    /// Sends one message as a binary frame; fails where the connection is gone.
    pub fn send(&mut self, message: Vec<u8>) -> Result<(), CommandError> {
        self.socket
            .send(Message::Binary(message.into()))
            .map_err(|_| CommandError::unreachable("server", CliMessage::Disconnected))
    }

    /// Hangs up; the thread notices and connects anew.
    pub fn hang_up(&self) {
        self.socket.get_ref().hang_up();
    }
}

/// Keeps a connection until nobody listens to the channel any more.
pub fn keep_connected<T: Send + 'static>(
    identity: Identity,
    events: Sender<T>,
    wrap: fn(ConnectionEvent) -> T,
) {
    std::thread::spawn(move || {
        let mut pause = FIRST_PAUSE;
        for number in 1.. {
            let begun = Instant::now();
            let tell = |heard| events.send(wrap(heard)).is_ok();
            let (Ok(Some(failure)) | Err(failure)) = connect(&identity, number, tell) else {
                return;
            };
            if events.send(wrap(ConnectionEvent::Lost(number, failure))).is_err() {
                return;
            }
            if begun.elapsed() > GOOD {
                pause = FIRST_PAUSE;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    });
}

/// Connects and reads until the connection is lost; nothing where nobody listens any more.
fn connect(
    identity: &Identity,
    number: u64,
    tell: impl Fn(ConnectionEvent) -> bool,
) -> Result<Option<CommandError>, CommandError> {
    let mut server = Server::of(identity)?;
    let token = server.token(identity)?;
    let half = dial(&server)?;
    let mut socket = shake_hands(&server, &half, &token)?;
    let link = LiveConnection {
        number,
        socket: WebSocket::from_raw_socket(half, Role::Client, Some(config())),
    };
    if !tell(ConnectionEvent::Connected(link)) {
        return Ok(None);
    }
    let mut silences = 0;
    loop {
        match socket.read() {
            Ok(Message::Binary(bytes)) => {
                silences = 0;
                if !tell(ConnectionEvent::Message(number, bytes.into())) {
                    return Ok(None);
                }
            }
            Ok(Message::Text(_)) => return Ok(Some(server.not_inwards("text"))),
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_)) => {
                silences = 0;
            }
            Err(tungstenite::Error::Io(error)) if is_silence(&error) => {
                silences += 1;
                if silences >= MOST_SILENCES || socket.send(Message::Ping(vec![].into())).is_err() {
                    return Ok(Some(lost(&server, "no answer in time")));
                }
            }
            Err(error) => return Ok(Some(lost(&server, error))),
        }
    }
}

fn is_silence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .max_message_size(Some(wire::MOST_BYTES))
        .max_frame_size(Some(wire::MOST_BYTES))
        .write_buffer_size(0)
}

fn dial(server: &Server) -> Result<SharedSocket, CommandError> {
    let host = host_of(server.address());
    let addresses = host.to_socket_addrs().map_err(|error| lost(server, error))?;
    let mut last = lost(server, "the name is not known");
    for address in addresses {
        match TcpStream::connect_timeout(&address, CONNECT) {
            Ok(stream) => return prepared(server, stream),
            Err(error) => last = lost(server, error),
        }
    }
    Err(last)
}

fn prepared(server: &Server, stream: TcpStream) -> Result<SharedSocket, CommandError> {
    let set = stream
        .set_nodelay(true)
        .and_then(|()| stream.set_read_timeout(Some(SILENCE)))
        .and_then(|()| stream.set_write_timeout(Some(WRITE)));
    set.map_err(|error| lost(server, error))?;
    if !server.address().starts_with(HTTPS) {
        return Ok(SharedSocket::plain(stream));
    }
    let tls = server.trust().connection(&name_of(server.address()));
    let tls = tls.map_err(|error| server.not_inwards(error))?;
    SharedSocket::secure(stream, tls).map_err(|error| match trust::distrust(&error) {
        Some(why) => server.not_trusted(why),
        None => lost(server, error),
    })
}

/// The host of an address, as a certificate names it.
fn name_of(address: &str) -> String {
    let host = host_of(address);
    let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
    name.trim_start_matches('[').trim_end_matches(']').to_owned()
}

/// Host and port of an address like `http://plant:8080/inwards`.
fn host_of(address: &str) -> String {
    let (rest, port) = match address.strip_prefix(HTTPS) {
        Some(rest) => (rest, 443),
        None => (address.strip_prefix(HTTP).unwrap_or(address), 80),
    };
    let authority = rest.split('/').next().unwrap_or_default();
    if has_port(authority) { authority.to_owned() } else { format!("{authority}:{port}") }
}

fn shake_hands(
    server: &Server,
    half: &SharedSocket,
    token: &str,
) -> Result<WebSocket<SharedSocket>, CommandError> {
    // `https` becomes `wss`: what stands behind is the same.
    let address = server.address().replacen("http", "ws", 1);
    let mut request = format!("{address}/api/sync/live")
        .into_client_request()
        .map_err(|error| server.not_inwards(error))?;
    let bearer = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|error| server.not_inwards(error))?;
    request.headers_mut().insert("authorization", bearer);
    match tungstenite::client::client_with_config(request, half.clone(), Some(config())) {
        Ok((socket, _)) => Ok(socket),
        Err(HandshakeError::Failure(tungstenite::Error::Io(error))) => Err(lost(server, error)),
        Err(HandshakeError::Failure(error)) => Err(server.not_inwards(error)),
        Err(HandshakeError::Interrupted(_)) => Err(lost(server, "no answer in time")),
    }
}

fn lost(server: &Server, why: impl std::fmt::Display) -> CommandError {
    let server = server.address().to_owned();
    let why = why.to_string();
    CommandError::unreachable("server", CliMessage::Unreachable { server, why })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_taken_from_the_address_or_is_the_scheme_s() {
        assert_eq!(host_of("http://plant:8080"), "plant:8080");
        assert_eq!(host_of("http://plant/inwards"), "plant:80");
        assert_eq!(host_of("http://[::1]:8080"), "[::1]:8080");
        assert_eq!(host_of("http://[::1]"), "[::1]:80");
        assert_eq!(host_of("https://plant"), "plant:443");
        assert_eq!(name_of("https://[::1]"), "::1");
        assert_eq!(name_of("https://plant:8470/inwards"), "plant");
    }
}
