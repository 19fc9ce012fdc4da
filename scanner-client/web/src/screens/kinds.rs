//! What a fact or a rule is called that a newer device may have written.

use std::borrow::Cow;

use sync_core::fact::Kind;
use sync_core::text::{Say, names};

/// What happened; what this version does not know is called by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FactName {
    /// A kind that this version knows, and names in both languages.
    Known(Kind),
    /// Of a newer version.
    Newer(String),
}

impl FactName {
    /// The name of what a view lists.
    pub(crate) fn of(known: Option<Kind>, name: &str) -> Self {
        known.map_or_else(|| Self::Newer(name.to_owned()), Self::Known)
    }
}

impl Say for FactName {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Known(kind) => kind.chinese(),
            Self::Newer(name) => format!("新版本的记录 {name}").into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Known(kind) => names::fact_kind(*kind).capital().english(),
            Self::Newer(name) => format!("A newer record, {name}").into(),
        }
    }
}

/// A rule, as people know it; one that is not known here by its own name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RuleName(pub(crate) String);

impl Say for RuleName {
    fn chinese(&self) -> Cow<'static, str> {
        names::rule(&self.0).map_or_else(|| self.0.clone().into(), |name| name.chinese())
    }

    fn english(&self) -> Cow<'static, str> {
        names::rule(&self.0).map_or_else(|| self.0.clone().into(), |name| name.capital().english())
    }
}
