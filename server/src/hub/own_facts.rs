//! What the server does not write either, whoever asks for it: asked in the lane, before the append.

use sync_core::fact::{Entity, Event};
use sync_core::rules::numbering;

use super::{AuthorError, Drafts, SiteMemory};

/// Whether facts of the server's own may be written as the log stands: nobody takes over the number
/// of a device that lives, and numbers are given one after the other.
pub(super) fn check(held: &SiteMemory, drafts: &Drafts) -> Result<(), AuthorError> {
    for (entity, event) in drafts {
        match (entity, event) {
            (Entity::Device(device), Event::DeviceEnrolled(_)) => {
                let is_given = held.replica.device(*device).is_some_and(|d| d.enrolled.is_some());
                if is_given || !numbering::may_be_given(device.0, held.device_numbers()) {
                    return refuse(format!("{} is no number for a new device", device.0));
                }
            }
            (Entity::Person(person), Event::PersonStated(_))
                if held.replica.person(*person).is_none()
                    && !numbering::may_be_given(person.0, held.person_numbers()) =>
            {
                return refuse(format!("{} is no number for a new person", person.0));
            }
            _ => {}
        }
    }
    Ok(())
}

fn refuse(why: String) -> Result<(), AuthorError> {
    Err(AuthorError::Refused(why))
}
