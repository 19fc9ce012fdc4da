//! What the names in a script stand for: the numbers that the devices made on the way.

use std::collections::BTreeMap;

/// The numbers made so far, by the names that the script gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers(BTreeMap<String, String>);

impl Numbers {
    /// Which field of a command's answer holds the number that a step of this name makes.
    pub fn field(name: &str) -> &'static str {
        match name.chars().next() {
            Some('r') => "receipt",
            Some('t') => "tally",
            _ => "card",
        }
    }

    /// Keeps a number that was made.
    pub fn keep(&mut self, name: &str, number: &str) {
        self.0.insert(name.to_owned(), number.to_owned());
    }

    /// A command line with numbers in the place of names; nothing where one was not made.
    pub fn fill_in(&self, line: &str) -> Option<String> {
        let words: Option<Vec<&str>> = line.split(' ').map(|word| self.word(word)).collect();
        Some(words?.join(" "))
    }

    fn word<'a>(&'a self, word: &'a str) -> Option<&'a str> {
        match word.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => self.0.get(name).map(String::as_str),
            None => Some(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_way_to_the_numbers_that_were_made() {
        let mut numbers = Numbers::default();
        numbers.keep("r1", "R0010014");

        let line = numbers.fill_in("receipt tally {r1} --line 1 --qty 5");

        assert_eq!(line.as_deref(), Some("receipt tally R0010014 --line 1 --qty 5"));
        assert_eq!(numbers.fill_in("receipt sign {r2}"), None);
    }
}
