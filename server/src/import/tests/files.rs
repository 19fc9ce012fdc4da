//! Files as they come: encodings, languages, shapes, and what is wrong with a row.

use encoding_rs::GB18030;

use super::super::columns;
use super::*;

const ENGLISH: &str = "vendor,name,currency\r\nV0001,宏达五金厂,CNY\r\nV0002,\"Lee, Sons\",USD\r\n";
const CHINESE: &str = "币别,名称,供应商代号\r\nCNY,宏达五金厂,V0001\r\nUSD,\"Lee, Sons\",V0002\r\n";

#[test]
fn a_file_says_the_same_in_every_encoding() {
    let office = Office::default();
    let check = |bytes: &[u8], encoding: &str| {
        let plan = office.plan(ImportKind::Vendors, bytes).unwrap();
        let expected = office.plan(ImportKind::Vendors, ENGLISH.as_bytes()).unwrap();
        assert_eq!(plan.drafts, expected.drafts);
        assert_eq!(plan.report.encoding, encoding);
    };

    check(CHINESE.as_bytes(), "UTF-8");
    check(&[b"\xEF\xBB\xBF", CHINESE.as_bytes()].concat(), "UTF-8");
    check(&GB18030.encode(CHINESE).0, "GB18030");
    let utf_16: Vec<u8> = CHINESE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&[b"\xFF\xFE", &utf_16[..]].concat(), "UTF-16LE");
}

#[test]
fn every_import_is_read_with_chinese_headers_and_words() {
    let check = |kind: ImportKind, chinese: &str, english: &str| {
        let office = Office::default();
        let read = office.plan(kind, chinese.as_bytes()).unwrap();
        let expected = office.plan(kind, english.as_bytes()).unwrap();
        assert_eq!(refusals(&read.report), []);
        assert_eq!(read.drafts, expected.drafts);
        assert!(!read.drafts.is_empty());
    };

    check(
        ImportKind::ApprovedVendors,
        "厂商,生效日期,失效日期\nV1,2026/1/1,2026年12月31日",
        "vendor,valid_from,valid_to\nV1,2026-01-01,20261231",
    );
    check(
        ImportKind::Items,
        "料号,品名,英文品名,单位,小数位,包装材料,托外加工,检验时限（分钟）,公差\n411-1,螺丝,Screw,个,0,否,是,120,2%",
        "item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance\n\
         411-1,螺丝,Screw,pcs,0,no,yes,120,0.02",
    );
    check(
        ImportKind::Standards,
        "料号,项目,标准值,单位,生效日期\n411-1,单重,0.0125,公斤,20260101\n411-1,尺寸：外径,8.2,毫米,20260101",
        "item,what,value,unit,effective_from\n411-1,unit-weight,12.5,g,2026-01-01\n\
         411-1,dimension:外径,8.20,mm,2026-01-01",
    );
    check(
        ImportKind::Costs,
        "料号,成本,币别,单位,生效日期\n411-1,12.5,人民币,公斤,20260101",
        "item,cost,currency,per_unit,effective_from\n411-1,12.50,CNY,kg,2026-01-01",
    );
    check(
        ImportKind::Orders,
        "采购单号,类型,供应商代号,项次,料号,数量,单位,交期,状态,状态生效时间,替代单号,原采购单\n\
         PO1,托外,V1,1,411-1,１００,件,2026/11/23,替代,2026-11-20 08:10,PO2,",
        "order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of\n\
         PO1,subcontract,V1,1,411-1,100,pcs,2026-11-23,replaced,2026-11-20T00:10:00Z,PO2,",
    );
}

#[test]
fn a_file_of_another_shape_tells_what_it_lacks_and_what_it_is() {
    let refused = Office::default()
        .plan(ImportKind::Items, "vendor,valid_from,valid_to\nV1,2026-01-01,".as_bytes())
        .unwrap_err();

    let sentence = refused.sentence();
    assert!(
        sentence.en.starts_with("the items import lacks the headers item (料号), name_zh (品名)")
    );
    assert!(sentence.en.contains("found “vendor”, “valid_from”, “valid_to”"));
    assert!(sentence.en.ends_with("it looks like the approved-vendors import"));
    assert!(sentence.zh.contains("合格厂商名单"));
    assert!(matches!(
        refused,
        ImportError::Headers { looks_like: Some(ImportKind::ApprovedVendors), .. }
    ));
}

