//! One word for one thing: what the core names is named nowhere else, and as the glossary says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use inwards_tests::sources::{root, texts};
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::text::Named;
use sync_core::view::{LotStatus, ReceiptStatus};

/// Where the names stand.
const NAMES: &str = "sync-core/src/text/names/";

/// What the core calls things: an English name may be a verb here and a state there.
type Names = BTreeMap<String, BTreeSet<String>>;

/// Words that once named something too, and the word that stands.
const RETIRED: [(&str, &str); 41] = [
    ("Due within 1 h", "due soon"),
    ("Let it in", "readmit"),
    ("\"Shelved\"", "put away"),
    ("事实", "记录"),
    ("人员无此权限", "人员岗位不符"),
    ("修订", "修正"),
    ("入帐", "过账"),
    ("入账", "过账"),
    ("准予记入", "准入"),
    ("准时", "及时"),
    ("出卡", "开卡"),
    ("包材", "包装材料"),
    ("卡未到", "资料未到"),
    ("发卡", "开卡"),
    ("吊销", "停用"),
    ("失效采购单", "采购单变更"),
    ("将到期", "即将到期"),
    ("归入", "指定"),
    ("待到达", "资料未到"),
    ("待判", "待检"),
    ("待资料", "资料未到"),
    ("快到期", "即将到期"),
    ("托工", "托外"),
    ("批次", "批"),
    ("开单未到", "资料未到"),
    ("暂扣", "挂起"),
    ("月台", "码头"),
    ("未发送", "未传"),
    ("未送", "未传"),
    ("检验中", "待检"),
    ("测量", "量测"),
    ("登记", "注册"),
    ("签收", "签核"),
    ("签数", "签核"),
    ("签点数", "签核"),
    ("签认", "确认"),
    ("货位", "库位"),
    ("超收", "超交"),
    ("超时", "逾期"),
    ("逾时", "逾期"),
    ("重盘", "重点"),
];

/// Where a retired word says something else: the file's beginning, the word, and why.
const ANOTHER_SENSE: [(&str, &str, &str); 0] = [];

/// Where a name stands as a text of its own: the file's beginning, the name or nothing for any,
/// and why.
const COINCIDES: [(&str, &str, &str); 2] = [
    ("server/src/import/", "", "the words of the ERP's files, which are read and not said"),
    ("sync-core/src/fact/characteristic.rs", "", "the same, and what people type"),
];

#[test]
fn nothing_is_called_by_a_word_that_was_retired() {
    let told = ["README.md", "README.zh-CN.md", "docs/glossary.md", "docs/imports.zh-CN.md"];
    let told = told.map(|path| (path.to_owned(), read(path)));
    for (path, text) in texts(&["rs", "js", "mjs", "html"]).into_iter().chain(told) {
        if path != "tests/tests/wording.rs" {
            assert_eq!(retired_in(&path, &text), [], "{path}");
        }
    }
}

#[test]
fn a_retired_word_is_found_beside_the_one_that_stands() {
    let found = retired_in("a.rs", "“即将到期”，“将到期”，“重盘”");

    assert_eq!(found, [("将到期", "即将到期"), ("重盘", "重点")]);
    assert_eq!(retired_in("a.rs", "即将到期，重点"), []);
}

#[test]
fn what_the_core_names_is_written_out_nowhere_else() {
    let names = names();
    for (path, text) in texts(&["rs", "js"]) {
        let is_product = ["sync-core/src/", "server/", "scanner-client/"]
            .iter()
            .any(|folder| path.starts_with(folder));
        let is_test = path.contains("/tests/") || path.ends_with("/tests.rs");
        if is_product && !is_test && !path.starts_with(NAMES) {
            assert_eq!(written_again(&names, &path, &text), Vec::<String>::new(), "{path}");
        }
    }
}

#[test]
fn a_name_that_is_written_again_is_found_and_a_sentence_that_holds_it_is_none() {
    let names = names();
    let twice = "fn status() -> &'static str { \"挂起\" }";
    let sentence = "fn status() -> &'static str { \"这批挂起了\" }";
    let in_a_test = format!("#[cfg(test)]\nmod tests {{ {twice} }}");

    assert_eq!(written_again(&names, "a.rs", twice), ["挂起"]);
    assert!(written_again(&names, "a.rs", sentence).is_empty());
    assert!(written_again(&names, "a.rs", &in_a_test).is_empty());
    assert_eq!(written_again(&names, "a.js", "const held = '挂起';"), ["挂起"]);
}

