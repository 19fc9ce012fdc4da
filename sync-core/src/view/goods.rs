//! What came, and from whom: an item with its names, a vendor with its name, as every row says them.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::vendor_name;
use crate::across;
use crate::ids::{ItemCode, VendorCode};
use crate::replica::Replica;
use crate::state::CardState;
use crate::text::Language;

/// An item, with its names in both languages where they are known here.
///
/// Rows carry it flat: as `item`, `name_zh` and `name_en`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemNamed {
    /// The ERP's code of the item.
    #[serde(rename = "item")]
    pub code: ItemCode,
    /// The item's Chinese name.
    #[serde(rename = "name_zh")]
    pub zh: Option<String>,
    /// The item's English name.
    #[serde(rename = "name_en")]
    pub en: Option<String>,
}

impl ItemNamed {
    /// An item with the names that the ERP stated here.
    pub fn of(replica: &Replica, code: ItemCode) -> Self {
        let code = replica.item_as_written(code);
        let stated = replica.item(&code).and_then(|item| item.stated.as_ref());
        let zh = stated.map(|stated| stated.name_zh.to_string());
        let en = stated.and_then(|stated| stated.name_en.as_ref()).map(ToString::to_string);
        Self { code, zh, en }
    }

    /// Its names, the one in this language first.
    pub fn names(&self, language: Language) -> [Option<&str>; 2] {
        let (zh, en) = (self.zh.as_deref(), self.en.as_deref());
        match language {
            Language::Chinese => [zh, en],
            Language::English => [en, zh],
        }
    }

    /// Its name in a language, or else in the other one; nothing where none is known here.
    pub fn name(&self, language: Language) -> Option<&str> {
        let [own, other] = self.names(language);
        own.or(other)
    }

    /// Its name as [`Self::name`] has it; its code where it has none.
    pub fn name_or_code(&self, language: Language) -> Cow<'_, str> {
        self.name(language).map_or_else(|| self.code.to_string().into(), Cow::from)
    }

    /// Both names on one line, the Chinese one first; empty where none is known here.
    pub fn both_names(&self) -> String {
        let names = self.names(Language::Chinese).into_iter().flatten();
        names.collect::<Vec<_>>().join(" ")
    }

    /// Writes the fields of an item into a row; nulls where no item is known.
    #[allow(clippy::ref_option, reason = "serde hands over the field itself")]
    pub(super) fn serialize_or_nulls<S: Serializer>(
        item: &Option<Self>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let fields = match item.clone() {
            Some(Self { code, zh, en }) => {
                ItemOrNulls { item: Some(code), name_zh: zh, name_en: en }
            }
            None => ItemOrNulls { item: None, name_zh: None, name_en: None },
        };
        fields.serialize(serializer)
    }
}

/// The fields of an item that may be unknown, as a row carries them.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MaybeItemNamed))]
pub(super) struct ItemOrNulls {
    /// The item's code; null where it is not known.
    item: Option<ItemCode>,
    /// The item's Chinese name.
    name_zh: Option<String>,
    /// The item's English name.
    name_en: Option<String>,
}

/// What a lot is of, and where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Goods {
    /// Code and names, where order or card is known here.
    #[serde(flatten, serialize_with = "ItemNamed::serialize_or_nulls")]
    #[cfg_attr(feature = "openapi", schema(value_type = ItemOrNulls))]
    pub item: Option<ItemNamed>,
    /// The vendor's code, as the lot is judged by it.
    pub vendor: Option<VendorCode>,
    /// The company's name, where the vendor file is known here.
    pub vendor_name: Option<String>,
    /// Whether the vendor was approved on the day of arrival, where that is known.
    pub vendor_approved: Option<bool>,
    /// Whether it came from a subcontractor, and has to be weighed or measured.
    pub subcontracted: bool,
}

impl Goods {
    /// What a lot is of, whose card is in a state.
    pub(super) fn of(replica: &Replica, state: &CardState) -> Self {
        let vendor = across::vendor_of(replica, state);
        let vendor = vendor.map(|vendor| replica.vendor_as_written(vendor));
        Self {
            item: across::item_of(replica, state).map(|item| ItemNamed::of(replica, item)),
            vendor_name: vendor_name(replica, vendor.as_ref()),
            vendor,
            vendor_approved: across::vendor_approved(replica, state),
            subcontracted: across::is_subcontracted(replica, state),
        }
    }

    /// The ERP's code alone, without names.
    pub fn code(&self) -> Option<&ItemCode> {
        self.item.as_ref().map(|item| &item.code)
    }

    /// Who delivered, by name, or else by code.
    pub fn vendor_name_or_code(&self) -> Option<String> {
        let code = || self.vendor.as_ref().map(ToString::to_string);
        self.vendor_name.clone().or_else(code)
    }
}
