//! Why a command failed: a rule's name, a sentence that says what to do, and an exit code.

use inwards_engine::driver::ContactError;
use inwards_engine::refusal::NotDone;
use inwards_journal::JournalError;
use serde_json::{Value, json};
use sync_core::command::Refusal;
use sync_core::ids::TextError;
use sync_core::measure::AmountError;
use sync_core::sync::{RefusedBy, SyncError};
use sync_core::text::{Language, Say};

use crate::text::CliMessage;

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// It was asked in a way that cannot be read.
    Usage = 2,
    /// A rule forbids it.
    Refused = 3,
    /// Nothing could be reached: try again.
    Unreachable = 4,
    /// The device's own storage is in trouble.
    Storage = 5,
}

/// What is said of a failure.
#[derive(Clone, Debug)]
pub enum ErrorText {
    /// One of the program's own sentences.
    Ours(CliMessage),
    /// A rule of the floor.
    Rule(Refusal),
    /// What could not be read, in both languages.
    Misread {
        /// The whole sentence, in English.
        english: String,
        /// The same sentence, in Chinese.
        chinese: String,
    },
    /// What another part says, in English.
    Plain(String),
}

/// A command that was not carried out.
#[derive(Clone, Debug)]
pub struct CommandError {
    /// How the process ends.
    pub exit: Exit,
    /// The rule's name, for programs.
    pub rule: &'static str,
    /// The sentence that is shown: what happened, and what to do.
    pub said: ErrorText,
    /// Known numbers that may have been meant.
    pub near: Vec<String>,
}

impl CommandError {
    fn new(exit: Exit, rule: &'static str, said: ErrorText) -> Self {
        Self { exit, rule, said, near: Vec::new() }
    }

    /// It was asked in a way that cannot be read.
    pub fn usage(rule: &'static str, sentence: impl std::fmt::Display) -> Self {
        Self::new(Exit::Usage, rule, ErrorText::Plain(sentence.to_string()))
    }

    /// Something that was typed or scanned cannot be read.
    pub fn misread(rule: &'static str, error: &dyn Say) -> Self {
        let (english, chinese) = (error.english().into_owned(), error.chinese().into_owned());
        Self::new(Exit::Usage, rule, ErrorText::Misread { english, chinese })
    }

    /// A refusal of the server's, in its words: English, then Chinese.
    pub fn told(rule: &'static str, (english, chinese): (String, String)) -> Self {
        Self::new(Exit::Refused, rule, ErrorText::Misread { english, chinese })
    }

    /// The same, in one of the program's own sentences.
    pub fn misuse(rule: &'static str, sentence: CliMessage) -> Self {
        Self::new(Exit::Usage, rule, ErrorText::Ours(sentence))
    }

    /// One of our own refusals.
    pub fn refused(rule: &'static str, sentence: CliMessage) -> Self {
        Self::new(Exit::Refused, rule, ErrorText::Ours(sentence))
    }

    /// The server, or the way to it.
    pub fn unreachable(rule: &'static str, sentence: CliMessage) -> Self {
        Self::new(Exit::Unreachable, rule, ErrorText::Ours(sentence))
    }

    /// The device's own storage.
    pub fn storage(sentence: impl std::fmt::Display) -> Self {
        Self::new(Exit::Storage, "storage", ErrorText::Plain(sentence.to_string()))
    }

    /// The sentence for a person.
    pub fn say(&self, language: Language) -> String {
        match &self.said {
            ErrorText::Ours(sentence) => sentence.say(language).into_owned(),
            ErrorText::Rule(refusal) => refusal.told(language, crate::remedy::word),
            ErrorText::Misread { english, chinese } => match language {
                Language::English => english.clone(),
                Language::Chinese => chinese.clone(),
            },
            ErrorText::Plain(text) => text.clone(),
        }
    }

    /// The same for a program.
    pub fn json(&self, language: Language) -> Value {
        let mut error = json!({
            "rule": self.rule,
            "message": self.say(language),
            "exit": self.exit as u8,
        });
        if !self.near.is_empty() {
            error["near"] = json!(self.near);
        }
        json!({ "error": error })
    }
}

impl From<NotDone> for CommandError {
    fn from(not_done: NotDone) -> Self {
        let (rule, sentence) = match not_done {
            NotDone::NotSignedIn => ("signed-in", CliMessage::NotSignedIn),
            NotDone::Revoked => ("person-revoked", CliMessage::PersonRevoked),
            NotDone::NeverSynced => ("synced", CliMessage::NeverSynced),
            NotDone::NoGrant => ("grant", CliMessage::NoGrant),
            NotDone::PinAgain => ("pin-again", CliMessage::PinAgain),
            NotDone::TooMuch => ("too-much", CliMessage::TooMuch),
            NotDone::OlderCopy(older) => return Self::storage(older),
            NotDone::Refused(Refusal::Amount(error)) => return error.into(),
            NotDone::Refused(refusal) => {
                return Self::new(Exit::Refused, refusal.rule(), ErrorText::Rule(refusal));
            }
        };
        Self::refused(rule, sentence)
    }
}

impl From<AmountError> for CommandError {
    fn from(error: AmountError) -> Self {
        Self::misread("amount", &error)
    }
}

impl From<TextError> for CommandError {
    fn from(error: TextError) -> Self {
        Self::misread("text", &error)
    }
}

impl From<JournalError> for CommandError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Locked { .. } => Self::unreachable("locked", CliMessage::Locked),
            other => Self::storage(other),
        }
    }
}

impl From<ContactError> for CommandError {
    fn from(error: ContactError) -> Self {
        match error {
            ContactError::Sync(
                SyncError::Refused { reason: RefusedBy::NotThisDevice, detail }
                | SyncError::Revoked { detail, .. },
            ) => Self::refused("device", CliMessage::DeviceRevoked { detail }),
            ContactError::Sync(error) => {
                let why = error.to_string();
                Self::unreachable("server", CliMessage::ContactFailed { why })
            }
            ContactError::Outbox(error) => Self::storage(error),
        }
    }
}
