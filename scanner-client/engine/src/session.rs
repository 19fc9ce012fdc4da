//! Signing in: who may, how somebody is found, what a wrong PIN costs, and how long it lasts.
//!
//! Decided here for every shell (decision 0019). A shell reads and writes the two small records,
//! [`SignedIn`] and [`WrongPins`], asks for the PIN, and words what comes of it.

use serde::{Deserialize, Serialize};
use sync_core::api::SignInAnswer;
use sync_core::ids::{PersonNumber, to_half_width};
use sync_core::label::Label;
use sync_core::post::{Post, Posts};
use sync_core::rules::sign_in::{self, GrantedTime};
use sync_core::same_code::{self, OPENING};
use sync_core::state::PersonState;
use sync_core::time::{Span, Timestamp};
use sync_core::view::{self, ScannedKind};

use crate::clock::{ClockReading, DeviceClock};
use crate::engine::Engine;
use crate::grants::{Given, KeptGrants, Unlocked};
use crate::pin::WrongPins;

/// How long somebody stays signed in at the longest: a shift, with some overtime.
pub const LIFETIME: Span = Span::hours(12);
/// After so long without activity a device locks itself, where its shell sees activity.
pub const QUIET: Span = Span::minutes(5);
/// Activity is written down so often, at most.
pub const NOTED_EVERY: Span = Span::seconds(20);

/// Somebody who is signed in, as a shell keeps it from one start to the next.
///
/// Until 0.1.0 the terminal wrote no `active` and the app no `since`; both are read, and both
/// read what is written now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredSession")]
pub struct SignedIn {
    /// Who is signed in.
    pub person: PersonNumber,
    /// When they gave their PIN.
    pub since: Timestamp,
    /// The end of [`LIFETIME`].
    pub until: Timestamp,
    /// When they last did something, to [`NOTED_EVERY`].
    pub active: Timestamp,
    /// What the clocks showed when they gave their PIN: once the clock's error is learned, the
    /// session moves by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<ClockReading>,
}

/// The record as any version wrote it.
#[derive(Deserialize)]
struct StoredSession {
    person: PersonNumber,
    since: Option<Timestamp>,
    until: Timestamp,
    active: Option<Timestamp>,
    made: Option<ClockReading>,
}

impl From<StoredSession> for SignedIn {
    fn from(kept: StoredSession) -> Self {
        let StoredSession { person, since, until, active, made } = kept;
        let since = since.unwrap_or_else(|| until.plus(Span(-LIFETIME.0)));
        Self { person, since, until, active: active.unwrap_or(since), made }
    }
}

/// What a shell can know of activity, and so when its device locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// The shell sees each touch of the device: it locks after [`QUIET`], too.
    AfterQuiet,
    /// The same, after another quiet.
    AfterQuietOf(Span),
    /// Nobody's quiet locks it: it locks after [`LIFETIME`].
    AfterLifetime,
}

impl SignedIn {
    /// Somebody who has just given their PIN, and is granted the device for a time.
    fn begun(
        person: PersonNumber,
        granted: Option<GrantedTime>,
        (made, now): (ClockReading, Timestamp),
    ) -> Self {
        let until = now.plus(LIFETIME);
        let until = granted.map_or(until, |granted| until.min(granted.until));
        Self { person, since: now, until, active: now, made: Some(made) }
    }

    /// The same session by what is known of the clock now (SEMANTICS 36).
    #[must_use]
    pub fn moved(self, clock: &DeviceClock) -> Self {
        let Some(since) = self.made.and_then(|made| clock.learned_of(made)) else { return self };
        let by = since.since(self.since);
        Self { since, until: self.until.plus(by), active: self.active.plus(by), ..self }
    }

    /// Whether the person is still signed in.
    pub fn holds(&self, lock: Lock, now: Timestamp) -> bool {
        let is_awake = match lock {
            Lock::AfterQuiet => now.since(self.active) < QUIET,
            Lock::AfterQuietOf(quiet) => now.since(self.active) < quiet,
            Lock::AfterLifetime => true,
        };
        // Somebody who signs in more than a shift from now did so on a clock that was wrong.
        let has_begun = self.since.since(now) <= LIFETIME;
        has_begun && now < self.until && is_awake
    }

    /// The person does something: what is to be written, where that is worth a write.
    ///
    /// Nothing once they are signed out: a touch does not bring anybody back. A clock that was
    /// put back is noted at the next touch, so that the quiet is measured anew.
    pub fn touched(self, lock: Lock, now: Timestamp) -> Option<Self> {
        let is_news = now.since(self.active).abs() >= NOTED_EVERY;
        (is_news && self.holds(lock, now)).then_some(Self { active: now, ..self })
    }
}

