//! What an import tells whoever runs it, beside the counts: notes, and which fields differ.

use sync_core::api::{FieldChange, ImportKind, ImportReport, ManyEnd, Sentence};

/// The report of a file of which no row was looked at yet; it tells which columns were ignored.
pub(super) fn begin(
    kind: ImportKind,
    encoding: &'static str,
    rows: usize,
    ignored: &[String],
) -> ImportReport {
    let mut report = ImportReport::new(kind, encoding, rows, ignored.to_vec());
    if !ignored.is_empty() {
        let names = ignored.join(", ");
        report.notes.push(Sentence::new(
            format!("these columns mean nothing here and were passed over: {names}"),
            format!("以下列在此导入中没有意义，已忽略：{names}"),
        ));
    }
    report
}

/// Nothing of the file is written; the counts stay, as what would have been.
pub(super) fn withhold(report: &mut ImportReport) {
    let refused = report.refused;
    report.withheld = true;
    report.notes.push(Sentence::new(
        format!(
            "nothing was written: all or nothing was asked for, and {refused} rows were refused; \
             correct them and import the file again"
        ),
        format!("未写入任何内容：要求全部成功才写入，而有 {refused} 行被拒；请更正后重新导入"),
    ));
}

/// Some lines of a file, in English and Chinese; nothing where there is none.
pub(super) fn lines_in_words(lines: &[u64]) -> Option<(String, String)> {
    const MOST: usize = 10;
    let some: Vec<String> = lines.iter().take(MOST).map(ToString::to_string).collect();
    let (some_en, some_zh) = (some.join(", "), some.join("、"));
    match lines.len() {
        0 => None,
        1 => Some((format!("line {some_en}"), format!("第 {some_zh} 行"))),
        2..=MOST => Some((format!("lines {some_en}"), format!("第 {some_zh} 行"))),
        all => Some((format!("lines {some_en}, … ({all})"), format!("第 {some_zh} 行等 {all} 行"))),
    }
}

/// Nothing of the file is written until somebody says that so many approvals do end.
pub(super) fn ask_about_ending(report: &mut ImportReport, many: ManyEnd) {
    let ManyEnd { ended, of } = many;
    report.withheld = true;
    report.notes.push(Sentence::new(
        format!(
            "nothing was written: this list ends the approval of {ended} of {of} vendors; a part of \
             the list ends all others. Import the whole list, or say that many end (--end-many)"
        ),
        format!(
            "未写入任何内容：此名单将终止 {of} 家厂商中 {ended} 家的资格；只导出一部分，其余就会全部终止。\
             请导入完整名单，或确认确实要终止（--end-many）"
        ),
    ));
}

/// The fields in which two statements differ.
pub(super) fn differences(
    before: &[(&'static str, String)],
    after: &[(&'static str, String)],
) -> Vec<FieldChange> {
    before
        .iter()
        .zip(after)
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| FieldChange {
            field: (*field).into(),
            before: before.clone(),
            after: after.clone(),
        })
        .collect()
}