#[test]
fn a_column_that_means_nothing_here_is_named_and_passed_over() {
    let mut office = Office::default();

    let report = office.import(ImportKind::Vendors, "vendor,name,currency,电话\nV1,A,CNY,123");

    assert_eq!(counts(&report), [1, 0, 0, 0, 0]);
    assert_eq!(report.ignored_columns, ["电话"]);
    assert!(report.notes[0].en.contains("电话"));
}

#[test]
fn a_row_of_another_width_is_refused_by_itself() {
    let mut office = Office::default();

    let report = office.import(
        ImportKind::Vendors,
        "vendor,name,currency\n\nV1,A,CNY\nV2,Lee, Sons,CNY\nV3,C\nV4,D,\n",
    );

    assert_eq!(counts(&report), [2, 0, 0, 2, 0]);
    assert_eq!(
        refusals(&report),
        [
            (4, "", "the row has 4 fields, the header 3"),
            (5, "", "the row has 2 fields, the header 3"),
        ]
    );
    assert_eq!(report.refused_rows[0].key, "V2");
}

#[test]
fn a_refused_row_says_what_is_wrong_and_what_to_do_in_both_languages() {
    let mut office = Office::default();

    let report = office.import(
        ImportKind::Orders,
        "order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of\n\
         PO1,standard,V1,1,A1,\"1,000\",pcs,2026-11-23,open,,,",
    );

    let row = &report.refused_rows[0];
    assert_eq!((row.line, row.key.as_str(), row.field.as_deref()), (2, "PO1/1", Some("quantity")));
    assert!(row.reason.en.contains("holds a comma"), "{}", row.reason.en);
    assert!(row.remedy.en.starts_with("write 1000, or 1.000 if"), "{}", row.remedy.en);
    assert_eq!(row.reason.zh, "“1,000”中有逗号");
    assert!(row.remedy.zh.starts_with("请写 1000；若是小数，请写 1.000"), "{}", row.remedy.zh);
}

#[test]
fn a_code_that_excel_wrapped_is_the_code() {
    let mut office = Office::default();

    let report = office.import(
        ImportKind::Vendors,
        "vendor,name,currency\n=\"00123\",A,CNY\n\"=\"\"00123\"\"\",A,CNY\n00123,A,CNY",
    );

    assert_eq!(counts(&report), [1, 0, 2, 0, 0]);
    assert!(office.replica.vendor(&"00123".parse().unwrap()).is_some());
}

#[test]
fn all_or_nothing_drafts_nothing_where_a_row_is_refused() {
    let office = Office::default();
    let options = ImportOptions { all_or_nothing: true, ..options() };
    let check = |csv: &str, drafts: usize, withheld: bool| {
        let plan = plan(ImportKind::Vendors, csv.as_bytes(), &office.replica, &options).unwrap();
        assert_eq!((plan.drafts.len(), plan.report.withheld), (drafts, withheld));
        assert_eq!(plan.report.new, 1);
    };

    check("vendor,name,currency\nV1,A,CNY", 1, false);
    check("vendor,name,currency\nV1,A,CNY\nV2,,CNY", 0, true);
}

#[test]
fn a_report_is_plain_json() {
    let mut office = Office::default();

    let report = office.import(ImportKind::ApprovedVendors, "vendor,valid_from,valid_to\nV1,soon,");
    let json = serde_json::to_value(&report).unwrap();

    assert_eq!(json["kind"], "approved-vendors");
    assert_eq!(json["refused_rows"][0]["line"], 2);
    assert_eq!(json["refused_rows"][0]["field"], "valid_from");
    assert_eq!(json["refused_rows"][0]["reason"]["en"], "“soon” is not a day");
}

#[test]
fn the_handbook_names_every_header_in_both_languages() {
    let handbooks = [
        include_str!("../../../../docs/imports.md"),
        include_str!("../../../../docs/imports.zh-CN.md"),
    ];
    for kind in ImportKind::ALL {
        for column in columns::of(kind) {
            let names = std::iter::once(&column.name).chain(column.chinese);
            for name in names {
                let quoted = format!("`{name}`");
                assert!(handbooks.iter().all(|page| page.contains(&quoted)), "{kind} {name}");
            }
        }
    }
}
