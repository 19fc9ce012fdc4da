//! People, devices and the site: who may do what, since when.

use serde::Serialize;

use super::{Told, Written};
use crate::fact::{Event, Readmitted, SetAsideReason};
use crate::ids::{FactId, Text};
use crate::post::Posts;
use crate::time::{SiteOffset, Timestamp};

/// A person, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PersonState {
    /// Their name.
    pub name: Option<Text>,
    /// The posts they held, each from an instant on, in merge order.
    pub posts: Vec<(Timestamp, Posts)>,
    /// The argon2id hash of their PIN.
    pub pin_hash: Option<Text>,
    /// Since when they may do nothing.
    pub revoked: Option<Timestamp>,
}

impl PersonState {
    pub(super) fn fold(told: Vec<Told>) -> Self {
        let mut state = Self::default();
        for (written, event) in told {
            match event {
                Event::PersonStated(event) => {
                    state.name = Some(event.name);
                    state.posts.push((written.at, event.posts));
                }
                Event::PinSet(event) => state.pin_hash = Some(event.hash),
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
    /// The fact.
    pub fact: FactId,
    /// Why.
    pub reason: SetAsideReason,
    /// Who let it in again.
    pub readmitted: Option<Written>,
}

/// A device, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeviceState {
    /// What people call it.
    pub name: Option<Text>,
    /// What it may be used for.
    pub posts: Posts,
    /// Its public key.
    pub key: Vec<u8>,
    /// When it was enrolled.
    pub enrolled: Option<Timestamp>,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
    /// What of it was set aside, in merge order.
    pub set_aside: Vec<SetAside>,
    /// Facts whose instants are in doubt.
    pub doubtful: Vec<FactId>,
}

impl DeviceState {
    pub(super) fn fold(told: Vec<Told>) -> Self {
        let mut state = Self::default();
        let mut readmitted: Vec<(Written, Readmitted)> = Vec::new();
        for (written, event) in told {
            match event {
                Event::DeviceEnrolled(event) => {
                    state.name = Some(event.name);
                    state.posts = event.posts;
                    state.key = event.key;
                    state.enrolled = Some(written.at);
                }
                Event::DeviceRevoked(_) => state.revoked = state.revoked.or(Some(written.at)),
                Event::ClockDoubtful(event) => state.doubtful.extend(event.facts.iter()),
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
        for (written, event) in readmitted {
            let about = |set: &&mut SetAside| set.statement.id == event.set_aside;
            if let Some(set_aside) = state.set_aside.iter_mut().find(about) {
                set_aside.readmitted = set_aside.readmitted.or(Some(written));
            }
        }
        state
    }
}

/// The site, folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteState {
    /// Its name.
    pub name: Option<Text>,
    /// Its distance from UTC.
    pub offset: SiteOffset,
    /// The currency of its reports.
    pub currency: Option<Text>,
    /// Whether a concession may lift `approved-vendor`.
    pub concession_lifts_approval: bool,
}

impl Default for SiteState {
    fn default() -> Self {
        Self {
            name: None,
            offset: SiteOffset::CHINA,
            currency: None,
            concession_lifts_approval: false,
        }
    }
}

impl SiteState {
    pub(super) fn fold(told: Vec<Told>) -> Self {
        let mut state = Self::default();
        for (_, event) in told {
            if let Event::SiteStated(event) = event {
                state.name = Some(event.name);
                state.offset = event.offset;
                state.currency = Some(event.currency);
                state.concession_lifts_approval = event.concession_lifts_approval;
            }
        }
        state
    }
}
