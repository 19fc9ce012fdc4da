//! What the two-dimensional codes on our labels say, written and read (SEMANTICS 4).
//!
//! `INW:1*C007006R*A-1042*250*P*PO240001/2*V0042*MWSIECAO`: a version, then fields between
//! stars. Only signs of a QR code's alphanumeric mode stand in it, so that a small symbol
//! holds it; every other byte is written as `%` and two digits. The format is for life, like
//! a fact's: fields are only appended (docs/labels.md).

use std::str::FromStr;

use crate::ids::{ItemCode, LineKey, OrderLine, PersonNumber, Text, VendorCode};
use crate::measure::{Quantity, Unit, parse_decimal};
use crate::number::{CardNumber, DocumentNumber, NumberKind};
use crate::same_code::{OPENING, VERSION, to_half_width, unescape};
use crate::time::Timestamp;

/// What the part of a link begins with that names an enrolment code.
pub const ENROLS: &str = "#enrol=";
/// What stands between the code and the fingerprint of the root that the server's certificate rests on.
pub const ROOT: &str = "&root=";
/// How many signs spell the key of a badge.
pub const BADGE_KEY_SIGNS: usize = 26;
/// More than any code of ours holds.
const LONGEST: usize = 1_000;

/// What an inspection card's code says of its lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardLabel {
    /// The number of the card that the label stands on.
    pub number: CardNumber,
    /// The line its goods were counted on; it names the item of goods without an order.
    pub line: LineKey,
    /// The item, where it was known.
    pub item: Option<ItemCode>,
    /// How much the card stands for.
    pub quantity: Quantity,
    /// In which unit, where it was known.
    pub unit: Option<Unit>,
    /// The vendor, where it was known.
    pub vendor: Option<VendorCode>,
    /// When the count was signed: the clock's start.
    pub signed: Option<Timestamp>,
    /// Minutes within which it is to be judged, where the general rule does not hold.
    pub minutes: Option<u32>,
}

/// A link that enrols a device: it opens the app, and the app uses the code up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentLink {
    /// The server's address, without a stroke at its end.
    pub server: String,
    /// The one-time code; behind the `#`, where no server logs it.
    pub code: String,
    /// The SHA-256 of the root certificate on which the server's rests, where it is the plant's own:
    /// a device trusts that root and no other.
    pub root: Option<[u8; 32]>,
}

/// A badge that its server issued: whoever has it has its key.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyedBadge {
    /// Whose it is.
    pub person: PersonNumber,
    /// 128 random bits as 26 letters and digits; the server keeps their hash alone.
    pub key: String,
}

impl std::fmt::Debug for KeyedBadge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyedBadge {{ person: {}, key: … }}", self.person.0)
    }
}

/// What a code of ours says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// An inspection card, with all that a stranger needs to know of its lot.
    Card(CardLabel),
    /// A number of ours alone: of a receipt, a card, a slip, a return note.
    Document(DocumentNumber),
    /// A place on a shelf.
    Location(Text),
    /// A person's badge of before. It says who somebody is, and proves nothing.
    Badge(PersonNumber),
    /// A person's badge: it says who somebody is, and shows that they have it.
    KeyedBadge(KeyedBadge),
    /// A link that enrols a device.
    Enrolment(EnrolmentLink),
}

/// Why a text is no label of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// It does not begin as our labels do: another company's code.
    #[error("this is not a label of ours")]
    NotOurs,
    /// A newer version wrote it.
    #[error("this label comes from a newer version: update to read it")]
    Newer,
    /// It begins as our labels do, and its fields cannot be read.
    #[error("this label is damaged: scan it again, or type its number")]
    Damaged,
}

impl Label {
    /// What the code holds.
    pub fn encode(&self) -> String {
        match self {
            Self::Card(card) => card.encode(),
            Self::Document(number) => joined(&[number.to_string()]),
            Self::Location(place) => joined(&["L".to_owned(), escape(place.as_str())]),
            Self::Badge(person) => joined(&["P".to_owned(), person.0.to_string()]),
            Self::KeyedBadge(KeyedBadge { person, key }) => {
                joined(&["P".to_owned(), person.0.to_string(), key.clone()])
            }
            Self::Enrolment(EnrolmentLink { server, code, root }) => {
                let root = root.map(|root| format!("{ROOT}{}", in_hex(&root))).unwrap_or_default();
                format!("{server}/{ENROLS}{code}{root}")
            }
        }
    }
}

