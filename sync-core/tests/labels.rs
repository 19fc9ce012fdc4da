//! Labels of others: published examples, labels that were built and read again, and garbage.

#![allow(clippy::unwrap_used, reason = "a test ends where something is wrong")]

use std::fmt::Write as _;

use proptest::prelude::*;
use sync_core::scan::carrier::unescaped;
use sync_core::scan::{LONGEST, Reading, gs1::table, read};

const GS1: &str = include_str!("../src/scan/examples/gs1.txt");
const MH10: &str = include_str!("../src/scan/examples/mh10.txt");

/// Words as they stand in JSON.
fn word(of: impl serde::Serialize) -> String {
    serde_json::to_value(of).unwrap().as_str().unwrap().to_owned()
}

/// A reading as a row of the tables says it.
fn row(reading: &Reading) -> [String; 3] {
    let ids: Vec<_> =
        reading.identifiers.iter().map(|one| format!("{}={}", one.id, one.value)).collect();
    let meanings: Vec<_> = reading
        .meanings
        .iter()
        .map(|one| {
            let unit = one.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            format!("{}={}{unit}", word(one.kind), one.value)
        })
        .collect();
    let mut verdicts: Vec<_> = reading
        .doubts
        .iter()
        .map(|doubt| format!("{} {} {}", word(doubt.kind), word(doubt.reason), doubt.id))
        .collect();
    let refused = reading.refused.as_ref();
    verdicts.extend(refused.map(|of| format!("refused {} {}", word(of.reason), of.id)));
    [ids.join(";"), meanings.join(";"), verdicts.join(";")].map(|text| text.trim().to_owned())
}

fn walk(table: &str, least: usize) {
    let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(rows.len() >= least, "{} rows", rows.len());
    let mut wrong = String::new();
    for line in rows {
        let fields: Vec<&str> = line.split(" | ").collect();
        let [_, text, expected @ ..] = fields.as_slice() else { panic!("{line}") };
        let reading = read(&unescaped(text), 2026);
        let found = row(&reading);
        if expected.iter().map(|field| field.trim()).ne(found.iter().map(String::as_str)) {
            let _ = writeln!(wrong, "{text}\n  expected {expected:?}\n  found    {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn published_examples_of_gs1_are_read() {
    walk(GS1, 80);
}

#[test]
fn published_examples_of_data_identifiers_are_read() {
    walk(MH10, 40);
}

/// A value of an identifier that ends where a separator stands.
fn elements() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let ids: Vec<&'static str> = table::TABLE
        .iter()
        .filter(|row| row.parts.starts_with("X-") && !row.parts.contains([':', ' ']))
        .map(|row| row.first)
        .collect();
    let element = (prop::sample::select(ids), "[A-Za-z0-9./+_-]{1,2}");
    prop::collection::btree_map(
        element.clone().prop_map(|(id, _)| id),
        element.prop_map(|(_, value)| value),
        1..8,
    )
    .prop_map(|map| map.into_iter().collect())
}

proptest! {
    #[test]
    fn what_was_built_of_gs1_is_read_again(elements in elements()) {
        let coded: Vec<String> = elements.iter().map(|(id, value)| format!("{id}{value}")).collect();
        let bracketed: Vec<String> = elements.iter().map(|(id, value)| format!("({id}){value}")).collect();
        let expected: Vec<_> = elements.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect();

        for text in [format!("]C1{}", coded.join("\u{1D}")), bracketed.concat()] {
            let reading = read(&text, 2026);
            let found: Vec<_> = reading.identifiers.into_iter().map(|one| (one.id, one.value)).collect();
            prop_assert_eq!(&found, &expected, "{}", text);
            prop_assert_eq!(reading.refused, None);
        }
    }

    #[test]
    fn what_was_built_of_data_identifiers_is_read_again(
        fields in prop::collection::vec(("[0-9]{0,3}[A-Z]", "[A-Za-z0-9./+_ -]{0,12}"), 1..9)
    ) {
        let coded: Vec<String> = fields.iter().map(|(id, value)| format!("{id}{value}")).collect();
        let text = format!("[)>\u{1E}06\u{1D}{}\u{1E}\u{4}", coded.join("\u{1D}"));

        let found: Vec<_> = read(&text, 2026).identifiers.into_iter().map(|one| (one.id, one.value)).collect();

        prop_assert_eq!(found, fields);
    }

    #[test]
    fn garbage_is_read_or_refused(text in ".{0,400}", head in "(]C1|\\[\\)>\u{1E}06\u{1D}|\\{a:|\\(01\\)|https://a/01/|00|01)?") {
        let text = format!("{head}{text}");
        let reading = read(&text, 2026);
        prop_assert!(reading.refused.is_some() || !reading.identifiers.is_empty(), "{:?}", text);
    }

    #[test]
    fn bytes_of_any_kind_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..4096)) {
        let _ = read(&String::from_utf8_lossy(&bytes), 2026);
    }
}

#[test]
#[allow(clippy::disallowed_types, reason = "the time that reading takes is measured here")]
fn a_label_longer_than_any_code_is_refused_and_long_garbage_costs_little() {
    let long = "9".repeat(LONGEST + 1);
    assert!(read(&long, 2026).refused.is_some());
    for unit in
        ["(10)A", "10A\u{1D}", "a:1,", "^]", "<GS", "/01/9", "P1 ", "\\x1d", "]", "（", "91", "Q1,"]
    {
        for head in ["", "]C1", "[)>\u{1E}06\u{1D}", "{a:1,", "https://a/01/"] {
            let text = format!("{head}{}", unit.repeat(4_096 / unit.len()));
            let began = std::time::Instant::now();
            let _ = read(&text, 2026);
            // A millisecond where it is optimised; so much room has a build that is not.
            assert!(began.elapsed().as_millis() < 200, "{head}{unit}");
        }
    }
}
