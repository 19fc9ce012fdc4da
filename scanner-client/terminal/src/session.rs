//! Keeps who is signed in, and how often a wrong PIN was given; the engine decides both.

use inwards_engine::clock::ClockReading;
use inwards_engine::engine::Engine;
use inwards_engine::pin::WrongPins;
use inwards_engine::session::{self, FindError, Lock, SignIn, SignedIn};
use sync_core::time::Timestamp;

use crate::command_error::CommandError;
use crate::folder::{self, Folder};
use crate::output::clock_time;
use crate::text::CliMessage;

/// Commands come one by one: nobody knows what a person does between two of them.
const LOCK: Lock = Lock::AfterLifetime;

/// Who is signed in now, if anybody is, by what is known of the clock now.
pub fn read(folder: &Folder, engine: &Engine, stamp: ClockReading) -> Option<SignedIn> {
    // A damaged session is none: signing in again mends it.
    let signed_in: SignedIn = folder::read(&folder.session()).ok()??;
    let signed_in = signed_in.moved(&engine.outbox().clock());
    signed_in.holds(LOCK, engine.instant(stamp)).then_some(signed_in)
}

/// Ends whatever session there is.
pub fn end(folder: &Folder) -> Result<(), CommandError> {
    folder::remove(&folder.session())
}

/// Signs a person in by their PIN, which is asked for only where it will be looked at.
pub fn sign_in(
    folder: &Folder,
    engine: &Engine,
    asked: &str,
    pin: impl FnOnce() -> Result<String, CommandError>,
    stamp: ClockReading,
) -> Result<SignedIn, CommandError> {
    let wrong: WrongPins = folder::read(&folder.wrong_pins()).ok().flatten().unwrap_or_default();
    if let Some(until) = session::wait_for_pin(engine, wrong, stamp) {
        return Err(wait(engine, until));
    }
    let person = session::find(engine, asked).map_err(|error| not_found(error, asked))?;
    match session::check_pin(engine, person.number, &pin()?, wrong, stamp) {
        SignIn::Done(signed_in) => {
            folder::write(&folder.session(), &signed_in)?;
            folder::remove(&folder.wrong_pins())?;
            Ok(signed_in)
        }
        SignIn::WrongPin { wrong, wait: until } => {
            folder::write(&folder.wrong_pins(), &wrong)?;
            let says_wrong = || CommandError::refused("pin", CliMessage::WrongPin);
            Err(until.map_or_else(says_wrong, |until| wait(engine, until)))
        }
        SignIn::Wait(until) => Err(wait(engine, until)),
        SignIn::MayNot(error) => Err(not_found(error, asked)),
    }
}

fn wait(engine: &Engine, until: Timestamp) -> CommandError {
    let until = clock_time(until, engine.replica().site().offset);
    CommandError::refused("pin", CliMessage::WaitForPin { until })
}

fn not_found(error: FindError, asked: &str) -> CommandError {
    let person = asked.trim().to_owned();
    let (rule, sentence) = match error {
        FindError::NeverSynced => ("person", CliMessage::NeverSynced),
        FindError::Unknown => ("person", CliMessage::NoSuchPerson { person }),
        FindError::Several => ("person", CliMessage::SeveralPeople { person }),
        FindError::Revoked => ("person", CliMessage::PersonRevoked),
        FindError::NoPostHere => ("person", CliMessage::NoPostHere { person }),
        FindError::NoPin => ("pin", CliMessage::NoPin { person }),
    };
    CommandError::refused(rule, sentence)
}
