//! Names of things: facts, devices, people, orders, vendors, items.

mod fact_set;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::same_code::to_half_width;
use crate::same_code::{self, CodeKey};
pub use fact_set::FactSet;

/// A device of the site, as the server numbered it at enrolment; never reused.
///
/// Number 0 is the server itself, which writes master data and its own findings as facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceNumber(pub u32);

impl DeviceNumber {
    /// The server, as an author of facts.
    pub const SERVER: Self = Self(0);
}

impl fmt::Display for DeviceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A person, as the server numbered them; number 0 is the server acting by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonNumber(pub u32);

impl PersonNumber {
    /// The server acting by itself: imports, enrolments, what it set aside.
    pub const SERVER: Self = Self(0);
}

/// Marks the count of a fact that goes by the name of its readmission, since its own name belongs
/// to another fact; no device counts so far.
pub const READMISSION_BIT: u64 = 1 << 62;

/// The name of a fact: the device that wrote it, and that device's count of its facts, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId {
    /// The device that counted it, and recorded the fact.
    pub device: DeviceNumber,
    /// How far that device had counted.
    pub sequence: u64,
}

impl FactId {
    /// Names the fact that `device` wrote as its `sequence`-th.
    pub const fn new(device: u32, sequence: u64) -> Self {
        Self { device: DeviceNumber(device), sequence }
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.device, self.sequence)
    }
}

/// Why a text is not a fact's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not the name of a fact; it looks like 17-204 (device, count)")]
pub struct NotAFactId(pub String);

impl FromStr for FactId {
    type Err = NotAFactId;

    fn from_str(text: &str) -> Result<Self, NotAFactId> {
        let wrong = || NotAFactId(text.to_owned());
        let (device, sequence) = text.split_once('-').ok_or_else(wrong)?;
        let device = device.parse().map_err(|_| wrong())?;
        let sequence = sequence.parse().map_err(|_| wrong())?;
        Ok(Self::new(device, sequence))
    }
}

impl Serialize for FactId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.device, self.sequence).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for FactId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map_err(serde::de::Error::custom);
        }
        let (device, sequence) = Deserialize::deserialize(deserializer)?;
        Ok(Self { device, sequence })
    }
}

/// What a file holds, by its SHA-256: the same photo has the same name everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    /// The name of what a file holds.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

/// Why a text names no content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no SHA-256: it has 64 hexadecimal digits")]
pub struct NotAHash;

impl FromStr for ContentHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAHash);
        }
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * place..2 * place + 2).ok_or(NotAHash)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| NotAHash)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map_err(D::Error::custom);
        }
        let bytes: Vec<u8> = serde_bytes::deserialize(deserializer)?;
        bytes.try_into().map(Self).map_err(|_| D::Error::custom(NotAHash))
    }
}

/// Why a text cannot be a code or a short note.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but blanks; the field is named.
    #[error("{0} must not be empty")]
    Empty(&'static str),
    /// Longer than the field allows.
    #[error("{what} may have at most {most} characters, this has {found}")]
    TooLong {
        /// The field that was written.
        what: &'static str,
        /// Its limit in characters.
        most: usize,
        /// How many characters were given.
        found: usize,
    },
    /// A control character, which no label and no ERP field holds.
    #[error("{0} must not hold control characters")]
    Control(&'static str),
    /// A sign that turns the direction of writing, or otherwise makes it look like another text.
    #[error(
        "{0} must not hold signs that change how the rest is read: type it instead of pasting it"
    )]
    Deceptive(&'static str),
}

fn checked(what: &'static str, most: usize, text: &str) -> Result<String, TextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty(what));
    }
    let found = text.chars().count();
    if found > most {
        return Err(TextError::TooLong { what, most, found });
    }
    if text.chars().any(char::is_control) {
        return Err(TextError::Control(what));
    }
    Ok(text.to_owned())
}

