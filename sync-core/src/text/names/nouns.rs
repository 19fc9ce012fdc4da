//! What things are called: papers, goods, people, and what a scanned code stands for.

use std::borrow::Cow;

use super::{Name, name, names};
use crate::api::HeldBack;
use crate::fact::{About, Entity, LineTerms, OrderStatus, OrderType};
use crate::number::{CardNumber, NumberKind, ReceiptNumber};
use crate::rules::order_changed::OrderSays;
use crate::text::{self, Language, Say};
use crate::view::ScannedKind;

/// The record of a delivery, opened at the dock.
pub const RECEIPT: Name = name("点收单", "receipt");
/// The paper on a lot.
pub const INSPECTION_CARD: Name = name("检验卡", "inspection card");
/// The paper printed after the count is signed.
pub const ACCEPTANCE_SLIP: Name = name("验收单", "acceptance slip");
/// The paper with which goods go back.
pub const RETURN_NOTE: Name = name("退货单", "return note");
/// The paper that the vendor sends with the goods.
pub const DELIVERY_NOTE: Name = name("送货单", "delivery note");
/// What was ordered from one vendor.
pub const ORDER: Name = name("采购单", "order");
/// One item of an order.
pub const ORDER_LINE: Name = name("采购单项次", "order line");
/// What is counted on a receipt.
pub const LINE: Name = name("项次", "line");
/// A part or material.
pub const ITEM: Name = name("料号", "item");
/// The company that delivers.
pub const VENDOR: Name = name("厂商", "vendor");
/// The vendors who may deliver.
pub const APPROVED_VENDORS: Name = name("合格厂商名单", "approved-vendor list");
/// A vendor on that list.
pub const APPROVED_VENDOR: Name = name("合格厂商", "approved vendor");
/// What IE states of an item: its unit weight, its dimensions.
pub const STANDARD: Name = name("标准", "standard");
/// Where the truck stands.
pub const DOCK: Name = name("码头", "dock");
/// A place on a shelf.
pub const LOCATION: Name = name("库位", "location");
/// The card by whose code a person signs in.
pub const BADGE: Name = name("工牌", "badge");
/// Somebody who works here.
pub const PERSON: Name = name("人员", "person");
/// A device that records.
pub const DEVICE: Name = name("设备", "device");
/// The plant; one server serves one.
pub const SITE: Name = name("厂区", "site");
/// The price of material by weight, for deductions.
pub const COST: Name = name("成本", "cost");
/// Counted beyond the order and its spare.
pub const OVER_RECEIPT: Name = name("超交", "over-receipt");
/// Goods without an order.
pub const ON_HOLD: Name = name("暂存", "on hold");
/// A clerk's name put to a count.
pub const SIGNATURE: Name = name("签核", "signature");
/// Counting without seeing what is expected.
pub const BLIND_COUNT: Name = name("盲点", "blind count");
/// What a person is employed for.
pub const POSTS: Name = name("岗位", "posts");
/// Disagreements that nobody has settled.
pub const CONFLICTS: Name = name("冲突", "conflicts");
/// Facts that were set aside.
pub const SET_ASIDE: Name = name("搁置", "set aside");

names! {
    /// What a code is, that somebody scanned or typed.
    scanned_kind: ScannedKind {
        Receipt => RECEIPT;
        Card => INSPECTION_CARD;
        Slip => ACCEPTANCE_SLIP;
        ReturnNote => RETURN_NOTE;
        Order => ORDER;
        Item => ITEM;
        Vendor => VENDOR;
        Location => LOCATION;
        Person => BADGE;
        Enrolment => name("注册码", "enrolment code");
        Misread => name("读错的码", "misread code");
        Newer => name("新版本的标签", "label of a newer version");
        Unknown => name("不认识的码", "unknown code");
    }

    /// What an order is placed for.
    order_type: OrderType {
        Standard => name("外购", "bought");
        Subcontract => name("托外加工", "subcontract");
        Packaging => name("包装材料", "packaging");
    }

    /// The paper that bears a number of ours.
    document: NumberKind {
        Receipt => RECEIPT;
        Card => INSPECTION_CARD;
        Slip => ACCEPTANCE_SLIP;
        ReturnNote => RETURN_NOTE;
    }

    /// Why the server takes nothing of a device for a while.
    held_back: HeldBack {
        Facts => name("记录过多，暂不接收", "held back: too many facts");
        SetAside => name("搁置过多，暂不接收", "held back: too many set aside");
    }

    /// The sort of thing that facts are about.
    about: About {
        Receipt => RECEIPT;
        Card => INSPECTION_CARD;
        Order => ORDER;
        Vendor => VENDOR;
        Item => ITEM;
        Cost => COST;
        Person => PERSON;
        Device => DEVICE;
        Site => SITE;
    }
}

