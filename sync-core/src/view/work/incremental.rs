//! The work lists of one replica, drawn again and again: what is to be done with each lot, receipt
//! and order is kept from one drawing to the next.

use std::collections::BTreeMap;

use super::papers::PaperWork;
use super::{Deduction, Urgency, WorkKind, WorkRow, WorkSubject, of_lot, of_receipt, urgency};
use crate::across::{self, Conflict};
use crate::ids::{OrderLine, OrderNumber};
use crate::number::{CardNumber, ReceiptNumber};
use crate::post::Post;
use crate::replica::Replica;
use crate::view::goods::ItemNamed;
use crate::view::incremental::{Incremental, Rows};
use crate::view::open_conflicts::OpenConflicts;
use crate::view::set_aside;

/// The work lists of one replica. Each table is filled when a post first asks for it.
#[derive(Debug, Default)]
pub struct IncrementalWork {
    lots: Incremental<LotWork>,
    receipts: Incremental<ReceiptWork>,
    papers: Incremental<PaperWork>,
    excess: Incremental<ExcessRows>,
    conflicts: Incremental<OpenConflicts>,
    deductions: Incremental<Deductions>,
}

impl IncrementalWork {
    /// What waits for somebody of a post, the most urgent first.
    pub fn list(&mut self, replica: &Replica, post: Post) -> Vec<WorkRow> {
        match post {
            Post::QcInspector => {
                let kinds = [WorkKind::Inspect, WorkKind::Weigh, WorkKind::LookAgain];
                self.of_lots(replica, &kinds)
            }
            Post::DockClerk => {
                let papers = self.papers.read(replica);
                let mut rows = papers.of_kinds(&[WorkKind::Sign, WorkKind::ConfirmSlip]);
                rows.extend(self.of_lots(replica, &[WorkKind::PutAway]));
                rows
            }
            Post::TerminalOperator => {
                let mut rows = self.papers.read(replica).of_kinds(&[WorkKind::IssueSlip]);
                rows.extend(self.of_lots(replica, &[WorkKind::Post]));
                rows
            }
            Post::NonconformingKeeper => self.of_lots(replica, &[WorkKind::Return]),
            Post::Supervisor => {
                let mut rows = self.unsettled(replica);
                rows.extend(self.of_lots(replica, &[WorkKind::NotHereYet]));
                rows
            }
            Post::Purchasing => self.unanswered(replica),
            Post::IeEngineer => {
                let unknown = WorkKind::NoStandard;
                let kinds = [WorkKind::Heavy, WorkKind::Revise, WorkKind::Recover, unknown];
                self.of_lots(replica, &kinds)
            }
            Post::Finance => self.deductions.read(replica).at_cost(replica),
            Post::Administrator => {
                let mut rows = self.papers.read(replica).of_kinds(&[WorkKind::Update]);
                rows.extend(self.of_lots(replica, &[WorkKind::Update]));
                rows
            }
        }
    }

    fn of_lots(&mut self, replica: &Replica, kinds: &[WorkKind]) -> Vec<WorkRow> {
        self.lots.read(replica).of_kinds(kinds)
    }

    fn unsettled(&mut self, replica: &Replica) -> Vec<WorkRow> {
        let settle = self.conflicts.read(replica).all().map(settle);
        // As many as somebody looks through; the next ones come once these are let in, or out.
        let aside = set_aside::waiting(replica).take(set_aside::SET_ASIDE_PAGE).map(|set| {
            let set = set_aside::set_aside_view(replica, set);
            WorkRow {
                set_aside: Some(Box::new(set.clone())),
                ..WorkRow::about(WorkKind::SetAside, WorkSubject::SetAside(set.id))
            }
        });
        settle.chain(aside).collect()
    }

    fn unanswered(&mut self, replica: &Replica) -> Vec<WorkRow> {
        let mut rows: Vec<WorkRow> =
            self.receipts.read(replica).0.values().flatten().cloned().collect();
        rows.extend(self.papers.read(replica).of_kinds(&[WorkKind::Assign]));
        let open = self.conflicts.read(replica).all();
        let purchasings = open.filter(|conflict| conflict.subject.is_purchasings());
        rows.extend(purchasings.map(settle));
        rows.extend(self.excess.read(replica).0.values().flatten().cloned());
        let kinds = [WorkKind::Heavy, WorkKind::Revise, WorkKind::Recover];
        rows.extend(self.of_lots(replica, &kinds));
        rows
    }
}

