//! What a scanned or typed code is, and what can be done with it.

use serde::Serialize;

use crate::across;
use crate::ids::{ItemCode, OrderNumber, VendorCode, to_half_width};
use crate::number::{self, CardNumber, DocumentNumber, NumberError, NumberKind, ReceiptNumber};
use crate::replica::Replica;

/// What a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ScannedKind {
    /// A receipt's number.
    Receipt,
    /// A card's number.
    Card,
    /// A slip's number.
    Slip,
    /// A return note's number.
    ReturnNote,
    /// A purchase order.
    Order,
    /// An item.
    Item,
    /// A vendor.
    Vendor,
    /// A number of ours, misread.
    Misread,
    /// Nothing known here.
    Unknown,
}

/// The answer to a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scanned {
    /// What the code is.
    pub kind: ScannedKind,
    /// The code as it is written.
    pub code: String,
    /// Whether anything is known of it here.
    pub known: bool,
    /// Known numbers one character or swap away, where it was misread.
    pub near: Vec<String>,
    /// What can be done with it, as commands.
    pub can: Vec<String>,
}

/// Says what a code is; never ambiguous in silence.
pub fn scan(replica: &Replica, text: &str) -> Scanned {
    let plain = to_half_width(text).trim().to_owned();
    match plain.parse::<DocumentNumber>() {
        Ok(number) => own(replica, number),
        Err(NumberError::WrongCheck(_)) => by_name(replica, &plain).unwrap_or_else(|| {
            let near = number::near(&plain, replica.numbers());
            let near = near.iter().map(ToString::to_string).collect();
            Scanned { kind: ScannedKind::Misread, code: plain, known: false, near, can: Vec::new() }
        }),
        Err(NumberError::NotANumber(_) | NumberError::OtherKind { .. }) => by_name(replica, &plain)
            .unwrap_or_else(|| Scanned {
                kind: ScannedKind::Unknown,
                code: plain,
                known: false,
                near: Vec::new(),
                can: Vec::new(),
            }),
    }
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
        ScannedKind::Receipt => receipt_commands(replica, ReceiptNumber(number.opened_by), &code),
        ScannedKind::Card => card_commands(replica, CardNumber(number.opened_by), &code),
        _ => vec![format!("show {code}")],
    };
    Scanned { kind, code, known, near: Vec::new(), can }
}

fn receipt_commands(replica: &Replica, number: ReceiptNumber, code: &str) -> Vec<String> {
    let mut can = vec![format!("show {code}")];
    let Some(state) = replica.receipt(number) else {
        can.push(format!("receipt tally {code} --line ORDER/LINE --qty Q"));
        return can;
    };
    if state.voided.is_some() {
        return can;
    }
    if state.live_signatures().next().is_none() {
        can.push(format!("receipt tally {code} --line N --qty Q"));
        can.push(format!("receipt sign {code}"));
    } else {
        can.push(format!("card issue {code} --line N"));
        match state.slips.last() {
            None => can.push(format!("slip issue {code}")),
            Some(slip) if slip.confirmed.is_none() => can.push(format!("slip confirm {code}")),
            Some(_) => {}
        }
    }
    can
}

fn card_commands(replica: &Replica, number: CardNumber, code: &str) -> Vec<String> {
    let mut can = vec![format!("show {code}")];
    let state = replica.card(number);
    if state.is_some_and(|state| state.voided.is_some()) {
        return can;
    }
    let judged = state.map(|state| (state, across::judged(replica, state)));
    if judged.as_ref().is_none_or(|(_, j)| !j.unjudged.is_zero() || !j.to_sort.is_zero()) {
        can.push(format!("weigh {code} --pieces N --gross W --tare W --unit g"));
        can.push(format!("verdict {code} pass|reject|sort"));
    }
    if let Some((state, judged)) = judged {
        if state.quantity_put_away() < judged.accepted() {
            can.push(format!("putaway {code} --location L"));
        }
        if state.quantity_returned() < judged.rejected {
            can.push(format!("return raise {code} --qty Q"));
        }
    }
    can
}

fn by_name(replica: &Replica, text: &str) -> Option<Scanned> {
    let known = |kind, code: String, can| Scanned { kind, code, known: true, near: vec![], can };
    let upper = text.to_uppercase();
    for text in [text, upper.as_str()] {
        let order = text.parse::<OrderNumber>().ok().filter(|order| replica.order(order).is_some());
        if let Some(order) = order {
            let can = vec![format!("show {order}"), format!("receipt open --po {order}")];
            return Some(known(ScannedKind::Order, order.to_string(), can));
        }
        let item = text.parse::<ItemCode>().ok().filter(|item| replica.item(item).is_some());
        if let Some(item) = item {
            return Some(known(ScannedKind::Item, item.to_string(), vec![format!("show {item}")]));
        }
        let vendor = text.parse::<VendorCode>().ok().filter(|v| replica.vendor(v).is_some());
        if let Some(vendor) = vendor {
            let can = vec![format!("show {vendor}")];
            return Some(known(ScannedKind::Vendor, vendor.to_string(), can));
        }
    }
    None
}
