//! How many connections an address has open: nobody takes them all.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Connections that one address may have open at once.
pub const PER_ADDRESS: usize = 64;

/// Counts the open connections of each address.
#[derive(Debug)]
pub(super) struct Doors {
    most: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One open connection; dropping it makes room for another of its address.
#[derive(Debug)]
pub(super) struct Place {
    doors: Arc<Doors>,
    address: IpAddr,
}

impl Doors {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, open: Mutex::default() })
    }

    /// Lets a connection in; nothing where its address has as many as it may.
    pub(super) fn enter(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let address = counted_as(peer);
        let mut all = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let open = all.entry(address).or_default();
        if *open >= self.most {
            return None;
        }
        *open += 1;
        Some(Place { doors: Arc::clone(self), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.doors.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = all.get_mut(&self.address) {
            *open -= 1;
            if *open == 0 {
                all.remove(&self.address);
            }
        }
    }
}

/// One machine has as many addresses of IPv6 as it likes, out of one network of 64 bits.
fn counted_as(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_connections_and_another_has_its_own() {
        let doors = Doors::new(2);
        let enter = |peer: &str| doors.enter(peer.parse().unwrap());

        let (first, second) = (enter("10.0.0.7"), enter("::ffff:10.0.0.7"));

        assert!(first.is_some() && second.is_some());
        assert!(enter("10.0.0.7").is_none());
        assert!(enter("10.0.0.8").is_some());
        drop(first);
        assert!(enter("10.0.0.7").is_some());
        let six = (enter("fd00::1"), enter("fd00::2"));
        assert!(six.0.is_some() && six.1.is_some() && enter("fd00::3").is_none());
        drop((second, six));
        assert!(doors.open.lock().unwrap().is_empty(), "nothing is kept of who is gone");
    }
}
