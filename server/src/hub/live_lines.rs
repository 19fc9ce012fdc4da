//! The live connections of each device: a new one closes the oldest where there are too many.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use sync_core::ids::DeviceNumber;
use tokio::sync::oneshot;

/// All live connections.
#[derive(Clone, Debug, Default)]
pub struct LiveLines(Arc<Mutex<Lines>>);

#[derive(Debug, Default)]
struct Lines {
    opened: u64,
    of: BTreeMap<DeviceNumber, VecDeque<(u64, oneshot::Sender<()>)>>,
}

/// One live connection, as long as it is held.
#[derive(Debug)]
pub struct LiveLine {
    lines: LiveLines,
    device: DeviceNumber,
    number: u64,
    closes: oneshot::Receiver<()>,
}

impl LiveLines {
    /// A device opens one more; the oldest beyond `most` are told to close. 0 is without a bound.
    pub fn open(&self, device: DeviceNumber, most: u32) -> LiveLine {
        let (close, closes) = oneshot::channel();
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.opened += 1;
        let number = lines.opened;
        let own = lines.of.entry(device).or_default();
        own.push_back((number, close));
        while most > 0 && u32::try_from(own.len()).is_ok_and(|open| open > most) {
            if let Some((_, oldest)) = own.pop_front() {
                // One that has just ended by itself hears nothing any more.
                let _ = oldest.send(());
            }
        }
        drop(lines);
        LiveLine { lines: self.clone(), device, number, closes }
    }

    /// How many a device has now.
    pub fn of(&self, device: DeviceNumber) -> usize {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.of.get(&device).map_or(0, VecDeque::len)
    }
}

impl LiveLine {
    /// Returns once newer connections have taken this one's place.
    pub async fn displaced(&mut self) {
        if (&mut self.closes).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for LiveLine {
    fn drop(&mut self) {
        let mut lines = self.lines.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = lines.of.get_mut(&self.device) {
            own.retain(|(number, _)| *number != self.number);
            if own.is_empty() {
                lines.of.remove(&self.device);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: DeviceNumber = DeviceNumber(7);

    #[tokio::test]
    async fn a_new_line_closes_the_oldest_and_no_other() {
        let lines = LiveLines::default();
        let mut first = lines.open(DEVICE, 2);
        let mut second = lines.open(DEVICE, 2);
        let other = lines.open(DeviceNumber(8), 2);
        let third = lines.open(DEVICE, 2);

        first.displaced().await;
        assert!(second.closes.try_recv().is_err());
        assert_eq!((lines.of(DEVICE), lines.of(DeviceNumber(8))), (2, 1));
        drop((first, second, third, other));
        assert_eq!((lines.of(DEVICE), lines.of(DeviceNumber(8))), (0, 0));
    }

    #[tokio::test]
    async fn without_a_bound_nothing_closes() {
        let lines = LiveLines::default();
        let held: Vec<LiveLine> = (0..400).map(|_| lines.open(DEVICE, 0)).collect();

        assert_eq!(lines.of(DEVICE), held.len());
    }
}
