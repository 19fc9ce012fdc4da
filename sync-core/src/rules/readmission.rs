//! Readmission: what a supervisor may let in of what was set aside (`readmission`, SEMANTICS 6).
//!
//! The list is closed, by kind and reason. Whoever lets something in answers for a fact of the floor;
//! they make nobody an administrator, enrol no device, and take nothing of others away. It is asked
//! when a readmission is wished for, when it is admitted, and again whenever the log is folded, since
//! logs of before hold readmissions that nobody asked this of
//! ([decision 0027](../../../docs/decisions/0027-closed-lists.md)).

use crate::fact::{About, Fact, Kind, SetAsideReason};
use crate::ids::DeviceNumber;
use crate::post::{self, Post, Posts};

use super::well_formed;

/// Why a fact that was set aside cannot be let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// What was set aside for this reason stays out, whatever it says.
    Reason(SetAsideReason),
    /// Neither a supervisor nor the fact's own device may write such a fact.
    Kind(Kind),
    /// It cannot be read as what it claims to be.
    Unreadable,
    /// The device that wrote it does not let it in itself.
    OwnDevice,
}

/// Whether what was set aside for a reason can be let in at all.
///
/// Out stays what a device was never for (`devices-post`), what cannot be read, and a readmission that
/// itself was none.
pub const fn opens_reason(reason: SetAsideReason) -> bool {
    match reason {
        SetAsideReason::UnknownPerson
        | SetAsideReason::PersonsPost
        | SetAsideReason::AheadOfServer
        | SetAsideReason::BeforeEnrolment
        | SetAsideReason::IdCollision
        | SetAsideReason::Revoked
        | SetAsideReason::NoGrant => true,
        SetAsideReason::DevicesPost
        | SetAsideReason::Malformed
        | SetAsideReason::NotReadmittable => false,
    }
}

/// Whether facts of a kind may ever be let in: never those about people, devices, the site and costs,
/// and never what decides about other facts' effect.
pub fn opens_kind(kind: Kind) -> bool {
    let is_closed =
        |about: &About| matches!(about, About::Person | About::Device | About::Site | About::Cost);
    let decides = matches!(kind, Kind::FactSetAside | Kind::LineCarried | Kind::Readmitted);
    !decides && !kind.about().iter().any(is_closed)
}

/// Why a fact that was set aside can be let in by nobody; nothing where somebody can. `device` are the
/// posts that the fact's own device was enrolled for.
pub fn barred(fact: &Fact, reason: SetAsideReason, device: Posts) -> Option<Barred> {
    if !opens_reason(reason) {
        return Some(Barred::Reason(reason));
    }
    let Some(event) = fact.event().ok().filter(|event| well_formed::fits(fact, event)) else {
        return Some(Barred::Unreadable);
    };
    let supervisor = Posts::from_iter([Post::Supervisor]);
    let may = [supervisor, device].iter().any(|posts| post::permits_event(*posts, &event));
    (!opens_kind(event.kind()) || !may).then_some(Barred::Kind(event.kind()))
}

/// Why a device cannot let in a fact that others could: whoever holds a device alone lets none of its
/// own facts in.
pub fn barred_from(by: DeviceNumber, fact: &Fact) -> Option<Barred> {
    (by == fact.header.id.device).then_some(Barred::OwnDevice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Named as _;

    #[test]
    fn only_facts_of_the_floor_can_be_let_in() {
        let open: Vec<&str> =
            Kind::ALL.iter().filter(|kind| opens_kind(**kind)).map(|kind| kind.name()).collect();

        for closed in [
            "PersonStated",
            "PinSet",
            "PersonRevoked",
            "DeviceEnrolled",
            "DeviceRevoked",
            "ClockDoubtful",
            "ClockOff",
            "FactSetAside",
            "Readmitted",
            "SiteStated",
            "CountingStated",
            "SignInChanged",
            "SignInGranted",
            "SigningInStated",
            "CostStated",
            "LineCarried",
        ] {
            assert!(!open.contains(&closed), "{closed}");
        }
        assert!(open.contains(&"Tallied") && open.contains(&"VerdictRecorded"));
    }

    #[test]
    fn what_was_never_the_devices_to_write_stays_out() {
        let open = SetAsideReason::ALL.iter().copied().filter(|reason| opens_reason(*reason));

        assert_eq!(
            open.collect::<Vec<_>>(),
            [
                SetAsideReason::UnknownPerson,
                SetAsideReason::PersonsPost,
                SetAsideReason::AheadOfServer,
                SetAsideReason::BeforeEnrolment,
                SetAsideReason::IdCollision,
                SetAsideReason::Revoked,
                SetAsideReason::NoGrant,
            ]
        );
    }
}
