//! What the office states: orders, vendors, items with their standards, and costs.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::fact::Day;
use crate::ids::{ItemCode, OrderNumber, Text, VendorCode};
use crate::measure::{Quantity, Unit, exact};
use crate::number::ReceiptNumber;
use crate::time::Timestamp;

/// The type of a purchase order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderType {
    /// Goods that the plant buys.
    Standard,
    /// Work bought on material of ours 托外加工.
    Subcontract,
    /// Packaging, with 1 % of free spare (§4.4.3).
    Packaging,
}

/// A line of an order, as the ERP states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLineStated {
    /// The line's number within its order.
    pub line: u16,
    /// The item that this order line buys.
    pub item: ItemCode,
    /// The quantity ordered, in the line's unit.
    pub quantity: Quantity,
    /// The unit of the quantity, in which the line is counted.
    pub unit: Unit,
    /// When it is due.
    pub due: Option<Day>,
}

/// The ERP states an order (§4.4); the latest statement holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStated {
    /// Whether goods are bought, made by a subcontractor, or packaging.
    pub order_type: OrderType,
    /// The vendor that the order was placed with.
    pub vendor: VendorCode,
    /// The order that this one adds to (§4.5.1.1.1).
    pub increase_of: Option<OrderNumber>,
    /// All lines of the order: one that is missing here is gone.
    pub lines: Vec<OrderLineStated>,
}

/// The status of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderStatus {
    /// Goods may come on it.
    Open,
    /// All came; the ERP closed it by itself. Not stale.
    Completed,
    /// Closed before all came (§4.5.1.4).
    Closed,
    /// Reduced (§4.5.1.1.2).
    Cut,
    /// Another order stands in its place.
    Replaced {
        /// The order that takes its place, where the ERP names it.
        by: Option<OrderNumber>,
    },
}

/// The ERP states an order's status, or one line's (§4.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStatusStated {
    /// The one line it is about; all of them where nothing is said.
    pub line: Option<u16>,
    /// What holds of it from that instant on.
    pub status: OrderStatus,
    /// The instant it took effect.
    pub effective: Timestamp,
}

/// Finished deliveries of an order line stand as one sum from now on (SEMANTICS 8); the server
/// writes it. The latest of a line holds; one without receipts carries nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCarried {
    /// The line's number within the order.
    pub line: u16,
    /// The receipts that it stands for, all parts of joined ones.
    pub receipts: Vec<ReceiptNumber>,
    /// What they brought of the line.
    pub received: Quantity,
    /// Of that, accepted by verdicts.
    pub accepted: Quantity,
    /// Of that, rejected by verdicts.
    pub rejected: Quantity,
    /// Returned for credit by the receipts covered.
    pub returned: Quantity,
}

/// The ERP states a vendor (§4.1.1.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorStated {
    /// The company, as papers name it.
    pub name: Text,
    /// The currency it is paid in.
    pub currency: Option<Text>,
}

/// The approved-vendor list 合格厂商名单 names a vendor for a period (§4.1.1.3).
///
/// The latest statement about one `from` holds; a period that ends before it begins is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalStated {
    /// The first day on which the vendor is approved, in site days.
    pub from: Day,
    /// Last day, inclusive; open where nothing is said.
    pub to: Option<Day>,
}

/// The ERP states an item (料号).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemStated {
    /// As it stands on cards and in lists in Chinese.
    pub name_zh: Text,
    /// As it stands in lists in English, where the ERP has it.
    pub name_en: Option<Text>,
    /// The unit it is kept in.
    pub unit: Unit,
    /// Whether it is packaging.
    pub packaging: bool,
    /// Whether subcontractors make it.
    pub subcontracted: bool,
    /// Minutes within which it is to be judged, where the general rule does not hold.
    pub inspection_minutes: Option<u32>,
    /// Its own tolerance of unit weight, as a fraction, where 3 % does not hold.
    #[serde(with = "exact::option")]
    pub tolerance: Option<Decimal>,
}

/// IE states a standard: a unit weight (IE标准单重), a thickness, a dimension (§6.6.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardStated {
    /// Of what: the text of a [`Characteristic`](super::Characteristic).
    pub what: Text,
    /// The standard; weights in grams a piece.
    #[serde(with = "exact")]
    pub value: Decimal,
    /// The unit of the value: `g` for weights, a unit of length else.
    pub unit: Text,
    /// First day on which it counts.
    pub from: Day,
}

/// Accounting states an item's material cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostStated {
    /// Money for one `per`.
    #[serde(with = "exact")]
    pub cost: Decimal,
    /// The currency of the amount, as ISO 4217 has it.
    pub currency: Text,
    /// The unit the cost is for.
    pub per: Text,
    /// First day on which it counts.
    pub from: Day,
}
