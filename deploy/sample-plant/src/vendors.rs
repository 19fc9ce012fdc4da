//! Vendors (厂商) with invented company names, and the approved-vendor list (合格厂商名单).

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::random::Random;
use crate::size::Figures;

/// A row of `vendors.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Vendor {
    /// The vendor's code, such as `V0001`.
    pub vendor: String,
    /// An invented Chinese name; no two vendors share one.
    pub name: String,
    /// The currency of its orders.
    pub currency: String,
    /// What it supplies; not in the file.
    #[serde(skip)]
    pub trade: Trade,
}

/// A row of `approved-vendors.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Approval {
    /// The vendor that may deliver, as in `vendors.csv`.
    pub vendor: String,
    /// First day of the approval.
    pub valid_from: NaiveDate,
    /// Last day of the approval; open when empty.
    pub valid_to: Option<NaiveDate>,
}

/// What a vendor supplies, an order asks for, and an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trade {
    /// Bought as it is.
    Standard,
    /// Made elsewhere from material of ours (托外加工).
    Subcontract,
    /// What goods are packed in: boxes, bags, leaflets.
    Packaging,
}

/// Of each ten vendors, six sell, three are subcontractors and one packs.
const TRADES: [Trade; 10] = [
    Trade::Standard,
    Trade::Subcontract,
    Trade::Standard,
    Trade::Packaging,
    Trade::Standard,
    Trade::Subcontract,
    Trade::Standard,
    Trade::Standard,
    Trade::Subcontract,
    Trade::Standard,
];

const PLACES: [&str; 14] = [
    "东莞市",
    "佛山市顺德区",
    "中山市",
    "深圳市宝安区",
    "宁波市北仑区",
    "苏州市吴中区",
    "惠州市",
    "常州市武进区",
    "台州市",
    "温州市",
    "江门市",
    "无锡市",
    "嘉兴市",
    "珠海市",
];

const FIRST: [char; 20] = [
    '宏', '鑫', '永', '瑞', '恒', '联', '泰', '诚', '华', '金', '立', '万', '顺', '德', '锦', '裕',
    '汇', '凯', '森', '朗',
];

const SECOND: [char; 18] = [
    '岳', '翎', '邦', '澜', '腾', '晟', '昱', '铎', '航', '源', '栎', '启', '骏', '桦', '浦', '砚',
    '峤', '霖',
];

impl Trade {
    fn business(self) -> &'static [&'static str] {
        match self {
            Self::Standard => &[
                "电子",
                "轴承",
                "漆包线",
                "塑胶",
                "磁性材料",
                "线缆",
                "紧固件",
                "化工材料",
                "电器配件",
            ],
            Self::Subcontract => &["五金制品", "精密冲压", "压铸", "机械加工", "金属表面处理"],
            Self::Packaging => &["包装制品", "纸品", "彩印包装"],
        }
    }

    fn company(self) -> &'static [&'static str] {
        match self {
            Self::Standard => &["有限公司", "科技有限公司", "实业有限公司"],
            Self::Subcontract => &["有限公司", "厂", "加工厂"],
            Self::Packaging => &["有限公司", "厂"],
        }
    }
}

/// Draws as many vendors as the size of the plant asks for, each with a name of its own.
pub(crate) fn vendors(random: &mut Random, figures: &Figures) -> Vec<Vendor> {
    let mut names = BTreeSet::new();

    (0..figures.vendors)
        .map(|number| {
            let trade = TRADES[number % TRADES.len()];
            Vendor {
                vendor: format!("V{:04}", number + 1),
                name: unused_name(random, trade, &mut names),
                currency: currency(random, trade).to_owned(),
                trade,
            }
        })
        .collect()
}

fn unused_name(random: &mut Random, trade: Trade, used: &mut BTreeSet<String>) -> String {
    loop {
        let name = format!(
            "{}{}{}{}{}",
            random.pick(&PLACES),
            random.pick(&FIRST),
            random.pick(&SECOND),
            random.pick(trade.business()),
            random.pick(trade.company()),
        );
        if used.insert(name.clone()) {
            return name;
        }
    }
}

fn currency(random: &mut Random, trade: Trade) -> &'static str {
    match trade {
        Trade::Standard => random.weighted(&[(92, "CNY"), (5, "USD"), (3, "HKD")]),
        Trade::Subcontract | Trade::Packaging => "CNY",
    }
}

/// Draws the approved-vendor list: some vendors are absent, some expired, and one ends on `day`.
pub(crate) fn approvals(
    random: &mut Random,
    figures: &Figures,
    vendors: &[Vendor],
    day: NaiveDate,
) -> Vec<Approval> {
    let mut order: Vec<usize> = (0..vendors.len()).collect();
    random.shuffle(&mut order);
    let absent = &order[..figures.vendors_absent];
    let expired = &order[figures.vendors_absent..][..figures.vendors_expired];
    let last_day = order[figures.vendors_absent + figures.vendors_expired];

    (0..vendors.len())
        .filter(|index| !absent.contains(index))
        .map(|index| Approval {
            vendor: vendors[index].vendor.clone(),
            valid_from: before(day, random.between(200, 1500)),
            valid_to: if expired.contains(&index) {
                Some(before(day, random.between(1, 90)))
            } else if index == last_day {
                Some(day)
            } else if random.chance(40) {
                Some(day + Days::new(u64::from(random.between(30, 700))))
            } else {
                None
            },
        })
        .collect()
}

/// Whether the list names `vendor` on `day`, both ends included.
pub(crate) fn is_approved(approvals: &[Approval], vendor: &str, day: NaiveDate) -> bool {
    approvals.iter().any(|approval| {
        approval.vendor == vendor
            && approval.valid_from <= day
            && approval.valid_to.is_none_or(|last| day <= last)
    })
}

fn before(day: NaiveDate, days: u32) -> NaiveDate {
    day - Days::new(u64::from(days))
}
