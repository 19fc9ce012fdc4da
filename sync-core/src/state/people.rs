//! People, devices and the site: who may do what, since when.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Written, WrittenEvent};
use crate::fact::{Event, Readmitted, SetAsideReason};
use crate::ids::{FactId, FactSet, PersonNumber, Text};
use crate::post::Posts;
use crate::rules::sign_in::{self, GrantedTime};
use crate::time::{SiteOffset, Span, Timestamp};

/// A person's name and posts, as the administrator last stated them, and what changed of their
/// sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PersonState {
    /// As colleagues know them; none before it was stated.
    pub name: Option<Text>,
    /// The posts they held, each from an instant on, in merge order.
    pub posts: Vec<(Timestamp, Posts)>,
    /// When their PIN or badge changed last: what opens a device by an older one opens nothing.
    pub sign_in_changed: Option<Timestamp>,
    /// When what was granted to them before ended, in merge order.
    pub grants_ended: Vec<Timestamp>,
    /// The earliest instant from which on their facts are set aside.
    pub revoked: Option<Timestamp>,
}

impl PersonState {
    pub(super) fn fold(told: Vec<WrittenEvent>) -> Self {
        let mut state = Self::default();
        for (written, event) in told {
            match event {
                Event::PersonStated(event) => {
                    state.name = Some(event.name);
                    state.posts.push((written.at, event.posts));
                }
                Event::SignInChanged(event) => {
                    state.sign_in_changed = state.sign_in_changed.max(Some(written.at));
                    if event.ends_grants {
                        state.grants_ended.push(written.at);
                    }
                }
                Event::PersonRevoked(_) => state.revoked = state.revoked.or(Some(written.at)),
                // Facts about other things never reach this fold.
                _ => {}
            }
        }
        state
    }

    /// The posts they held at an instant; none after they were revoked.
    pub fn posts_at(&self, at: Timestamp) -> Posts {
        if self.revoked.is_some_and(|revoked| at >= revoked) {
            return Posts::NONE;
        }
        let held = self.posts.iter().rfind(|(from, _)| *from <= at);
        held.map(|(_, posts)| *posts).unwrap_or_default()
    }

    /// What is left of a grant, where it was ended.
    pub fn left_of(&self, granted: GrantedTime) -> GrantedTime {
        let ended = self.grants_ended.iter().filter(|ended| **ended >= granted.from).min();
        GrantedTime { until: ended.map_or(granted.until, |at| granted.until.min(*at)), ..granted }
    }

    /// The posts they hold by all that is known.
    pub fn posts_now(&self) -> Posts {
        let last = self.posts.last().map(|(_, posts)| *posts).unwrap_or_default();
        if self.revoked.is_some() { Posts::NONE } else { last }
    }
}

/// A fact that the server set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// The server's statement; `readmit` names it.
    pub statement: Written,
    /// The fact that has no effect.
    pub fact: FactId,
    /// The rule of admission that it broke.
    pub reason: SetAsideReason,
    /// The first readmission that names it; whether it counts, [`crate::replica::Replica`] says.
    pub readmitted: Option<Written>,
}

/// A device's name, posts and key, its clock, and what of its facts was set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeviceState {
    /// What people call it.
    pub name: Option<Text>,
    /// What it may be used for.
    pub posts: Posts,
    /// The public key that its requests for tokens and its pushes are signed with: 32 bytes of Ed25519,
    /// or 65 of P-256.
    pub key: Vec<u8>,
    /// When it was enrolled.
    pub enrolled: Option<Timestamp>,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
    /// What of it was set aside, in merge order.
    pub set_aside: Vec<SetAside>,
    /// Facts whose instants are in doubt; of those of other devices nobody asks here.
    pub doubtful: FactSet,
    /// What it said of its clock, in merge order.
    pub clocks: Vec<ClockSaid>,
    /// Facts that came to the server long after their instants, and when, in merge order.
    pub arrived_late: Vec<(Timestamp, FactSet)>,
    /// When who was granted it, each person's by their beginning. Others' devices are not told, so
    /// it is no part of what replicas agree on.
    #[serde(skip)]
    pub grants: BTreeMap<PersonNumber, Vec<GrantedTime>>,
}

/// What a device said of its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockSaid {
    /// The statement: it holds for the device's later facts until the next.
    pub written: Written,
    /// The server's clock minus the device's.
    pub offset: Span,
    /// Earlier facts that it holds for too.
    pub facts: FactSet,
}

