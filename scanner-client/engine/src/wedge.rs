//! The keyboard wedge: tells a scanner's keys from a person's, and makes scans of them.
//!
//! A scanner in keyboard mode types a code within milliseconds and ends it with Enter or Tab.
//! Keys that may be a scanner's are held back until that is known, a few hundredths of a
//! second; a person's come out as [`WedgeOutput::Typed`], in order, to be put where the focus is.
//! Where no field and no keypad waits for keys, a person has nothing to type: there a code may
//! come as slowly as it will.
//! With a prefix set in scanner and settings nothing has to be guessed: set one where you can.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

mod key;
mod layout;
#[cfg(test)]
mod tests;

pub use key::{END, GROUP, Key, RECORD};
use key::{Meaning, is_scannable, keypad_character, plain};
pub use layout::{Layout, LayoutDiffers, Read, read};

/// More characters than any code has; what goes on longer is a jammed key.
const LONGEST: usize = 4_096;
/// The longest pause within a code where nobody waits for its keys, in milliseconds: a busy
/// machine or a radio that stalls must not cost a scan.
const STALLED: u64 = 1_000;
/// How long text may take that an input method owes for keys which it was left, in milliseconds.
const COMPOSING: u64 = 2_000;

/// What the scanner sends before a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prefix {
    /// Nothing: speed alone tells a scanner.
    #[default]
    Nothing,
    /// These characters, such as `]C1`.
    Text(String),
    /// This key, such as `F9`.
    Key(String),
}

/// What the scanner sends after a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Suffix {
    /// Enter or Tab, whichever comes.
    #[default]
    EnterOrTab,
    /// These characters, which are no part of the code.
    Text(String),
    /// Nothing: a pause ends the code.
    Pause,
}

/// How this device's scanner types. Times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What comes before a code.
    pub prefix: Prefix,
    /// What comes after a code, and ends it.
    pub suffix: Suffix,
    /// The longest pause within a code; more for a scanner whose radio stalls.
    pub gap: u16,
    /// The fewest characters of a code that comes without a prefix.
    pub least: u8,
    /// Within this time the same code again is probably the same label again.
    pub again: u16,
    /// Whose keyboard the scanner takes the device's for.
    #[serde(default)]
    pub layout: Layout,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            prefix: Prefix::Nothing,
            suffix: Suffix::EnterOrTab,
            gap: 50,
            least: 4,
            again: 1_500,
            layout: Layout::Unsure,
        }
    }
}

/// What the shell does with the event itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum KeyDisposition {
    /// Keeps it from the page (`preventDefault`).
    Held,
    /// Lets it go where the focus is, after whatever was heard.
    PassedOn,
}

/// Where keys and text go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyTarget {
    /// To what listens for scans: nobody else waits for them.
    Listening,
    /// Into a field or a keypad that a person writes in: text is a scan only by its prefix or
    /// suffix, and keys by their pace.
    #[default]
    Field,
}

/// A code was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// The code, without prefix and suffix; separators are ASCII 29.
    pub code: String,
    /// The same code came just before: maybe the same label, read twice.
    pub again: bool,
    /// Some of it reached the page: the field is to be put back as it was.
    pub leaked: bool,
    /// Another code, which the same keys are on the other layout: [`read`] decides between them.
    pub other: Option<String>,
    /// What it shows of the scanner's layout by itself: a key wrote what no code holds.
    pub shows: Option<Layout>,
}

/// What the keys came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WedgeOutput {
    /// A scanner read a code.
    Scan(Scan),
    /// A scanner began a code and did not end it: nothing is counted, read it again.
    Broken(String),
    /// A person typed this; it was held back, and belongs where the focus is.
    Typed(String),
}

/// One character of what may become a scan.
#[derive(Clone, Copy, Debug)]
struct Stroke {
    meant: char,
    /// What the key means on the other layout: by its place, or by what it wrote.
    other: char,
    /// Whether it wrote what no code holds, so that only its place can tell what was meant.
    is_foreign: bool,
    fate: Fate,
}

impl Stroke {
    /// A character that is the same on every layout.
    const fn plain(meant: char, fate: Fate) -> Self {
        Self { meant, other: meant, is_foreign: false, fate }
    }
}

/// What became of a stroke on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Kept from it; it gets this character if a person typed it.
    Held(char),
    /// Kept from it, and nothing that a person types.
    Swallowed,
    /// It is there: nothing keeps an input method or a committed text from the page.
    Leaked,
}

