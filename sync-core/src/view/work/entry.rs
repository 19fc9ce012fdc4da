//! Which entry of a list a block leads to: somebody with the right post finds there what to do
//! (SEMANTICS 29).

use super::{IncrementalWork, WorkKind, WorkRow, WorkSubject};
use crate::across::{self, Conflict, ConflictSubject};
use crate::ids::LineKey;
use crate::number::{CardNumber, ReceiptNumber};
use crate::post::Post;
use crate::replica::Replica;
use crate::rules::release::Blocked;
use crate::rules::{putaway, returns};
use crate::state::CardState;

/// An entry of a list that a block leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// In the work list of a post.
    Work(Post, WorkRow),
    /// Among the open conflicts, which are a supervisor's.
    Conflict(ConflictSubject),
}

/// All lists of one replica at one moment.
#[derive(Clone, Debug)]
pub struct Lists {
    work: Vec<(Post, WorkRow)>,
    conflicts: Vec<Conflict>,
}

impl Lists {
    /// Draws all lists.
    pub fn of(replica: &Replica) -> Self {
        let mut kept = IncrementalWork::default();
        let work = Post::ALL.into_iter().flat_map(|post| {
            let rows = kept.list(replica, post);
            rows.into_iter().map(move |row| (post, row))
        });
        Self { work: work.collect(), conflicts: across::conflicts(replica) }
    }

    /// Takes entries out, as a list that is drawn wrongly would: for those who test that somebody
    /// notices.
    pub fn forget(&mut self, kind: WorkKind) {
        self.work.retain(|(_, row)| row.kind != kind);
    }

    /// The entry that lifts a block of a lot, or that comes before it; nothing is a dead end.
    ///
    /// A lot that is withdrawn, and of which nothing can be moved any more, waits for nobody.
    pub fn entry(
        &self,
        replica: &Replica,
        number: CardNumber,
        state: &CardState,
        blocked: Blocked,
    ) -> Option<Entry> {
        let lot = Lot::of(replica, number, state);
        let is_listed = |kinds: &[WorkKind]| self.work_on(&lot, kinds);
        match blocked {
            Blocked::NoCard => is_listed(&[WorkKind::NotHereYet]),
            Blocked::NotSigned | Blocked::SignAgain => {
                is_listed(&[WorkKind::Sign, WorkKind::NotHereYet])
            }
            Blocked::NoSlip => {
                is_listed(&[WorkKind::IssueSlip, WorkKind::Sign, WorkKind::NotHereYet])
            }
            Blocked::SlipNotConfirmed => is_listed(&[WorkKind::ConfirmSlip]),
            Blocked::Withdrawn | Blocked::Conflict => self.conflict_of(&lot),
            Blocked::StaleOrder => is_listed(&[WorkKind::StaleOrder]),
            Blocked::OrderChanged => {
                is_listed(&[WorkKind::OrderChanged, WorkKind::StaleOrder, WorkKind::NotHereYet])
            }
            Blocked::SentBack => is_listed(&[WorkKind::Inspect, WorkKind::Return, WorkKind::Sign]),
            // Cards beyond what was counted have nothing that could be assigned: they are a
            // conflict with the count.
            Blocked::NoOrder => {
                is_listed(&[WorkKind::Assign, WorkKind::OrderChanged, WorkKind::NotHereYet])
                    .or_else(|| self.conflict_of(&lot))
            }
            Blocked::NewerFacts => is_listed(&[WorkKind::Update]),
            Blocked::NotMeasured | Blocked::VendorNotApproved | Blocked::NothingAccepted => {
                let before = [
                    WorkKind::Inspect,
                    WorkKind::Weigh,
                    WorkKind::Return,
                    WorkKind::Sign,
                    WorkKind::NotHereYet,
                ];
                is_listed(&before).or_else(|| self.conflict_of(&lot))
            }
        }
    }

    /// Every block in a replica that leads to no entry: there is none.
    pub fn dead_ends(&self, replica: &Replica) -> Vec<(CardNumber, Blocked)> {
        let cards = replica.cards().filter(|(_, state)| waits(replica, state));
        let blocks = cards.flat_map(|(number, state)| {
            let blocked = across::release(replica, number, state).into_iter();
            blocked.map(move |blocked| (number, state, blocked))
        });
        blocks
            .filter(|(number, state, blocked)| {
                self.entry(replica, *number, state, *blocked).is_none()
            })
            .map(|(number, _, blocked)| (number, blocked))
            .collect()
    }

