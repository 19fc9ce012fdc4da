//! Search: receipts and lots whose numbers, orders, items, vendors or names contain what was typed.

use serde::Serialize;

use super::{item_names, vendor_name};
use crate::across;
use crate::ids::to_half_width;
use crate::number::DocumentNumber;
use crate::replica::Replica;
use crate::state::{CardState, ReceiptState};
use crate::time::Timestamp;

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hit {
    /// The receipt's or card's number.
    pub number: String,
    /// What it is of, in English where that is known.
    pub title: String,
    /// The same in Chinese.
    pub title_zh: String,
    /// When it was opened or issued.
    pub at: Option<Timestamp>,
}

/// Receipts and lots that contain every word, the latest first, at most so many.
///
/// Letters are compared without case, in half width; nothing is found for no words.
pub fn search(replica: &Replica, words: &str, most: usize) -> Vec<Hit> {
    let plain = folded(words);
    let words: Vec<&str> = plain.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let contains = |texts: &[String]| {
        words.iter().all(|word| texts.iter().any(|text| folded(text).contains(word)))
    };
    let receipts = replica.receipts().filter_map(|(number, state)| {
        let (texts, hit) = of_receipt(replica, DocumentNumber::from(number), state);
        contains(&texts).then_some(hit)
    });
    let lots = replica.cards().filter_map(|(number, state)| {
        let (texts, hit) = of_lot(replica, DocumentNumber::from(number), state);
        contains(&texts).then_some(hit)
    });
    let mut hits: Vec<Hit> = receipts.chain(lots).collect();
    hits.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.number.cmp(&b.number)));
    hits.truncate(most);
    hits
}

fn folded(text: &str) -> String {
    to_half_width(text).to_lowercase()
}

fn of_receipt(
    replica: &Replica,
    number: DocumentNumber,
    state: &ReceiptState,
) -> (Vec<String>, Hit) {
    let opened = state.opened.as_ref();
    let mut texts = vec![number.to_string()];
    let orders = opened.map(|(_, event)| &event.orders[..]).unwrap_or_default();
    let vendor = orders.first().and_then(|order| across::vendor_of_order(replica, order)).cloned();
    let vendor = vendor.or_else(|| opened?.1.vendor.clone());
    let orders: Vec<String> = orders.iter().map(ToString::to_string).collect();
    let fields = state.fields.values().filter_map(|field| field.value());
    let name = vendor_name(replica, vendor.as_ref());
    let title = name.iter().chain(&orders).cloned().collect::<Vec<_>>().join(" · ");
    texts.extend(orders);
    texts.extend(fields.map(ToString::to_string));
    texts.extend(vendor.map(|vendor| vendor.to_string()));
    texts.extend(name);
    let hit = Hit {
        number: number.to_string(),
        title_zh: title.clone(),
        title,
        at: opened.map(|(written, _)| written.at),
    };
    (texts, hit)
}

fn of_lot(replica: &Replica, number: DocumentNumber, state: &CardState) -> (Vec<String>, Hit) {
    let issued = state.issued.as_ref();
    let item = across::item_of(replica, state);
    let (name_zh, name_en) = item_names(replica, item.as_ref());
    let vendor = across::vendor_of(replica, state);
    let vendor_name = vendor_name(replica, vendor.as_ref());
    let code = item.as_ref().map(ToString::to_string);
    let title = |name: &Option<String>| {
        let parts = [name.clone(), code.clone(), vendor_name.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let hit = Hit {
        number: number.to_string(),
        title: title(&name_en.clone().or_else(|| name_zh.clone())),
        title_zh: title(&name_zh.clone().or_else(|| name_en.clone())),
        at: issued.map(|(written, _)| written.at),
    };
    let line = issued.map(|(_, card)| card.line.to_string());
    let fields = state.fields.values().filter_map(|field| field.value()).map(ToString::to_string);
    let texts = [Some(number.to_string()), line, code, name_zh, name_en, vendor_name];
    let texts = texts.into_iter().flatten().chain(vendor.map(|vendor| vendor.to_string()));
    (texts.chain(fields).collect(), hit)
}