/// Keys and text in, scans out. Instants are milliseconds of any clock that only goes forward.
#[derive(Debug, Default)]
pub struct Wedge {
    settings: Settings,
    strokes: Vec<Stroke>,
    /// Whether the prefix has come in full, or none is needed.
    opened: bool,
    /// Whether the strokes came as text without keys.
    committed: bool,
    /// Digits of a character that is being written by its number.
    keypad: Option<String>,
    /// Where the last key would have gone.
    into: KeyTarget,
    last: u64,
    /// Until when further Enters belong to the scan just heard.
    ended: Option<u64>,
    /// What keys that were passed on will still write by themselves.
    owed: String,
    previous: Option<(String, u64)>,
    heard: VecDeque<WedgeOutput>,
}

impl Wedge {
    /// A wedge for a scanner that types like this.
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// What is known of the scanner's layout from now on; what is half heard stays.
    pub fn set_layout(&mut self, layout: Layout) {
        self.settings.layout = layout;
    }

    /// A key went down.
    pub fn handle_key(&mut self, key: &Key, now: u64) -> KeyDisposition {
        self.handle_timeout(now);
        self.into = key.into;
        if let Some(event) = self.keypad_code(key, now) {
            return event;
        }
        if self.prefix_key(key, now) {
            return KeyDisposition::Held;
        }
        match key.meaning() {
            // It presses the button that has the focus; no code begins with it.
            Meaning::Writes(' ') if self.strokes.is_empty() => KeyDisposition::PassedOn,
            Meaning::Writes(meant) => self.stroke(key, meant, now),
            Meaning::Ends => self.end_key(now),
            Meaning::OpensKeypadCode => {
                if self.opened {
                    self.keypad = Some(String::new());
                    self.last = now;
                }
                KeyDisposition::PassedOn
            }
            Meaning::Modifies => KeyDisposition::PassedOn,
            Meaning::Acts => {
                self.give_up();
                KeyDisposition::PassedOn
            }
        }
    }

    /// A key came up: it matters where characters are written by their numbers.
    pub fn handle_release(&mut self, key: &Key, now: u64) {
        if key.key == "Alt" {
            self.close_keypad_code(now);
        }
    }

    /// Text was committed without keys: `insertText`, as scanner services do it.
    pub fn handle_commit(&mut self, text: &str, into: KeyTarget, now: u64) {
        self.handle_timeout(now);
        let text: String = text.chars().map(plain).collect();
        if self.is_owed(&text, now) {
            return;
        }
        if !self.committed && !self.strokes.is_empty() {
            // Keys and commits do not come from one scanner.
            self.give_up();
        }
        let scannable = text.chars().all(|c| is_scannable(c) || is_line_end(c));
        if !scannable || (into == KeyTarget::Field && !self.is_marked(&text)) {
            return;
        }
        for character in text.chars() {
            if is_line_end(character) {
                let _ = self.end_key(now);
            } else {
                self.write(Stroke::plain(character, Fate::Leaked), now);
                self.committed = !self.strokes.is_empty();
            }
        }
    }

    /// When [`Self::handle_timeout`] is to be called, unless more keys come before.
    pub fn poll_timeout(&self) -> Option<u64> {
        (!self.strokes.is_empty() || self.opened)
            .then(|| self.last.saturating_add(self.longest_pause() + 1))
    }

    /// Time has passed: what was held longer than a scanner pauses is decided.
    pub fn handle_timeout(&mut self, now: u64) {
        if self.poll_timeout().is_none_or(|due| now < due) {
            return;
        }
        self.close_keypad_code(self.last);
        if !(self.ends_by_pause() && self.finish(self.last)) {
            self.give_up();
        }
    }

    /// The next thing that was heard.
    pub fn poll_heard(&mut self) -> Option<WedgeOutput> {
        self.heard.pop_front()
    }

    fn longest_pause(&self) -> u64 {
        let gap = u64::from(self.settings.gap);
        let is_awaited = self.into == KeyTarget::Field || self.ends_by_pause();
        if is_awaited { gap } else { gap.max(STALLED) }
    }

    fn ends_by_pause(&self) -> bool {
        self.settings.suffix == Suffix::Pause || self.committed
    }