    fn work_on(&self, lot: &Lot<'_>, kinds: &[WorkKind]) -> Option<Entry> {
        let found = self.work.iter().find(|(_, row)| kinds.contains(&row.kind) && lot.is_on(row));
        found.map(|(post, row)| Entry::Work(*post, row.clone()))
    }

    fn conflict_of(&self, lot: &Lot<'_>) -> Option<Entry> {
        let mut subjects = self.conflicts.iter().map(|conflict| &conflict.subject);
        subjects.find(|subject| lot.is_of(subject)).cloned().map(Entry::Conflict)
    }
}

/// The lots of which more was put away and returned than their cards stand for, and which are in
/// no list though nobody has left them as they are: there is none.
pub fn moved_twice_unseen(replica: &Replica) -> Vec<CardNumber> {
    let cards = replica.cards().filter(|(_, state)| {
        let stands = state.issued.is_some() && !across::is_lot_withdrawn(replica, state);
        stands && across::balance(replica, state).is_moved_twice()
    });
    let is_unseen = |number: CardNumber, state: &CardState| {
        let mut found = Vec::new();
        across::conflicts_of_lot(replica, number, state, &mut found);
        found.is_empty() && state.basis_confirmed.is_none()
    };
    cards.filter(|(number, state)| is_unseen(*number, state)).map(|(number, _)| number).collect()
}

/// Whether anything is still to be done with a lot: it stands, and its goods are not all judged
/// and on the shelf or back with their vendor.
fn waits(replica: &Replica, state: &CardState) -> bool {
    if state.voided.is_some() {
        return false;
    }
    let issued = state.issued.as_ref();
    let withdrawn = issued.filter(|(_, issued)| across::is_withdrawn(replica, issued.receipt));
    if let Some((_, issued)) = withdrawn {
        // Somebody looked at it, and left it as it is.
        let mut found = Vec::new();
        if let Some(state) = replica.receipt(issued.receipt) {
            across::conflicts_of_receipt(replica, issued.receipt, state, &mut found);
        }
        return !found.is_empty();
    }
    let judged = across::judged(replica, state);
    let balance = across::balance(replica, state);
    judged.conflict
        || !(judged.unjudged + judged.to_sort).is_zero()
        || !putaway::left_to_put_away(balance).is_zero()
        || !returns::left_to_return(balance).is_zero()
}

/// A lot, with the receipts and the line that entries about it name.
struct Lot<'a> {
    number: CardNumber,
    parts: Vec<ReceiptNumber>,
    line: Option<&'a LineKey>,
}

impl<'a> Lot<'a> {
    fn of(replica: &Replica, number: CardNumber, state: &'a CardState) -> Self {
        let issued = state.issued.as_ref().map(|(_, issued)| issued);
        Self {
            number,
            parts: issued.map(|card| across::parts(replica, card.receipt)).unwrap_or_default(),
            line: issued.map(|card| &card.line),
        }
    }

    fn is_on(&self, row: &WorkRow) -> bool {
        match &row.about {
            WorkSubject::Lot(number) => *number == self.number,
            WorkSubject::Receipt(number) => {
                self.parts.contains(number)
                    && row.line.as_ref().is_none_or(|line| Some(line) == self.line)
            }
            WorkSubject::Conflict(_) | WorkSubject::SetAside(_) | WorkSubject::OrderLine(_) => {
                false
            }
        }
    }

    fn is_of(&self, subject: &ConflictSubject) -> bool {
        let is_line = |receipt: &ReceiptNumber, line: &LineKey| {
            self.parts.contains(receipt) && Some(line) == self.line
        };
        match subject {
            ConflictSubject::LotField(number, _)
            | ConflictSubject::Verdicts(number)
            | ConflictSubject::WithdrawnCard(number)
            | ConflictSubject::Basis(number) => *number == self.number,
            ConflictSubject::Count(receipt, line)
            | ConflictSubject::Cards(receipt, line)
            | ConflictSubject::Assignments(receipt, line)
            | ConflictSubject::Vendor(receipt, line)
            | ConflictSubject::StaleOrder(receipt, line)
            | ConflictSubject::OrderChanged(receipt, line) => is_line(receipt, line),
            ConflictSubject::WithdrawnReceipt(receipt) => self.parts.contains(receipt),
            ConflictSubject::ReceiptField(..) | ConflictSubject::SameDelivery(..) => false,
        }
    }
}
