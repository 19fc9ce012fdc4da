//! Keeps who is signed in, and how often a wrong PIN was given; the engine decides both.

use inwards_engine::engine::Engine;
use inwards_engine::pin::WrongPins;
use inwards_engine::session::{self, FindError, Lock, SignIn, SignedIn};
use sync_core::time::Timestamp;

use crate::failure::Failure;
use crate::folder::{self, Folder};
use crate::output::clock_time;
use crate::text::Sentence;

/// Commands come one by one: nobody knows what a person does between two of them.
const LOCK: Lock = Lock::AfterLifetime;

/// Who is signed in now, if anybody is.
pub fn read(folder: &Folder, now: Timestamp) -> Option<SignedIn> {
    // A damaged session is none: signing in again mends it.
    let signed_in: SignedIn = folder::read(&folder.session()).ok()??;
    signed_in.holds(LOCK, now).then_some(signed_in)
}

/// Ends whatever session there is.
pub fn end(folder: &Folder) -> Result<(), Failure> {
    folder::remove(&folder.session())
}

/// Signs a person in by their PIN, which is asked for only where it will be looked at.
pub fn sign_in(
    folder: &Folder,
    engine: &Engine,
    asked: &str,
    pin: impl FnOnce() -> Result<String, Failure>,
    now: Timestamp,
) -> Result<SignedIn, Failure> {
    let wrong: WrongPins = folder::read(&folder.wrong_pins()).ok().flatten().unwrap_or_default();
    if let Some(until) = wrong.wait_until(now) {
        return Err(wait(engine, until));
    }
    let person = session::find(engine, asked).map_err(|error| not_found(error, asked))?;
    match session::check_pin(engine, person.number, &pin()?, wrong, now) {
        SignIn::Done(signed_in) => {
            folder::write(&folder.session(), &signed_in)?;
            folder::remove(&folder.wrong_pins())?;
            Ok(signed_in)
        }
        SignIn::WrongPin { wrong, wait: until } => {
            folder::write(&folder.wrong_pins(), &wrong)?;
            let says_wrong = || Failure::refused("pin", Sentence::WrongPin);
            Err(until.map_or_else(says_wrong, |until| wait(engine, until)))
        }
        SignIn::Wait(until) => Err(wait(engine, until)),
        SignIn::MayNot(error) => Err(not_found(error, asked)),
    }
}

fn wait(engine: &Engine, until: Timestamp) -> Failure {
    let until = clock_time(until, engine.replica().site().offset);
    Failure::refused("pin", Sentence::WaitForPin { until })
}

fn not_found(error: FindError, asked: &str) -> Failure {
    let person = asked.trim().to_owned();
    let (rule, sentence) = match error {
        FindError::NeverSynced => ("person", Sentence::NeverSynced),
        FindError::Unknown => ("person", Sentence::NoSuchPerson { person }),
        FindError::Several => ("person", Sentence::SeveralPeople { person }),
        FindError::Revoked => ("person", Sentence::PersonRevoked),
        FindError::NoPostHere => ("person", Sentence::NoPostHere { person }),
        FindError::NoPin => ("pin", Sentence::NoPin { person }),
    };
    Failure::refused(rule, sentence)
}