/// A text as it is shown: without signs that nobody sees and that make it look like another one.
/// Facts of before may hold some; one of nothing else stays as it is.
fn as_shown(text: String) -> String {
    let is_plain = |sign: char| !same_code::is_zero_width(sign) && !same_code::deceives(sign);
    if text.is_ascii() || text.chars().all(is_plain) {
        return text;
    }
    let plain: String = text.chars().filter(|sign| is_plain(*sign)).collect();
    if plain.trim().is_empty() { text } else { plain }
}

macro_rules! text {
    ($name:ident, $what:literal, $most:literal, $typed:expr, $sieve:expr) => {
        impl FromStr for $name {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, TextError> {
                let sieve: fn(String, &'static str) -> Result<String, TextError> = $sieve;
                let plain = sieve(checked($what, usize::MAX, &typed(text))?, $what)?;
                checked($what, $most, &$typed(plain)).map(|text| Self::new(text.into()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                checked($what, $most, &text).map(|text| Self::new(as_shown(text).into()))
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.shown().to_owned()
            }
        }

        impl $name {
            /// The text as it was written, without blanks at its ends.
            pub fn as_str(&self) -> &str {
                self.shown()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.shown())
            }
        }
    };
}

/// A code as it was written, with what it is compared by: made once, and shared by all copies.
struct WrittenCode {
    /// As it was written.
    shown: Box<str>,
    /// What it is compared by, where that is not what was written.
    key: Option<Box<str>>,
}

impl WrittenCode {
    fn new(shown: Box<str>) -> Self {
        let key = same_code::key(&shown);
        let key = (*key != *shown).then(|| key.into());
        Self { shown, key }
    }

    fn key(&self) -> &str {
        self.key.as_deref().unwrap_or(&self.shown)
    }
}

/// A text that names a thing: two are equal where they are the same code, however each was
/// written ([`same_code`]).
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $what:literal, $most:literal) => {
        $(#[$doc])*
        #[derive(Clone, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<WrittenCode>);

        impl $name {
            fn new(shown: Box<str>) -> Self {
                Self(Arc::new(WrittenCode::new(shown)))
            }

            fn shown(&self) -> &str {
                &self.0.shown
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.key() == other.0.key()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.key().cmp(other.0.key())
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.key().hash(state);
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.shown()).finish()
            }
        }

        text!($name, $what, $most, |text: String| same_code::written(&text), |text, _| Ok(text));
    };
}

code!(
    /// A purchase order's number (采购单), as QAD gave it.
    OrderNumber, "an order number", 24
);
code!(
    /// A vendor's code (厂商).
    VendorCode, "a vendor code", 24
);
code!(
    /// An item's number (料号).
    ItemCode, "an item number", 40
);
code!(
    /// The code on one package: a licence plate or a serial of the supplier.
    PackageCode, "a package code", 60
);
/// A short text that a person wrote: a note, a dock, a location, a lot number.
///
/// Where it names a thing, such as a location, it is compared by its [`same_code::CodeKey`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text {
    shown: Box<str>,
}

text!(Text, "this text", 400, std::convert::identity, refuse_deceptive);

impl Text {
    const fn new(shown: Box<str>) -> Self {
        Self { shown }
    }

    fn shown(&self) -> &str {
        &self.shown
    }

    /// A text that names a thing, without what is no part of its code.
    #[must_use]
    pub fn as_code(&self) -> Self {
        let code = same_code::written(&self.shown);
        if code.is_empty() { self.clone() } else { Self::new(code.into()) }
    }

    /// What the text is compared by, where it names a thing.
    pub fn code_key(&self) -> CodeKey {
        CodeKey::of(&self.shown)
    }
}

/// A text as it was typed; one of signs that nobody sees alone is empty.
fn typed(text: &str) -> String {
    let plain = same_code::to_half_width(text);
    if same_code::is_visible(&plain) { plain } else { String::new() }
}

/// What somebody typed or pasted must read as it looks; what only takes no room is dropped.
fn refuse_deceptive(text: String, what: &'static str) -> Result<String, TextError> {
    if text.chars().any(same_code::deceives) {
        return Err(TextError::Deceptive(what));
    }
    Ok(as_shown(text))
}

