//! A file's text becomes rows: RFC 4180 with commas, semicolons or tabs, each row with its line.

use csv::StringRecord;
use sync_core::api::{ImportKind, RefusedRow};

use super::cell::unwrapped;
use super::columns::{self, Column};
use super::error::ImportError;
use super::reason::{RowError, RowErrorKind};
use super::totals;

/// The separators that are read; the first wins where the header leaves it open.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A file whose headers fit its import.
#[derive(Debug)]
pub(super) struct Table {
    kind: ImportKind,
    /// Where each field stands.
    places: Vec<(&'static str, usize)>,
    width: usize,
    records: Vec<(u64, StringRecord)>,
    /// Headers that mean nothing here.
    pub(super) ignored: Vec<String>,
    /// The lines of rows that are sums of others, and none of the rows.
    pub(super) totals: Vec<u64>,
}

/// One row, by the names of its fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'t> {
    table: &'t Table,
    cells: &'t StringRecord,
    /// The line of the file on which it begins, counted from 1.
    pub(super) line: u64,
}

impl Table {
    /// Reads the header and the rows; blank rows are none.
    pub(super) fn read(kind: ImportKind, text: &str) -> Result<Self, ImportError> {
        let (skipped, text) = after_separator_line(text);
        let separator = separator_of(kind, text);
        if let Some(line) = unclosed_quote(text, separator) {
            return Err(ImportError::UnclosedQuote { line: line + skipped });
        }

        let mut records = records(text, separator)?;
        for (line, _) in &mut records {
            *line += skipped;
        }
        if records.is_empty() {
            return Err(ImportError::Empty);
        }
        let (_, header) = records.remove(0);
        let headers: Vec<String> = header.iter().map(unwrapped).collect();
        let places = places(kind, &headers)?;
        let ignored = headers
            .iter()
            .filter(|header| columns::find(kind, header).is_none() && !header.trim().is_empty())
            .cloned()
            .collect();
        let totals = Vec::new();
        let mut table = Self { kind, places, width: headers.len(), records, ignored, totals };
        table.totals = table.rows().filter(totals::is_total).map(|row| row.line).collect();
        let totals = &table.totals;
        table.records.retain(|(line, _)| !totals.contains(line));
        Ok(table)
    }

    /// The rows below the header.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|(line, cells)| Row { table: self, cells, line: *line })
    }

    /// How many rows stand below the header.
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }
}

impl Row<'_> {
    /// A row with too few or too many fields says nothing: its cells stand under other headers.
    pub(super) fn check_width(&self) -> Result<(), RowError> {
        if self.is_whole() {
            return Ok(());
        }
        Err(RowError::row(RowErrorKind::FieldCount {
            expected: self.table.width,
            found: self.cells.len(),
        }))
    }

    /// Whether it has as many fields as the header.
    pub(super) fn is_whole(&self) -> bool {
        self.cells.len() == self.table.width
    }

    /// What the rows of the file are about.
    pub(super) const fn kind(&self) -> ImportKind {
        self.table.kind
    }

    /// All cells as the file has them.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// A cell as it was meant; nothing where it is blank, or the file has no such column.
    pub(super) fn cell(&self, field: &'static str) -> Option<String> {
        let (_, place) = self.table.places.iter().find(|(name, _)| *name == field)?;
        let cell = unwrapped(self.cells.get(*place)?);
        (!cell.is_empty()).then_some(cell)
    }

    /// A field that must say something.
    pub(super) fn required<T>(
        &self,
        field: &'static str,
        read: impl FnOnce(&str) -> Result<T, RowErrorKind>,
    ) -> Result<T, RowError> {
        self.optional(field, read)?.ok_or_else(|| RowError::field(field, RowErrorKind::Empty))
    }

    /// A field that may be blank.
    pub(super) fn optional<T>(
        &self,
        field: &'static str,
        read: impl FnOnce(&str) -> Result<T, RowErrorKind>,
    ) -> Result<Option<T>, RowError> {
        self.cell(field)
            .map(|cell| read(&cell))
            .transpose()
            .map_err(|reason| RowError::field(field, reason))
    }

    /// What names the row, as the file writes it.
    pub(super) fn key(&self) -> String {
        let cells: Vec<String> = columns::key_of(self.table.kind)
            .iter()
            .map(|field| self.cell(field).unwrap_or_default())
            .collect();
        let key = cells.join("/");
        let key = key.trim_matches('/');
        key.chars().take(120).collect()
    }

    /// The row's refusal, for the report.
    pub(super) fn refuse(&self, refused: &RowError) -> RefusedRow {
        RefusedRow {
            line: self.line,
            key: self.key(),
            field: refused.field.clone(),
            reason: refused.reason.sentence(),
            remedy: refused.reason.remedy(),
        }
    }
}

