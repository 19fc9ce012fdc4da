//! Commands from a file or a pipe, one at a time.

use std::io::{BufRead, Read as _};

/// The longest line; nobody types more.
const LONGEST: u64 = 64 << 10;

/// What was read from the file of commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A line, with its number from 1.
    Line(usize, String),
    /// A line that is too long or not text, with its number and what is wrong.
    Unreadable(usize, &'static str),
    /// The file has no more lines.
    End,
    /// The file could not be read on.
    Broken(String),
}

/// Reads a file of commands line by line; what is longer than a line may be is passed over.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    number: usize,
}

impl<R: BufRead> Lines<R> {
    /// Lines of an input.
    pub fn new(input: R) -> Self {
        Self { input, number: 0 }
    }

    /// The next line, as soon as it is there.
    pub fn next_line(&mut self) -> Given {
        let mut bytes = Vec::new();
        let read = (&mut self.input).take(LONGEST).read_until(b'\n', &mut bytes);
        match read {
            Err(error) => return Given::Broken(error.to_string()),
            Ok(0) => return Given::End,
            Ok(_) => self.number += 1,
        }
        if bytes.last() != Some(&b'\n') && bytes.len() as u64 == LONGEST {
            return match self.skip_line() {
                Ok(()) => Given::Unreadable(self.number, "this line is too long"),
                Err(error) => Given::Broken(error.to_string()),
            };
        }
        match String::from_utf8(bytes) {
            Ok(text) => Given::Line(self.number, text),
            Err(_) => Given::Unreadable(self.number, "this line is not UTF-8 text"),
        }
    }

    fn skip_line(&mut self) -> std::io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let (length, ends) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(place) => (place + 1, true),
                None => (buffer.len(), false),
            };
            self.input.consume(length);
            if ends {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_the_last_needs_no_end() {
        let mut lines = Lines::new(&b"one\n\ntwo"[..]);

        assert_eq!(lines.next_line(), Given::Line(1, "one\n".into()));
        assert_eq!(lines.next_line(), Given::Line(2, "\n".into()));
        assert_eq!(lines.next_line(), Given::Line(3, "two".into()));
        assert_eq!(lines.next_line(), Given::End);
    }

    #[test]
    fn an_endless_line_is_told_and_passed_over() {
        let mut text = vec![b'x'; 200_000];
        text.extend(b"\nstatus\n");
        let mut lines = Lines::new(&text[..]);

        assert!(matches!(lines.next_line(), Given::Unreadable(1, _)));
        assert_eq!(lines.next_line(), Given::Line(2, "status\n".into()));
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        let mut lines = Lines::new(&b"\xff\xfe\nsync\n"[..]);

        assert!(matches!(lines.next_line(), Given::Unreadable(1, _)));
        assert!(matches!(lines.next_line(), Given::Line(2, _)));
    }
}
