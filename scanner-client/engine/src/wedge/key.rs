//! One key as a browser tells it, and the character that a scanner meant by it.

use sync_core::ids::to_half_width;

use super::KeyTarget;

/// Separates the fields of a GS1 or ISO 15434 code (ASCII 29).
pub const GROUP: char = '\u{1d}';
/// Separates the records of an ISO 15434 envelope (ASCII 30).
pub const RECORD: char = '\u{1e}';
/// Ends an ISO 15434 envelope (ASCII 4).
pub const END: char = '\u{4}';

/// A key that went down, as `KeyboardEvent` tells it. Alt is of no account: some scanners
/// hold it down for every key.
#[derive(Clone, Copy, Debug, Default)]
pub struct Key<'a> {
    /// What it writes, or its name: `a`, `Enter`, `Process`.
    pub key: &'a str,
    /// Where it sits on the keyboard: `KeyA`, `NumpadEnter`; true whatever the input method.
    pub code: &'a str,
    /// Whether Shift is down.
    pub shift: bool,
    /// Whether Control, or Command, is down.
    pub control: bool,
    /// Whether it is held down and repeats: a scanner never does that.
    pub repeats: bool,
    /// Where it would write.
    pub into: KeyTarget,
}

/// What a key is to the wedge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It writes this character of a code.
    Writes(char),
    /// It may end a scan.
    Ends,
    /// Shift and its like: part of writing the next character.
    Modifies,
    /// It opens a character that is written by its number on the keypad.
    OpensKeypadCode,
    /// Anything else: an arrow, a function key, a shortcut.
    Acts,
}

impl Key<'_> {
    pub(super) fn meaning(&self) -> Meaning {
        if self.repeats {
            return Meaning::Acts;
        }
        if self.control {
            return self.control_character().map_or(Meaning::Acts, Meaning::Writes);
        }
        match (self.key, self.code) {
            ("Enter" | "Tab", _) | (_, "Enter" | "NumpadEnter" | "Tab") => return Meaning::Ends,
            ("Alt", _) => return Meaning::OpensKeypadCode,
            ("Shift" | "Control" | "Meta" | "AltGraph" | "CapsLock" | "NumLock", _) => {
                return Meaning::Modifies;
            }
            // What some scanners send where the code has ASCII 29.
            ("F8", _) => return Meaning::Writes(GROUP),
            _ => {}
        }
        // No name and no place: an on-screen keyboard, whose text comes as a commit.
        if self.key == "Unidentified" && self.code.is_empty() {
            return Meaning::Modifies;
        }
        self.character().map_or(Meaning::Acts, Meaning::Writes)
    }

    /// The character that the scanner meant. An input method hides it or writes its own
    /// (`Process`, `】`); the key's place still tells it.
    fn character(&self) -> Option<char> {
        let by_place = || at_place(self.code, self.shift);
        let Some(written) = only_character(self.key) else {
            let hidden = matches!(self.key, "Process" | "Unidentified" | "Dead");
            return if hidden { by_place() } else { None };
        };
        let plain = plain(written);
        if plain.is_ascii() { Some(plain) } else { by_place().or(Some(plain)) }
    }

    /// What the key puts into a field by itself; nothing where an input method has it.
    pub(super) fn written(&self) -> Option<char> {
        only_character(self.key)
    }

    /// What a key at this place means to a scanner that takes the keyboard for a US one. The keypad
    /// is the same everywhere, but for its decimal point.
    pub(super) fn placed(&self) -> Option<char> {
        let is_keypad = self.code.starts_with("Numpad");
        if self.control || is_keypad { None } else { at_place(self.code, self.shift) }
    }

    /// Whether it wrote a character that no code holds, in whatever width.
    pub(super) fn is_foreign(&self) -> bool {
        self.written().is_some_and(|written| !plain(written).is_ascii())
    }

    pub(super) fn keypad_digit(&self) -> Option<char> {
        let rest = self.code.strip_prefix("Numpad")?;
        only_character(rest).filter(char::is_ascii_digit)
    }

    fn control_character(&self) -> Option<char> {
        match self.code {
            "BracketRight" => Some(GROUP),
            "Digit6" => Some(RECORD),
            "KeyD" => Some(END),
            _ => None,
        }
    }
}