/// Excel writes `sep=;` on a line of its own; it says no more than the header does.
fn after_separator_line(text: &str) -> (u64, &str) {
    let Some((first, rest)) = text.split_once('\n') else {
        return (0, text);
    };
    let first = first.trim_end_matches('\r').trim_matches('"');
    if first.to_ascii_lowercase().starts_with("sep=") && first.chars().count() <= 5 {
        (1, rest)
    } else {
        (0, text)
    }
}

/// The separator under which most headers are known; where none is, the one that cuts finest.
fn separator_of(kind: ImportKind, text: &str) -> u8 {
    let fit = |separator: u8| {
        let header =
            reader(text, separator).into_records().find_map(Result::ok).unwrap_or_default();
        let known =
            header.iter().filter(|cell| columns::find(kind, &unwrapped(cell)).is_some()).count();
        (known, header.len())
    };
    SEPARATORS.into_iter().rev().max_by_key(|separator| fit(*separator)).unwrap_or(b',')
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// All records that are not blank, each with its line.
fn records(text: &str, separator: u8) -> Result<Vec<(u64, StringRecord)>, ImportError> {
    let mut lines = Lines::of(text);
    let mut records = Vec::new();
    for record in reader(text, separator).into_records() {
        let record = record.map_err(|why| ImportError::NotCsv { why: why.to_string() })?;
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.at(usize::try_from(start).unwrap_or(usize::MAX));
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            records.push((line, record));
        }
    }
    Ok(records)
}

/// Counts lines as an editor does, in one pass: the reader's own count is behind after blank
/// lines and between the two characters of a line's end.
struct Lines<'t> {
    bytes: &'t [u8],
    place: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), place: 0, line: 1 }
    }

    /// The line of the first thing written at or after `start`; calls go forward only.
    fn at(&mut self, start: usize) -> u64 {
        while let Some(byte) = self.bytes.get(self.place) {
            let ends_line = *byte == b'\n'
                || (*byte == b'\r' && self.bytes.get(self.place + 1) != Some(&b'\n'));
            if self.place >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(ends_line);
            self.place += 1;
        }
        self.line
    }
}

/// The line of a quotation mark that is never closed: the reader would take all rows after it
/// for one cell, without a word.
fn unclosed_quote(text: &str, separator: u8) -> Option<u64> {
    #[derive(Clone, Copy)]
    enum At {
        Start,
        Plain,
        Quoted(usize),
        AfterQuote(usize),
    }
    let mut at = At::Start;
    for (place, byte) in text.bytes().enumerate() {
        let ends = byte == separator || byte == b'\n' || byte == b'\r';
        at = match (at, byte) {
            (At::Start, b'"') => At::Quoted(place),
            (At::Quoted(opened), b'"') => At::AfterQuote(opened),
            (At::AfterQuote(opened), b'"') | (At::Quoted(opened), _) => At::Quoted(opened),
            (At::Start | At::Plain | At::AfterQuote(_), _) if ends => At::Start,
            (At::Start | At::Plain | At::AfterQuote(_), _) => At::Plain,
        };
    }
    match at {
        At::Quoted(opened) => Some(Lines::of(text).at(opened)),
        At::Start | At::Plain | At::AfterQuote(_) => None,
    }
}