/// One line of a purchase order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderLine {
    /// The purchase order.
    pub order: OrderNumber,
    /// The line's number on it.
    pub line: u16,
}

impl fmt::Display for OrderLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.order, self.line)
    }
}

impl Serialize for OrderLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (&self.order, self.line).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for OrderLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (order, line) = Deserialize::deserialize(deserializer)?;
        Ok(Self { order, line })
    }
}

/// One line of a receipt: goods of an order line, or goods that no order was found for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKey {
    /// Goods delivered against a line of a purchase order.
    Ordered(OrderLine),
    /// Goods without an order: on hold until purchasing assigns them (`stale-order`, §4.5).
    Held(ItemCode),
}

impl LineKey {
    /// The order line, where there is one.
    pub fn order_line(&self) -> Option<&OrderLine> {
        match self {
            Self::Ordered(line) => Some(line),
            Self::Held(_) => None,
        }
    }
}

impl fmt::Display for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ordered(line) => line.fmt(f),
            Self::Held(item) => write!(f, "?/{item}"),
        }
    }
}

impl Serialize for LineKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(self);
        }
        match self {
            Self::Ordered(line) => (line.order.as_str(), Some(line.line)).serialize(serializer),
            Self::Held(item) => (item.as_str(), None::<u16>).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for LineKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (text, line): (String, Option<u16>) = Deserialize::deserialize(deserializer)?;
        let wrong = serde::de::Error::custom::<TextError>;
        Ok(match line {
            Some(line) => Self::Ordered(OrderLine { order: text.try_into().map_err(wrong)?, line }),
            None => Self::Held(text.try_into().map_err(wrong)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_facts_names_no_fact_between_two_seen_ones() {
        let seen: FactSet = [FactId::new(1, 4), FactId::new(1, 6)].into_iter().collect();

        let read: FactSet = rmp_serde::from_slice(&rmp_serde::to_vec(&seen).unwrap()).unwrap();

        assert_eq!(read, seen);
        assert!(!read.contains(FactId::new(1, 5)));
    }

    #[test]
    fn a_set_that_claims_billions_of_facts_is_refused() {
        let bytes = rmp_serde::to_vec(&vec![(1_u32, 1_u64, u64::MAX - 5)]).unwrap();

        assert!(rmp_serde::from_slice::<FactSet>(&bytes).is_err());
    }

    #[test]
    fn full_width_codes_are_the_same_codes() {
        assert_eq!("ＰＯ２４０００１".parse::<OrderNumber>(), "PO240001".parse());
    }

    #[test]
    fn a_text_that_looks_like_another_is_refused_and_an_old_one_is_shown_as_it_is_read() {
        for sign in
            ['\u{202E}', '\u{2066}', '\u{200F}', '\u{61C}', '\u{2028}', '\u{2029}', '\u{E0041}']
        {
            let text = format!("王{sign}建国");
            assert_eq!(text.parse::<Text>(), Err(TextError::Deceptive("this text")), "{sign:?}");
            assert_eq!(Text::try_from(text).unwrap().as_str(), "王建国");
            let order: OrderNumber = format!("PO{sign}1").parse().unwrap();
            assert!(!order.as_str().contains(sign), "{sign:?}");
        }
        assert_eq!("a\u{200B}b\u{FEFF}".parse::<Text>().unwrap().as_str(), "ab");
        assert!(Text::try_from("\u{202E}".to_owned()).is_ok(), "an old fact stays readable");
        assert_eq!("👨\u{200D}👩".parse::<Text>().unwrap().as_str(), "👨\u{200D}👩");
    }

    #[test]
    fn an_empty_or_endless_code_is_refused() {
        assert!("  ".parse::<ItemCode>().is_err());
        assert!("x".repeat(41).parse::<ItemCode>().is_err());
        assert!("a\u{7}b".parse::<ItemCode>().is_err());
    }
}