#[test]
fn the_glossary_and_the_core_name_the_same_things_alike() {
    let glossary = read("docs/glossary.md");
    let names = names();

    let (agree, differ) = compared(&names, &glossary);

    assert_eq!(differ, Vec::<String>::new());
    assert!(agree.len() >= 60, "only {} words of the glossary are names: {agree:?}", agree.len());
}

#[test]
fn every_state_stands_in_the_glossary() {
    fn check<T: Named>(glossary: &BTreeMap<String, String>) {
        for state in T::ALL.iter().map(|state| state.called()) {
            let told = glossary.get(state.english).map(String::as_str);
            assert_eq!(told, Some(state.chinese), "{}", state.english);
        }
    }
    let glossary = glossary_words(&read("docs/glossary.md")).into_iter().collect();
    check::<LotStatus>(&glossary);
    check::<ReceiptStatus>(&glossary);
    check::<DeadlineStatus>(&glossary);
}

#[test]
fn a_glossary_that_calls_a_state_otherwise_is_found() {
    let changed = "| held | 暂扣 | a judged lot |\n| pass, reject | 合格, 退 | verdicts |";

    let (agree, differ) = compared(&names(), changed);

    assert_eq!(agree, ["pass"]);
    assert_eq!(differ, [r#"held: 暂扣, but {"挂起"}"#, r#"reject: 退, but {"不合格"}"#]);
}

#[test]
fn every_rule_that_explains_an_answer_has_a_name() {
    for (path, text) in texts(&["rs"]) {
        if !path.starts_with("sync-core/src/view/explain/") {
            continue;
        }
        for rule in text.split("reason(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(sync_core::text::names::rule(rule).is_some(), "{path}: {rule}");
        }
    }
}

fn retired_in(path: &str, text: &str) -> Vec<(&'static str, &'static str)> {
    let stands_there = |retired: &str, stands: &str| {
        let means_another =
            ANOTHER_SENSE.iter().any(|(file, word, _)| path.starts_with(file) && *word == retired);
        !means_another && text.replace(stands, "").contains(retired)
    };
    RETIRED.into_iter().filter(|(retired, stands)| stands_there(retired, stands)).collect()
}

/// Names that stand as whole texts in a source file, its tests not counted.
fn written_again(names: &Names, path: &str, text: &str) -> Vec<String> {
    let product = text.split("#[cfg(test)]").next().unwrap_or(text);
    let chinese: BTreeSet<&str> = names.values().flatten().map(String::as_str).collect();
    let coincides = |name: &str| {
        COINCIDES
            .iter()
            .any(|(file, word, _)| path.starts_with(file) && (word.is_empty() || *word == name))
    };
    let is_written = |name: &str| {
        product.contains(&format!("\"{name}\"")) || product.contains(&format!("'{name}'"))
    };
    chinese
        .into_iter()
        .filter(|name| is_written(name) && !coincides(name))
        .map(str::to_owned)
        .collect()
}

/// Words of the glossary that are names of the core: those that agree, and those that do not.
fn compared(names: &Names, glossary: &str) -> (Vec<String>, Vec<String>) {
    let (mut agree, mut differ) = (Vec::new(), Vec::new());
    for (english, chinese) in glossary_words(glossary) {
        match names.get(&english) {
            Some(names) if names.contains(&chinese) => agree.push(english),
            Some(names) => differ.push(format!("{english}: {chinese}, but {names:?}")),
            None => {}
        }
    }
    (agree, differ)
}

/// The words of the glossary's tables, English and Chinese; one row may hold several of each.
fn glossary_words(glossary: &str) -> Vec<(String, String)> {
    let mut words = Vec::new();
    for row in glossary.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, english, chinese, ..] = cells[..] else { continue };
        let (english, chinese) = (english.split(", "), chinese.split(", "));
        words.extend(english.zip(chinese).map(|(e, c)| (e.to_owned(), c.to_owned())));
    }
    words
}

/// The core's names, by their English: as the source writes them, so that none is left out.
fn names() -> Names {
    let mut names = Names::new();
    for (path, text) in texts(&["rs"]) {
        if !path.starts_with(NAMES) || path.ends_with("/tests.rs") {
            continue;
        }
        for call in text.split("name(").skip(1) {
            let mut parts = call.split('"');
            if let (Some(opening), Some(chinese), Some(between), Some(english)) =
                (parts.next(), parts.next(), parts.next(), parts.next())
                && opening.trim().is_empty()
                && between.trim() == ","
            {
                names.entry(english.to_owned()).or_default().insert(chinese.to_owned());
            }
        }
    }
    assert!(names.len() > 150, "the names are read from their source: {}", names.len());
    names
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a source is text")
}
