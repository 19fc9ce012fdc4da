//! Sameness: when two texts that people scan or type are the same code (SEMANTICS 31).
//!
//! A code is compared by its [`key`], and shown as it was written first. Keys are never written
//! into facts: those that were written before are read with the same eyes.

use std::borrow::Cow;
use std::fmt;

/// What every label of ours begins with.
pub const OPENING: &str = "INW:";
/// The version of our labels that is written here.
pub(crate) const VERSION: &str = "1";
/// How the label of a place begins behind its opening: version, then what it names.
const PLACE: &str = "1*L*";

/// Letters that stand composed and apart, by the mark that they are apart from: base and composed
/// letter in turns. Capitals alone, since case is folded before.
///
/// It holds the Latin and Cyrillic letters and the kana of NFC. A whole table of Unicode would be
/// a fifth of what a handheld loads, for scripts that no code is written in.
const COMPOSED: [(char, &str); 25] = [
    ('\u{300}', "AÀEÈIÌOÒUÙÜǛNǸЕЀИЍĒḔŌṐWẀÂẦĂẰÊỀÔỒƠỜƯỪYỲ"),
    ('\u{301}', "AÁEÉIÍOÓUÚYÝCĆLĹNŃRŔSŚZŹÜǗGǴÅǺÆǼØǾГЃКЌÇḈĒḖÏḮKḰMḾÕṌŌṒPṔŨṸWẂÂẤĂẮÊẾÔỐƠỚƯỨ"),
    ('\u{302}', "AÂEÊIÎOÔUÛCĈGĜHĤJĴSŜWŴYŶZẐẠẬẸỆỌỘ"),
    ('\u{303}', "AÃNÑOÕIĨUŨVṼÂẪĂẴEẼÊỄÔỖƠỠƯỮYỸ"),
    ('\u{304}', "AĀEĒIĪOŌUŪÜǕÄǞȦǠÆǢǪǬÖȪÕȬȮȰYȲИӢУӮGḠḶḸṚṜ"),
    ('\u{306}', "AĂEĔGĞIĬOŎUŬУЎИЙЖӁАӐЕӖȨḜẠẶ"),
    ('\u{307}', "CĊEĖGĠIİZŻAȦOȮBḂDḊFḞHḢMṀNṄPṖRṘSṠŚṤŠṦṢṨTṪWẆXẊYẎ"),
    ('\u{308}', "AÄEËIÏOÖUÜYŸЕЁІЇАӒӘӚЖӜЗӞИӤОӦӨӪЭӬУӰЧӴЫӸHḦÕṎŪṺWẄXẌ"),
    ('\u{309}', "AẢÂẨĂẲEẺÊỂIỈOỎÔỔƠỞUỦƯỬYỶ"),
    ('\u{30A}', "AÅUŮ"),
    ('\u{30B}', "OŐUŰУӲ"),
    ('\u{30C}', "CČDĎEĚLĽNŇRŘSŠTŤZŽAǍIǏOǑUǓÜǙGǦKǨƷǮHȞ"),
    ('\u{30F}', "AȀEȄIȈOȌRȐUȔ"),
    ('\u{311}', "AȂEȆIȊOȎRȒUȖ"),
    ('\u{31B}', "OƠUƯ"),
    ('\u{323}', "BḄDḌHḤKḲLḶMṂNṆRṚSṢTṬVṾWẈZẒAẠEẸIỊOỌƠỢUỤƯỰYỴ"),
    ('\u{324}', "UṲ"),
    ('\u{325}', "AḀ"),
    ('\u{326}', "SȘTȚ"),
    ('\u{327}', "CÇGĢKĶLĻNŅRŖSŞTŢEȨDḐHḨ"),
    ('\u{328}', "AĄEĘIĮUŲOǪ"),
    ('\u{32D}', "DḒEḘLḼNṊTṰUṶ"),
    ('\u{331}', "BḆDḎKḴLḺNṈRṞTṮZẔ"),
    (
        '\u{3099}',
        "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼうゔゝゞ\
         カガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボウヴワヷヰヸヱヹヲヺヽヾ",
    ),
    ('\u{309A}', "はぱひぴふぷへぺほぽハパヒピフプヘペホポ"),
];

/// What a code is compared by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeKey(Box<str>);

impl CodeKey {
    /// The key of a text that was scanned or typed.
    pub fn of(text: &str) -> Self {
        Self(key(text).into())
    }

    /// The letters and digits of a code alone: where they are equal though the codes are not,
    /// people may mean one thing. It serves questions and marks, and never decides.
    pub fn of_letters_and_digits(text: &str) -> Self {
        let key = key(text);
        let plain: String = key.chars().filter(|sign| sign.is_alphanumeric()).collect();
        if plain.is_empty() { Self(key.into()) } else { Self(plain.into()) }
    }
}

