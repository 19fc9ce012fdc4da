//! Where typed keys go: to the keypad that is shown last.

use std::cell::RefCell;

use leptos::prelude::*;

/// Digits that are being typed, on the keypad or on real keys.
#[derive(Clone, Copy)]
pub(crate) struct Typed {
    /// The digits so far.
    pub(crate) text: RwSignal<String>,
    most: usize,
    allows_point: bool,
}

impl Typed {
    /// Whole digits, at most so many.
    pub(crate) fn digits(most: usize) -> Self {
        Self { text: RwSignal::new(String::new()), most, allows_point: false }
    }

    /// A number with a decimal point.
    pub(crate) fn decimal(most: usize) -> Self {
        Self { text: RwSignal::new(String::new()), most, allows_point: true }
    }

    /// Whether a decimal point can be typed.
    pub(crate) fn allows_point(self) -> bool {
        self.allows_point
    }

    /// One more character, where it fits.
    pub(crate) fn push(self, character: char) {
        let is_point = character == '.';
        self.text.update(|text| {
            let is_allowed = if is_point {
                self.allows_point && !text.contains('.') && !text.is_empty()
            } else {
                character.is_ascii_digit()
            };
            if is_allowed && text.len() < self.most {
                text.push(character);
            }
        });
    }

    /// The last character away.
    pub(crate) fn backspace(self) {
        self.text.update(|text| {
            text.pop();
        });
    }

    /// Takes all characters away.
    pub(crate) fn clear(self) {
        self.text.set(String::new());
    }
}

thread_local! {
    static TYPED: RefCell<Vec<Typed>> = const { RefCell::new(Vec::new()) };
}

/// A keypad is shown: what is typed on real keys goes to it.
pub(crate) fn show(typed: Typed) {
    TYPED.with_borrow_mut(|shown| shown.push(typed));
}

/// The keypad that was shown last is gone.
pub(crate) fn hide() {
    TYPED.with_borrow_mut(Vec::pop);
}

/// Text that a person typed on real keys goes to the keypad that is shown last.
pub(crate) fn type_text(text: &str) {
    let typed = TYPED.with_borrow(|shown| shown.last().copied());
    if let Some(typed) = typed {
        for character in text.chars() {
            typed.push(character);
        }
    }
}

/// Whether any keypad is shown.
pub(crate) fn is_shown() -> bool {
    TYPED.with_borrow(|shown| !shown.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(into: Typed, keys: &str) -> String {
        keys.chars().for_each(|key| into.push(key));
        into.text.get_untracked()
    }

    #[test]
    fn whole_digits_take_no_point_and_no_letter() {
        assert_eq!(typed(Typed::digits(7), "1.2e3"), "123");
    }

    #[test]
    fn a_decimal_takes_one_point_and_not_as_its_first() {
        assert_eq!(typed(Typed::decimal(9), ".1.5."), "1.5");
    }

    #[test]
    fn no_more_is_typed_than_there_is_room_for() {
        assert_eq!(typed(Typed::digits(3), "12345"), "123");
    }

    #[test]
    fn text_goes_to_the_keypad_that_is_shown_last() {
        let (below, above) = (Typed::digits(9), Typed::digits(9));
        show(below);
        show(above);

        type_text("12");
        hide();
        type_text("3");
        hide();
        type_text("4");

        assert_eq!(above.text.get_untracked(), "12");
        assert_eq!(below.text.get_untracked(), "3");
        assert!(!is_shown());
    }
}
