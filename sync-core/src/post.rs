//! Which post may write which fact: one table, used by screens to hide and by the server to decide.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::fact::{About, Entity, Event, Kind, Verdict};

/// What somebody is employed for on the floor, or in the office (DOMAIN §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Post {
    /// 点收员: opens, tallies, signs, sticks cards, puts away.
    DockClerk = 0,
    /// 终端操作员: prints acceptance slips.
    TerminalOperator = 1,
    /// 品管 / IQC: weighs, measures, judges.
    QcInspector = 2,
    /// 不良品仓: takes rejected lots in, raises return notes.
    NonconformingKeeper = 3,
    /// 主管: reopens, settles, approves concessions.
    Supervisor = 4,
    /// 采购: assigns excess and held goods, answers for stale orders.
    Purchasing = 5,
    /// IE 技术: standards.
    IeEngineer = 6,
    /// 财会: costs.
    Finance = 7,
    /// Enrols devices, keeps people and their posts, imports master data.
    Administrator = 8,
}

impl Post {
    /// Every post, in the order of their bits.
    pub const ALL: [Self; 9] = [
        Self::DockClerk,
        Self::TerminalOperator,
        Self::QcInspector,
        Self::NonconformingKeeper,
        Self::Supervisor,
        Self::Purchasing,
        Self::IeEngineer,
        Self::Finance,
        Self::Administrator,
    ];

    /// Its name on the command line and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DockClerk => "dock-clerk",
            Self::TerminalOperator => "terminal-operator",
            Self::QcInspector => "qc-inspector",
            Self::NonconformingKeeper => "nonconforming-keeper",
            Self::Supervisor => "supervisor",
            Self::Purchasing => "purchasing",
            Self::IeEngineer => "ie-engineer",
            Self::Finance => "finance",
            Self::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Why a text is no post.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a post; the posts are {list}", list = Post::ALL.map(Post::name).join(", "))]
pub struct UnknownPost(pub String);

impl FromStr for Post {
    type Err = UnknownPost;

    fn from_str(text: &str) -> Result<Self, UnknownPost> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|post| post.name() == text)
            .ok_or_else(|| UnknownPost(text.to_owned()))
    }
}

/// A set of posts: of a person, or of a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Posts(u16);

impl Posts {
    /// No post at all.
    pub const NONE: Self = Self(0);

    /// The bits of all posts that this version knows: a newer one may have set others.
    const KNOWN: u16 = (1 << Post::ALL.len()) - 1;

    /// Whether `post` is among them.
    pub const fn has(self, post: Post) -> bool {
        self.0 & (1 << post as u8) != 0
    }

    /// The posts in both sets.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether whoever holds them may write no fact at all, as far as this version knows.
    pub const fn is_empty(self) -> bool {
        self.0 & Self::KNOWN == 0
    }

    /// The posts, one by one.
    pub fn iter(self) -> impl Iterator<Item = Post> {
        Post::ALL.into_iter().filter(move |post| self.has(*post))
    }
}

impl FromIterator<Post> for Posts {
    fn from_iter<I: IntoIterator<Item = Post>>(posts: I) -> Self {
        Self(posts.into_iter().fold(0, |bits, post| bits | (1 << post as u8)))
    }
}

impl fmt::Display for Posts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Post::name).collect();
        f.pad(&names.join("+"))
    }
}

impl FromStr for Posts {
    type Err = UnknownPost;

    fn from_str(text: &str) -> Result<Self, UnknownPost> {
        text.split(['+', ',', ' ']).filter(|part| !part.trim().is_empty()).map(str::parse).collect()
    }
}

/// The posts that may push a fact of this kind; nobody else may, whatever a device claims. Kinds that
/// nobody may push are written by the server, of itself or for an administrator who sits at it.
pub const fn who_may_write(kind: Kind) -> &'static [Post] {
    use Post::{
        DockClerk, NonconformingKeeper, Purchasing, QcInspector, Supervisor, TerminalOperator,
    };
    match kind {
        Kind::ReceiptOpened
        | Kind::ReceiptDescribed
        | Kind::Tallied
        | Kind::CountVoided
        | Kind::Recounted
        | Kind::LineCountedAs
        | Kind::CountSigned
        | Kind::SignatureVoided
        | Kind::ReceiptVoided
        | Kind::ReceiptJoined
        | Kind::DeliveriesDistinct
        | Kind::CountConfirmed
        | Kind::SlipConfirmed
        | Kind::CardIssued
        | Kind::CardVoided
        | Kind::CardReprinted
        | Kind::PutAway
        | Kind::ExceptionReported
        | Kind::ExceptionVoided => &[DockClerk, Supervisor],
        Kind::PhotoTaken | Kind::PhotoVoided => {
            &[DockClerk, QcInspector, NonconformingKeeper, Supervisor]
        }
        Kind::SlipIssued => &[TerminalOperator, DockClerk, Supervisor],
        Kind::MovementVoided => &[DockClerk, NonconformingKeeper, Supervisor],
        Kind::ReceiptReopened
        | Kind::Readmitted
        | Kind::WithdrawalConfirmed
        | Kind::BasisConfirmed => &[Supervisor],
        Kind::LineAssigned
        | Kind::StaleOrderAnswered
        | Kind::OrderChangeAnswered
        | Kind::VendorAccepted => &[Purchasing],
        Kind::LotDescribed => &[DockClerk, QcInspector, Supervisor],
        Kind::Weighed | Kind::Measured | Kind::Sampled | Kind::WeighingVoided => &[QcInspector],
        Kind::VerdictRecorded | Kind::VerdictVoided => &[QcInspector, Supervisor],
        Kind::ReturnRaised => &[NonconformingKeeper],
        // Every device says for itself how its clock is, whoever holds it.
        Kind::ClockDoubtful | Kind::ClockOff => &Post::ALL,
        // The server alone, which imports what the ERP exports, and asks who an administrator is
        // before it writes of people, devices and the site.
        Kind::OrderStated
        | Kind::OrderStatusStated
        | Kind::VendorStated
        | Kind::ApprovalStated
        | Kind::ItemStated
        | Kind::StandardStated
        | Kind::CostStated
        | Kind::PersonStated
        | Kind::PinSet
        | Kind::PersonRevoked
        | Kind::DeviceEnrolled
        | Kind::DeviceRevoked
        | Kind::SiteStated
        | Kind::CountingStated
        | Kind::FactSetAside
        | Kind::LineCarried
        | Kind::SignInChanged
        | Kind::SignInGranted
        | Kind::ArrivedLate
        | Kind::SigningInStated
        | Kind::Expunged => &[],
    }
}

