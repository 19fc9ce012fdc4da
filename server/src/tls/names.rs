//! The names and addresses by which devices reach the server.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};
use std::str::FromStr;

/// A name or an address that a certificate can stand for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlantName {
    /// A host name, in small letters.
    Host(String),
    /// An IP address, for which a certificate bears no name.
    Address(IpAddr),
}

/// The text is neither a host name nor an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is neither a host name nor an address: write what stands in the browser between https:// \
     and the port, like inwards.plant.local or 10.1.2.3"
)]
pub struct NotAName(String);

impl FromStr for PlantName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let bare = text.trim().trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Self::Address(address));
        }
        let name = text.trim().trim_end_matches('.').to_ascii_lowercase();
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        // What ends in a number is read as an address by browsers.
        let last = name.rsplit('.').next().unwrap_or_default();
        let is_number = last.bytes().all(|byte| byte.is_ascii_digit());
        if name.len() > 253 || is_number || !name.split('.').all(is_label) {
            return Err(NotAName(text.to_owned()));
        }
        Ok(Self::Host(name))
    }
}

impl fmt::Display for PlantName {
    /// As it stands in a web address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(name) => f.write_str(name),
            Self::Address(IpAddr::V4(address)) => write!(f, "{address}"),
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
        }
    }
}

impl PlantName {
    /// Whether an authority that was made for this name may stand for another one.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Host(own), Self::Host(other)) => {
                other == own
                    || other.strip_suffix(own.as_str()).is_some_and(|rest| rest.ends_with('.'))
            }
            (own, other) => own == other,
        }
    }

    /// As a certificate spells it.
    pub fn in_certificate(&self) -> String {
        match self {
            Self::Host(name) => name.clone(),
            Self::Address(address) => address.to_string(),
        }
    }
}

/// What stands for the machine itself, always.
pub fn of_this_machine() -> [PlantName; 3] {
    [
        PlantName::Host("localhost".to_owned()),
        PlantName::Address(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        PlantName::Address(IpAddr::V6(Ipv6Addr::LOCALHOST)),
    ]
}

/// What devices may call the server by where nobody said it: its host name, and the address that
/// is listened on or by which it reaches others.
pub fn guessed(listens_on: IpAddr) -> Vec<PlantName> {
    let mut names = Vec::new();
    let host = rustix::system::uname().nodename().to_string_lossy().parse::<PlantName>();
    names.extend(host.ok().filter(|name| !of_this_machine().contains(name)));
    let listens_on = listens_on.to_canonical();
    let address = if listens_on.is_unspecified() { outward_address() } else { Some(listens_on) };
    names.extend(address.filter(|address| !address.is_loopback()).map(PlantName::Address));
    names
}

/// The address that the machine would send from; nothing is sent to learn it.
fn outward_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address that is set apart for documents: no packet leaves for it.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_host_or_an_address_and_nothing_else() {
        for (text, shown) in [
            ("Inwards.Plant.Local.", "inwards.plant.local"),
            ("plant-7", "plant-7"),
            ("10.1.2.3", "10.1.2.3"),
            ("[fd00::7]", "[fd00::7]"),
        ] {
            assert_eq!(text.parse::<PlantName>().map(|name| name.to_string()), Ok(shown.into()));
        }
        for wrong in ["", "https://plant", "plant:8470", "10.1.2", "a..b", "*.plant", "工厂", "-a"]
        {
            assert!(wrong.parse::<PlantName>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_covers_itself_and_what_is_below_it() {
        let name = |text: &str| text.parse::<PlantName>().unwrap();
        assert!(name("plant.local").covers(&name("inwards.plant.local")));
        assert!(!name("plant.local").covers(&name("otherplant.local")));
        assert!(!name("inwards.plant.local").covers(&name("plant.local")));
        assert!(!name("10.1.2.3").covers(&name("10.1.2.4")));
    }
}
