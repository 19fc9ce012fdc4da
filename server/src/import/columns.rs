//! The headers of every import, in English and Chinese, and how a file's are matched to them.

use sync_core::api::ImportKind;
use sync_core::ids::to_half_width;

/// One field of an import: the name it has here, and what headers mean it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Its English header, which is its name in reports.
    pub(super) name: &'static str,
    /// Chinese headers; the first is the one that reports use.
    pub(super) chinese: &'static [&'static str],
    need: Need,
}

/// Whether a file must have a column. Its cells may still be empty where the field allows it.
#[derive(Debug, PartialEq, Eq)]
enum Need {
    Always,
    /// The field only repeats what another says.
    Optional,
}

const fn column(name: &'static str, chinese: &'static [&'static str]) -> Column {
    Column { name, chinese, need: Need::Always }
}

const VENDOR: Column = column(
    "vendor",
    &["供应商代号", "厂商", "供应商", "厂商代号", "厂商编号", "供应商编号", "供应商代码"],
);
const ITEM: Column = column("item", &["料号", "物料编号", "料件编号", "品号"]);
const UNIT: Column = column("unit", &["单位"]);
const CURRENCY: Column = column("currency", &["币别", "币种", "货币"]);
const EFFECTIVE_FROM: Column = column("effective_from", &["生效日期", "起始日期"]);

const VENDORS: &[Column] = &[VENDOR, column("name", &["名称", "厂商名称", "供应商名称"]), CURRENCY];
const APPROVED_VENDORS: &[Column] = &[
    VENDOR,
    column("valid_from", &["生效日期", "有效期起", "起始日期"]),
    column("valid_to", &["失效日期", "有效期止", "截止日期"]),
];
const ITEMS: &[Column] = &[
    ITEM,
    column("name_zh", &["品名", "中文品名"]),
    column("name_en", &["英文品名"]),
    UNIT,
    Column { name: "decimals", chinese: &["小数位", "小数位数"], need: Need::Optional },
    column("packaging", &["包装材料", "是否包装材料"]),
    column("subcontracted", &["托外加工", "是否托外加工"]),
    column("inspection_minutes", &["检验时限(分钟)", "检验时限"]),
    column("tolerance", &["公差", "单重公差"]),
];
const STANDARDS: &[Column] = &[
    ITEM,
    column("what", &["项目", "检验项目"]),
    column("value", &["标准值"]),
    UNIT,
    EFFECTIVE_FROM,
];
const COSTS: &[Column] = &[
    ITEM,
    column("cost", &["材料成本", "成本", "单位成本"]),
    CURRENCY,
    column("per_unit", &["计价单位", "单位"]),
    EFFECTIVE_FROM,
];
const ORDERS: &[Column] = &[
    column("order", &["采购单号", "采购单"]),
    column("type", &["类型", "采购单类型"]),
    VENDOR,
    column("line", &["行号", "项次"]),
    ITEM,
    column("quantity", &["数量", "采购数量"]),
    UNIT,
    column("due", &["交期", "交货日期"]),
    column("status", &["状态"]),
    column("effective", &["状态生效时间", "生效时间"]),
    column("replaced_by", &["替代单号", "替代采购单"]),
    column("increase_of", &["原采购单", "原采购单号"]),
];

/// The columns of an import.
pub(super) const fn of(kind: ImportKind) -> &'static [Column] {
    match kind {
        ImportKind::Vendors => VENDORS,
        ImportKind::ApprovedVendors => APPROVED_VENDORS,
        ImportKind::Items => ITEMS,
        ImportKind::Standards => STANDARDS,
        ImportKind::Costs => COSTS,
        ImportKind::Orders => ORDERS,
    }
}

/// The fields that name a row of an import.
pub(super) const fn key_of(kind: ImportKind) -> &'static [&'static str] {
    match kind {
        ImportKind::Vendors => &["vendor"],
        ImportKind::ApprovedVendors => &["vendor", "valid_from"],
        ImportKind::Items => &["item"],
        ImportKind::Standards => &["item", "what", "effective_from"],
        ImportKind::Costs => &["item", "effective_from"],
        ImportKind::Orders => &["order", "line"],
    }
}

/// Which column of an import a header means.
pub(super) fn find(kind: ImportKind, header: &str) -> Option<&'static Column> {
    let header = plain(header);
    of(kind).iter().find(|column| {
        plain(column.name) == header || column.chinese.iter().any(|name| plain(name) == header)
    })
}

/// The columns that an import wants and `headers` lack.
pub(super) fn missing(kind: ImportKind, headers: &[String]) -> Vec<&'static Column> {
    let found: Vec<_> = headers.iter().filter_map(|h| find(kind, h)).collect();
    of(kind)
        .iter()
        .filter(|column| column.need == Need::Always && !found.contains(column))
        .collect()
}

/// The import that a file's headers fit better than `asked`, where there is one.
pub(super) fn looks_like(asked: ImportKind, headers: &[String]) -> Option<ImportKind> {
    let fit = |kind| {
        let lacking = missing(kind, headers).len();
        let known = headers.iter().filter(|h| find(kind, h).is_some()).count();
        // Whole imports first; then the share of columns, in thousandths.
        (lacking == 0, known.min(of(kind).len()) * 1000 / of(kind).len())
    };
    ImportKind::ALL
        .into_iter()
        .filter(|kind| *kind != asked && fit(*kind) > fit(asked))
        .filter(|kind| fit(*kind).1 >= 500)
        .max_by_key(|kind| fit(*kind))
}

/// A header without what people write differently: width, case, blanks, lines, brackets.
fn plain(header: &str) -> String {
    to_half_width(header)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn headers_are_known_however_they_are_written() {
        let check = |header: &str| {
            assert_eq!(
                find(ImportKind::Items, header).map(|column| column.name),
                Some("inspection_minutes"),
                "{header}"
            );
        };

        check("inspection_minutes");
        check(" Inspection Minutes ");
        check("ＩＮＳＰＥＣＴＩＯＮ＿ＭＩＮＵＴＥＳ");
        check("检验时限（分钟）");
        check("检验 时限");
    }

    #[test]
    fn no_header_means_two_columns_of_one_import() {
        for kind in ImportKind::ALL {
            let mut seen = std::collections::BTreeSet::new();
            for column in of(kind) {
                assert!(seen.insert(plain(column.name)), "{kind} {}", column.name);
                for name in column.chinese {
                    assert!(seen.insert(plain(name)), "{kind} {name}");
                }
            }
        }
    }

    #[test]
    fn a_file_of_another_shape_is_recognised() {
        let check = |asked, line: &str, other| {
            assert_eq!(looks_like(asked, &headers(line)), other, "{line}");
        };

        check(
            ImportKind::Vendors,
            "item,what,value,unit,effective_from",
            Some(ImportKind::Standards),
        );
        check(ImportKind::Items, "供应商代号,生效日期,失效日期", Some(ImportKind::ApprovedVendors));
        check(ImportKind::Items, "colour,taste", None);
    }
}
