//! Release, conflicts, slips and returns (SEMANTICS 11, 15, 17, 18, 20; `count-after-card`).

use std::collections::BTreeSet;

use sync_core::fact::{Event, LotField, ReceiptField};
use sync_core::ids::LineKey;
use sync_core::number::{CardNumber, ReceiptNumber};

use super::Model;

const RECEIPT_FIELDS: [ReceiptField; 4] =
    [ReceiptField::Dock, ReceiptField::DeliveryNote, ReceiptField::Container, ReceiptField::Note];

impl Model {
    /// The slips of one receipt, with whether the clerk confirmed each.
    pub(super) fn slips(&self, number: ReceiptNumber) -> Vec<(sync_core::ids::FactId, bool)> {
        let confirmed = |slip| {
            self.of_receipt(number).any(|told| match &told.event {
                Event::SlipConfirmed(event) => event.slip.0 == slip,
                _ => false,
            })
        };
        self.of_receipt(number)
            .filter(|told| matches!(told.event, Event::SlipIssued(_)))
            .map(|told| (told.id, confirmed(told.id)))
            .collect()
    }

    /// Whether the slip that was issued last on any of these receipts was confirmed.
    fn last_slip(&self, parts: &[ReceiptNumber]) -> Option<bool> {
        let slips = parts.iter().flat_map(|part| self.slips(*part));
        let place = |slip| self.told.iter().position(|told| told.id == slip);
        slips.max_by_key(|(slip, _)| place(*slip)).map(|(_, confirmed)| confirmed)
    }

