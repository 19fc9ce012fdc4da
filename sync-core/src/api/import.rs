//! An import as programs exchange it: the file that is sent, and the report of what it changes.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::sentence::Sentence;
use crate::fact::Day;
use crate::text::names;

/// What a file states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", try_from = "String")]
pub enum ImportKind {
    /// Vendors 厂商.
    Vendors,
    /// The approved-vendor list 合格厂商名单: a complete one.
    ApprovedVendors,
    /// Items 料号.
    Items,
    /// IE's standards, IE标准单重 first of all.
    Standards,
    /// What material costs by weight, for deductions (§6.6.3.2).
    Costs,
    /// Purchase orders and what became of them.
    Orders,
}

impl ImportKind {
    /// Every kind of file that is read.
    pub const ALL: [Self; 6] = [
        Self::Vendors,
        Self::ApprovedVendors,
        Self::Items,
        Self::Standards,
        Self::Costs,
        Self::Orders,
    ];

    /// Its name on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vendors => "vendors",
            Self::ApprovedVendors => "approved-vendors",
            Self::Items => "items",
            Self::Standards => "standards",
            Self::Costs => "costs",
            Self::Orders => "orders",
        }
    }

    /// Its name for Chinese readers.
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Vendors => names::VENDOR.chinese,
            Self::ApprovedVendors => names::APPROVED_VENDORS.chinese,
            Self::Items => names::ITEM.chinese,
            Self::Standards => names::STANDARD.chinese,
            Self::Costs => "材料成本",
            Self::Orders => names::ORDER.chinese,
        }
    }
}

impl fmt::Display for ImportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Why a text names no import.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an import; the imports are {list}", list = ImportKind::ALL.map(ImportKind::name).join(", "))]
pub struct UnknownImport(pub String);

impl FromStr for ImportKind {
    type Err = UnknownImport;

    fn from_str(text: &str) -> Result<Self, UnknownImport> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| UnknownImport(text.to_owned()))
    }
}

impl TryFrom<String> for ImportKind {
    type Error = UnknownImport;

    fn try_from(text: String) -> Result<Self, UnknownImport> {
        text.parse()
    }
}

/// An export of the ERP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportBody {
    /// What it states: `vendors`, `approved-vendors`, `items`, `standards`, `costs`, `orders`.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "orders"))]
    pub kind: ImportKind,
    /// The file's bytes in base64: exports come in several encodings.
    pub csv: String,
    /// Whether one refused row keeps the whole file out.
    #[serde(default)]
    pub all_or_nothing: bool,
    /// First day on which a complete list holds; today where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub effective: Option<Day>,
    /// Whether an approved-vendor list may end more than a fifth of the approvals. Without it such
    /// a list is not written: the report is withheld, and its `ends_many` says how many would end.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub end_many: bool,
}

/// What a file would change, and what of it could not be read.
///
/// Every row is counted once, as new, changed, unchanged or refused; what the file ends by
/// not naming it is counted apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportReport {
    /// What the file states.
    pub kind: ImportKind,
    /// How its text was written.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub encoding: Cow<'static, str>,
    /// Rows below the header, blank ones not counted.
    pub rows: usize,
    /// Rows about something not known before.
    pub new: usize,
    /// Rows that say something else than what was known.
    pub changed: usize,
    /// Rows that say what is known already.
    pub unchanged: usize,
    /// Rows that were left out.
    pub refused: usize,
    /// What was known, and ends because a complete list does not name it.
    pub ended: usize,
    /// Whether nothing is written: a row was refused and all or nothing was asked for, or many
    /// approvals would end and nobody said that they shall.
    pub withheld: bool,
    /// Headers that mean nothing here; their columns were passed over.
    pub ignored_columns: Vec<String>,
    /// The rows that were left out, and what to do about each.
    pub refused_rows: Vec<RefusedRow>,
    /// The rows that change something, and what.
    pub changed_rows: Vec<ChangedRow>,
    /// Approvals, orders or lines that the file leaves out and that end for it.
    pub ended_rows: Vec<EndedRow>,
    /// What else should be known about this import.
    pub notes: Vec<Sentence>,
    /// Rows that were taken, and what of them should be known: a vendor or an item that no file
    /// has brought yet, another unit than the item's, a cell that was passed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub noted_rows: Vec<NotedRow>,
    /// How many approvals this list ends, where they are many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ManyEnd>))]
    pub ends_many: Option<ManyEnd>,
    /// Order lines that goods were counted on, and that the file states otherwise or drops.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under_goods: Vec<UnderGoods>,
}

