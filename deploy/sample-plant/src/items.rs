//! Items (料号) of an electric-motor factory.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::families::{FAMILIES, Family};
use crate::random::Random;
use crate::size::Figures;
use crate::vendors::{Trade, Vendor};

/// A row of `items.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// The item's code, such as `411-0007`.
    pub item: String,
    /// Its Chinese name with its size.
    pub name_zh: String,
    /// Its English name with its size.
    pub name_en: String,
    /// `pcs`, `kg`, `m` or `l`.
    pub unit: String,
    /// Digits after the point of its quantities.
    pub decimals: u32,
    /// Whether a packaging item brings free spare.
    #[serde(serialize_with = "yes_or_no")]
    pub packaging: bool,
    /// Whether its lots are subcontracted and must be weighed or measured.
    #[serde(serialize_with = "yes_or_no")]
    pub subcontracted: bool,
    /// Its own limit for the inspection, where the general four hours do not hold.
    pub inspection_minutes: Option<u32>,
    /// Its own unit-weight tolerance, where the general 3 % does not hold.
    pub tolerance: Option<Decimal>,
    /// Who supplies it; not in the file.
    #[serde(skip)]
    pub vendor: String,
    /// What one piece should weigh, in grams, whether or not IE has written it down; not in the
    /// file.
    #[serde(skip)]
    pub piece_weight: Option<Decimal>,
    /// The key dimension that may be measured instead, and its millimetres; not in the file.
    #[serde(skip)]
    pub dimension: Option<(&'static str, Decimal)>,
}

impl Item {
    /// What kind of order asks for it.
    pub fn trade(&self) -> Trade {
        if self.subcontracted {
            Trade::Subcontract
        } else if self.packaging {
            Trade::Packaging
        } else {
            Trade::Standard
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn yes_or_no<S: Serializer>(value: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if *value { "yes" } else { "no" })
}

/// Draws the items, and hands each to a vendor of its trade in turn.
pub(crate) fn items(random: &mut Random, figures: &Figures, vendors: &[Vendor]) -> Vec<Item> {
    let total_weight: usize = FAMILIES.iter().map(|family| family.share).sum();
    let mut items = Vec::with_capacity(figures.items);

    for family in &FAMILIES {
        let count = figures.items * family.share / total_weight;
        items.extend((0..count).map(|number| item(random, family, number)));
    }
    // What the shares left over goes to the first family.
    let first = &FAMILIES[0];
    let numbered = figures.items * first.share / total_weight;
    let missing = figures.items - items.len();
    items.extend((0..missing).map(|more| item(random, first, numbered + more)));

    items.sort_by(|a, b| a.item.cmp(&b.item));
    share_among_vendors(&mut items, vendors);
    items
}

fn item(random: &mut Random, family: &Family, number: usize) -> Item {
    let size = family.size.draw(random);
    let (unit, decimals) = family.unit;
    let subcontracted = family.trade == Trade::Subcontract;

    Item {
        item: format!("{}-{:04}", family.code, number + 1),
        name_zh: format!("{} {size}", family.zh),
        name_en: format!("{}, {size}", family.en),
        unit: unit.to_owned(),
        decimals,
        packaging: family.trade == Trade::Packaging,
        subcontracted,
        inspection_minutes: random.chance(3).then(|| random.weighted(&[(3, 120), (2, 480)])),
        tolerance: (subcontracted && random.chance(3))
            .then(|| random.weighted(&[(3, Decimal::new(5, 2)), (1, Decimal::new(2, 2))])),
        vendor: String::new(),
        piece_weight: family
            .milligrams
            .map(|(low, high)| Decimal::new(i64::from(random.between(low, high)), 3)),
        dimension: family.dimension.map(|(what, low, high)| {
            let hundredths = random.between(low / 5, high / 5) * 5;
            (what, Decimal::new(i64::from(hundredths), 2))
        }),
    }
}

fn share_among_vendors(items: &mut [Item], vendors: &[Vendor]) {
    for trade in [Trade::Standard, Trade::Subcontract, Trade::Packaging] {
        let sellers: Vec<&Vendor> = vendors.iter().filter(|v| v.trade == trade).collect();
        let wanted = items.iter_mut().filter(|item| item.trade() == trade);
        for (item, seller) in wanted.zip(sellers.iter().cycle()) {
            item.vendor.clone_from(&seller.vendor);
        }
    }
}
