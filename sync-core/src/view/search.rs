//! Search: receipts and lots whose numbers, orders, items, vendors or names contain what was typed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::goods::Goods;
use super::incremental::{Incremental, Rows};
use super::vendor_name;
use crate::across;
use crate::ids::{OrderNumber, VendorCode};
use crate::number::{CardNumber, DocumentNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::same_code;
use crate::state::{CardState, ReceiptState};
use crate::text::Language;
use crate::time::Timestamp;

/// A thing that the words searched for lead to.
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
/// Texts are compared as codes are (SEMANTICS 31); nothing is found for no words.
pub fn search(replica: &Replica, words: &str, most: usize) -> Vec<Hit> {
    IncrementalSearch::default().find(replica, words, most)
}

/// Searches one replica again and again: what can be found of each receipt and lot is kept.
#[derive(Debug, Default)]
pub struct IncrementalSearch(Incremental<SearchIndex>);

impl IncrementalSearch {
    /// Receipts and lots that contain every word, as [`search`] finds them.
    pub fn find(&mut self, replica: &Replica, words: &str, most: usize) -> Vec<Hit> {
        let plain = folded(&same_code::written(words));
        let words: Vec<&str> = plain.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found = self.0.read(replica).containing(&words);
        // By the text of the number, not by its order: as they were always listed.
        found.sort_by(|(a_at, a), (b_at, b)| {
            b_at.cmp(a_at).then_with(|| a.number().cmp(&b.number()))
        });
        found.truncate(most);
        found.into_iter().filter_map(|(at, found)| found.hit(replica, at)).collect()
    }
}

/// What can be found of every receipt and lot.
#[derive(Debug, Default)]
struct SearchIndex {
    receipts: BTreeMap<ReceiptNumber, Searched>,
    lots: BTreeMap<CardNumber, Searched>,
}

/// What can be found of one receipt or lot.
#[derive(Debug)]
struct Searched {
    /// All its texts as [`folded`] has them, one a line: no word goes beyond a line.
    texts: Box<str>,
    /// When it was opened or issued.
    at: Option<Timestamp>,
}

impl Searched {
    fn new(texts: &[String], at: Option<Timestamp>) -> Self {
        let texts: Vec<String> = texts.iter().map(|text| folded(text)).collect();
        Self { texts: texts.join("\n").into(), at }
    }

    fn contains(&self, words: &[&str]) -> bool {
        words.iter().all(|word| self.texts.contains(word))
    }
}

/// A receipt or a lot that was found.
#[derive(Clone, Copy, Debug)]
enum SearchMatch {
    Receipt(ReceiptNumber),
    Lot(CardNumber),
}

impl SearchMatch {
    fn number(self) -> String {
        match self {
            Self::Receipt(number) => DocumentNumber::from(number).to_string(),
            Self::Lot(number) => DocumentNumber::from(number).to_string(),
        }
    }

    fn hit(self, replica: &Replica, at: Option<Timestamp>) -> Option<Hit> {
        let [title, title_zh] = match self {
            Self::Receipt(number) => {
                let title = ReceiptTexts::of(replica, replica.receipt(number)?).title();
                [title.clone(), title]
            }
            Self::Lot(number) => {
                let goods = Goods::of(replica, replica.card(number)?);
                [Language::English, Language::Chinese].map(|language| title(&goods, language))
            }
        };
        Some(Hit { number: self.number(), title, title_zh, at })
    }
}

impl SearchIndex {
    fn containing(&self, words: &[&str]) -> Vec<(Option<Timestamp>, SearchMatch)> {
        let receipts = self.receipts.iter().filter(|(_, searched)| searched.contains(words));
        let receipts = receipts.map(|(number, of)| (of.at, SearchMatch::Receipt(*number)));
        let lots = self.lots.iter().filter(|(_, searched)| searched.contains(words));
        receipts.chain(lots.map(|(number, of)| (of.at, SearchMatch::Lot(*number)))).collect()
    }
}

impl Rows for SearchIndex {
    fn refresh_receipt(&mut self, replica: &Replica, number: ReceiptNumber) {
        match replica.receipt(number) {
            Some(state) => {
                self.receipts.insert(number, of_receipt(replica, number.into(), state));
            }
            None => {
                self.receipts.remove(&number);
            }
        }
    }

    fn refresh_lot(&mut self, replica: &Replica, number: CardNumber) {
        match replica.card(number) {
            Some(state) => {
                self.lots.insert(number, of_lot(replica, number.into(), state));
            }
            None => {
                self.lots.remove(&number);
            }
        }
    }
}

fn folded(text: &str) -> String {
    same_code::folded(text)
}

/// What a receipt is found by, and called.
struct ReceiptTexts<'a> {
    orders: &'a [OrderNumber],
    vendor: Option<VendorCode>,
    vendor_name: Option<String>,
}

impl<'a> ReceiptTexts<'a> {
    fn of(replica: &Replica, state: &'a ReceiptState) -> Self {
        let papers = state.opened.as_ref().map(|(_, papers)| papers);
        let orders = papers.map(|papers| &papers.orders[..]).unwrap_or_default();
        let ordered = orders.first().and_then(|order| across::vendor_of_order(replica, order));
        let came = papers.and_then(|papers| papers.vendor.as_ref());
        let vendor = came.or(ordered).cloned();
        Self { orders, vendor_name: vendor_name(replica, vendor.as_ref()), vendor }
    }

    fn title(&self) -> String {
        let orders = self.orders.iter().map(ToString::to_string);
        self.vendor_name.clone().into_iter().chain(orders).collect::<Vec<_>>().join(" · ")
    }
}

fn of_receipt(replica: &Replica, number: DocumentNumber, state: &ReceiptState) -> Searched {
    let ReceiptTexts { orders, vendor, vendor_name } = ReceiptTexts::of(replica, state);
    let mut texts = vec![number.to_string()];
    texts.extend(orders.iter().map(ToString::to_string));
    texts.extend(vendor.map(|vendor| vendor.to_string()).into_iter().chain(vendor_name));
    let fields = state.fields.values().filter_map(|field| field.value());
    texts.extend(fields.map(ToString::to_string));
    Searched::new(&texts, state.opened.as_ref().map(|(written, _)| written.at))
}

fn of_lot(replica: &Replica, number: DocumentNumber, state: &CardState) -> Searched {
    let issued = state.issued.as_ref();
    let goods = Goods::of(replica, state);
    let mut texts = vec![number.to_string()];
    texts.extend(issued.map(|(_, card)| card.line.to_string()));
    if let Some(item) = goods.item {
        texts.push(item.code.to_string());
        texts.extend(item.zh.into_iter().chain(item.en));
    }
    texts.extend(goods.vendor_name);
    texts.extend(goods.vendor.map(|vendor| vendor.to_string()));
    let fields = state.fields.values().filter_map(|field| field.value());
    texts.extend(fields.map(ToString::to_string));
    Searched::new(&texts, issued.map(|(written, _)| written.at))
}

/// What a lot is called: its item's name, the item, who delivered.
fn title(goods: &Goods, language: Language) -> String {
    let item = goods.item.as_ref();
    let name = item.and_then(|item| item.name(language)).map(str::to_owned);
    let code = item.map(|item| item.code.to_string());
    let parts = [name, code, goods.vendor_name.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