    fn stroke(&mut self, key: &Key, meant: char, now: u64) -> KeyDisposition {
        if self.committed && !self.finish(self.last) {
            self.give_up();
        }
        let fate = match key.written() {
            Some(written) if !key.control => Fate::Held(written),
            _ if is_hidden(key) => Fate::Leaked,
            // F8 and control characters mean something within a code only.
            _ if self.opened => Fate::Swallowed,
            _ => {
                self.give_up();
                return KeyDisposition::PassedOn;
            }
        };
        let placed = key.placed().unwrap_or(meant);
        let is_placed = self.settings.layout == Layout::Placed;
        let (meant, other) = if is_placed { (placed, meant) } else { (meant, placed) };
        if !is_scannable(meant) {
            self.give_up();
            return KeyDisposition::PassedOn;
        }
        if fate == Fate::Leaked {
            self.owed.push(meant);
        }
        let stroke = Stroke { meant, other, is_foreign: key.is_foreign(), fate };
        if self.write(stroke, now) && fate != Fate::Leaked {
            KeyDisposition::Held
        } else {
            KeyDisposition::PassedOn
        }
    }

    /// Takes one more character; false where it belongs to no scan and stands for itself.
    fn write(&mut self, stroke: Stroke, now: u64) -> bool {
        self.last = now;
        self.ended = None;
        self.strokes.push(stroke);
        if !self.opened && !self.open() {
            return false;
        }
        if self.strokes.len() > LONGEST {
            self.give_up();
        } else if let Suffix::Text(suffix) = &self.settings.suffix
            && self.opened
            && self.meant().ends_with(suffix.as_str())
        {
            self.finish(now);
        }
        true
    }

    /// Looks for the prefix. What cannot begin it was a person's; false where the last
    /// stroke was, too.
    fn open(&mut self) -> bool {
        let prefix = match &self.settings.prefix {
            Prefix::Nothing => Some(""),
            Prefix::Text(prefix) => Some(prefix.as_str()),
            // Only that key opens a scan.
            Prefix::Key(_) => None,
        };
        let begins = |from: usize| {
            let meant: String = self.strokes[from..].iter().map(|stroke| stroke.meant).collect();
            prefix.is_some_and(|prefix| prefix.starts_with(&meant) || meant.starts_with(prefix))
        };
        let from = (0..self.strokes.len()).find(|&from| begins(from));
        let kept = self.strokes.split_off(from.unwrap_or(self.strokes.len() - 1));
        let persons = std::mem::replace(&mut self.strokes, kept);
        let prefix = prefix.map_or(0, |prefix| prefix.chars().count());
        if from.is_none() {
            self.strokes.clear();
        } else if self.strokes.len() >= prefix {
            self.strokes.drain(..prefix);
            self.opened = true;
        }
        self.type_out(&persons);
        from.is_some()
    }

    fn prefix_key(&mut self, key: &Key, now: u64) -> bool {
        let Prefix::Key(name) = &self.settings.prefix else { return false };
        if key.repeats || (key.key != name && key.code != name) {
            return false;
        }
        self.give_up();
        self.opened = true;
        self.last = now;
        true
    }

    /// Enter or Tab: ends a scan, or is the person's.
    fn end_key(&mut self, now: u64) -> KeyDisposition {
        if self.ended.is_some_and(|until| now <= until) {
            // Scanners that send a line feed after the carriage return, or Tab and Enter.
            return KeyDisposition::Held;
        }
        self.close_keypad_code(now);
        if !matches!(self.settings.suffix, Suffix::Text(_)) && self.finish(now) {
            return KeyDisposition::Held;
        }
        self.give_up();
        KeyDisposition::PassedOn
    }

    /// Ends a scan; false where what was typed is none.
    fn finish(&mut self, now: u64) -> bool {
        let (code, other, shows) = self.readings();
        if !self.opened || code.chars().count() < self.fewest() {
            return false;
        }
        let again = self.previous.as_ref().is_some_and(|(before, at)| {
            *before == code && now.saturating_sub(*at) <= u64::from(self.settings.again)
        });
        let leaked = self.strokes.iter().any(|stroke| stroke.fate == Fate::Leaked);
        self.previous = Some((code.clone(), now));
        self.ended = Some(now.saturating_add(u64::from(self.settings.gap)));
        self.heard.push_back(WedgeOutput::Scan(Scan { code, again, leaked, other, shows }));
        self.forget();
        true
    }

