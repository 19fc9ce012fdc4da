//! Taking facts out of a site: what poisons it stays in the log, and takes part in nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sync_core::fact::{Entity, Event, Expunged, Fact, Kind};
use sync_core::ids::{DeviceNumber, FactId, PersonNumber, Text};
use sync_core::rules::expunge::may_go;
use sync_core::time::Timestamp;
use sync_core::wire;

use super::handle::{Admin, refuse};
use crate::audit::What;
use crate::hub::{AuthorError, Drafts, SiteMemory};

/// So many facts go at once: with what they had set aside, as many as a set of facts may name.
const MOST_AT_ONCE: u64 = 40_000;
/// How much of the log is read at once.
const BYTES_AT_ONCE: usize = 1 << 20;
/// So many rows of the log are told at once.
const MOST_ROWS: usize = 10_000;

/// Positions of the log, first and last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Positions {
    /// The first of them.
    pub first: u64,
    /// The last of them.
    pub last: u64,
}

/// What is to be told of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogQuestion {
    /// The position from which on it is read.
    pub from: u64,
    /// Only what this device wrote, or what the server wrote about it.
    pub device: Option<DeviceNumber>,
    /// Only facts of this kind, by its name.
    pub kind: Option<String>,
    /// How many rows at most.
    pub most: usize,
}

/// One fact of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    /// Where it stands; `expunge` names it so.
    pub position: u64,
    /// Its name.
    pub fact: FactId,
    /// What happened; a number where this version does not know it.
    pub kind: String,
    /// When it says that it was recorded.
    pub recorded: Timestamp,
    /// Who it says recorded it.
    pub author: PersonNumber,
    /// How many bytes its payload has.
    pub bytes: usize,
    /// The fact that it sets aside, where it does that.
    pub about: Option<FactId>,
    /// Whether it was taken out.
    pub expunged: bool,
}

impl Admin {
    /// What the log holds, row by row.
    pub async fn log_rows(&self, question: LogQuestion) -> Result<Vec<LogRow>, AuthorError> {
        let most = question.most.min(MOST_ROWS);
        let mut rows = Vec::new();
        let mut position = question.from;
        while rows.len() < most && position < self.site.head() {
            let (facts, next) = self.read(position).await?;
            let held = self.site.read();
            let placed = (position..).zip(&facts);
            let told = placed.map(|(position, fact)| row(&held, position, fact));
            rows.extend(told.filter(|row| question.is_about(row)));
            position = next;
        }
        rows.truncate(most);
        Ok(rows)
    }

    /// Takes facts out by their positions: from now on they are neither folded nor sent nor shown,
    /// here and on every device. Answers how many facts are out that were not before.
    pub async fn expunge(
        &self,
        positions: Vec<Positions>,
        by: Text,
        reason: Text,
    ) -> Result<u64, AuthorError> {
        let wanted = positions.iter().map(|run| run.last.saturating_sub(run.first) + 1);
        if wanted.fold(0, u64::saturating_add) > MOST_AT_ONCE {
            return refuse(format!("at most {MOST_AT_ONCE} facts are taken out at once"));
        }
        let said: Vec<String> =
            positions.iter().map(|run| format!("{}-{}", run.first, run.last)).collect();
        let mut facts = Vec::new();
        for run in positions {
            facts.extend(self.facts_at(run).await?);
        }
        let (who, why) = (by.clone(), reason.clone());
        let written = self.site.author(move |held| {
            let names = names(held, &facts)?;
            let count = u64::try_from(names.len()).unwrap_or(u64::MAX);
            let facts = names.into_iter().collect();
            let event = Expunged { facts, by: who, reason: why };
            let drafts =
                if count == 0 { Drafts::new() } else { vec![(Entity::Site, event.into())] };
            Ok((drafts, count))
        });
        let count = written.await?;
        self.keep(What::Expunged { positions: said.join(" "), facts: count, by, reason }).await?;
        Ok(count)
    }

    async fn facts_at(&self, run: Positions) -> Result<Vec<(u64, Fact)>, AuthorError> {
        let head = self.site.head();
        if run.first > run.last || run.last >= head {
            let Positions { first, last } = run;
            return refuse(format!(
                "the log holds positions 0 to {}, and not {first} to {last}",
                head.saturating_sub(1)
            ));
        }
        let mut found = Vec::new();
        let mut position = run.first;
        while position <= run.last {
            let (facts, next) = self.read(position).await?;
            found.extend((position..=run.last).zip(facts));
            position = next;
        }
        Ok(found)
    }

    async fn read(&self, from: u64) -> Result<(Vec<Fact>, u64), AuthorError> {
        let read = self.site.facts_from(from, BYTES_AT_ONCE).await;
        let (facts, next) = read.map_err(|error| AuthorError::Storage(error.to_string()))?;
        if facts.is_empty() {
            return Err(AuthorError::Storage(format!("the log cannot be read from {from} on")));
        }
        Ok((facts, next))
    }
}

impl LogQuestion {
    fn is_about(&self, row: &LogRow) -> bool {
        let device = self.device.is_none_or(|device| {
            row.fact.device == device || row.about.is_some_and(|about| about.device == device)
        });
        device && self.kind.as_ref().is_none_or(|kind| *kind == row.kind)
    }
}

/// The names that go: those of the facts, and of what they had set aside.
fn names(held: &SiteMemory, facts: &[(u64, Fact)]) -> Result<BTreeSet<FactId>, AuthorError> {
    let mut names = BTreeSet::new();
    for (position, fact) in facts {
        if let Some(kind) = Kind::of(fact.header.kind).filter(|kind| !may_go(*kind)) {
            let kind = kind.name();
            return refuse(format!(
                "position {position} is a {kind}: people, devices and the site are changed, not taken out"
            ));
        }
        names.insert(fact.header.id);
        if let Ok(Event::FactSetAside(event)) = fact.event() {
            // Where another fact has the name, that one stays.
            let another = held.replica.get_merged(event.id).is_some_and(|merged| {
                let let_in = held.replica.let_in(fact.header.id).map(|fact| fact.header.id);
                let_in != Some(event.id) && wire::encode_fact(merged) != event.fact
            });
            if !another {
                names.insert(event.id);
            }
        }
    }
    names.retain(|id| !held.replica.is_expunged(*id));
    Ok(names)
}

fn row(held: &SiteMemory, position: u64, fact: &Fact) -> LogRow {
    let header = &fact.header;
    let about = match fact.event() {
        Ok(Event::FactSetAside(event)) => Some(event.id),
        _ => None,
    };
    LogRow {
        position,
        fact: header.id,
        kind: Kind::of(header.kind)
            .map_or_else(|| header.kind.to_string(), |kind| kind.name().to_owned()),
        recorded: header.recorded,
        author: header.author,
        bytes: fact.payload.len(),
        about,
        expunged: held.replica.is_expunged(header.id),
    }
}
