//! A push as it came: whether its device signed it, and whether it fits what the log holds of the device
//! (decision 0032).

use sync_core::fact::Fact;
use sync_core::ids::{ContentHash, DeviceNumber, FactId};
use sync_core::sync::{PreviousFact, PushPlace, RefusedBy, ServerMessage};

use super::memory::{Durability, SiteMemory};
use super::{Site, refused};
use crate::audit::{What, Who};
use crate::auth::device_key::DeviceKey;
use crate::log::PushSeal;

/// What a device sent.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// The facts, as bytes.
    pub batch: Vec<u8>,
    /// What it signed; nothing where it is a device of before.
    pub signed: Option<Signed>,
}

/// What stands beside the batch of a signed push.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The fact before the first, as the device knows it.
    pub previous: Option<PreviousFact>,
    /// The signature, as it came.
    pub signature: Vec<u8>,
}

/// What the signature of a push came to.
#[derive(Debug)]
pub enum Checked {
    /// It is a device of before, or holds nothing.
    Unsigned,
    /// The device's key signed it.
    Signed(PushSeal),
    /// Somebody else's, or another push's.
    Forged,
}

/// Holds a push against the key of its device.
pub fn check_signature(
    key: Option<&[u8]>,
    (epoch, device): (u64, DeviceNumber),
    pushed: &Pushed,
    facts: &[Fact],
) -> Checked {
    let Some(signed) = &pushed.signed else { return Checked::Unsigned };
    let (Some(first), Some(last)) = (facts.first(), facts.last()) else {
        return Checked::Unsigned;
    };
    let place = PushPlace {
        epoch,
        device,
        first: first.header.id.sequence,
        last: last.header.id.sequence,
        previous: signed.previous,
    };
    let batch = ContentHash::of(&pushed.batch);
    let message = place.message(batch);
    let key = key.and_then(DeviceKey::of);
    if key.is_some_and(|key| key.verifies(message.as_bytes(), &signed.signature)) {
        return Checked::Signed(PushSeal { place, batch, signature: signed.signature.clone() });
    }
    Checked::Forged
}

/// How a signed push joins what the log holds of its device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Directly.
    Joined,
    /// Two write under one number, or a folder was put back from a copy.
    Forked,
    /// What stands before it never came.
    Missing(PreviousFact),
}

impl Site {
    /// Whether a push is signed as its device signs, and joins what is known of it; why not, where it is
    /// refused.
    pub(super) fn joined(
        &self,
        device: DeviceNumber,
        checked: Checked,
    ) -> Result<Option<PushSeal>, ServerMessage> {
        let refuse = |why: &str| {
            let what = What::PushRefused { why: why.to_owned() };
            self.audit.note(Who::Device { device }, what);
            refused(RefusedBy::NotThisDevice, format!("device {device}: {why}"))
        };
        let seal = match checked {
            Checked::Signed(seal) => seal,
            Checked::Forged => {
                return Err(refuse("what it pushed is not signed by the key of this device"));
            }
            Checked::Unsigned if self.read().signs(device) => {
                return Err(refuse("it signs what it pushes, and this was not signed"));
            }
            Checked::Unsigned => return Ok(None),
        };
        let link = link(&self.read(), &seal.place);
        let link = link.map_err(|(reason, detail)| refused(reason, detail))?;
        match link {
            Link::Joined => {}
            Link::Missing(previous) => {
                let detail = format!(
                    "fact {} of device {device} is not known here: it is to be sent first",
                    previous.sequence
                );
                return Err(refused(RefusedBy::Gap, detail));
            }
            Link::Forked => {
                let previous = seal.place.previous.map(|previous| previous.sequence);
                let first = seal.place.first;
                tracing::error!(
                    target: "alarm", %device, first, ?previous,
                    "what a device pushed does not follow what is known of it: it was copied, or put back from a copy"
                );
                let what = What::DeviceForked { first, previous };
                self.audit.note(Who::Device { device }, what);
            }
        }
        Ok(Some(seal))
    }
}

/// Looks up what a push says stands before it.
pub fn link(held: &SiteMemory, place: &PushPlace) -> Result<Link, (RefusedBy, String)> {
    let PushPlace { device, first, previous, .. } = *place;
    let after = previous.map_or(0, |previous| previous.sequence);
    if after >= first {
        let detail = format!("fact {after} cannot stand before fact {first}");
        return Err((RefusedBy::Malformed, detail));
    }
    if let Some(previous) = previous {
        let id = FactId { device, sequence: previous.sequence };
        match held.durability_of(id, previous.content.0) {
            Durability::Durable | Durability::IdCollisionBefore => {}
            Durability::IdCollision => return Ok(Link::Forked),
            Durability::New => return Ok(Link::Missing(previous)),
        }
    }
    Ok(if held.holds_between(device, after, first) { Link::Forked } else { Link::Joined })
}