/// A thing by its sort and its number.
impl Say for Entity {
    fn chinese(&self) -> Cow<'static, str> {
        with_number(about(self.about()).chinese, self)
    }

    fn english(&self) -> Cow<'static, str> {
        with_number(about(self.about()).english, self)
    }
}

fn with_number(sort: &'static str, entity: &Entity) -> Cow<'static, str> {
    match entity {
        Entity::Receipt(opened) => format!("{sort} {}", ReceiptNumber(*opened)).into(),
        Entity::Card(opened) => format!("{sort} {}", CardNumber(*opened)).into(),
        Entity::Order(order) => format!("{sort} {order}").into(),
        Entity::Vendor(vendor) => format!("{sort} {vendor}").into(),
        Entity::Item(item) | Entity::Cost(item) => format!("{sort} {item}").into(),
        Entity::Person(person) => format!("{sort} {}", person.0).into(),
        Entity::Device(device) => format!("{sort} {device}").into(),
        Entity::Site => sort.into(),
    }
}

/// What an order and its item say of a line, as it stands in a sentence.
impl Say for LineTerms {
    fn chinese(&self) -> Cow<'static, str> {
        let adds_to = self.increase_of.as_ref().map(|order| format!("{order} 的加量单"));
        terms(self, Language::Chinese, adds_to, "料号由托外厂商加工").join("、").into()
    }

    fn english(&self) -> Cow<'static, str> {
        let adds_to = self.increase_of.as_ref().map(|order| format!("an increase of {order}"));
        terms(self, Language::English, adds_to, "made by subcontractors").join(", ").into()
    }
}

fn terms(
    said: &LineTerms,
    language: Language,
    adds_to: Option<String>,
    made: &'static str,
) -> Vec<String> {
    let named = [
        said.item.as_ref().map(ToString::to_string),
        said.unit.map(|unit| text::unit(unit, language).to_owned()),
        said.vendor.as_ref().map(ToString::to_string),
        said.order_type.map(|of| order_type(of).word(language).to_owned()),
        adds_to,
        (said.subcontracted == Some(true)).then(|| made.to_owned()),
    ];
    let known: Vec<String> = named.into_iter().flatten().collect();
    // Counted while nobody here knew anything of the line.
    let nothing = || vec![Name::new("未知", "not known").word(language).to_owned()];
    if known.is_empty() { nothing() } else { known }
}

/// What the ERP says of a line today, as it stands in a sentence.
impl Say for OrderSays {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::NoSuchLine => "采购单没有这个项次".into(),
            Self::Terms(terms) => format!("现为 {}", terms.chinese()).into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::NoSuchLine => "the order has no such line".into(),
            Self::Terms(terms) => format!("the ERP now says {}", terms.english()).into(),
        }
    }
}

/// What became of an order, as it stands in a sentence.
impl Say for OrderStatus {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Open => "仍有效".into(),
            Self::Completed => "已完成".into(),
            Self::Closed => "已结案".into(),
            Self::Cut => "已减量".into(),
            Self::Replaced { by: Some(by) } => format!("已由 {by} 替代").into(),
            Self::Replaced { by: None } => "已被替代".into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Open => "open".into(),
            Self::Completed => "completed".into(),
            Self::Closed => "closed".into(),
            Self::Cut => "cut".into(),
            Self::Replaced { by: Some(by) } => format!("replaced by {by}").into(),
            Self::Replaced { by: None } => "replaced".into(),
        }
    }
}

/// What came to the server long after the instant that it bears.
pub const ARRIVED_LATE: Name = name("迟到的判定", "arrived late");
