//! What holds for every file: no panic, every row counted once, and nothing to do the second time.

use encoding_rs::GB18030;
use proptest::prelude::*;

use super::*;

/// A header, and cells that are sometimes right.
fn shape(kind: ImportKind) -> (&'static str, &'static [&'static [&'static str]]) {
    const CODES: &[&str] = &["A1", "A2", "=\"007\"", "甲3", ""];
    const DAYS: &[&str] = &["2026-01-01", "2026/11/23", "20270101", "", "soon"];
    const ORDERS: &[&str] = &["PO1", "PO2", ""];
    const UNITS: &[&str] = &["pcs", "kg", "g", "mm", "箱"];
    const AMOUNTS: &[&str] = &["1", "12.5", "0.0125", "1,000", "-3", "1e30", "１００"];
    const YES_NO: &[&str] = &["yes", "否", "", "?"];
    match kind {
        ImportKind::Vendors => {
            ("vendor,name,currency", &[CODES, CODES, &["CNY", "人民币", "", "¥"]])
        }
        ImportKind::ApprovedVendors => ("厂商,valid_from,valid_to", &[CODES, DAYS, DAYS]),
        ImportKind::Items => (
            "item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance",
            &[
                CODES,
                CODES,
                CODES,
                UNITS,
                &["", "0", "3"],
                YES_NO,
                YES_NO,
                &["", "120", "x"],
                &["", "3%", "0.05", "3"],
            ],
        ),
        ImportKind::Standards => (
            "item,what,value,unit,effective_from",
            &[CODES, &["单重", "thickness", "尺寸:外径", "colour"], AMOUNTS, UNITS, DAYS],
        ),
        ImportKind::Costs => {
            ("item,cost,currency,per_unit,effective_from", &[CODES, AMOUNTS, &["CNY"], UNITS, DAYS])
        }
        ImportKind::Orders => (
            "order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of",
            &[
                ORDERS,
                &["standard", "standard", "standard", "托外"],
                &["V1", "V1", "V1", "V2"],
                &["1", "2", "3", "x"],
                CODES,
                &["1", "100", "２"],
                &["pcs", "pcs", "kg"],
                DAYS,
                &["open", "完成", "closed", "cut", "replaced", "", "gone"],
                &["", "", "2026-11-20 08:10", "2026-11-24T00:00:00Z", "2026-11-21", "later"],
                &["", "", "", "PO2"],
                &["", "", "", "", "PO1"],
            ],
        ),
    }
}

fn arb_kind() -> impl Strategy<Value = ImportKind> {
    proptest::sample::select(ImportKind::ALL.to_vec())
}

fn arb_file(kind: ImportKind) -> impl Strategy<Value = String> {
    let (header, columns) = shape(kind);
    let row: Vec<_> = columns.iter().map(|cells| proptest::sample::select(*cells)).collect();
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let row =
        row.prop_map(move |cells| cells.into_iter().map(quoted).collect::<Vec<_>>().join(","));
    let row =
        prop_oneof![30 => row, 1 => Just("A1,too short".to_owned()), 1 => Just(String::new())];
    proptest::collection::vec(row, 0..12)
        .prop_map(move |rows| format!("{header}\r\n{}\r\n", rows.join("\r\n")))
}

fn arb_files() -> impl Strategy<Value = (ImportKind, Vec<String>)> {
    arb_kind().prop_flat_map(|kind| (Just(kind), proptest::collection::vec(arb_file(kind), 1..4)))
}

proptest! {
    #[test]
    fn no_bytes_panic(kind in arb_kind(), bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Office::default().plan(kind, &bytes);
    }

    #[test]
    fn no_bytes_below_a_good_header_panic(
        kind in arb_kind(),
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        text in "[\\x00-\\x7f，。；“”甲乙\\u{85}\\u{feff}]{0,200}",
    ) {
        let (header, _) = shape(kind);
        let office = Office::default();

        let _ = office.plan(kind, &[header.as_bytes(), b"\n", &bytes].concat());
        let _ = office.plan(kind, format!("{header}\r{text}").as_bytes());
    }

    #[test]
    fn every_row_is_counted_once((kind, files) in arb_files()) {
        let mut office = Office::default();
        for file in files {
            let Ok(plan) = office.plan(kind, file.as_bytes()) else { continue };
            let report = &plan.report;

            prop_assert_eq!(
                report.new + report.changed + report.unchanged + report.refused,
                report.rows
            );
            prop_assert_eq!(report.refused, report.refused_rows.len());
            prop_assert_eq!(report.changed, report.changed_rows.len());
            prop_assert_eq!(report.ended, report.ended_rows.len());
            prop_assert_eq!(plan.drafts.is_empty(), report.new + report.changed + report.ended == 0);
            office.write(plan.drafts);
        }
    }

    #[test]
    fn importing_twice_changes_nothing((kind, files) in arb_files()) {
        let mut office = Office::default();
        for file in files {
            let Ok(first) = office.plan(kind, file.as_bytes()) else { continue };
            office.write(first.drafts);

            let second = office.plan(kind, file.as_bytes()).unwrap();

            prop_assert_eq!(second.drafts, vec![], "{}", file);
            prop_assert_eq!(second.report.refused_rows, first.report.refused_rows);
            prop_assert_eq!(second.report.new + second.report.changed + second.report.ended, 0);
        }
    }

    #[test]
    fn a_file_says_the_same_in_gb18030((kind, files) in arb_files()) {
        let office = Office::default();
        let (gb18030, _, _) = GB18030.encode(&files[0]);

        let read = office.plan(kind, &gb18030).map(|plan| plan.drafts);

        prop_assert_eq!(read, office.plan(kind, files[0].as_bytes()).map(|plan| plan.drafts));
    }
}
