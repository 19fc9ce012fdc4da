//! A plausible working day: what somebody of a post does next, with what stands before them.

use rust_decimal::Decimal;
use sync_core::across;
use sync_core::command::{Actor, Command, LineChoice, OrderChoice, Ruling};
use sync_core::fact::{
    DefectCount, LotField, Measured, ReceiptField, ReceiptOpened, ReturnFor, Sampled,
    SetAsideReason, Verdict, Weighed,
};
use sync_core::ids::{FactId, LineKey, OrderLine, Text};
use sync_core::measure::WeightUnit;
use sync_core::number::{CardNumber, DocumentNumber, NumberKind, ReceiptNumber};
use sync_core::post::Post;
use sync_core::replica::Replica;
use sync_core::time::{Span, Timestamp};
use sync_core::view;

use crate::office::{ITEMS, ORDERS};
use crate::random::Random;

/// The numbers on paper, which walk about faster than the network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paper {
    receipts: Vec<ReceiptNumber>,
    cards: Vec<CardNumber>,
}

impl Paper {
    /// Notes the number of a receipt or card, by which others can work on it from now on.
    pub(crate) fn print(&mut self, number: DocumentNumber) {
        match number.kind {
            NumberKind::Receipt => self.receipts.push(ReceiptNumber(number.opened_by)),
            NumberKind::Card => self.cards.push(CardNumber(number.opened_by)),
            NumberKind::Slip | NumberKind::ReturnNote => {}
        }
    }
}

/// What is at hand when somebody decides what to do.
struct Hand<'a> {
    random: &'a mut Random,
    replica: &'a Replica,
    paper: &'a Paper,
    now: Timestamp,
}

/// Draws what somebody does next; nothing where there is nothing to do.
pub(crate) fn draw(
    random: &mut Random,
    replica: &Replica,
    actor: Actor,
    paper: &Paper,
    now: Timestamp,
) -> Option<Command> {
    let posts: Vec<Post> = actor.posts.iter().collect();
    let post = *random.pick(&posts)?;
    let mut hand = Hand { random, replica, paper, now };
    match post {
        Post::DockClerk => hand.dock(),
        Post::TerminalOperator => Some(Command::IssueSlip { receipt: hand.receipt()? }),
        Post::QcInspector => hand.inspect(),
        Post::NonconformingKeeper => hand.send_back(),
        Post::Supervisor => hand.supervise(),
        Post::Purchasing => hand.purchase(),
        Post::IeEngineer | Post::Finance | Post::Administrator => None,
    }
}

