//! What a scanned or typed code is, and what can be done with it.

use serde::Serialize;

use super::goods::ItemNamed;
use super::vendor_name;
use crate::across;
use crate::fact::CardIssued;
use crate::ids::{LineKey, PersonNumber, VendorCode};
use crate::label::{CardLabel, EnrolmentLink, KeyedBadge, Label, LabelError};
use crate::measure::{Quantity, Unit};
use crate::number::{self, CardNumber, DocumentNumber, NumberError, NumberKind, ReceiptNumber};
use crate::replica::Replica;
use crate::rules::inspection_clock;
use crate::rules::{putaway, returns};
use crate::same_code;
use crate::time::Timestamp;

/// What a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ScannedKind {
    /// The number on a receipt's papers.
    Receipt,
    /// A card's number, or its whole label.
    Card,
    /// The number on an acceptance slip.
    Slip,
    /// A return note's number.
    ReturnNote,
    /// The number of a purchase order.
    Order,
    /// The ERP's code of an item.
    Item,
    /// The ERP's code of a vendor.
    Vendor,
    /// A place on a shelf.
    Location,
    /// A person's badge; the code is their number.
    Person,
    /// A link that enrols a device.
    Enrolment,
    /// A number or label of ours, misread.
    Misread,
    /// A label of a newer version of this program.
    Newer,
    /// A code that nothing known here bears.
    Unknown,
}

/// Something that can be done with what was scanned; each shell words it for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Show all that is known of it.
    Show,
    /// Open a receipt of this order.
    OpenReceipt,
    /// Count on a line of this receipt.
    Tally,
    /// Count on a line of this receipt, named with its order: the receipt is not known here.
    TallyNamingOrder,
    /// Sign for the count.
    Sign,
    /// Issue an inspection card.
    IssueCard,
    /// Issue the acceptance slip.
    IssueSlip,
    /// Confirm the acceptance slip.
    ConfirmSlip,
    /// Weigh pieces of the lot.
    Weigh,
    /// Record a verdict on the lot.
    Judge,
    /// Put away what was accepted.
    PutAway,
    /// Raise a return note for what was rejected.
    RaiseReturn,
}

/// What a card's label says of its lot, whether or not anything else is known of it here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelView {
    /// The card number that the label bears.
    pub number: CardNumber,
    /// The line its goods were counted on.
    pub line: LineKey,
    /// The item that the label names, with names where they are known.
    #[serde(flatten, serialize_with = "ItemNamed::serialize_or_nulls")]
    #[cfg_attr(feature = "openapi", schema(value_type = super::goods::ItemOrNulls))]
    pub item: Option<ItemNamed>,
    /// The vendor's code that the label names.
    pub vendor: Option<VendorCode>,
    /// The vendor's name, where it is known here.
    pub vendor_name: Option<String>,
    /// How much the card stands for.
    pub quantity: Quantity,
    /// The unit of the label's quantity.
    pub unit: Option<Unit>,
    /// When the count was signed.
    pub signed: Option<Timestamp>,
    /// The last instant that is on time, by what the label says.
    pub due: Option<Timestamp>,
    /// Whether the card known here says something else: the label is old, or a copy.
    pub differs: bool,
}

/// A server and a code that enrols a device there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolmentView {
    /// The address that the device is to be enrolled at.
    pub server: String,
    /// The one-time code.
    pub code: String,
}

/// The answer to a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scanned {
    /// What the code is.
    pub kind: ScannedKind,
    /// The code as it is written; of a label, what it names.
    pub code: String,
    /// Whether this device holds anything about the thing that the code names.
    pub known: bool,
    /// What else here bears this code: ask before one is taken.
    pub also: Vec<ScannedKind>,
    /// Known numbers one character or swap away, where it was misread.
    pub near: Vec<String>,
    /// The actions that make sense now, the likeliest first.
    pub can: Vec<Act>,
    /// Of a card: the ERP states its order or item otherwise than it was counted. The goods are
    /// still what the card says, and purchasing has not taken them so.
    pub order_changed: bool,
    /// What the card's label says.
    pub label: Option<LabelView>,
    /// Where a link enrols.
    pub enrolment: Option<EnrolmentView>,
}

