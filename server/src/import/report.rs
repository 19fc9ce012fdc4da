//! What an import tells whoever runs it: counts, and every row that was refused or changes something.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use sync_core::text::Say;

use super::ImportKind;
use super::table::Table;

/// A sentence in both languages of the floor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Sentence {
    /// The same thing said twice.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }
}

impl Say for Sentence {
    fn chinese(&self) -> Cow<'static, str> {
        self.zh.clone().into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.en.clone().into()
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.en)
    }
}

/// What a file would change, and what of it could not be read.
///
/// Every row is counted once, as new, changed, unchanged or refused; what the file ends by
/// not naming it is counted apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// What the file states.
    pub kind: ImportKind,
    /// How its text was written.
    pub encoding: &'static str,
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
    /// Whether nothing is written because a row was refused and all or nothing was asked for.
    pub withheld: bool,
    /// Headers that mean nothing here; their columns were passed over.
    pub ignored_columns: Vec<String>,
    /// The rows that were left out, and what to do about each.
    pub refused_rows: Vec<RefusedRow>,
    /// The rows that change something, and what.
    pub changed_rows: Vec<ChangedRow>,
    /// What ends, and why.
    pub ended_rows: Vec<EndedRow>,
    /// What else should be known about this import.
    pub notes: Vec<Sentence>,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefusedRow {
    /// The line of the file on which it begins, counted from 1.
    pub line: u64,
    /// What it is about, as the file writes it.
    pub key: String,
    /// Its first field that is wrong, by English header; nothing where the whole row is.
    pub field: Option<&'static str>,
    /// What is wrong.
    pub reason: Sentence,
    /// What to do.
    pub remedy: Sentence,
}

/// A row that says something else than what was known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedRow {
    /// The line of the file on which it begins, counted from 1.
    pub line: u64,
    /// What it is about.
    pub key: String,
    /// What it changes.
    pub fields: Vec<FieldChange>,
}

/// One field, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The field, by English header.
    pub field: &'static str,
    /// What was known; empty for nothing.
    pub before: String,
    /// What the file says; empty for nothing.
    pub after: String,
}

/// Something known that a complete list does not name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EndedRow {
    /// What it is about.
    pub key: String,
    /// What becomes of it.
    pub reason: Sentence,
}

impl ImportReport {
    pub(super) fn new(kind: ImportKind, encoding: &'static str, table: &Table) -> Self {
        let mut report = Self {
            kind,
            encoding,
            rows: table.len(),
            new: 0,
            changed: 0,
            unchanged: 0,
            refused: 0,
            ended: 0,
            withheld: false,
            ignored_columns: table.ignored.clone(),
            refused_rows: Vec::new(),
            changed_rows: Vec::new(),
            ended_rows: Vec::new(),
            notes: Vec::new(),
        };
        if !table.ignored.is_empty() {
            let names = table.ignored.join(", ");
            report.notes.push(Sentence::new(
                format!("these columns mean nothing here and were passed over: {names}"),
                format!("以下列在此导入中没有意义，已忽略：{names}"),
            ));
        }
        report
    }

    pub(super) fn refuse(&mut self, row: RefusedRow) {
        self.refused += 1;
        self.refused_rows.push(row);
    }

    pub(super) fn change(&mut self, line: u64, key: String, fields: Vec<FieldChange>) {
        self.changed += 1;
        self.changed_rows.push(ChangedRow { line, key, fields });
    }

    pub(super) fn end(&mut self, key: String, reason: Sentence) {
        self.ended += 1;
        self.ended_rows.push(EndedRow { key, reason });
    }

    /// The counts stay, as what would have been.
    pub(super) fn withhold(&mut self) {
        self.withheld = true;
        self.notes.push(Sentence::new(
            format!(
                "nothing was written: all or nothing was asked for, and {} rows were refused; \
                 correct them and import the file again",
                self.refused
            ),
            format!(
                "未写入任何内容：要求全部成功才写入，而有 {} 行被拒；请更正后重新导入",
                self.refused
            ),
        ));
    }
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
            field,
            before: before.clone(),
            after: after.clone(),
        })
        .collect()
}
