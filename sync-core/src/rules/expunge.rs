//! `expunge`: what an administrator at the server may take out of a site (decision 0028).

use crate::fact::Kind;

/// Whether facts of a kind may be taken out. Who somebody is, which devices there are, and what was
/// taken out already stays said: numbers would be given again, and what was revoked would return.
/// Such a fact is answered by another one.
pub const fn may_go(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::PersonStated
            | Kind::PinSet
            | Kind::PersonRevoked
            | Kind::DeviceEnrolled
            | Kind::DeviceRevoked
            | Kind::SiteStated
            | Kind::CountingStated
            | Kind::Expunged
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_recorded_may_go_and_who_they_are_may_not() {
        assert!(may_go(Kind::Tallied) && may_go(Kind::FactSetAside) && may_go(Kind::Readmitted));
        assert!(!may_go(Kind::DeviceRevoked) && !may_go(Kind::Expunged));
    }
}
