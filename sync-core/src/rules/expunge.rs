//! `expunge`: what an administrator at the server may take out of a site (decision 0028).

use crate::fact::{About, Kind};

/// Whether facts of a kind may be taken out. Who somebody is, which devices there are, and what was
/// taken out already stays said: numbers would be given again, and what was revoked would return.
/// Such a fact is answered by another one. A kind of tomorrow about these stays until it is named here.
pub fn may_go(kind: Kind) -> bool {
    let stays = |about: &About| matches!(about, About::Person | About::Device | About::Site);
    let is_word_of_the_floor = matches!(
        kind,
        Kind::ClockDoubtful | Kind::ClockOff | Kind::FactSetAside | Kind::Readmitted
    );
    is_word_of_the_floor || !kind.about().iter().any(stays)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_recorded_may_go_and_who_they_are_may_not() {
        assert!(may_go(Kind::Tallied) && may_go(Kind::FactSetAside) && may_go(Kind::Readmitted));
        let about_them = [
            Kind::PersonStated,
            Kind::PinSet,
            Kind::PersonRevoked,
            Kind::SignInChanged,
            Kind::DeviceEnrolled,
            Kind::DeviceRevoked,
            Kind::SignInGranted,
            Kind::SiteStated,
            Kind::CountingStated,
            Kind::SigningInStated,
            Kind::Expunged,
        ];
        assert!(about_them.iter().all(|kind| !may_go(*kind)));
    }
}