/// Somebody who may sign in on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their number, as it stands on their badge.
    pub number: PersonNumber,
    /// Their name, as the list of people to choose from shows it; not unique.
    pub name: String,
    /// What they may do on this device; never empty.
    pub posts: Posts,
}

/// Why nobody can sign in by what was scanned or typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// The device has fetched no people from the server yet.
    #[error("this device has not fetched anybody yet: sync first")]
    NeverSynced,
    /// No person of this number or name is known here.
    #[error("nobody of this number or name is known on this device")]
    Unknown,
    /// Several people of this name are known here: their numbers tell them apart.
    #[error("several people have this name: sign in with the number or the badge")]
    Several,
    /// The person was revoked, whatever this device's clock says of when.
    #[error("this person may not work here any more")]
    Revoked,
    /// None of the person's posts is a post of this device.
    #[error("this person has no post that this device serves")]
    NoPostHere,
}

/// What came of a PIN that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "the shell writes what is in it before it tells anybody"]
pub enum SignIn {
    /// The PIN fits: the shell writes this, and removes the record of wrong PINs.
    Done(SignedIn),
    /// The PIN is another: the shell writes this record before it says so.
    WrongPin {
        /// The record of wrong PINs.
        wrong: WrongPins,
        /// Until when the next PIN has to wait, where it does.
        wait: Option<Timestamp>,
    },
    /// No PIN was looked at: there were too many wrong ones, and the wait is not over.
    Wait(Timestamp),
    /// No PIN was looked at: the person may not sign in here, or not any more.
    MayNot(FindError),
    /// Nothing here opens by a PIN of this person: only the server can sign them in.
    NeedsServer,
    /// The badge is needed beside the PIN.
    BadgeNeeded,
}

/// Everybody who may sign in on this device, by name, and by number where names are the same.
pub fn people(engine: &Engine) -> Vec<Person> {
    let known = engine.replica().people();
    let mut people: Vec<Person> =
        known.filter_map(|(number, state)| allowed(engine, number, state).ok()).collect();
    people.sort_by(|a, b| (&a.name, a.number).cmp(&(&b.name, b.number)));
    people
}

/// The person of a number, where they may sign in on this device.
pub fn person(engine: &Engine, number: PersonNumber) -> Result<Person, FindError> {
    has_synced(engine)?;
    let state = engine.replica().person(number).ok_or(FindError::Unknown)?;
    allowed(engine, number, state)
}

/// The person whose badge was scanned, or whose number or name was typed, where they may sign in
/// on this device.
///
/// Digits are a number before they are a name. Full width and case do not matter. Of several
/// people of one name the only one who may sign in here is meant.
pub fn find(engine: &Engine, asked: &str) -> Result<Person, FindError> {
    has_synced(engine)?;
    let scanned = view::scan(engine.replica(), asked);
    if scanned.kind == ScannedKind::Person {
        return numbered(engine, &scanned.code).unwrap_or(Err(FindError::Unknown));
    }
    let wanted = folded(asked);
    numbered(engine, &wanted).unwrap_or_else(|| named(engine, &wanted))
}

/// Whether the server is asked first when somebody signs in: nothing that holds is kept of them, or it
/// is a day old, or their post commits the plant and wants a PIN of this moment (decision 0031).
pub fn asks_server(
    engine: &Engine,
    kept: &KeptGrants,
    person: PersonNumber,
    now: Timestamp,
) -> bool {
    let Some(granted) = in_force(engine, kept, person) else { return true };
    let commits = engine.posts_of(person).has(Post::Supervisor);
    let renewed_after = if commits { sign_in::FRESH } else { sign_in::RENEWED_AFTER };
    !granted.covers(now) || now >= granted.from.plus(renewed_after)
}

/// The time that is granted to a person on this device by what is kept, where PIN and badge are still
/// those of then.
pub fn in_force(engine: &Engine, kept: &KeptGrants, person: PersonNumber) -> Option<GrantedTime> {
    let granted = time_left(engine, kept, person)?;
    let changed = engine.replica().person(person).and_then(|state| state.sign_in_changed);
    changed.is_none_or(|changed| changed <= granted.from).then_some(granted)
}

/// What is left of the time that was granted to a person on this device.
pub fn time_left(engine: &Engine, kept: &KeptGrants, person: PersonNumber) -> Option<GrantedTime> {
    let kept = kept.of(person).filter(|kept| kept.grant.device == engine.device())?;
    let state = engine.replica().person(person);
    Some(state.map_or(kept.time(), |state| state.left_of(kept.time())))
}

