//! What is still to be done, and when.

use std::collections::BTreeMap;

/// Seconds since local midnight.
pub(super) type Second = u32;

/// Something to be done; numbers are places in the day's lists.
#[derive(Debug, Clone, Copy)]
pub(super) enum Task {
    Sync(usize),
    /// A device loses the network for so many seconds.
    GoOffline(usize, Second),
    GoOnline(usize),
    /// A device and a person.
    SignIn(usize, usize),
    /// Open a receipt and count.
    Receive(usize),
    /// The second handheld counts its pallets.
    Help(usize),
    Sign(usize),
    IssueCards(usize),
    IssueSlip(usize),
    ConfirmSlip(usize),
    Inspect(usize),
    JudgeSorted(usize),
    Concede(usize),
    PutAway(usize),
    Return(usize),
}

/// Tasks in the order of time; those of one second in the order in which they were added.
#[derive(Default)]
pub(super) struct Agenda {
    tasks: BTreeMap<(Second, u32), Task>,
    added: u32,
}

impl Agenda {
    pub(super) fn add(&mut self, at: Second, task: Task) {
        self.tasks.insert((at, self.added), task);
        self.added += 1;
    }

    pub(super) fn next(&mut self) -> Option<(Second, Task)> {
        let ((at, _), task) = self.tasks.pop_first()?;
        Some((at, task))
    }
}