/// Full-width forms and pictures of control characters, as what they stand for.
pub(super) fn plain(written: char) -> char {
    match written {
        '\u{241d}' => GROUP,
        '\u{241e}' => RECORD,
        '\u{2404}' => END,
        other => only_character(&to_half_width(other.encode_utf8(&mut [0; 4]))).unwrap_or(other),
    }
}

/// The character that was written by its number on the keypad.
pub(super) fn keypad_character(digits: &str) -> Option<char> {
    let character = char::from(digits.parse::<u8>().ok()?);
    is_scannable(character).then_some(character)
}

/// Whether codes hold such a character: ASCII that prints, and the separators.
pub(super) fn is_scannable(character: char) -> bool {
    matches!(character, ' '..='~' | GROUP | RECORD | END)
}

fn only_character(text: &str) -> Option<char> {
    let mut characters = text.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// What a key at this place writes on the keyboard that scanners pretend to be.
fn at_place(code: &str, shift: bool) -> Option<char> {
    if let Some(letter) = code.strip_prefix("Key").and_then(only_character) {
        return Some(if shift { letter } else { letter.to_ascii_lowercase() });
    }
    if let Some(digit) = code.strip_prefix("Numpad").and_then(only_character) {
        return Some(digit);
    }
    if let Some(digit) = code.strip_prefix("Digit").and_then(only_character) {
        let place = digit.to_digit(10)?;
        let shifted = || ")!@#$%^&*(".chars().nth(usize::try_from(place).ok()?);
        return if shift { shifted() } else { Some(digit) };
    }
    let (alone, shifted) = sign_at_place(code)?;
    Some(if shift { shifted } else { alone })
}

fn sign_at_place(code: &str) -> Option<(char, char)> {
    Some(match code {
        "Minus" => ('-', '_'),
        "Equal" => ('=', '+'),
        "BracketLeft" => ('[', '{'),
        "BracketRight" => (']', '}'),
        "Backslash" | "IntlBackslash" => ('\\', '|'),
        "Semicolon" => (';', ':'),
        "Quote" => ('\'', '"'),
        "Backquote" => ('`', '~'),
        "Comma" => (',', '<'),
        "Period" => ('.', '>'),
        "Slash" => ('/', '?'),
        "Space" => (' ', ' '),
        "NumpadDecimal" => ('.', '.'),
        "NumpadSubtract" => ('-', '-'),
        "NumpadAdd" => ('+', '+'),
        "NumpadMultiply" => ('*', '*'),
        "NumpadDivide" => ('/', '/'),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, code: &str, shift: bool, expected: Meaning) {
        let key = Key { key, code, shift, ..Key::default() };
        assert_eq!(key.meaning(), expected, "{key:?}");
    }

    #[test]
    fn an_input_method_hides_no_key() {
        check("Process", "KeyA", true, Meaning::Writes('A'));
        check("Process", "KeyA", false, Meaning::Writes('a'));
        check("Process", "Digit2", true, Meaning::Writes('@'));
        check("Unidentified", "Minus", false, Meaning::Writes('-'));
        check("Dead", "Quote", false, Meaning::Writes('\''));
        check("９", "Digit9", false, Meaning::Writes('9'));
        check("】", "BracketRight", false, Meaning::Writes(']'));
        check("：", "Semicolon", true, Meaning::Writes(':'));
        check("Process", "Enter", false, Meaning::Ends);
    }

    #[test]
    fn what_keyboards_make_of_the_separator_is_the_separator() {
        check("F8", "F8", false, Meaning::Writes(GROUP));
        check("\u{1d}", "", false, Meaning::Writes(GROUP));
        check("\u{241d}", "", false, Meaning::Writes(GROUP));
        let control = Key { key: "]", code: "BracketRight", control: true, ..Key::default() };
        assert_eq!(control.meaning(), Meaning::Writes(GROUP));
        assert_eq!(keypad_character("0029"), Some(GROUP));
        assert_eq!(keypad_character("300"), None);
    }

    #[test]
    fn what_only_a_person_does_is_no_scan() {
        check("ArrowLeft", "ArrowLeft", false, Meaning::Acts);
        check("Backspace", "Backspace", false, Meaning::Acts);
        let held = Key { key: "1", code: "Digit1", repeats: true, ..Key::default() };
        assert_eq!(held.meaning(), Meaning::Acts);
        let copy = Key { key: "c", code: "KeyC", control: true, ..Key::default() };
        assert_eq!(copy.meaning(), Meaning::Acts);
    }
}