impl FromStr for Label {
    type Err = LabelError;

    fn from_str(text: &str) -> Result<Self, LabelError> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(LabelError::NotOurs);
        }
        if let Some(link) = enrolment(text) {
            return Ok(Self::Enrolment(link));
        }
        // Capitals alone are written: what comes in others was typed with Caps Lock.
        let plain = to_half_width(text).to_ascii_uppercase();
        let body = plain.strip_prefix(OPENING).ok_or(LabelError::NotOurs)?;
        let (version, body) = body.split_once('*').ok_or(LabelError::Damaged)?;
        if version != VERSION {
            let is_number = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit());
            return Err(if is_number { LabelError::Newer } else { LabelError::Damaged });
        }
        let fields: Option<Vec<String>> = body.split('*').map(unescape).collect();
        read(&fields.ok_or(LabelError::Damaged)?).ok_or(LabelError::Damaged)
    }
}

fn read(fields: &[String]) -> Option<Label> {
    match fields {
        [kind, place] if kind == "L" => place.parse().ok().map(Label::Location),
        [kind, person] if kind == "P" => {
            person.parse().ok().map(|number| Label::Badge(PersonNumber(number)))
        }
        [kind, person, key, ..] if kind == "P" => {
            let person = PersonNumber(person.parse().ok()?);
            let is_key = key.len() == BADGE_KEY_SIGNS
                && key.bytes().all(|sign| sign.is_ascii_alphanumeric());
            is_key.then(|| Label::KeyedBadge(KeyedBadge { person, key: key.clone() }))
        }
        [number] => number.parse().ok().map(Label::Document),
        [number, ..] => {
            let number: DocumentNumber = number.parse().ok()?;
            let of_lot = number.kind == NumberKind::Card;
            let card = CardNumber(number.opened_by);
            of_lot.then(|| CardLabel::read(card, &fields[1..])).flatten().map(Label::Card)
        }
        [] => None,
    }
}

impl CardLabel {
    fn encode(&self) -> String {
        let line = self.line.order_line().map(|line| escape(&line.to_string()));
        let item = match &self.line {
            LineKey::Held(item) => Some(item),
            LineKey::Ordered(_) => self.item.as_ref(),
        };
        let signed = self.signed.and_then(|at| u64::try_from(at.millis()).ok());
        joined(&[
            self.number.to_string(),
            item.map(|item| escape(item.as_str())).unwrap_or_default(),
            self.quantity.value().to_string(),
            self.unit.map(|unit| letter_of(unit).to_string()).unwrap_or_default(),
            line.unwrap_or_default(),
            self.vendor.as_ref().map(|vendor| escape(vendor.as_str())).unwrap_or_default(),
            signed.map(in_base_36).unwrap_or_default(),
            self.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        ])
    }

    /// Reads the fields after the number; those that a later version appended are passed over.
    fn read(number: CardNumber, fields: &[String]) -> Option<Self> {
        let mut fields = fields.iter().map(String::as_str);
        let mut next = || fields.next().unwrap_or_default();
        let item: Option<ItemCode> = optional(next())?;
        let quantity = Quantity::new(parse_decimal(next()).ok()?).ok()?;
        let unit = match next() {
            "" => None,
            letter => Some(unit_of(letter)?),
        };
        let line = match next() {
            "" => LineKey::Held(item.clone()?),
            text => LineKey::Ordered(order_line(text)?),
        };
        let vendor = optional(next())?;
        let signed = match next() {
            "" => None,
            digits => Some(instant(digits)?),
        };
        let minutes = optional(next())?;
        Some(Self { number, line, item, quantity, unit, vendor, signed, minutes })
    }
}

/// Nothing where nothing stands; no answer where what stands there is wrong.
#[allow(clippy::option_option, reason = "an absent field and a wrong one are two things")]
fn optional<T: FromStr>(text: &str) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

fn order_line(text: &str) -> Option<OrderLine> {
    let (order, line) = text.rsplit_once('/')?;
    Some(OrderLine { order: order.parse().ok()?, line: line.parse().ok()? })
}

fn joined(fields: &[String]) -> String {
    let text = format!("{OPENING}{VERSION}*{}", fields.join("*"));
    text.trim_end_matches('*').to_owned()
}

