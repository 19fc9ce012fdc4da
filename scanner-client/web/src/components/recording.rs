//! Records, and has it said, seen and heard before any screen is drawn anew: that can take longer
//! than whoever scans the next package waits (docs/decisions/0018).
//!
//! Every command of every section goes through here. What was recorded is told by the caller, in one
//! of three ways; what was not is told here, with its sound.

use inwards_engine::engine::CommandDone;
use leptos::prelude::GetUntracked as _;
use sync_core::command::{Command, Notice};
use sync_core::text::Language;

use crate::app::use_app;
use crate::browser::painted;
use crate::device::signal::Signal as Sounded;
use crate::device::{PendingRedraw, PhotoFile, RecordError, Recorded};
use crate::messages::Message;
use crate::overlay::Toast;

/// Records, unless there is something to ask first, and tells it as the caller does.
///
/// Screens are told once the last of the answer is dropped: whoever leaves the screen leaves it
/// before that.
pub(crate) async fn record_aloud(
    command: &Command,
    files: &[PhotoFile],
    asks: fn(&Notice) -> bool,
    tell: impl FnOnce(&CommandDone),
) -> Result<(Recorded, PendingRedraw), RecordError> {
    let (recorded, untold) = use_app().device.record(command, files, asks).await?;
    if let Recorded::Done(done) = &recorded {
        tell(done);
        painted().await;
    }
    Ok((recorded, untold))
}

/// Records, and tells it by a sound and a toast; nothing is answered where nothing was recorded.
pub(crate) async fn record_with_toast(
    command: &Command,
    files: &[PhotoFile],
    sound: Sounded,
    toast: impl FnOnce(&CommandDone) -> Option<Toast>,
) -> Option<(CommandDone, PendingRedraw)> {
    match record_aloud(command, files, |_| false, |done| told(done, sound, toast)).await {
        Ok((Recorded::Done(done), untold)) => Some((done, untold)),
        // Nobody wanted to ask.
        Ok((Recorded::Asked(_), _)) => None,
        Err(error) => {
            not_recorded(&error);
            None
        }
    }
}

/// Records, unless there is something to ask first: the question is answered. What was recorded is
/// told by a sound and a toast; nothing is answered where it could not be.
pub(crate) async fn ask_or_record(
    command: &Command,
    asks: fn(&Notice) -> bool,
    sound: Sounded,
    toast: impl FnOnce(&CommandDone) -> Option<Toast>,
) -> Option<(Recorded, PendingRedraw)> {
    match record_aloud(command, &[], asks, |done| told(done, sound, toast)).await {
        Ok(answer) => Some(answer),
        Err(error) => {
            not_recorded(&error);
            None
        }
    }
}

fn told(done: &CommandDone, sound: Sounded, toast: impl FnOnce(&CommandDone) -> Option<Toast>) {
    let app = use_app();
    app.signal(sound);
    if let Some(toast) = toast(done) {
        app.toast(toast);
    }
}

/// Records one of several things that are told together.
pub(crate) async fn record_quietly(command: &Command) -> Option<PendingRedraw> {
    match use_app().device.record(command, &[], |_| false).await {
        Ok((_, untold)) => Some(untold),
        Err(error) => {
            not_recorded(&error);
            None
        }
    }
}

/// What is to be known of something that was recorded, in one line; empty where there is nothing.
///
/// Where questions are asked first, what was asked and said again is not told once more.
pub(crate) fn notices(done: &CommandDone, is_told: impl Fn(&Notice) -> bool) -> String {
    let language = use_app().language.get_untracked();
    let untold = done.notices.iter().filter(|notice| !is_told(notice));
    untold.map(|notice| sentence(notice, language)).collect::<Vec<_>>().join(" ")
}

/// What is to be known, as a sentence that stands by itself.
pub(crate) fn sentence(notice: &Notice, language: Language) -> String {
    let mut said = notice.say(language);
    if let Some(first) = said.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    said
}

/// Says, and lets hear, that nothing was recorded, and why.
pub(crate) fn not_recorded(error: &RecordError) {
    not_recorded_because(error.say(use_app().language.get_untracked()));
}

/// Says, and lets hear, that nothing was recorded, for a reason in words.
pub(crate) fn not_recorded_because(why: String) {
    let app = use_app();
    refuse(Toast::refused(app.say(Message::NotRecorded)).with_more(why));
}

/// Lets a refusal be seen and heard.
pub(crate) fn refuse(toast: Toast) {
    let app = use_app();
    app.signal(Sounded::NotCounted);
    app.toast(toast);
}