impl DeviceState {
    pub(super) fn fold(told: Vec<WrittenEvent>) -> Self {
        let mut state = Self::default();
        let mut readmitted: Vec<(Written, Readmitted)> = Vec::new();
        let mut doubtful = Vec::new();
        let mut is_enrolled_by_server = false;
        for (written, event) in told {
            match event {
                // A number belongs to whom the server gave it first; nobody takes it over.
                Event::DeviceEnrolled(event)
                    if state.enrolled.is_none()
                        || (written.is_servers() && !is_enrolled_by_server) =>
                {
                    is_enrolled_by_server = written.is_servers();
                    state.name = Some(event.name);
                    state.posts = event.posts;
                    state.key = event.key;
                    state.enrolled = Some(written.at);
                }
                Event::DeviceRevoked(_) => state.revoked = state.revoked.or(Some(written.at)),
                Event::ClockOff(event) => state.clocks.push(ClockSaid {
                    written,
                    offset: event.offset,
                    facts: event.facts,
                }),
                Event::SignInGranted(event) => {
                    let granted = GrantedTime { from: event.from, until: event.until };
                    state.grants.entry(event.person).or_default().push(granted);
                }
                Event::ArrivedLate(event) => state.arrived_late.push((written.at, event.facts)),
                Event::ClockDoubtful(event) => doubtful.push(event.facts),
                Event::FactSetAside(event) => state.set_aside.push(SetAside {
                    statement: written,
                    fact: event.id,
                    reason: event.reason,
                    readmitted: None,
                }),
                Event::Readmitted(event) => readmitted.push((written, event)),
                // Facts about other things never reach this fold.
                _ => {}
            }
        }
        state.doubtful = doubtful.iter().collect();
        let mut first_readmitted = BTreeMap::new();
        for (written, event) in readmitted {
            first_readmitted.entry(event.set_aside).or_insert(written);
        }
        for set_aside in &mut state.set_aside {
            set_aside.readmitted = first_readmitted.get(&set_aside.statement.id).copied();
        }
        for granted in state.grants.values_mut() {
            granted.sort_by_key(|granted| granted.from);
        }
        state
    }
}

impl DeviceState {
    /// When somebody was first granted it.
    pub fn first_grant(&self) -> Option<Timestamp> {
        self.grants.values().filter_map(|granted| granted.first()).map(|first| first.from).min()
    }

    /// What was granted to somebody and reaches up to an instant, the latest first.
    pub fn grants_up_to(
        &self,
        person: PersonNumber,
        at: Timestamp,
    ) -> impl Iterator<Item = GrantedTime> {
        let granted = self.grants.get(&person).map(Vec::as_slice).unwrap_or_default();
        // None lasts longer: what began before that has ended.
        let earliest = at.plus(Span(-sign_in::LIFE.0)).plus(Span(-sign_in::LEEWAY.0));
        let begun = granted.partition_point(|granted| granted.from <= at.plus(sign_in::LEEWAY));
        let begun = granted.get(..begun).unwrap_or_default().iter().rev().copied();
        begun.take_while(move |granted| granted.from >= earliest)
    }

    /// By how much the clock was off under which a fact of this device was written, as far as
    /// it said so: zero where it was right.
    pub fn clock_error_of(&self, fact: FactId) -> Span {
        let named = self.clocks.iter().find(|said| said.facts.contains(fact));
        let before = || {
            let earlier = self.clocks.iter().filter(|said| said.written.id <= fact);
            earlier.max_by_key(|said| said.written.id)
        };
        named.or_else(before).map_or(Span(0), |said| said.offset)
    }

    /// What it said of its clock last.
    pub fn clock_said(&self) -> Span {
        let last = self.clocks.iter().max_by_key(|said| said.written.id);
        last.map_or(Span(0), |said| said.offset)
    }
}

/// The plant's name, offset and policies, as last stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteState {
    /// As papers and the board name the plant.
    pub name: Option<Text>,
    /// Its distance from UTC.
    pub offset: SiteOffset,
    /// The currency of its reports.
    pub currency: Option<Text>,
    /// Whether a concession may lift `approved-vendor`.
    pub concession_lifts_approval: bool,
    /// Whether whoever counts does not see what is expected before they have signed.
    pub blind_count: bool,
    /// Since when facts want a grant of their author; never, at a site of before.
    pub grants_since: Option<Timestamp>,
    /// Whether everybody needs their badge to sign in.
    pub badges: bool,
}

impl Default for SiteState {
    fn default() -> Self {
        Self {
            name: None,
            offset: SiteOffset::CHINA,
            currency: None,
            concession_lifts_approval: false,
            blind_count: false,
            grants_since: None,
            badges: false,
        }
    }
}

impl SiteState {
    pub(super) fn fold(told: Vec<WrittenEvent>) -> Self {
        let mut state = Self::default();
        for (written, event) in told {
            match event {
                Event::SigningInStated(event) => {
                    state.grants_since = state.grants_since.or(Some(written.at));
                    state.badges = event.badges;
                }
                Event::SiteStated(event) => {
                    state.name = Some(event.name);
                    state.offset = event.offset;
                    state.currency = Some(event.currency);
                    state.concession_lifts_approval = event.concession_lifts_approval;
                }
                Event::CountingStated(event) => state.blind_count = event.blind,
                // Facts about other things never reach this fold.
                _ => {}
            }
        }
        state
    }
}