/// Where each field stands, or what is wrong with the header.
fn places(kind: ImportKind, headers: &[String]) -> Result<Vec<(&'static str, usize)>, ImportError> {
    let missing = columns::missing(kind, headers);
    if !missing.is_empty() {
        return Err(ImportError::Headers {
            kind,
            missing: missing.into_iter().map(|column| column.name).collect(),
            found: headers.to_vec(),
            looks_like: columns::looks_like(kind, headers),
        });
    }

    let mut places = Vec::new();
    for column in columns::of(kind) {
        let meaning = |header: &&String| {
            columns::find(kind, header).is_some_and(|found: &Column| found.name == column.name)
        };
        let found: Vec<String> = headers.iter().filter(meaning).cloned().collect();
        if found.len() > 1 {
            let name = column.name;
            return Err(ImportError::RepeatedHeader { name, found });
        }
        if let Some(place) = headers.iter().position(|header| meaning(&header)) {
            places.push((column.name, place));
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, String)> {
        let table = Table::read(ImportKind::Vendors, text).unwrap();
        table.rows().map(|row| (row.line, row.cell("name").unwrap_or_default())).collect()
    }

    #[test]
    fn rows_bear_the_line_that_an_editor_shows() {
        let expected = vec![(2, "A".to_owned()), (5, "B".to_owned()), (7, "C".to_owned())];
        let text = "vendor,name,currency\nV1,A,CNY\n\n,,\nV2,B,\"C\nN\"\nV3,C,CNY\n";

        assert_eq!(lines(text), expected);
        assert_eq!(lines(&text.replace('\n', "\r\n")), expected);
        assert_eq!(lines(&text.replace('\n', "\r")), expected);
    }

    #[test]
    fn quoted_cells_hold_commas_and_marks() {
        assert_eq!(
            lines("vendor,name,currency\nV1,\"A, \"\"B\"\"\",CNY"),
            [(2, "A, \"B\"".to_owned())]
        );
    }

    #[test]
    fn semicolons_and_tabs_are_read_as_well() {
        assert_eq!(lines("vendor;name;currency\nV1;A, B;CNY"), [(2, "A, B".to_owned())]);
        assert_eq!(lines("vendor\tname\tcurrency\nV1\tA\tCNY"), [(2, "A".to_owned())]);
        assert_eq!(lines("sep=;\r\nvendor;name;currency\r\nV1;A;CNY"), [(3, "A".to_owned())]);
    }

    #[test]
    fn a_mark_that_is_never_closed_is_found_on_its_line() {
        let check = |text: &str, line| {
            let refused = Table::read(ImportKind::Vendors, text).unwrap_err();
            assert_eq!(refused, ImportError::UnclosedQuote { line });
        };

        check("vendor,name,currency,note\nV1,A,CNY,\"oops\nV2,B,CNY,\n", 2);
        check("vendor,name,currency\r\nV1,A,CNY\r\n\"V2,B,CNY\r\n", 3);
    }

    #[test]
    fn a_mark_inside_a_cell_opens_nothing() {
        assert_eq!(
            lines("vendor,name,currency\nV1,5\" pipe,CNY\nV2,B,CNY"),
            [(2, "5\" pipe".to_owned()), (3, "B".to_owned())]
        );
    }

    #[test]
    fn two_columns_of_one_meaning_are_refused() {
        let refused = Table::read(ImportKind::Vendors, "vendor,厂商,name,currency\n").unwrap_err();

        assert_eq!(refused.to_string(), "“vendor”, “厂商” all mean vendor: keep one of them");
    }

    #[test]
    fn a_file_without_anything_is_refused() {
        for text in ["", "\r\n\r\n", " , ,\n"] {
            let refused = Table::read(ImportKind::Vendors, text).unwrap_err();
            assert_eq!(refused, ImportError::Empty, "{text:?}");
        }
    }
}
