//! Who is signed in on this device, for how long, and how often a wrong PIN was given.

use inwards_engine::engine::Engine;
use inwards_engine::pin::{self, WrongPins};
use serde::{Deserialize, Serialize};
use sync_core::ids::{PersonNumber, to_half_width};
use sync_core::time::{Span, Timestamp};

use crate::failure::Failure;
use crate::folder::{self, Folder};
use crate::text::Sentence;

/// A shift, with some overtime.
const LIFETIME: Span = Span::hours(12);

/// Somebody who showed who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who.
    pub person: PersonNumber,
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

impl Session {
    /// Who is signed in now, if anybody is.
    pub fn read(folder: &Folder, now: Timestamp) -> Option<Self> {
        // A damaged session is none: signing in again mends it.
        let session: Self = folder::read(&folder.session()).ok()??;
        (now < session.until).then_some(session)
    }

    /// Ends whatever session there is.
    pub fn end(folder: &Folder) -> Result<(), Failure> {
        folder::remove(&folder.session())
    }
}

/// Signs a person in by their PIN, checked against what the replica holds.
pub fn sign_in(
    folder: &Folder,
    engine: &Engine,
    person: &str,
    pin: impl FnOnce() -> Result<String, Failure>,
    now: Timestamp,
) -> Result<Session, Failure> {
    let offset = engine.replica().site().offset;
    let wrong: WrongPins = folder::read(&folder.wrong_pins()).ok().flatten().unwrap_or_default();
    if let Some(until) = wrong.wait_until(now) {
        let until = crate::output::clock_time(until, offset);
        return Err(Failure::refused("pin", Sentence::WaitForPin { until }));
    }
    let (number, hash) = find(engine, person, now)?;
    if !pin::fits(&pin()?, &hash) {
        folder::write(&folder.wrong_pins(), &wrong.and_another(now))?;
        return Err(Failure::refused("pin", Sentence::WrongPin));
    }
    let session = Session { person: number, since: now, until: now.plus(LIFETIME) };
    folder::write(&folder.session(), &session)?;
    folder::remove(&folder.wrong_pins())?;
    Ok(session)
}

fn find(engine: &Engine, asked: &str, now: Timestamp) -> Result<(PersonNumber, String), Failure> {
    let refused = |sentence| Failure::refused("person", sentence);
    let wanted = to_half_width(asked.trim()).to_lowercase();
    let by_number = wanted.parse().ok().map(PersonNumber);
    let mut found = engine.replica().people().filter(|(number, state)| {
        let is_called = state
            .name
            .as_ref()
            .is_some_and(|name| to_half_width(name.as_str()).to_lowercase() == wanted);
        Some(*number) == by_number || is_called
    });
    let person = asked.trim().to_owned();
    let Some((number, state)) = found.next() else {
        let rule = if engine.cursor().position == 0 {
            Sentence::NeverSynced
        } else {
            Sentence::NoSuchPerson { person }
        };
        return Err(refused(rule));
    };
    if found.next().is_some() {
        return Err(refused(Sentence::SeveralPeople { person }));
    }
    if state.revoked.is_some_and(|at| at <= now) {
        return Err(refused(Sentence::PersonRevoked));
    }
    let hash = state
        .pin_hash
        .as_ref()
        .ok_or_else(|| Failure::refused("pin", Sentence::NoPin { person }))?;
    Ok((number, hash.as_str().to_owned()))
}