impl Hand<'_> {
    fn receipt(&mut self) -> Option<ReceiptNumber> {
        if self.random.chance(15) {
            return self.random.pick_late(&self.paper.receipts).copied();
        }
        let known: Vec<_> = self
            .replica
            .receipts()
            .filter(|(_, state)| state.voided.is_none())
            .map(|(number, state)| (state.opened.as_ref().map(|(opened, _)| opened.at), number))
            .collect();
        let mut known = known;
        known.sort_unstable();
        self.random.pick_late(&known).map(|(_, number)| *number)
    }

    fn card(&mut self) -> Option<CardNumber> {
        if self.random.chance(10) {
            return self.random.pick_late(&self.paper.cards).copied();
        }
        let mut known: Vec<_> = self
            .replica
            .cards()
            .filter(|(_, state)| state.voided.is_none())
            .map(|(number, state)| (state.issued.as_ref().map(|(issued, _)| issued.at), number))
            .collect();
        known.sort_unstable();
        self.random.pick_late(&known).map(|(_, number)| *number)
    }

    /// A line that fits the receipt, mostly.
    fn line(&mut self, receipt: ReceiptNumber) -> LineChoice {
        let state = self.replica.receipt(receipt);
        let orders = state
            .and_then(|state| state.opened.as_ref())
            .map(|(_, event)| event.orders.clone())
            .unwrap_or_default();
        if orders.is_empty() && state.is_some() {
            let item = ITEMS[self.random.index(ITEMS.len())];
            return LineChoice::Exact(LineKey::Held(item.parse().expect("a code")));
        }
        let order = match self.random.pick(&orders) {
            Some(order) => order.clone(),
            None => ORDERS[self.random.index(ORDERS.len())].parse().expect("a number"),
        };
        let line = if self.random.chance(80) { 1 } else { 2 };
        LineChoice::Exact(LineKey::Ordered(OrderLine { order, line }))
    }

    fn text(&mut self, letter: &str) -> Text {
        format!("{letter}{}", self.random.below(6)).parse().expect("a text")
    }

    fn quantity(&mut self) -> Decimal {
        match self.random.below(20) {
            0 => Decimal::from(self.random.between(1, 3_000)),
            1..4 => Decimal::from(self.random.between(1, 60)),
            4 => Decimal::new(self.random.between(1, 90_000), 3),
            _ => Decimal::from(10 * self.random.between(1, 20)),
        }
    }

    fn dock(&mut self) -> Option<Command> {
        let dice = self.random.below(100);
        if dice < 14 || self.replica.receipts().count() < 2 {
            return Some(self.open());
        }
        let receipt = self.receipt()?;
        Some(match dice {
            14..40 => self.tally(receipt),
            40..45 => Command::VoidTally { receipt, tally: self.count_of(receipt)? },
            45..50 => {
                let line = self.line(receipt);
                Command::Recount { receipt, line, quantity: self.quantity() }
            }
            50..61 => {
                let line = if self.random.chance(25) { Some(self.line(receipt)) } else { None };
                Command::SignCount { receipt, line }
            }
            61..63 => Command::IssueCards { receipt },
            63..72 => {
                let quantity = self.random.chance(35).then(|| self.quantity());
                let lot = if self.random.chance(30) { Some(self.text("L")) } else { None };
                Command::IssueCard { receipt, line: self.line(receipt), quantity, lot }
            }
            72..76 => Command::IssueSlip { receipt },
            76..81 => Command::ConfirmSlip { receipt },
            81..86 => self.put_away()?,
            86..90 => self.describe(receipt),
            90..93 => Command::JoinReceipts { receipt, into: self.receipt()? },
            93 => Command::VoidReceipt { receipt, reason: None },
            94 if self.random.chance(40) => self.take_back()?,
            94 => Command::VoidSignature { receipt, signature: self.signature_of(receipt) },
            95 => Command::ConfirmCount { receipt },
            96 => Command::VoidCard { card: self.card()?, reason: None },
            97 if self.random.chance(30) => Command::ReprintCard { card: self.card()? },
            97 => self.describe_lot()?,
            _ => self.settle()?,
        })
    }

    fn open(&mut self) -> Command {
        let mut orders = Vec::new();
        if !self.random.chance(8) {
            orders.push(ORDERS[self.random.index(ORDERS.len())].parse().expect("a number"));
            if self.random.chance(15) {
                orders.push(ORDERS[self.random.index(ORDERS.len())].parse().expect("a number"));
            }
        }
        // Now and then another vendor comes than the order names.
        let says = orders.is_empty() || self.random.chance(10);
        let vendor = says.then(|| {
            let vendor = if self.random.chance(60) { "V1" } else { "V2" };
            vendor.parse().expect("a code")
        });
        let delivery_note = if self.random.chance(40) { Some(self.text("DN")) } else { None };
        let dock = if self.random.chance(60) { Some(self.text("D")) } else { None };
        Command::OpenReceipt {
            said: ReceiptOpened { orders, vendor, delivery_note, dock, container: None },
        }
    }

    fn tally(&mut self, receipt: ReceiptNumber) -> Command {
        let package = if self.random.chance(35) {
            Some(format!("P{}", self.random.below(12)).parse().expect("a code"))
        } else {
            None
        };
        let line = self.line(receipt);
        Command::Tally { receipt, line, quantity: self.quantity(), package }
    }

    fn count_of(&mut self, receipt: ReceiptNumber) -> Option<FactId> {
        let state = self.replica.receipt(receipt)?;
        let tallies = state.tallies.iter().map(|tally| tally.written.id);
        let recounts = state.lines.values().flat_map(|line| &line.recounts);
        let all: Vec<_> = tallies.chain(recounts.map(|recount| recount.written.id)).collect();
        self.random.pick(&all).copied()
    }

    fn describe(&mut self, receipt: ReceiptNumber) -> Command {
        let field = match self.random.below(4) {
            0 => ReceiptField::DeliveryNote,
            1 => ReceiptField::Note,
            _ => ReceiptField::Dock,
        };
        let value = if self.random.chance(90) { Some(self.text("D")) } else { None };
        Command::Describe { receipt, field, value }
    }

    fn describe_lot(&mut self) -> Option<Command> {
        let card = self.card()?;
        let field = if self.random.chance(70) { LotField::LotNumber } else { LotField::Note };
        Some(Command::DescribeLot { card, field, value: Some(self.text("L")) })
    }

    fn put_away(&mut self) -> Option<Command> {
        let quantity = self.random.chance(40).then(|| self.quantity());
        Some(Command::PutAway { card: self.card()?, location: self.text("S"), quantity })
    }

    /// One of the signatures under a count, or the person's own.
    fn signature_of(&mut self, receipt: ReceiptNumber) -> Option<FactId> {
        let state = self.replica.receipt(receipt)?;
        let all: Vec<_> = state.signatures.iter().map(|one| one.written.id).collect();
        if self.random.chance(50) { self.random.pick(&all).copied() } else { None }
    }

    /// A putaway or a return note.
    fn take_back(&mut self) -> Option<Command> {
        let card = self.card()?;
        let state = self.replica.card(card)?;
        let put = state.put_away.iter().map(|once| once.written.id);
        let all: Vec<_> = put.chain(state.returns.iter().map(|once| once.written.id)).collect();
        Some(Command::VoidMovement { card, fact: *self.random.pick(&all)? })
    }

    fn settle(&mut self) -> Option<Command> {
        let open = view::conflicts(self.replica);
        let conflict = self.random.pick(&open)?;
        let choose = self.random.pick(&conflict.choices)?.clone();
        let choose = match choose.as_str() {
            "QUANTITY" => self.quantity().to_string(),
            "ORDER/LINE" => format!("{}/1", ORDERS[self.random.index(ORDERS.len())]),
            other => other.to_owned(),
        };
        // A side may have said why, or nobody.
        let reason = self.random.chance(70).then(|| self.text("C"));
        Some(Command::Settle { conflict: conflict.id.clone(), choose, reason })
    }

    fn inspect(&mut self) -> Option<Command> {
        let card = self.card()?;
        Some(match self.random.below(100) {
            0..20 => self.weigh(card),
            20..26 => {
                let value = Decimal::new(self.random.between(1, 900), 2);
                let (what, unit) = ("thickness".parse().ok()?, "mm".parse().ok()?);
                Command::Measure { card, measured: Measured { what, value, unit } }
            }
            26..29 => {
                let found = |defect| DefectCount { defect, pieces: 1 };
                let defects = vec![found("C01".parse().ok()?), found("C06".parse().ok()?)];
                Command::Sample { card, sampled: Sampled { pieces: 2, defects } }
            }
            29..33 => {
                let state = self.replica.card(card)?;
                let weighed = state.weighings.iter().map(|once| once.written.id);
                let measured = state.measurements.iter().map(|once| once.written.id);
                let sampled = state.samples.iter().map(|once| once.written.id);
                let all: Vec<_> = weighed.chain(measured).chain(sampled).collect();
                Command::VoidWeighing { card, fact: *self.random.pick(&all)? }
            }
            33..84 => self.judge(card, self.replica.card(card).is_none()),
            84..91 => {
                let state = self.replica.card(card)?;
                let all: Vec<_> = state.verdicts.iter().map(|once| once.written.id).collect();
                Command::VoidVerdict { card, fact: *self.random.pick(&all)? }
            }
            91..95 => self.describe_lot()?,
            _ => self.settle()?,
        })
    }

    fn weigh(&mut self, card: CardNumber) -> Command {
        let pieces = u32::try_from(self.random.between(1, 60)).expect("few");
        let deviation = [-400, -300, -299, -100, 0, 100, 300, 301][self.random.index(8)];
        // Around a standard of 12.5 g a piece, at and beside the boundaries.
        let net = Decimal::new(125 * (10_000 + deviation), 5) * Decimal::from(pieces);
        let tare = Decimal::from(self.random.between(0, 40));
        Command::Weigh {
            card,
            weighed: Weighed { pieces, gross: net + tare, tare, unit: WeightUnit::Grams },
        }
    }

    fn judge(&mut self, card: CardNumber, is_unknown: bool) -> Command {
        let verdict = match self.random.below(20) {
            0..11 => Verdict::Pass,
            11..16 => Verdict::Reject,
            16..19 => Verdict::Sort,
            _ => Verdict::Concession,
        };
        let parts = is_unknown || self.random.chance(45);
        let accepted = (parts && self.random.chance(80)).then(|| self.quantity());
        let rejected = (parts && self.random.chance(50)).then(|| self.quantity());
        // Now and then somebody forgets to say why, and is refused.
        let reason = self.random.chance(90).then(|| self.text("C"));
        let replace = self.random.chance(20);
        let ruling = Ruling { accepted, rejected, reason, replace, ..Ruling::of(verdict) };
        Command::Judge { card, ruling }
    }

    fn send_back(&mut self) -> Option<Command> {
        if self.random.chance(8) {
            return self.take_back();
        }
        let card = self.card()?;
        let settlement =
            if self.random.chance(70) { ReturnFor::Credit } else { ReturnFor::Replacement };
        let left = view::lot(self.replica, card).map(|lot| lot.left_to_return.value());
        let quantity = match left {
            Some(left) if self.random.chance(60) => left,
            _ => self.quantity(),
        };
        Some(Command::RaiseReturn { card, quantity, settlement })
    }

    fn supervise(&mut self) -> Option<Command> {
        Some(match self.random.below(100) {
            0..15 => {
                let reason = self.random.chance(90).then(|| self.text("W"));
                Command::ReopenReceipt { receipt: self.receipt()?, reason }
            }
            15..50 => self.settle()?,
            50..53 => self.take_back()?,
            53..55 => {
                let receipt = self.receipt()?;
                Command::VoidSignature { receipt, signature: self.signature_of(receipt) }
            }
            55..75 => self.readmit()?,
            75..90 => {
                let replace = self.random.chance(60);
                let note = self.random.chance(90).then(|| self.text("N"));
                let ruling = Ruling { note, replace, ..Ruling::of(Verdict::Concession) };
                Command::Judge { card: self.card()?, ruling }
            }
            _ => {
                let card = self.card()?;
                self.judge(card, false)
            }
        })
    }

    fn readmit(&mut self) -> Option<Command> {
        let waiting: Vec<_> = view::set_aside(self.replica)
            .into_iter()
            .filter(|set| set.readmitted.is_none())
            .map(|set| (set.id, set.reason))
            .collect();
        let (set_aside, reason) = *self.random.pick(&waiting)?;
        let timed =
            matches!(reason, SetAsideReason::AheadOfServer | SetAsideReason::BeforeEnrolment);
        let minutes = self.random.between(1, 60);
        let recorded =
            (timed || self.random.chance(20)).then(|| self.now.plus(Span::minutes(-minutes)));
        Some(Command::Readmit { set_aside, recorded })
    }

    fn purchase(&mut self) -> Option<Command> {
        if self.random.chance(50) {
            return self.settle();
        }
        // What waits for purchasing, mostly: goods on hold, and what exceeds its order.
        let waiting = self.to_assign();
        let (receipt, line) = match self.random.pick(&waiting).cloned() {
            Some((receipt, line)) if self.random.chance(80) => (receipt, LineChoice::Exact(line)),
            _ => {
                let receipt = self.receipt()?;
                (receipt, self.line(receipt))
            }
        };
        let order = ORDERS[self.random.index(ORDERS.len())].parse().ok()?;
        let to = OrderChoice { order, line: self.random.chance(30).then_some(1) };
        let quantity = self.random.chance(50).then(|| self.quantity());
        let replace = self.random.chance(20);
        Some(Command::AssignLine { receipt, line, to, quantity, replace })
    }

    /// The lines of receipts that have goods to assign.
    fn to_assign(&self) -> Vec<(ReceiptNumber, LineKey)> {
        let lines = self
            .replica
            .receipts()
            .flat_map(|(number, state)| state.lines.keys().map(move |key| (number, key.clone())));
        let has = |(number, key): &(ReceiptNumber, LineKey)| {
            let standing = self.replica.receipt(*number).is_some_and(|r| r.voided.is_none());
            standing && !across::assignable(self.replica, *number, key).total.is_zero()
        };
        lines.filter(has).collect()
    }
}
