//! A sentence that one program words in both languages, for another to show in one of them.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{Language, Say};

/// A sentence in both languages of the floor; it is displayed in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sentence {
    /// In English.
    pub en: String,
    /// In 简体中文.
    pub zh: String,
}

impl Sentence {
    /// The same thing said twice.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// The sentence in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.en)
    }
}

impl Say for Sentence {
    fn chinese(&self) -> Cow<'static, str> {
        self.zh.clone().into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.en.clone().into()
    }
}
