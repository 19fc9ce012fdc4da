//! Keeps who is signed in and what the server granted; the engine decides both.

use inwards_engine::clock::ClockReading;
use inwards_engine::engine::Engine;
use inwards_engine::grants::KeptGrants;
use inwards_engine::session::{self, Lock, SignedIn};
use sync_core::rules::sign_in::GrantedTime;
use sync_core::time::Span;

use crate::command_error::CommandError;
use crate::folder::{self, Folder};
use crate::identity::is_signed;

/// After so many minutes without a command the device locks itself, where it is said.
const LOCK_MINUTES: &str = "INWARDS_LOCK_MINUTES";

/// When this device locks itself: after five minutes, as long as nothing else is said.
fn lock() -> Lock {
    let said = std::env::var(LOCK_MINUTES).ok().and_then(|minutes| minutes.parse::<u16>().ok());
    match said.map(|minutes| Span::minutes(i64::from(minutes))) {
        None => Lock::AfterQuiet,
        Some(quiet) if quiet >= session::LIFETIME => Lock::AfterLifetime,
        Some(quiet) => Lock::AfterQuietOf(quiet),
    }
}

/// What the server granted to those who worked here lately. What it did not sign is none of it.
pub fn grants(folder: &Folder) -> KeptGrants {
    let kept: Option<KeptGrants> = folder::read(&folder.grants()).ok().flatten();
    let mut kept = kept.unwrap_or_default();
    let key = kept.key.clone().unwrap_or_default();
    kept.retain(|kept| is_signed(&key, &kept.grant, &kept.signature));
    kept
}

/// Who is signed in now, if anybody is, by what is known of the clock now, and for which time they are
/// granted the device. That a command is given is activity.
pub fn read(
    folder: &Folder,
    engine: &Engine,
    stamp: ClockReading,
) -> Option<(SignedIn, Option<GrantedTime>)> {
    // A damaged session is none: signing in again mends it.
    let signed_in: SignedIn = folder::read(&folder.session()).ok()??;
    let signed_in = signed_in.moved(&engine.outbox().clock());
    let (lock, now) = (lock(), engine.instant(stamp));
    if !signed_in.holds(lock, now) {
        return None;
    }
    if let Some(touched) = signed_in.touched(lock, now) {
        // Not worth a word: the device only locks earlier than it should.
        let _ = folder::write(&folder.session(), &touched);
    }
    Some((signed_in, session::time_left(engine, &grants(folder), signed_in.person)))
}

/// Ends whatever session there is.
pub fn end(folder: &Folder) -> Result<(), CommandError> {
    folder::remove(&folder.session())
}
