//! The write lock: whoever holds it may change the outbox; others wait in the order in which they came.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// One write lock for all that a tab writes.
#[derive(Debug, Default)]
pub(crate) struct WriteLock {
    next: Cell<u64>,
    turn: Cell<u64>,
    waiting: RefCell<BTreeMap<u64, Waker>>,
}

/// The write lock in hand; laid down when it goes.
#[derive(Debug)]
pub(crate) struct WriteGuard<'p>(&'p WriteLock);

impl WriteLock {
    /// Waits for the write lock. A turn that was asked for must be waited for.
    pub(crate) async fn take(&self) -> WriteGuard<'_> {
        let ticket = self.next.get();
        self.next.set(ticket + 1);
        poll_fn(|context| {
            if self.turn.get() == ticket {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().insert(ticket, context.waker().clone());
            Poll::Pending
        })
        .await;
        WriteGuard(self)
    }
}

impl Drop for WriteGuard<'_> {
    fn drop(&mut self) {
        let turn = self.0.turn.get() + 1;
        self.0.turn.set(turn);
        let waker = self.0.waiting.borrow_mut().remove(&turn);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