    /// What keeps a lot from being released, in the order of the clause.
    pub(super) fn blocked_by(&self, number: CardNumber) -> Vec<&'static str> {
        let issued = self.issued(number).filter(|_| !self.is_card_void(number));
        let Some((_, issued)) = issued else { return vec!["NoCard"] };
        let (receipt, line) = (issued.receipt, &issued.line);
        let marking = self.standing_parts(receipt);
        if marking.is_empty() && self.is_withdrawn(receipt) {
            return vec!["Withdrawn"];
        }
        let slip = self.last_slip(&marking);
        let signed = self.signed(receipt, line).is_some();
        let holds = self.holds(number);
        let accepted = holds.passed + holds.conceded;
        let subcontract = self.is_subcontract(receipt, line);
        let stale = self.is_delivery_stale(receipt, line);
        let unapproved = self.vendor_approved(number) == Some(false) && accepted.is_zero();
        let all = [
            (!signed, "NotSigned"),
            (signed && !self.signatures_fit(receipt, line), "SignAgain"),
            (slip.is_none(), "NoSlip"),
            (slip == Some(false), "SlipNotConfirmed"),
            (subcontract && !self.is_measured(number), "NotMeasured"),
            (unapproved, "VendorNotApproved"),
            (self.keeps_back(number, receipt, line), "Conflict"),
            (stale, "StaleOrder"),
            (self.waits_for_order(number, receipt, line), "NoOrder"),
            (accepted.is_zero(), "NothingAccepted"),
        ];
        all.into_iter().filter(|(blocks, _)| *blocks).map(|(_, name)| name).collect()
    }

    fn keeps_back(&self, number: CardNumber, receipt: ReceiptNumber, line: &LineKey) -> bool {
        let fields = [LotField::LotNumber, LotField::Note];
        let described = fields.into_iter().any(|field| self.lot_field(number, field).losers > 0);
        let again =
            self.standing_parts(receipt).iter().any(|part| self.line_count(*part, line).again);
        let parts = self.standing_parts(receipt);
        let purchasings = parts.iter().any(|part| {
            self.lines_of(*part).contains(line)
                && (self.is_given_twice(*part, line) || self.is_other_vendors(*part, line))
        });
        described
            || again
            || purchasings
            || self.verdicts_hold(number).conflict
            || (self.is_any_part_here(receipt) && self.cards_differ(receipt, line))
    }

    /// Whether anything is told of a standing part: cards of a receipt that is not here wait.
    fn is_any_part_here(&self, receipt: ReceiptNumber) -> bool {
        let here = self.receipts();
        self.standing_parts(receipt).iter().any(|part| here.contains(part))
    }

    /// Whether a part that counted a line did so against an order that no longer stood.
    pub(super) fn is_delivery_stale(&self, receipt: ReceiptNumber, line: &LineKey) -> bool {
        let mut parts = self.standing_parts(receipt).into_iter();
        parts.any(|part| self.lines_of(part).contains(line) && self.is_stale(part, line))
    }

    /// The lines of a delivery: what its parts speak of, and what their live cards name.
    pub(super) fn lines_of_delivery(&self, number: ReceiptNumber) -> BTreeSet<LineKey> {
        let parts = self.delivery(number);
        let mut lines: BTreeSet<LineKey> =
            parts.iter().flat_map(|part| self.lines_of(*part)).collect();
        for card in self.cards().into_iter().filter(|card| !self.is_card_void(*card)) {
            if let Some((_, issued)) = self.issued(card)
                && parts.contains(&issued.receipt)
            {
                lines.insert(issued.line.clone());
            }
        }
        lines
    }

    /// `count-after-card`: cards over the count, or under it once it was signed, unconfirmed.
    pub(super) fn cards_differ(&self, receipt: ReceiptNumber, line: &LineKey) -> bool {
        let (counted, carded) = (self.counted(receipt, line), self.carded(receipt, line));
        let confirmed = self.delivery(receipt).into_iter().any(|part| {
            let last = self.of_receipt(part).filter_map(|told| match &told.event {
                Event::CountConfirmed(event) if event.line == *line => Some(event),
                _ => None,
            });
            last.last().is_some_and(|event| event.counted == counted && event.carded == carded)
        });
        let signed = self.signed(receipt, line).is_some();
        !self.cards_of_line(receipt, line).is_empty()
            && !confirmed
            && (carded > counted || (signed && carded < counted))
    }

    /// The names of all open conflicts.
    pub(super) fn conflicts(&self) -> BTreeSet<String> {
        let mut open = BTreeSet::new();
        for number in self.receipts() {
            if self.is_withdrawn(number) {
                open.extend(self.receipt_withdrawn_apart(number));
            } else {
                self.conflicts_of_receipt(number, &mut open);
            }
        }
        for number in self.cards() {
            if self.is_card_void(number) {
                open.extend(self.card_withdrawn_apart(number));
                continue;
            }
            open.extend(self.basis_unanswered(number));
            for field in [LotField::LotNumber, LotField::Note] {
                if self.lot_field(number, field).losers > 0 {
                    open.insert(format!("{number}.{}", field.name()));
                }
            }
            if self.verdicts_hold(number).conflict {
                open.insert(format!("{number}.verdicts"));
            }
        }
        open
    }

    fn conflicts_of_receipt(&self, number: ReceiptNumber, open: &mut BTreeSet<String>) {
        for field in RECEIPT_FIELDS {
            if self.receipt_field(number, field).losers > 0 {
                open.insert(format!("{number}.{}", field.name()));
            }
        }
        for line in self.lines_of(number) {
            if self.line_count(number, &line).again {
                open.insert(format!("{number}.count.{line}"));
            }
            if self.is_given_twice(number, &line) {
                open.insert(format!("{number}.assigned.{line}"));
            }
            if self.is_other_vendors(number, &line) {
                open.insert(format!("{number}.vendor.{line}"));
            }
            if self.is_stale(number, &line) {
                open.insert(format!("{number}.order.{line}"));
            }
        }
        if self.stands_for_all(number) {
            for line in self.lines_of_delivery(number) {
                if self.cards_differ(number, &line) {
                    open.insert(format!("{number}.cards.{line}"));
                }
            }
        }
        for other in self.maybe_same(number).into_iter().filter(|other| *other > number) {
            open.insert(format!("{number}.same.{other}"));
        }
    }
}