/// Whether somebody with these posts may write a fact of this kind.
pub fn permits(posts: Posts, kind: Kind) -> bool {
    who_may_write(kind).iter().any(|post| posts.has(*post))
}

/// Whether somebody with these posts may write this very fact: a concession is a
/// supervisor's alone, whoever else may judge (SEMANTICS 18).
pub fn permits_event(posts: Posts, event: &Event) -> bool {
    let concedes = match event {
        Event::VerdictRecorded(verdict) => {
            verdict.judgements.iter().any(|said| said.verdict == Verdict::Concession)
        }
        _ => false,
    };
    permits(posts, event.kind()) && (!concedes || posts.has(Post::Supervisor))
}

/// Whether a device with these posts holds facts about such a thing (SEMANTICS 9).
///
/// Prices and costs stay with those who settle accounts.
pub fn in_scope(posts: Posts, entity: &Entity) -> bool {
    match entity.about() {
        About::Cost => {
            [Post::Purchasing, Post::Finance, Post::Administrator].iter().any(|p| posts.has(*p))
        }
        About::Receipt
        | About::Card
        | About::Order
        | About::Vendor
        | About::Item
        | About::Person
        | About::Device
        | About::Site => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posts(names: &str) -> Posts {
        names.parse().unwrap()
    }

    #[test]
    fn a_clerk_counts_and_never_judges() {
        assert!(permits(posts("dock-clerk"), Kind::Tallied));
        assert!(!permits(posts("dock-clerk"), Kind::VerdictRecorded));
    }

    #[test]
    fn an_inspector_judges_and_never_counts() {
        assert!(permits(posts("qc-inspector"), Kind::VerdictRecorded));
        assert!(!permits(posts("qc-inspector"), Kind::Recounted));
    }

    #[test]
    fn nobody_but_the_server_writes_of_people_devices_the_site_and_the_erps_things() {
        let everybody: Posts = Post::ALL.into_iter().collect();
        let pushed = Kind::ALL.iter().filter(|kind| permits(everybody, **kind));
        let floor = [About::Receipt, About::Card];
        let of_itself = [Kind::ClockDoubtful, Kind::ClockOff, Kind::Readmitted];

        for kind in pushed {
            let is_of_the_floor = kind.about().iter().all(|about| floor.contains(about));
            assert!(is_of_the_floor || of_itself.contains(kind), "{}", kind.name());
        }
    }

    #[test]
    fn posts_are_written_as_they_are_read() {
        let both = posts("qc-inspector+dock-clerk");

        assert_eq!(both.to_string(), "dock-clerk+qc-inspector");
        assert_eq!(both.to_string().parse(), Ok(both));
        assert!("chief".parse::<Posts>().is_err());
    }

    #[test]
    fn a_post_of_a_newer_version_is_kept_and_permits_nothing() {
        let written = rmp_serde::to_vec(&0b10_0000_0001_u16).unwrap();
        let both: Posts = rmp_serde::from_slice(&written).unwrap();
        let tomorrows: Posts = rmp_serde::from_slice(&[0xcd, 0x02, 0x00]).unwrap();

        assert_eq!(both.to_string(), "dock-clerk");
        assert_eq!(rmp_serde::to_vec(&both).unwrap(), written, "the bit is passed on");
        assert!(tomorrows.is_empty() && !tomorrows.both(tomorrows).has(Post::Administrator));
        assert!(Kind::ALL.iter().all(|kind| !permits(tomorrows, *kind)));
        // A seventeenth post does not fit.
        assert!(rmp_serde::from_slice::<Posts>(&[0xce, 0, 1, 0, 0]).is_err());
    }

    #[test]
    fn costs_do_not_reach_the_dock() {
        let cost = Entity::Cost("A1".parse().unwrap());

        assert!(!in_scope(posts("dock-clerk+qc-inspector"), &cost));
        assert!(in_scope(posts("finance"), &cost));
    }
}
