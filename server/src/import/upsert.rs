//! Rows read one by one, and compared with what is known: new, changed, unchanged or refused.

use std::collections::BTreeMap;
use std::fmt;

use sync_core::api::{ChangedRow, ImportReport};
use sync_core::fact::{Entity, Event};

use super::reason::{RowError, RowErrorKind};
use super::report::differences;
use super::table::{Row, Table};

/// A statement, field by field, as reports show it; always the same fields in the same order.
pub(super) trait Stated: PartialEq {
    fn fields(&self) -> Vec<(&'static str, String)>;
}

/// A row that was understood.
#[derive(Debug)]
pub(super) struct Read<K, V> {
    pub(super) line: u64,
    pub(super) key: K,
    pub(super) stated: V,
}

/// What the rows of a file say.
#[derive(Debug)]
pub(super) struct Reading<'t, K, V> {
    /// Rows that were understood, each key once.
    pub(super) rows: Vec<Read<K, V>>,
    /// Rows that were left out; they may still tell what they were about.
    pub(super) refused: Vec<Row<'t>>,
}

/// Reads every row and keeps what is new or changed, as drafts about what its key names.
pub(super) fn plan<K, V>(
    table: &Table,
    report: &mut ImportReport,
    read_row: impl Fn(&Row<'_>) -> Result<(K, V), RowError>,
    known: impl Fn(&K) -> Option<V>,
    about: impl Fn(K) -> Entity,
) -> Vec<(Entity, Event)>
where
    K: Ord + Clone + fmt::Display,
    V: Stated + Into<Event>,
{
    let reading = read(table, report, read_row);
    let fresh = fresh(reading.rows, known, report);
    fresh.into_iter().map(|(key, stated)| (about(key), stated.into())).collect()
}

/// Reads every row. A row that repeats an earlier one is unchanged, one that contradicts it
/// is refused.
pub(super) fn read<'t, K: Ord + Clone, V: Stated>(
    table: &'t Table,
    report: &mut ImportReport,
    read_row: impl Fn(&Row<'_>) -> Result<(K, V), RowError>,
) -> Reading<'t, K, V> {
    let mut reading = Reading { rows: Vec::<Read<K, V>>::new(), refused: Vec::new() };
    let mut seen: BTreeMap<K, usize> = BTreeMap::new();
    for row in table.rows() {
        let outcome = row.check_width().and_then(|()| read_row(&row));
        let outcome = outcome.and_then(|(key, stated)| {
            let earlier = seen.get(&key).and_then(|at| reading.rows.get(*at));
            match earlier {
                Some(earlier) if earlier.stated == stated => Ok(None),
                Some(earlier) => Err(repeats(earlier, &stated, row.line)),
                None => Ok(Some((key, stated))),
            }
        });
        match outcome {
            Ok(Some((key, stated))) => {
                seen.insert(key.clone(), reading.rows.len());
                let line = row.line;
                reading.rows.push(Read { line, key, stated });
            }
            Ok(None) => report.unchanged += 1,
            Err(refused) => {
                report.refuse(row.refuse(&refused));
                reading.refused.push(row);
            }
        }
    }
    reading
}

fn repeats<K, V: Stated>(earlier: &Read<K, V>, stated: &V, here: u64) -> RowError {
    let differences = differences(&earlier.stated.fields(), &stated.fields());
    let field = differences.into_iter().next().map(|difference| difference.field);
    let earlier = earlier.line;
    RowError { field, reason: RowErrorKind::Repeats { earlier, here } }
}

/// Keeps the rows that say something else than is known, and reports each.
pub(super) fn fresh<K: fmt::Display, V: Stated>(
    rows: Vec<Read<K, V>>,
    known: impl Fn(&K) -> Option<V>,
    report: &mut ImportReport,
) -> Vec<(K, V)> {
    let mut fresh = Vec::new();
    for Read { line, key, stated } in rows {
        match known(&key) {
            Some(known) if known == stated => {
                report.unchanged += 1;
                continue;
            }
            Some(known) => {
                let fields = differences(&known.fields(), &stated.fields());
                report.change(ChangedRow { line, key: key.to_string(), fields });
            }
            None => report.new += 1,
        }
        fresh.push((key, stated));
    }
    fresh
}

/// A field that may say nothing, as reports show it.
pub(super) fn shown<T: fmt::Display>(value: Option<&T>) -> String {
    value.map(T::to_string).unwrap_or_default()
}