impl fmt::Display for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether two texts are the same code.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || key(one) == key(other)
}

/// What a code is compared by: two texts are the same code where their keys are equal.
///
/// A text of nothing that can be seen is its own key: it is the same as no other.
pub fn key(text: &str) -> Cow<'_, str> {
    if is_its_own_key(text) {
        return Cow::Borrowed(text);
    }
    let written = written(text);
    if written.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(folded(&written)) }
}

/// A code as somebody means it who scans or types it: in half width, without signs that nobody
/// sees, a scanner's symbology, and the envelope of our own label of a place. Letters stay as
/// they are.
pub fn written(text: &str) -> String {
    let code = scanned(text);
    match place_on_label(&code) {
        Some(place) => visible(&place),
        None => code,
    }
}

/// A code as a scanner sent it: in half width, without unseen signs and the symbology; the envelope
/// of a label of ours stays.
pub fn scanned(text: &str) -> String {
    without_symbology(&visible(text)).trim().to_owned()
}

/// A text with all signs as codes compare them: in half width, without unseen signs, with one
/// sort of dash and of blank, marks apart from their letters, in capitals.
pub fn folded(text: &str) -> String {
    let plain = visible(text);
    let mut signs: Vec<char> = Vec::with_capacity(plain.len());
    for sign in plain.chars().map(plain_dash) {
        for capital in sign.to_lowercase().flat_map(char::to_uppercase) {
            take_apart(capital, &mut signs);
        }
    }
    // Marks of one letter may be typed in any order.
    for marks in signs.chunk_by_mut(|_, next| is_mark(*next)) {
        if let Some((_, marks)) = marks.split_first_mut() {
            marks.sort_unstable();
        }
    }
    signs.into_iter().collect()
}

/// Whether something of a text can be seen.
pub fn is_visible(text: &str) -> bool {
    text.chars().any(|sign| !sign.is_whitespace() && !is_unseen(sign))
}

/// Full-width forms, as Chinese keyboards write them, become the plain ones.
pub fn to_half_width(text: &str) -> String {
    text.chars().map(half_width).collect()
}

/// Scanners may say first which symbology they read: `]C1`, `]Q3`.
fn without_symbology(text: &str) -> &str {
    match text.as_bytes() {
        [b']', letter, modifier, _, ..]
            if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            text.get(3..).unwrap_or(text)
        }
        _ => text,
    }
}

/// What stands in a field of our labels: `%` and two digits are one byte.
pub(crate) fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let value = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// The place that a label of ours names, where the text is such a label.
fn place_on_label(text: &str) -> Option<String> {
    let opening = text.get(..OPENING.len())?;
    let rest = text.get(OPENING.len()..)?;
    let (kind, place) = (rest.get(..PLACE.len())?, rest.get(PLACE.len()..)?);
    let is_place = opening.eq_ignore_ascii_case(OPENING) && kind.eq_ignore_ascii_case(PLACE);
    if !is_place || place.contains('*') {
        return None;
    }
    unescape(place).filter(|place| is_visible(place))
}

/// Nearly every code is: capitals, digits and signs of ASCII, with single blanks inside.
fn is_its_own_key(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_lowercase();
    let bytes = text.as_bytes();
    let may_have_prefix = bytes.first() == Some(&b']') || text.starts_with(OPENING);
    let blanks = bytes.windows(2).any(|pair| pair == b"  ");
    let ends_plain = |end: Option<&u8>| end.is_none_or(|byte| plain(*byte));
    !may_have_prefix
        && !blanks
        && bytes.iter().all(|byte| plain(*byte) || *byte == b' ')
        && ends_plain(bytes.first())
        && ends_plain(bytes.last())
}

/// The text in half width, without what nobody sees; blanks are single, and none is at an end.
fn visible(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for sign in text.chars().map(half_width) {
        if sign.is_whitespace() {
            if !seen.is_empty() && !seen.ends_with(' ') {
                seen.push(' ');
            }
        } else if !is_unseen(sign) {
            seen.push(sign);
        }
    }
    seen.truncate(seen.trim_end().len());
    seen
}

