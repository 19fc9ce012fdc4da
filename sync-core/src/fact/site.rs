//! People, devices and the site itself.

use serde::{Deserialize, Serialize};

use crate::ids::{FactId, FactSet, PersonNumber, Text};
use crate::post::Posts;
use crate::time::{SiteOffset, Span, Timestamp};

/// A person exists, with these posts from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonStated {
    /// As colleagues know them; not unique.
    pub name: Text,
    /// The posts 岗位 whose facts they may write.
    pub posts: Posts,
}

/// A person's PIN was set; only its argon2id hash exists.
///
/// Servers of 0.1.0 wrote it. It is read for their hashes alone, and enters no replica
/// (decision 0031).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinSet {
    /// The hash with its parameters, as a PHC string.
    pub hash: Text,
}

impl std::fmt::Debug for PinSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PinSet { hash: … }")
    }
}

/// A person's PIN or badge is another from now on; which, is the server's secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInChanged {
    /// Whether what was granted before ends too: a badge was lost, or an administrator gave a new
    /// PIN. Who changes their own keeps it.
    pub ends_grants: bool,
}

/// A person may do nothing here any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRevoked {
    /// Why the person lost their rights, in words.
    pub reason: Option<Text>,
}

/// A device was enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceEnrolled {
    /// What people call it.
    pub name: Text,
    /// What it may be used for.
    pub posts: Posts,
    /// Its public Ed25519 key.
    #[serde(with = "serde_bytes")]
    pub key: Vec<u8>,
}

/// Somebody showed the server on this device who they are, and may work on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInGranted {
    /// Who signed in.
    pub person: PersonNumber,
    /// The posts that both had then.
    pub posts: Posts,
    /// When they gave their PIN, by the server's clock.
    pub from: Timestamp,
    /// The last instant at which they may record something by it.
    pub until: Timestamp,
}

/// Facts of a device came to the server long after their instants; they came when this was stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivedLate {
    /// Which facts: verdicts, whose instants decide who was in time.
    pub facts: FactSet,
}

/// A device may not speak to the server any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRevoked {
    /// Why the device lost its right to speak, in words.
    pub reason: Option<Text>,
}

/// The instants of these facts cannot be trusted: the clock stepped before they were sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockDoubtful {
    /// The facts whose instants nobody can vouch for.
    pub facts: FactSet,
}

/// A device's clock is off, or right again, by what its server said (`device-time`).
///
/// It holds for the facts named, and for all that the device writes after this one until it
/// says otherwise. Their instants are corrected; what they decided bears a mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockOff {
    /// The server's clock minus the device's.
    pub offset: Span,
    /// Facts written before it under this clock.
    pub facts: FactSet,
}

/// Why the server kept a fact out of the merge (`never-lost`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetAsideReason {
    /// Its author is not known, or held no post yet when it was recorded.
    UnknownPerson,
    /// Its author's post does not allow it.
    PersonsPost,
    /// The device's posts do not allow it.
    DevicesPost,
    /// It is dated more than 5 minutes ahead of the server.
    AheadOfServer,
    /// It is dated before its device was enrolled.
    BeforeEnrolment,
    /// Another fact has its id: a cloned device.
    #[serde(rename = "name-taken")]
    IdCollision,
    /// It does not hold what its kind promises.
    Malformed,
    /// It arrived after its device, or its author, was revoked, whatever its date.
    Revoked,
    /// It lets in what nobody may let in, or what its own device wrote (`readmission`).
    NotReadmittable,
    /// Its author had not shown the server on this device who they are, or not lately enough.
    NoGrant,
}

/// The server set a fact aside: kept, shown, not merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactSetAside {
    /// The id that the fact bears, which another may bear too.
    pub id: FactId,
    /// The whole fact, as the wire writes it.
    #[serde(with = "serde_bytes")]
    pub fact: Vec<u8>,
    /// The rule of admission that the fact broke.
    pub reason: SetAsideReason,
}

/// A supervisor let a fact in that had been set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readmitted {
    /// The statement by which it was set aside.
    pub set_aside: FactId,
    /// The instant it is to count as recorded at, where its own cannot be.
    pub recorded: Option<Timestamp>,
}

/// What holds for the whole site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteStated {
    /// The plant, as papers and the board name it.
    pub name: Text,
    /// Its distance from UTC.
    pub offset: SiteOffset,
    /// The currency of its reports.
    pub currency: Text,
    /// Whether a concession may lift `approved-vendor`; off by default (SEMANTICS 22).
    pub concession_lifts_approval: bool,
}

/// How people sign in at this site, from now on; the first says since when their facts want a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningInStated {
    /// Whether everybody needs their badge, or the number is enough beside the PIN.
    pub badges: bool,
}

/// How deliveries are counted at this site, from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountingStated {
    /// Whoever counts does not see what is expected before they have signed 盲点.
    pub blind: bool,
}

/// An administrator at the server took these facts out (`expunge`): they stay in the log, and are
/// neither folded nor sent nor shown any more. Only the server writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expunged {
    /// The facts that are out, whoever holds them.
    pub facts: FactSet,
    /// Who did it, as the machine knows them.
    pub by: Text,
    /// The reason that they gave.
    pub reason: Text,
}