/// A line that goods were counted on, and that is stated otherwise or dropped by this file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnderGoods {
    /// The line: order and number, or `?/` and the item of goods without an order.
    pub key: String,
    /// The numbers of the receipts that counted them.
    pub receipts: Vec<String>,
    /// In what it differs from what was counted, and who is asked.
    pub reason: Sentence,
}

/// How many vendors lose their approval by a list, of all who have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManyEnd {
    /// Vendors whose approval ends.
    pub ended: usize,
    /// Vendors who are approved now or were to be.
    pub of: usize,
}

impl ManyEnd {
    /// More than one in so many is many: beyond a fifth somebody is asked first.
    pub const SHARE: usize = 5;
}

/// A row that was taken, and of which something should be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotedRow {
    /// The line of the file on which it begins, counted from 1; the first of several.
    pub line: u64,
    /// What the note is about: a line of an order, a vendor, an item.
    pub key: String,
    /// The field that it is about, by English header; nothing where it is the whole row.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub field: Option<Cow<'static, str>>,
    /// What should be known, and who can do what about it.
    pub reason: Sentence,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedRow {
    /// The line of the file on which it begins, counted from 1.
    pub line: u64,
    /// What it is about, as the file writes it.
    pub key: String,
    /// Its first field that is wrong, by English header; nothing where the whole row is.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub field: Option<Cow<'static, str>>,
    /// What is wrong with the row and how to put it right.
    pub reason: Sentence,
    /// What the sender of the file does about it.
    pub remedy: Sentence,
}

/// A row that says something else than what was known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedRow {
    /// The line of the file on which it begins, counted from 1.
    pub line: u64,
    /// The code of the record: vendor, item, order and line.
    pub key: String,
    /// Each field that differs, as it was and as it will be.
    pub fields: Vec<FieldChange>,
}

/// One field, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// The field, by English header.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub field: Cow<'static, str>,
    /// What was known; empty for nothing.
    pub before: String,
    /// What the file says; empty for nothing.
    pub after: String,
}

/// Something known that a complete list does not name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndedRow {
    /// The code of the record that the file does not name any more.
    pub key: String,
    /// What ending means for this record.
    pub reason: Sentence,
}

impl ImportReport {
    /// The report of a file of which no row was looked at yet.
    pub fn new(
        kind: ImportKind,
        encoding: &'static str,
        rows: usize,
        ignored: Vec<String>,
    ) -> Self {
        Self {
            kind,
            encoding: encoding.into(),
            rows,
            new: 0,
            changed: 0,
            unchanged: 0,
            refused: 0,
            ended: 0,
            withheld: false,
            ignored_columns: ignored,
            refused_rows: Vec::new(),
            changed_rows: Vec::new(),
            ended_rows: Vec::new(),
            notes: Vec::new(),
            noted_rows: Vec::new(),
            ends_many: None,
            under_goods: Vec::new(),
        }
    }

    /// Counts a row that was left out.
    pub fn refuse(&mut self, row: RefusedRow) {
        self.refused += 1;
        self.refused_rows.push(row);
    }

    /// Counts a row that says something else than what was known.
    pub fn change(&mut self, row: ChangedRow) {
        self.changed += 1;
        self.changed_rows.push(row);
    }

    /// Counts something known that the file ends by not naming it.
    pub fn end(&mut self, row: EndedRow) {
        self.ended += 1;
        self.ended_rows.push(row);
    }

    /// Whether rows were refused and none was taken in: a script must notice.
    pub fn nothing_went_in(&self) -> bool {
        let taken = self.new + self.changed + self.unchanged;
        self.withheld || (self.refused > 0 && taken == 0)
    }
}