impl Scanned {
    fn new(kind: ScannedKind, code: String) -> Self {
        Self {
            kind,
            code,
            known: false,
            also: Vec::new(),
            near: Vec::new(),
            can: Vec::new(),
            order_changed: false,
            label: None,
            enrolment: None,
        }
    }
}

/// Says what a code is; never ambiguous in silence.
pub fn scan(replica: &Replica, text: &str) -> Scanned {
    let plain = same_code::scanned(text);
    match plain.parse::<Label>() {
        Ok(label) => return labelled(replica, label),
        Err(LabelError::Newer) => return Scanned::new(ScannedKind::Newer, plain),
        Err(LabelError::Damaged) => return Scanned::new(ScannedKind::Misread, plain),
        Err(LabelError::NotOurs) => {}
    }
    let mut named = by_name(replica, &plain).into_iter();
    let also = |named: &mut dyn Iterator<Item = Scanned>| named.map(|other| other.kind).collect();
    match plain.parse::<DocumentNumber>() {
        Ok(number) => Scanned { also: also(&mut named), ..own(replica, number) },
        Err(error) => match named.next() {
            Some(first) => Scanned { also: also(&mut named), ..first },
            None if matches!(error, NumberError::WrongCheck(_)) => {
                let near = number::near(&plain, replica.numbers());
                let near = near.iter().map(ToString::to_string).collect();
                Scanned { near, ..Scanned::new(ScannedKind::Misread, plain) }
            }
            None => Scanned::new(ScannedKind::Unknown, plain),
        },
    }
}

fn labelled(replica: &Replica, label: Label) -> Scanned {
    match label {
        Label::Card(label) => {
            let answer = own(replica, label.number.into());
            Scanned {
                order_changed: super::inspection::is_order_changed(replica, &label),
                label: Some(label_view(replica, &label)),
                ..answer
            }
        }
        Label::Document(number) => own(replica, number),
        Label::Location(place) => {
            let known = replica.is_location(&place);
            let code = replica.location_as_written(&place).to_string();
            Scanned { known, ..Scanned::new(ScannedKind::Location, code) }
        }
        Label::Badge(person) | Label::KeyedBadge(KeyedBadge { person, .. }) => {
            badge(replica, person)
        }
        Label::Enrolment(EnrolmentLink { server, code, .. }) => Scanned {
            enrolment: Some(EnrolmentView { server: server.clone(), code }),
            ..Scanned::new(ScannedKind::Enrolment, server)
        },
    }
}

fn badge(replica: &Replica, person: PersonNumber) -> Scanned {
    let known = replica.person(person).is_some_and(|person| person.revoked.is_none());
    Scanned { known, ..Scanned::new(ScannedKind::Person, person.0.to_string()) }
}

fn label_view(replica: &Replica, label: &CardLabel) -> LabelView {
    let CardLabel { number, line, item, quantity, unit, vendor, signed, minutes } = label.clone();
    let issued = replica.card(number).and_then(|card| card.issued.as_ref());
    let differs = issued.is_some_and(|(_, card)| differs_from(label, card));
    LabelView {
        number,
        vendor_name: vendor_name(replica, vendor.as_ref()),
        due: signed.map(|signed| inspection_clock::due(signed, minutes)),
        line,
        item: item.map(|item| ItemNamed::of(replica, item)),
        vendor,
        quantity,
        unit,
        signed,
        differs,
    }
}

/// Whether a card that was issued says something else than a label: the label is old, or a copy.
pub(super) fn differs_from(label: &CardLabel, issued: &CardIssued) -> bool {
    let items = label.item.as_ref().zip(issued.item.as_ref());
    let units = label.unit.zip(issued.unit);
    issued.quantity != label.quantity
        || issued.line != label.line
        || items.is_some_and(|(on_label, on_card)| on_label != on_card)
        || units.is_some_and(|(on_label, on_card)| on_label != on_card)
}