const fn letter_of(unit: Unit) -> char {
    match unit {
        Unit::Pieces => 'P',
        Unit::Kilograms => 'K',
        Unit::Metres => 'M',
        Unit::Litres => 'L',
    }
}

fn unit_of(letter: &str) -> Option<Unit> {
    [Unit::Pieces, Unit::Kilograms, Unit::Metres, Unit::Litres]
        .into_iter()
        .find(|unit| letter.chars().eq([letter_of(*unit)]))
}

fn in_base_36(mut value: u64) -> String {
    let mut digits = Vec::new();
    while value > 0 || digits.is_empty() {
        let digit = u32::try_from(value % 36).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0').to_ascii_uppercase());
        value /= 36;
    }
    digits.iter().rev().collect()
}

/// An instant of the years that calendars know.
fn instant(digits: &str) -> Option<Timestamp> {
    const LAST: i64 = 253_402_300_799_999;
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let millis = i64::from_str_radix(digits, 36).ok().filter(|_| is_plain)?;
    (millis <= LAST).then(|| Timestamp::from_millis(millis))
}

/// Keeps the signs of the alphanumeric mode, but for those that mean something here.
fn escape(text: &str) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'-' | b'.' | b'/' | b':' | b'+' | b'$' => {
                escaped.push(char::from(byte));
            }
            other => {
                let _ = write!(escaped, "%{other:02X}");
            }
        }
    }
    escaped
}

/// What else stands behind a `&` was appended by a later version, and is passed over; a root that
/// cannot be read makes the whole link unreadable, since nothing less may be trusted instead.
fn enrolment(text: &str) -> Option<EnrolmentLink> {
    let (server, rest) = text.split_once(ENROLS)?;
    let mut parts = rest.split('&');
    let code = parts.next().unwrap_or_default();
    let root = match parts.find_map(|part| part.strip_prefix(&ROOT[1..])) {
        Some(hex) => Some(from_hex(hex)?),
        None => None,
    };
    let is_link = server.starts_with("https://") || server.starts_with("http://");
    let is_code =
        !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_link && is_code).then(|| EnrolmentLink {
        server: server.trim_end_matches('/').to_owned(),
        code: code.to_owned(),
        root,
    })
}

