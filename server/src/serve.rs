//! Serving: sockets with timeouts and bounds around the router, and an orderly end.

mod doors;
mod paced;

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower_http::add_extension::AddExtension;

use self::doors::Doors;
pub use self::doors::PER_ADDRESS;
use self::paced::Paced;
use crate::stop::Stop;

/// Connections that are open at once.
const MOST_CONNECTIONS: usize = 8_192;
/// Within this a request's head must have come.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// A connection on which no byte moves for so long is cut.
const SILENCE: Duration = Duration::from_mins(1);
/// So long the last answers may take when the server stops.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// The address at the other end of the connection, as handlers find it among a request's extensions.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The first byte of every TLS connection: a handshake record. No request of HTTP begins so.
const HANDSHAKE: u8 = 0x16;

/// What is spoken on a port.
#[derive(Clone)]
pub enum Speech {
    /// Without TLS: everything that is said can be read on the way.
    Plain(Router),
    /// TLS; who speaks plain HTTP on the same port all the same is answered by `plain`.
    Tls { acceptor: TlsAcceptor, inside: Router, plain: Router },
}

/// Answers requests until told to stop, then lets those under way end. An address has
/// `per_address` connections at most; what is beyond is cut at once.
pub async fn serve(listener: TcpListener, speech: Speech, per_address: usize, mut stop: Stop) {
    let places = most_connections();
    let doors = Doors::new(per_address);
    let room = Arc::new(Semaphore::new(places));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.stopped() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let Some(door) = doors.enter(peer.ip()) else {
                    tracing::debug!(%peer, "cut: this address has as many connections as it may");
                    continue;
                };
                let (speech, stop) = (speech.clone(), stop.clone());
                tokio::spawn(async move {
                    connection(stream, peer, speech, stop).await;
                    drop((door, place));
                });
            }
            Err(error) => {
                // Out of files, most often: the sockets that are cut soon make room.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    let all = u32::try_from(places).unwrap_or(u32::MAX);
    if tokio::time::timeout(LAST_ANSWERS, room.acquire_many(all)).await.is_err() {
        tracing::warn!("some answers were still under way when the server stopped");
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, speech: Speech, mut stop: Stop) {
    // A scan must be on the other screens at once, not after Nagle's delay.
    let _ = stream.set_nodelay(true);
    let (acceptor, inside, plain) = match speech {
        Speech::Plain(router) => return answer(stream, peer, router, stop).await,
        Speech::Tls { acceptor, inside, plain } => (acceptor, inside, plain),
    };
    let mut first = [0];
    let begun = tokio::select! {
        begun = tokio::time::timeout(HEAD_WITHIN, stream.peek(&mut first)) => begun,
        () = stop.stopped() => return,
    };
    if !matches!(begun, Ok(Ok(1))) {
        return;
    }
    if first != [HANDSHAKE] {
        return answer(stream, peer, plain, stop).await;
    }
    let accepted = tokio::select! {
        accepted = tokio::time::timeout(HEAD_WITHIN, acceptor.accept(stream)) => accepted,
        () = stop.stopped() => return,
    };
    match accepted {
        Ok(Ok(stream)) => answer(stream, peer, inside, stop).await,
        // A device that does not trust us yet ends so, each time that it tries.
        Ok(Err(error)) => tracing::debug!(%peer, %error, "TLS did not come about"),
        Err(_) => tracing::debug!(%peer, "TLS did not come about in time"),
    }
}

async fn answer<S>(stream: S, peer: SocketAddr, router: Router, mut stop: Stop)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = TowerToHyperService::new(AddExtension::new(router, Peer(peer)));
    let mut connection = pin!(
        hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .max_buf_size(64 << 10)
            .serve_connection(TokioIo::new(Paced::new(stream, SILENCE)), service)
            .with_upgrades()
    );
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.stopped() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, %error, "a connection ended early");
    }
}

/// Raises the limit of open files as far as allowed, and leaves room for the log's own.
fn most_connections() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limits = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limits.maximum, maximum: limits.maximum };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
    let files = getrlimit(Resource::Nofile).current;
    let files = files.and_then(|files| usize::try_from(files).ok()).unwrap_or(MOST_CONNECTIONS * 2);
    MOST_CONNECTIONS.min(files / 2).max(64)
}