fn own(replica: &Replica, number: DocumentNumber) -> Scanned {
    let code = number.to_string();
    let (kind, known) = match number.kind {
        NumberKind::Receipt => {
            (ScannedKind::Receipt, replica.receipt(ReceiptNumber(number.opened_by)).is_some())
        }
        NumberKind::Card => {
            (ScannedKind::Card, replica.card(CardNumber(number.opened_by)).is_some())
        }
        NumberKind::Slip => {
            (ScannedKind::Slip, replica.receipt_of_slip(number.opened_by).is_some())
        }
        NumberKind::ReturnNote => {
            (ScannedKind::ReturnNote, replica.card_of_return(number.opened_by).is_some())
        }
    };
    let can = match kind {
        ScannedKind::Receipt => acts_on_receipt(replica, ReceiptNumber(number.opened_by)),
        ScannedKind::Card => acts_on_card(replica, CardNumber(number.opened_by)),
        _ => vec![Act::Show],
    };
    let card = replica.card(CardNumber(number.opened_by)).filter(|_| kind == ScannedKind::Card);
    let order_changed = card
        .and_then(|card| across::order_change_of_lot(replica, card))
        .is_some_and(|change| change.is_open());
    Scanned { known, can, order_changed, ..Scanned::new(kind, code) }
}

fn acts_on_receipt(replica: &Replica, number: ReceiptNumber) -> Vec<Act> {
    let mut can = vec![Act::Show];
    let Some(state) = replica.receipt(number) else {
        can.push(Act::TallyNamingOrder);
        return can;
    };
    if state.voided.is_some() {
        return can;
    }
    if state.live_signatures().next().is_none() {
        can.push(Act::Tally);
        can.push(Act::Sign);
    } else {
        can.push(Act::IssueCard);
        match state.slips.last() {
            None => can.push(Act::IssueSlip),
            Some(slip) if slip.confirmed.is_none() => can.push(Act::ConfirmSlip),
            Some(_) => {}
        }
    }
    can
}

fn acts_on_card(replica: &Replica, number: CardNumber) -> Vec<Act> {
    let mut can = vec![Act::Show];
    let state = replica.card(number);
    if state.is_some_and(|state| across::is_lot_withdrawn(replica, state)) {
        return can;
    }
    let judged = state.map(|state| (state, across::judged(replica, state)));
    if judged.as_ref().is_none_or(|(_, j)| !j.unjudged.is_zero() || !j.to_sort.is_zero()) {
        can.push(Act::Weigh);
        can.push(Act::Judge);
    }
    if let Some(state) = state {
        let balance = across::balance(replica, state);
        if !putaway::left_to_put_away(balance).is_zero() {
            can.push(Act::PutAway);
        }
        if !returns::left_to_return(balance).is_zero() {
            can.push(Act::RaiseReturn);
        }
    }
    can
}

/// Everything known here that bears this code, as it was written first.
fn by_name(replica: &Replica, text: &str) -> Vec<Scanned> {
    let known = |kind, code: String, can| Scanned { known: true, can, ..Scanned::new(kind, code) };
    let mut found = Vec::new();
    if let Some(order) = text.parse().ok().filter(|order| replica.order(order).is_some()) {
        let code = replica.order_as_written(order).to_string();
        found.push(known(ScannedKind::Order, code, vec![Act::Show, Act::OpenReceipt]));
    }
    if let Some(item) = text.parse().ok().filter(|item| replica.item(item).is_some()) {
        let code = replica.item_as_written(item).to_string();
        found.push(known(ScannedKind::Item, code, vec![Act::Show]));
    }
    if let Some(vendor) = text.parse().ok().filter(|vendor| replica.vendor(vendor).is_some()) {
        let code = replica.vendor_as_written(vendor).to_string();
        found.push(known(ScannedKind::Vendor, code, vec![Act::Show]));
    }
    if let Some(place) = text.parse().ok().filter(|place| replica.is_location(place)) {
        let code = replica.location_as_written(&place).to_string();
        found.push(known(ScannedKind::Location, code, Vec::new()));
    }
    found
}