fn in_hex(bytes: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to memory cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::option;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::ids::FactId;

    fn card() -> CardLabel {
        CardLabel {
            number: CardNumber(FactId::new(7, 6)),
            line: LineKey::Ordered(order_line("PO240001/2").unwrap()),
            item: Some("A-1042".parse().unwrap()),
            quantity: Quantity::new(Decimal::from(250)).unwrap(),
            unit: Some(Unit::Pieces),
            vendor: Some("V0042".parse().unwrap()),
            signed: Some("2026-11-23T08:10:00+08:00".parse().unwrap()),
            minutes: None,
        }
    }

    #[test]
    fn a_card_says_all_that_a_stranger_needs() {
        let text = Label::Card(card()).encode();

        assert_eq!(text, "INW:1*C007006R*A-1042*250*P*PO240001/2*V0042*MWSIECAO");
        assert_eq!(text.parse(), Ok(Label::Card(card())));
    }

    fn keyed_badge() -> Label {
        let key = "7QK20M9D3FVX88TZ1HJA5RNCPW".to_owned();
        Label::KeyedBadge(KeyedBadge { person: PersonNumber(42), key })
    }

    #[test]
    fn the_format_is_for_life() {
        for (text, expected) in [
            ("INW:1*L*A-03-12-2", Label::Location("A-03-12-2".parse().unwrap())),
            ("INW:1*L*%E5%BA%93%201", Label::Location("库 1".parse().unwrap())),
            ("INW:1*P*42", Label::Badge(PersonNumber(42))),
            ("INW:1*P*42*7QK20M9D3FVX88TZ1HJA5RNCPW", keyed_badge()),
            ("INW:1*C007006R", Label::Document(card().number.into())),
        ] {
            assert_eq!(expected.encode(), text);
            assert_eq!(text.parse(), Ok(expected));
        }
    }

    #[test]
    fn what_a_later_version_appends_is_passed_over() {
        let text = format!("{}*240*FURTHER", Label::Card(card()).encode());
        let expected = CardLabel { minutes: Some(240), ..card() };

        assert_eq!(text.parse(), Ok(Label::Card(expected)));
        assert_eq!("INW:2*C007006R".parse::<Label>(), Err(LabelError::Newer));
    }

    #[test]
    fn an_enrolment_link_keeps_its_code_from_the_server_s_log() {
        let link = EnrolmentLink {
            server: "https://inwards.example:8443".to_owned(),
            code: "7QK2-0M9D".to_owned(),
            root: None,
        };

        let text = Label::Enrolment(link.clone()).encode();

        assert_eq!(text, "https://inwards.example:8443/#enrol=7QK2-0M9D");
        assert_eq!(text.parse(), Ok(Label::Enrolment(link)));
    }

    #[test]
    fn an_enrolment_link_pins_the_root_or_is_none() {
        let link = EnrolmentLink {
            server: "https://plant:8470".to_owned(),
            code: "7QK2".to_owned(),
            root: Some([0xa5; 32]),
        };
        let text = Label::Enrolment(link.clone()).encode();

        assert_eq!(text, format!("https://plant:8470/#enrol=7QK2&root={}", "a5".repeat(32)));
        assert_eq!(text.parse(), Ok(Label::Enrolment(link.clone())));
        assert_eq!(format!("{text}&later=1").parse(), Ok(Label::Enrolment(link)));
        for damaged in [&text[..text.len() - 1], "https://plant/#enrol=7QK2&root="] {
            assert_eq!(damaged.parse::<Label>(), Err(LabelError::NotOurs), "{damaged}");
        }
    }

    #[test]
    fn a_damaged_label_is_said_to_be_one() {
        for text in ["INW:", "INW:1*", "INW:1*C007006S", "INW:1*C007006R*A*x", "INW:1*L*%G0"] {
            assert_eq!(text.parse::<Label>(), Err(LabelError::Damaged), "{text}");
        }
        assert_eq!("PO240001".parse::<Label>(), Err(LabelError::NotOurs));
    }

    fn lines() -> impl Strategy<Value = LineKey> {
        let ordered = ("[!-~一-龥]{1,24}", any::<u16>()).prop_map(|(order, line)| {
            LineKey::Ordered(OrderLine { order: order.parse().unwrap(), line })
        });
        let held = "[ -~]{0,38}[!-~]".prop_map(|item| LineKey::Held(item.parse().unwrap()));
        prop_oneof![ordered, held]
    }

    prop_compose! {
        fn cards()(
            id in (0..2_000_000_u32, 1..33_000_000_u64),
            line in lines(),
            item in option::of("[!-~一-龥]{1,40}"),
            quantity in (0..1_000_000_000_000_i64, 0..4_u32),
            unit in option::of(prop_oneof![
                Just(Unit::Pieces), Just(Unit::Kilograms), Just(Unit::Metres), Just(Unit::Litres)
            ]),
            vendor in option::of("[!-~]{1,24}"),
            signed in option::of(0..253_402_300_799_999_i64),
            minutes in option::of(any::<u32>()),
        ) -> CardLabel {
            let stated = item.map(|item| item.parse().unwrap());
            let item = match &line {
                LineKey::Held(item) => Some(item.clone()),
                LineKey::Ordered(_) => stated,
            };
            CardLabel {
                number: CardNumber(FactId::new(id.0, id.1)),
                line,
                item,
                quantity: Quantity::new(Decimal::new(quantity.0 % 1_000_000_000, quantity.1)).unwrap(),
                unit,
                vendor: vendor.map(|vendor| vendor.parse().unwrap()),
                signed: signed.map(Timestamp::from_millis),
                minutes,
            }
        }
    }

    proptest! {
        #[test]
        fn a_card_reads_back_as_it_was_written(card in cards()) {
            let text = Label::Card(card.clone()).encode();

            prop_assert!(text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"*-./:+$% ".contains(&b)));
            prop_assert_eq!(text.parse(), Ok(Label::Card(card)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}", tail in "[ -~]{0,40}") {
            let _ = text.parse::<Label>();
            let _ = format!("INW:1*C007006R*{tail}").parse::<Label>();
            let _ = format!("INW:1*{text}").parse::<Label>();
            let _ = format!("http://x/#enrol={text}").parse::<Label>();
        }
    }
}
