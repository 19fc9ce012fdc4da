//! What everything is called, once: kinds, states, reasons, rules, verdicts, posts and tasks.
//!
//! Screens, the command line, the board on the wall and paper take their names from here and
//! keep only their buttons and own sentences. The words are those of the regulation and of
//! `docs/glossary.md`. English is written as within a sentence; [`Name::capital`] begins a line.
//!
//! A name is known at the top of the core, and names the types of all floors below: no function
//! of theirs is called here.

mod facts;
mod findings;
mod labels;
mod nouns;
mod states;
mod work;

use std::borrow::Cow;

use super::{Language, Say};

pub use facts::{exception_kind, fact_kind, made_by, set_aside_reason};
pub use findings::{
    BASIS_CHANGED, COUNT_AGAIN, KNOWN_LATER, NO_STANDARD, ORDER_CHANGED, PACKAGE_TWICE, RULES,
    SIGN_AGAIN, STALE_ORDER, THICKNESS, UNIT_WEIGHT, UNJUDGED, VENDOR_NOT_APPROVED, blocked,
    conflict, conflicts, defect, known_later, measure, queue_mark, rule, verdict, weight,
};
pub use labels::{doubt, meaning, unreadable};
pub use nouns::*;
pub use states::{
    deadline_status, lot_status, lot_status_short, receipt_status, signature_status, tally_status,
    verdict_status,
};
pub use work::{goods_kind, goods_kind_short, post, somebody_of, work, work_and_why};

/// A short text in both languages: what something is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// 简体中文.
    pub chinese: &'static str,
    /// English, as within a sentence.
    pub english: &'static str,
}

/// A name whose English begins a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capital(pub Name);

impl Name {
    /// A name, in Chinese and in English.
    pub const fn new(chinese: &'static str, english: &'static str) -> Self {
        Self { chinese, english }
    }

    /// The name in a language.
    pub const fn word(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.chinese,
            Language::English => self.english,
        }
    }

    /// The name as it begins a line.
    pub const fn capital(self) -> Capital {
        Capital(self)
    }
}

impl Say for Name {
    fn chinese(&self) -> Cow<'static, str> {
        self.chinese.into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.english.into()
    }
}

impl Say for Capital {
    fn chinese(&self) -> Cow<'static, str> {
        self.0.chinese.into()
    }

    fn english(&self) -> Cow<'static, str> {
        let mut letters = self.0.english.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>().into()
    }
}

/// A kind, state, reason or task of the core that has a name for people.
pub trait Named: Copy + 'static {
    /// Every case that has a name: all of them.
    const ALL: &'static [Self];

    /// What people call it.
    fn called(self) -> Name;

    /// The name in a language.
    fn word(self, language: Language) -> &'static str {
        self.called().word(language)
    }
}

/// Names the cases of types: a function for each type, and [`Named`] and [`Say`] by it.
macro_rules! names {
    ($($(#[$doc:meta])* $function:ident: $of:ty { $($case:ident => $name:expr;)* })*) => {
        $(
            $(#[$doc])*
            pub const fn $function(of: $of) -> crate::text::names::Name {
                match of {
                    $(<$of>::$case => $name,)*
                }
            }

            impl crate::text::names::Named for $of {
                const ALL: &'static [Self] = &[$(Self::$case,)*];

                fn called(self) -> crate::text::names::Name {
                    $function(self)
                }
            }

            impl crate::text::Say for $of {
                fn chinese(&self) -> std::borrow::Cow<'static, str> {
                    $function(*self).chinese.into()
                }

                fn english(&self) -> std::borrow::Cow<'static, str> {
                    $function(*self).english.into()
                }
            }
        )*
    };
}
use names;

const fn name(chinese: &'static str, english: &'static str) -> Name {
    Name::new(chinese, english)
}

#[cfg(test)]
mod tests;
