//! Imports as the office sees them: files in, facts and a report out.

mod approvals;
mod files;
mod orders;
mod properties;
mod sameness;
mod upserts;

use sync_core::fact::{Day, Entity, Event, Fact, Header};
use sync_core::ids::{FactId, PersonNumber};
use sync_core::replica::Replica;
use sync_core::time::{HybridClock, SiteOffset, Timestamp};

use super::{ImportError, ImportKind, ImportOptions, ImportPlan, ImportReport, plan};

/// A site whose server imports files: what was drafted becomes facts.
#[derive(Default)]
struct Office {
    replica: Replica,
    clock: HybridClock,
    written: u64,
}

impl Office {
    /// An office that has imported these files already.
    fn knowing(files: &[(ImportKind, &str)]) -> Self {
        let mut office = Self::default();
        for (kind, csv) in files {
            office.import(*kind, csv);
        }
        office
    }

    fn plan(&self, kind: ImportKind, csv: &[u8]) -> Result<ImportPlan, ImportError> {
        plan(kind, csv, &self.replica, &options())
    }

    /// Imports a file that is not refused as a whole, and writes what it drafts.
    fn import(&mut self, kind: ImportKind, csv: &str) -> ImportReport {
        let plan = self.plan(kind, csv.as_bytes()).unwrap();
        self.write(plan.drafts);
        plan.report
    }

    fn write(&mut self, drafts: Vec<(Entity, Event)>) {
        for (entity, event) in drafts {
            self.written += 1;
            let header = Header {
                id: FactId::new(0, self.written),
                merge_time: self.clock.tick(now()),
                recorded: now(),
                author: PersonNumber::SERVER,
                entity,
                kind: event.kind() as u16,
                version: event.kind().version(),
            };
            self.replica.insert(Fact { header, payload: event.encode() });
        }
    }
}

fn now() -> Timestamp {
    "2026-11-23T08:00:00+08:00".parse().unwrap()
}

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn options() -> ImportOptions {
    ImportOptions {
        all_or_nothing: false,
        end_many: true,
        effective: day("2026-11-23"),
        site: SiteOffset::CHINA,
        now: now(),
    }
}

/// New, changed, unchanged, refused, ended.
fn counts(report: &ImportReport) -> [usize; 5] {
    [report.new, report.changed, report.unchanged, report.refused, report.ended]
}

/// Line, field and English reason of each refused row.
fn refusals(report: &ImportReport) -> Vec<(u64, &str, &str)> {
    report
        .refused_rows
        .iter()
        .map(|row| (row.line, row.field.as_deref().unwrap_or_default(), row.reason.en.as_str()))
        .collect()
}

/// Line, field, before and after of each change.
fn changes(report: &ImportReport) -> Vec<(u64, &str, &str, &str)> {
    report
        .changed_rows
        .iter()
        .flat_map(|row| {
            row.fields.iter().map(|change| {
                (row.line, &*change.field, change.before.as_str(), change.after.as_str())
            })
        })
        .collect()
}
