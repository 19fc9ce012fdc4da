//! Copies of the audit log for a collector, as syslog (RFC 5424): what somebody changes on this disk,
//! the collector still has as it was.
//!
//! By datagrams (RFC 5426), by a connection with counted frames (RFC 6587, 3.4.1) or to the machine's
//! own socket. A thread of its own sends: a collector that does not answer holds nobody up. What it
//! misses shows there as a gap in the numbers, and can be fetched from the files.

use std::io::{self, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _, UdpSocket};
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use super::record::{Line, hash_of};

/// So many records wait for the collector; beyond it they are left out there.
const MOST_WAITING: usize = 10_000;
/// So long a connection may take to open, and to take a record.
const PATIENCE: Duration = Duration::from_secs(5);
/// Facility 13, the log of audits (RFC 5424, table 1).
const FACILITY: u8 = 13;
const WARNING: u8 = 4;
const INFORMATIONAL: u8 = 6;
/// Whose structured data it is: the number that RFC 5612 keeps for examples, since we have none.
const ENTERPRISE: u32 = 32_473;

/// Where the collector is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Collector {
    /// Datagrams to a host and port.
    Udp(String),
    /// A connection to a host and port.
    Tcp(String),
    /// A socket of this machine, `/dev/log` for one.
    Unix(PathBuf),
}

/// The text names no collector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” names no collector: write udp://HOST:PORT, tcp://HOST:PORT or unix:/dev/log")]
pub struct NoCollector(String);

impl FromStr for Collector {
    type Err = NoCollector;

    fn from_str(text: &str) -> Result<Self, NoCollector> {
        let host = |host: &str, port: &str| match host.rsplit_once(':') {
            Some((name, number)) if !name.is_empty() && number.parse::<u16>().is_ok() => {
                Ok(host.to_owned())
            }
            None if !host.is_empty() => Ok(format!("{host}:{port}")),
            _ => Err(NoCollector(text.to_owned())),
        };
        match text.split_once(':') {
            Some(("udp", rest)) if rest.starts_with("//") => host(&rest[2..], "514").map(Self::Udp),
            Some(("tcp", rest)) if rest.starts_with("//") => host(&rest[2..], "601").map(Self::Tcp),
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Unix(path.into())),
            _ => Err(NoCollector(text.to_owned())),
        }
    }
}

/// Sends records to a collector.
#[derive(Debug)]
pub struct Shipper(SyncSender<(String, bool)>);

impl Shipper {
    /// Begins to send. Whether the collector is there shows later, and stops nothing.
    pub fn start(collector: Collector) -> io::Result<Self> {
        let (records, waiting) = sync_channel(MOST_WAITING);
        std::thread::Builder::new()
            .name("syslog".to_owned())
            .spawn(move || send_all(&collector, &waiting))?;
        Ok(Self(records))
    }

    /// Sends a line, once its turn comes.
    pub(super) fn send(&self, line: String, is_refusal: bool) {
        let _ = self.0.try_send((line, is_refusal));
    }
}

/// An open way to the collector.
enum Way {
    Udp(UdpSocket),
    Tcp(TcpStream),
    Unix(UnixDatagram),
}

fn send_all(collector: &Collector, waiting: &Receiver<(String, bool)>) {
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let (mut way, mut is_lost) = (None, false);
    while let Ok((line, is_refusal)) = waiting.recv() {
        let message = message(&host, &line, is_refusal);
        // One that went into a connection which the other side had closed is sent again.
        let sent = (0..2).any(|_| {
            let tried = match way.take().map_or_else(|| open(collector), Ok) {
                Ok(mut open) => send(&mut open, &message).map(|()| open),
                Err(error) => Err(error),
            };
            match tried {
                Ok(open) => {
                    way = Some(open);
                    true
                }
                Err(error) => {
                    if !is_lost {
                        tracing::warn!(%error, ?collector, "the collector of the audit log is lost");
                    }
                    false
                }
            }
        });
        is_lost = !sent;
    }
}

fn open(collector: &Collector) -> io::Result<Way> {
    match collector {
        Collector::Udp(host) => {
            let to = host.to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
            let any = if to.is_ipv6() { "[::]:0" } else { "0.0.0.0:0" };
            let socket = UdpSocket::bind(any)?;
            socket.connect(to)?;
            Ok(Way::Udp(socket))
        }
        Collector::Tcp(host) => {
            let to = host.to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
            let stream = TcpStream::connect_timeout(&to, PATIENCE)?;
            stream.set_write_timeout(Some(PATIENCE))?;
            Ok(Way::Tcp(stream))
        }
        Collector::Unix(path) => {
            let socket = UnixDatagram::unbound()?;
            socket.connect(path)?;
            Ok(Way::Unix(socket))
        }
    }
}

fn send(way: &mut Way, message: &str) -> io::Result<()> {
    match way {
        Way::Udp(socket) => socket.send(message.as_bytes()).map(drop),
        Way::Unix(socket) => socket.send(message.as_bytes()).map(drop),
        Way::Tcp(stream) => {
            stream.write_all(format!("{} {message}", message.len()).as_bytes())?;
            stream.flush()
        }
    }
}

/// A record as RFC 5424 wants it: its number and hash as structured data, the line itself behind.
fn message(host: &str, line: &str, is_refusal: bool) -> String {
    let severity = if is_refusal { WARNING } else { INFORMATIONAL };
    let priority = FACILITY * 8 + severity;
    let read = Line::parse(line.as_bytes());
    let at = read.as_ref().map_or_else(|| "-".to_owned(), |line| line.at.to_string());
    let n = read.as_ref().map_or(0, |line| line.n);
    let what = printable(read.as_ref().map_or("-", |line| &line.what), 32);
    let (host, process) = (printable(host, 255), std::process::id());
    let hash = hash_of(line.as_bytes());
    format!(
        "<{priority}>1 {at} {host} inwards-server {process} {what} \
         [inwards@{ENTERPRISE} n=\"{n}\" hash=\"{hash}\"] \u{feff}{line}"
    )
}

/// A field of the header: printable ASCII without blanks, `-` where nothing is left.
fn printable(text: &str, most: usize) -> String {
    let text: String = text.chars().filter(char::is_ascii_graphic).take(most).collect();
    if text.is_empty() { "-".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collector_is_named_by_its_way_and_place() {
        let read = |text: &str| text.parse::<Collector>();
        assert_eq!(read("udp://logs.plant"), Ok(Collector::Udp("logs.plant:514".to_owned())));
        assert_eq!(read("tcp://10.0.0.9:6514"), Ok(Collector::Tcp("10.0.0.9:6514".to_owned())));
        assert_eq!(read("unix:/dev/log"), Ok(Collector::Unix("/dev/log".into())));
        for wrong in ["", "logs.plant", "http://logs", "udp://", "tcp://a:b", "unix:dev", "udp:x"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_record_is_a_message_of_rfc_5424() {
        let line = r#"{"n":7,"at":"2026-11-28T08:00:00.000Z","what":"stopped","facts":1,"by":{},"prev":"0"}"#;

        let said = message("plant 1", line, false);

        let process = std::process::id();
        let hash = hash_of(line.as_bytes());
        assert_eq!(
            said,
            format!(
                "<110>1 2026-11-28T08:00:00.000Z plant1 inwards-server {process} stopped \
                 [inwards@32473 n=\"7\" hash=\"{hash}\"] \u{feff}{line}"
            )
        );
        assert!(message("", line, true).starts_with("<108>1 2026-11-28T08:00:00.000Z - "));
    }
}