    /// What was held is no scan: a person's, or one that broke off.
    fn give_up(&mut self) {
        let strokes = std::mem::take(&mut self.strokes);
        let is_scanner = self.opened && self.settings.prefix != Prefix::Nothing;
        if is_scanner && !strokes.is_empty() {
            let begun = strokes.iter().map(|stroke| stroke.meant).collect();
            self.heard.push_back(WedgeOutput::Broken(begun));
        } else {
            self.type_out(&strokes);
        }
        self.forget();
    }

    fn type_out(&mut self, strokes: &[Stroke]) {
        let held = strokes.iter().filter_map(|stroke| match stroke.fate {
            Fate::Held(written) => Some(written),
            Fate::Swallowed | Fate::Leaked => None,
        });
        if let Some(WedgeOutput::Typed(typed)) = self.heard.back_mut() {
            typed.extend(held);
            return;
        }
        let typed: String = held.collect();
        if !typed.is_empty() {
            self.heard.push_back(WedgeOutput::Typed(typed));
        }
    }

    fn forget(&mut self) {
        self.strokes.clear();
        self.opened = false;
        self.committed = false;
        self.keypad = None;
    }

    /// Digits after Alt are a character's number, as some scanners write ASCII 29.
    fn keypad_code(&mut self, key: &Key, now: u64) -> Option<KeyDisposition> {
        let digits = self.keypad.as_mut()?;
        if let Some(digit) = key.keypad_digit()
            && digits.len() < 4
        {
            digits.push(digit);
            self.last = now;
            return Some(KeyDisposition::Held);
        }
        self.close_keypad_code(now);
        None
    }

    fn close_keypad_code(&mut self, now: u64) {
        let Some(digits) = self.keypad.take() else { return };
        if let Some(meant) = keypad_character(&digits) {
            // The system may write it, too, when Alt comes up.
            self.owed.push(meant);
            self.write(Stroke::plain(meant, Fate::Leaked), now);
        }
    }

    /// Whether text is what keys wrote that were passed on: counted already, or a person's.
    fn is_owed(&mut self, text: &str, now: u64) -> bool {
        if now.saturating_sub(self.last) > COMPOSING {
            self.owed.clear();
        }
        if self.owed.is_empty() {
            return false;
        }
        if !text.is_ascii() {
            // The input method made words of the keys.
            self.owed.clear();
            return true;
        }
        let (owed, text) = (self.owed.to_ascii_uppercase(), text.to_ascii_uppercase());
        let Some(place) = owed.rfind(&text) else { return false };
        self.owed.drain(..place + text.len());
        true
    }

    /// Whether text bears a prefix or suffix that only a scanner writes.
    fn is_marked(&self, text: &str) -> bool {
        self.opened
            || matches!(&self.settings.prefix, Prefix::Text(prefix) if text.starts_with(prefix.as_str()))
            || match &self.settings.suffix {
                Suffix::EnterOrTab => text.ends_with(is_line_end),
                Suffix::Text(suffix) => text.ends_with(suffix.as_str()),
                Suffix::Pause => false,
            }
    }

    fn fewest(&self) -> usize {
        if self.settings.prefix == Prefix::Nothing { usize::from(self.settings.least) } else { 1 }
    }

    fn meant(&self) -> String {
        self.strokes.iter().map(|stroke| stroke.meant).collect()
    }

    /// The code, without the suffix, and what it is on the other layout where that is another code.
    /// Where some key wrote what no code holds, all are read by their places.
    fn readings(&self) -> (String, Option<String>, Option<Layout>) {
        let ended = match &self.settings.suffix {
            Suffix::Text(suffix) if self.meant().ends_with(suffix.as_str()) => {
                suffix.chars().count()
            }
            Suffix::EnterOrTab | Suffix::Pause | Suffix::Text(_) => 0,
        };
        let strokes = &self.strokes[..self.strokes.len() - ended];
        let meant: String = strokes.iter().map(|stroke| stroke.meant).collect();
        let other: String = strokes.iter().map(|stroke| stroke.other).collect();
        let is_foreign = strokes.iter().any(|stroke| stroke.is_foreign);
        if meant.eq_ignore_ascii_case(&other) {
            return (meant, None, None);
        }
        match (is_foreign, self.settings.layout) {
            (true, Layout::Placed) => (meant, None, None),
            (true, Layout::Unsure | Layout::Written) => (other, None, Some(Layout::Placed)),
            (false, _) => (meant, Some(other), None),
        }
    }
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\t')
}

/// Whether an input method has the key, so that nothing keeps it from the page.
fn is_hidden(key: &Key) -> bool {
    matches!(key.key, "Process" | "Unidentified" | "Dead")
}
