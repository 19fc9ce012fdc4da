//! How much of the server strangers may take, and by which names it is asked.
//!
//! A page of another site can have a browser here ask the server by a name of its own that it suddenly
//! lets point here (DNS rebinding), and read the answers. Such a name is not ours.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use tokio::sync::Semaphore;

use crate::error::{Problem, ProblemKind};
use crate::tls::names::{PlantName, guessed};

/// Requests of strangers that are worked on at once.
const ROOM_FOR_STRANGERS: usize = 32;
/// Requests of devices and boards that are worked on at once.
const ROOM_FOR_DEVICES: usize = 224;

/// How many requests of each kind of caller are worked on at once: strangers take no device's turn.
#[derive(Debug)]
pub struct Room {
    /// Of whom nothing is known.
    pub strangers: Semaphore,
    /// Of devices, and of boards that were let in.
    pub devices: Semaphore,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            strangers: Semaphore::new(ROOM_FOR_STRANGERS),
            devices: Semaphore::new(ROOM_FOR_DEVICES),
        }
    }
}

/// The names by which this server may be asked.
///
/// Addresses always: nobody can make one point elsewhere. Under TLS every name: there a browser
/// compares it with the certificate before it says anything.
#[derive(Debug, Default)]
pub struct OwnNames {
    names: Vec<PlantName>,
    is_tls: bool,
}

impl OwnNames {
    /// Those that were given, and the machine's own.
    pub fn new(given: &[PlantName], listens_on: IpAddr, is_tls: bool) -> Self {
        let mut names = given.to_vec();
        names.extend(guessed(listens_on));
        names.push(PlantName::Host("localhost".to_owned()));
        Self { names, is_tls }
    }

    fn is(&self, name: &PlantName) -> bool {
        self.is_tls || matches!(name, PlantName::Address(_)) || self.names.contains(name)
    }

    /// Refuses what was asked by a name that is not ours, or by none.
    pub fn check(&self, request: &Request) -> Result<(), Problem> {
        let said = host_of(request.headers()).or_else(|| request.uri().host());
        let name = said.and_then(|said| said.parse::<PlantName>().ok());
        match (name, request.uri().host().map(str::parse::<PlantName>)) {
            (Some(name), None) if self.is(&name) => Ok(()),
            (Some(name), Some(Ok(whole))) if name == whole && self.is(&name) => Ok(()),
            _ => Err(Problem::new(
                ProblemKind::NotThisName,
                format!("this server is not called “{}”", said.unwrap_or_default()),
            )),
        }
    }
}

/// The `Host` header, without a port; nothing where there are several.
fn host_of(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().filter(|_| hosts.next().is_none())?.to_str().ok()?;
    Some(match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn asked(host: Option<&str>, path: &str) -> Request {
        let request = Request::builder().uri(path);
        let request = host.into_iter().fold(request, |request, host| request.header("host", host));
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn a_server_answers_to_addresses_and_to_its_names_alone() {
        let given = ["inwards.plant.local".parse().unwrap()];
        let names = OwnNames::new(&given, "127.0.0.1".parse().unwrap(), false);
        let check = |host, path| names.check(&asked(host, path)).is_ok();

        for host in
            ["127.0.0.1:8470", "10.1.2.3", "[::1]:8470", "localhost", "Inwards.Plant.local:1"]
        {
            assert!(check(Some(host), "/"), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "plant.local",
            "x.inwards.plant.local",
            "",
            "a b",
        ] {
            assert!(!check(Some(host), "/"), "{host}");
        }
        assert!(!check(None, "/"));
        assert!(check(Some("localhost:1"), "http://localhost:1/"));
        assert!(!check(Some("localhost:1"), "http://evil.example/"));
    }
}
