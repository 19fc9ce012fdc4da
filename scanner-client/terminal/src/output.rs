//! Prints: sentences and tables for people, one JSON object a command for programs.

use std::borrow::Cow;
use std::io::{self, Write as _};

use serde_json::{Map, Value, json};
use sync_core::same_code;
use sync_core::text::{Language, Say as _};
use sync_core::time::{SiteOffset, Timestamp};

use crate::command_error::{CommandError, Exit};
use crate::text::CliMessage;

/// What came of a command, told in both ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandOutput {
    /// The same as named values, for programs.
    pub json: Map<String, Value>,
    /// For people; may have several lines.
    pub text: String,
    /// How the process ends, where all was carried out and something still went wrong.
    pub exit: Option<Exit>,
}

impl CommandOutput {
    /// A sentence, and one value.
    pub fn new(text: impl Into<String>, json: Value) -> Self {
        let json = match json {
            Value::Object(map) => map,
            other => Map::from_iter([("result".to_owned(), other)]),
        };
        Self { json, text: text.into(), exit: None }
    }
}

/// How this process speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printer {
    /// Who reads: a person or a program.
    pub audience: Audience,
    /// The language of sentences, those in JSON too.
    pub language: Language,
}

/// Who reads what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A person: sentences and tables.
    Person,
    /// A program, one JSON object a line.
    Program,
}

impl Printer {
    /// Tells what came of a command; `line` where it stands in a file of commands.
    pub fn outcome(&self, outcome: &CommandOutput, line: Option<usize>) {
        match self.audience {
            Audience::Person if outcome.text.is_empty() => {}
            Audience::Person => out(outcome.text.trim_end()),
            Audience::Program => out_json(Value::Object(outcome.json.clone()), line),
        }
    }

    /// Tells why a command was not carried out.
    pub fn failure(&self, failure: &CommandError, line: Option<usize>) {
        let message = failure.say(self.language);
        match self.audience {
            Audience::Person => {
                let place = line.map_or_else(String::new, |line| format!("{line}: "));
                err(&format!("inwards: {place}{message}"));
                if !failure.near.is_empty() {
                    let meant = match self.language {
                        Language::English => "did you mean",
                        Language::Chinese => "是不是",
                    };
                    err(&format!("  {meant} {}?", failure.near.join(", ")));
                }
            }
            Audience::Program => out_json(failure.json(self.language), line),
        }
    }

    /// Tells a person something beside the answer; programs find it in the answer.
    pub fn remark(&self, sentence: &CliMessage) {
        if self.audience == Audience::Person {
            err(&sentence.say(self.language));
        }
    }
}

/// What a terminal may be given: lines, and no sign that moves its cursor, colours it or turns the
/// direction of writing, whoever wrote the text.
fn harmless(text: &str) -> Cow<'_, str> {
    let is_harmful = |sign: char| (sign.is_control() && sign != '\n') || same_code::deceives(sign);
    if text.chars().any(is_harmful) {
        Cow::Owned(
            text.chars().map(|sign| if is_harmful(sign) { '\u{FFFD}' } else { sign }).collect(),
        )
    } else {
        Cow::Borrowed(text)
    }
}

/// Standard output, at once. Whoever closed it wants no more: all that was done is durable.
fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    let text = harmless(text);
    let written = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
    if written.is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        std::process::exit(0);
    }
}

fn err(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", harmless(text));
}

/// One object a line.
fn out_json(object: Value, line: Option<usize>) {
    out(&with_command_line(object, line).to_string());
}

/// A command's own number stands in `command_line`, and in `line` as ever, unless the answer has a
/// `line` of its own: a lot's order line is not lost for it.
fn with_command_line(mut object: Value, line: Option<usize>) -> Value {
    if let Some(line) = line {
        object["command_line"] = json!(line);
        if object.get("line").is_none() {
            object["line"] = json!(line);
        }
    }
    object
}

/// A table with aligned columns; wide characters take two places.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|cell| width(cell)).collect();
    for row in rows {
        for (place, cell) in row.iter().enumerate() {
            if let Some(widest) = widths.get_mut(place) {
                *widest = (*widest).max(width(cell));
            }
        }
    }
    let head = head.iter().map(ToString::to_string).collect();
    std::iter::once(&head).chain(rows).map(|row: &Vec<String>| aligned(row, &widths)).collect()
}

fn aligned(row: &[String], widths: &[usize]) -> String {
    let mut text = String::new();
    for (cell, widest) in row.iter().zip(widths) {
        text.push_str(cell);
        text.extend(std::iter::repeat_n(' ', 2 + widest - width(cell).min(*widest)));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Places on a terminal: Chinese characters and full-width signs take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\u{1100}'..='\u{115F}'
            | '\u{2E80}'..='\u{A4CF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE6F}'
            | '\u{FF00}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFE6}'
            | '\u{20000}'..='\u{3FFFD}' => 2,
            _ => 1,
        })
        .sum()
}

/// An instant as the site's clocks show it.
pub fn clock_time(instant: Timestamp, offset: SiteOffset) -> String {
    offset.local(instant).format("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_given_no_escapes_whoever_wrote_them() {
        let text = "red \u{1b}[31m\u{7}\r\u{9b}2J\u{202E}\nnext";

        assert_eq!(harmless(text), "red \u{FFFD}[31m\u{FFFD}\u{FFFD}\u{FFFD}2J\u{FFFD}\nnext");
        assert!(matches!(harmless("王建国 500\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn columns_stand_under_their_heads_in_both_scripts() {
        let rows =
            vec![vec!["王".to_owned(), "12".to_owned()], vec!["Li".to_owned(), "3".to_owned()]];

        let table = table(&["name", "qty"], &rows);

        assert_eq!(table, "name  qty\n王    12\nLi    3\n");
    }

    #[test]
    fn the_number_of_a_command_takes_no_line_of_the_answer_away() {
        let lot = with_command_line(json!({ "line": "PO1/1" }), Some(2));
        assert_eq!(lot, json!({ "line": "PO1/1", "command_line": 2 }));

        let other = with_command_line(json!({ "done": true }), Some(3));
        assert_eq!(other, json!({ "done": true, "line": 3, "command_line": 3 }));
    }
}