/// A disagreement that somebody has to settle.
fn settle(conflict: &Conflict) -> WorkRow {
    WorkRow::about(WorkKind::Settle, WorkSubject::Conflict(conflict.subject.clone()))
}

/// What is to be done with lots that anything is to be done with.
#[derive(Debug, Default)]
struct LotWork(BTreeMap<CardNumber, (Urgency, Vec<WorkRow>)>);

impl LotWork {
    fn of_kinds(&self, kinds: &[WorkKind]) -> Vec<WorkRow> {
        let rows = self.0.values().flat_map(|(urgency, rows)| {
            let wanted = rows.iter().filter(|row| kinds.contains(&row.kind));
            wanted.map(move |row| (urgency, row))
        });
        let mut rows: Vec<(&Urgency, &WorkRow)> = rows.collect();
        rows.sort_by_key(|(urgency, _)| *urgency);
        rows.into_iter().map(|(_, row)| row.clone()).collect()
    }
}

impl Rows for LotWork {
    fn refresh_lot(&mut self, replica: &Replica, number: CardNumber) {
        let state = replica.card(number);
        let rows = state.map(|state| of_lot(replica, number, state)).unwrap_or_default();
        match state.filter(|_| !rows.is_empty()) {
            Some(state) => self.0.insert(number, (urgency(replica, number, state), rows)),
            None => self.0.remove(&number),
        };
    }
}

/// What purchasing has to answer for on receipts.
#[derive(Debug, Default)]
struct ReceiptWork(BTreeMap<ReceiptNumber, Vec<WorkRow>>);

impl Rows for ReceiptWork {
    fn refresh_receipt(&mut self, replica: &Replica, number: ReceiptNumber) {
        let standing = replica.receipt(number).filter(|state| state.voided.is_none());
        let rows = standing.map(|state| of_receipt(replica, number, state)).unwrap_or_default();
        if rows.is_empty() {
            self.0.remove(&number);
        } else {
            self.0.insert(number, rows);
        }
    }
}

/// Order lines on which more came than was ordered.
#[derive(Debug, Default)]
struct ExcessRows(BTreeMap<OrderNumber, Vec<WorkRow>>);

impl Rows for ExcessRows {
    fn refresh_order(&mut self, replica: &Replica, number: &OrderNumber) {
        let stated = replica.order(number).into_iter().flat_map(|order| order.lines.values());
        let exceeded = stated.filter_map(|stated| {
            let line = OrderLine { order: number.clone(), line: stated.line };
            let over = across::order_line(replica, &line).over;
            (!over.is_zero()).then(|| WorkRow {
                item: Some(ItemNamed::of(replica, stated.item.clone())),
                quantity: Some(over),
                unit: Some(stated.unit),
                ..WorkRow::about(WorkKind::Excess, WorkSubject::OrderLine(line))
            })
        });
        let rows: Vec<WorkRow> = exceeded.collect();
        if rows.is_empty() {
            self.0.remove(number);
        } else {
            self.0.insert(number.clone(), rows);
        }
    }
}

/// Lots whose missing material is deducted.
#[derive(Debug, Default)]
struct Deductions(BTreeMap<CardNumber, (Urgency, Deduction)>);

impl Deductions {
    fn at_cost(&self, replica: &Replica) -> Vec<WorkRow> {
        let mut lots: Vec<&(Urgency, Deduction)> = self.0.values().collect();
        lots.sort_by_key(|(urgency, _)| *urgency);
        lots.into_iter().filter_map(|(_, deduction)| deduction.at_cost(replica)).collect()
    }
}

impl Rows for Deductions {
    fn refresh_lot(&mut self, replica: &Replica, number: CardNumber) {
        let state = replica.card(number);
        let found = state.and_then(|state| {
            let deduction = Deduction::of(replica, number, state)?;
            Some((urgency(replica, number, state), deduction))
        });
        match found {
            Some(found) => self.0.insert(number, found),
            None => self.0.remove(&number),
        };
    }
}