const fn half_width(sign: char) -> char {
    match sign {
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32(sign as u32 - 0xFEE0) {
            Some(plain) => plain,
            None => sign,
        },
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Signs that take no room and that nobody needs: what is written is the same without them.
pub const fn is_zero_width(sign: char) -> bool {
    matches!(sign, '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Signs that make a text look like another one: they turn the direction of writing, begin a line
/// of their own, or write what nobody sees.
pub const fn deceives(sign: char) -> bool {
    matches!(
        sign,
        '\u{61C}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{206F}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// Control and format signs, and those that only choose how another sign is drawn.
pub const fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{AD}'
            | '\u{34F}'
            | '\u{600}'..='\u{605}'
            | '\u{61C}'
            | '\u{6DD}'
            | '\u{70F}'
            | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0001}'..='\u{E007F}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Hyphens, dashes and the minus sign are one sign.
const fn plain_dash(sign: char) -> char {
    match sign {
        '\u{58A}'
        | '\u{1806}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{FE31}'
        | '\u{FE32}'
        | '\u{FE58}'
        | '\u{FE63}' => '-',
        other => other,
    }
}

const fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}')
}

/// A capital, and behind it the marks that it was composed with.
fn take_apart(sign: char, into: &mut Vec<char>) {
    if !sign.is_ascii() {
        for (mark, letters) in COMPOSED {
            let mut letters = letters.chars();
            while let (Some(base), Some(composed)) = (letters.next(), letters.next()) {
                if composed == sign {
                    take_apart(base, into);
                    into.push(mark);
                    return;
                }
            }
        }
    }
    into.push(sign);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(texts: &[&str]) {
        for pair in texts.windows(2) {
            let [one, other] = pair else { continue };
            assert!(is_same(one, other), "{one:?} and {other:?}: {:?}", (key(one), key(other)));
        }
    }

    fn differ(one: &str, other: &str) {
        assert!(!is_same(one, other), "{one:?} and {other:?} are {:?}", key(one));
    }

    #[test]
    fn signs_that_nobody_sees_make_no_other_code() {
        same(&["ABC-1", "ABC-1\u{200B}", "\u{202A}ABC-1", "ABC\u{AD}-1", "\u{FEFF}ABC-1\u{E0100}"]);
        same(&["ABC-1", " ABC-1\u{A0}", "\tABC-1\r\n", "ABC-1\u{1D}"]);
        same(&["A 01 2", "A\u{A0}01\u{3000} 2"]);
    }

    #[test]
    fn width_dashes_and_case_make_no_other_code() {
        same(&[
            "DN-7001",
            "dn-7001",
            "ＤＮ－７００１",
            "DN–7001",
            "DN\u{2212}7001",
            "DN\u{2011}7001",
        ]);
        same(&["STRASSE", "Straße"]);
        same(&["ΣΑΣ", "σας"]);
    }

    #[test]
    fn composed_letters_and_their_parts_are_the_same_and_powers_are_other_digits() {
        same(&["é-1", "e\u{301}-1", "É-1"]);
        same(&["Việt", "Vie\u{323}\u{302}t", "Vi\u{EA}\u{323}t", "Vie\u{302}\u{323}t"]);
        same(&["ガ", "カ\u{3099}"]);
        differ("m²", "m2");
        differ("①", "1");
        differ("é", "e");
    }

    #[test]
    fn a_scanners_symbology_and_our_own_label_are_no_part_of_a_code() {
        same(&["LPN-77", "]C1LPN-77", "]Q1lpn-77", "LPN–77"]);
        same(&["A-01-2", "a-01-2", "INW:1*L*A-01-2", "inw:1*l*a-01-2", "]Q1INW:1*L*A-01-2"]);
        same(&["a b", "INW:1*L*%61%20b"]);
        assert_eq!(written("]C1Lpn-77"), "Lpn-77");
        assert_eq!(written("INW:1*L*A-01-2"), "A-01-2");
        differ("]C1", "");
        differ("INW:1*C007006R", "C007006R");
    }

    #[test]
    fn blanks_and_dashes_inside_tell_codes_apart_but_may_be_asked_about() {
        differ("DN 7001", "DN7001");
        differ("DN-7001", "DN7001");

        let maybe = CodeKey::of_letters_and_digits;
        assert_eq!(maybe("DN 7001"), maybe("dn–7001"));
        assert_ne!(maybe("--"), maybe("—/"));
    }

    #[test]
    fn a_text_of_nothing_visible_is_the_same_as_no_other() {
        assert!(!is_visible("\u{200B} \u{FEFF}"));
        differ("\u{200B}", "\u{200C}");
        differ("\u{200B}", "A");
    }

    #[test]
    fn a_key_is_its_own_key_and_plain_codes_are_theirs() {
        for text in ["PO1001", "417-0005", "A B/C", "]C1LPN", "é", "  a  b ", "INW:1*L*%61", "ǅ"]
        {
            let once = key(text).into_owned();
            assert_eq!(key(&once), once, "{text}");
        }
        assert!(matches!(key("PO1001/2"), Cow::Borrowed(_)));
    }
}