/// Opens the device by what is kept, while no server can be asked; unless wrong PINs have to be waited
/// for, or the person may not sign in here. The shell writes what is kept, whatever comes of it.
///
/// `wrong` is the record that the shell keeps of wrong PINs on this device, whoever they were for.
pub fn unlock(
    engine: &Engine,
    (number, given): (PersonNumber, Given<'_>),
    (wrong, kept): (WrongPins, &mut KeptGrants),
    stamp: ClockReading,
) -> SignIn {
    if let Some(until) = wait_for_pin(engine, wrong, stamp) {
        return SignIn::Wait(until);
    }
    let now = engine.instant(stamp);
    if let Err(error) = person(engine, number) {
        return SignIn::MayNot(error);
    }
    let Some(granted) = in_force(engine, kept, number).filter(|granted| granted.covers(now)) else {
        return SignIn::NeedsServer;
    };
    match kept.unlock(number, given, now) {
        Unlocked::Open => SignIn::Done(SignedIn::begun(number, Some(granted), (stamp, now))),
        Unlocked::Nothing => SignIn::NeedsServer,
        Unlocked::BadgeNeeded => SignIn::BadgeNeeded,
        Unlocked::Wrong => {
            let wrong = WrongPins { made: Some(stamp), ..wrong.and_another(now) };
            SignIn::WrongPin { wrong, wait: wrong.wait_until(now) }
        }
    }
}

/// The server signed somebody in: the shell writes what is kept, and who is signed in.
pub fn granted(
    engine: &Engine,
    kept: &mut KeptGrants,
    answer: &SignInAnswer,
    stamp: ClockReading,
) -> SignedIn {
    kept.keep(answer);
    let granted = GrantedTime { from: answer.grant.from, until: answer.grant.until };
    SignedIn::begun(answer.grant.person, Some(granted), (stamp, engine.instant(stamp)))
}

/// The key of the badge that was scanned, where it has one.
pub fn badge_key(asked: &str) -> Option<String> {
    let asked = to_half_width(asked.trim()).to_ascii_uppercase();
    let asked = asked.find(OPENING).and_then(|at| asked.get(at..)).unwrap_or(&asked);
    match asked.parse() {
        Ok(Label::KeyedBadge(badge)) => Some(badge.key),
        Ok(_) | Err(_) => None,
    }
}

/// Until when no PIN is looked at on this device, where that is still to come.
pub fn wait_for_pin(engine: &Engine, wrong: WrongPins, stamp: ClockReading) -> Option<Timestamp> {
    wrong
        .moved(&engine.outbox().clock(), stamp, engine.instant(stamp))
        .wait_until(engine.instant(stamp))
}

/// The person of a number in digits, where such a person is known here.
fn numbered(engine: &Engine, digits: &str) -> Option<Result<Person, FindError>> {
    let number = PersonNumber(digits.parse().ok()?);
    let state = engine.replica().person(number)?;
    Some(allowed(engine, number, state))
}

fn named(engine: &Engine, wanted: &str) -> Result<Person, FindError> {
    let is_called = |state: &PersonState| {
        state.name.as_ref().is_some_and(|name| folded(name.as_str()) == wanted)
    };
    let known = engine.replica().people().filter(|(_, state)| is_called(state));
    let (may, may_not): (Vec<_>, Vec<_>) =
        known.map(|(number, state)| allowed(engine, number, state)).partition(Result::is_ok);
    let few = if may.is_empty() { may_not } else { may };
    let mut few = few.into_iter();
    match (few.next(), few.next()) {
        (None, _) => Err(FindError::Unknown),
        (Some(only), None) => only,
        (Some(_), Some(_)) => Err(FindError::Several),
    }
}

fn allowed(
    engine: &Engine,
    number: PersonNumber,
    state: &PersonState,
) -> Result<Person, FindError> {
    if state.revoked.is_some() {
        return Err(FindError::Revoked);
    }
    let posts = engine.posts_of(number);
    if posts.is_empty() {
        return Err(FindError::NoPostHere);
    }
    Ok(Person { number, name: view::person_name(engine.replica(), number), posts })
}

/// Refuses where the device does not know itself yet: then it knows nobody for certain.
fn has_synced(engine: &Engine) -> Result<(), FindError> {
    let device = engine.replica().device(engine.device());
    device.map(|_| ()).ok_or(FindError::NeverSynced)
}

fn folded(text: &str) -> String {
    same_code::key(text).into_owned()
}
