//! Rust's source as far as paths need it: words, `::`, and single signs; no comments, no strings.

/// A piece of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A word: a name, a keyword, a number.
    Word(&'a str),
    /// The step of a path, `::`.
    Step,
    /// Any other sign, by itself.
    Sign(char),
}

/// Cuts a source file into its pieces.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = skipped(rest);
        if length > 0 {
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        let word = rest.find(|c: char| !is_part_of_word(c)).unwrap_or(rest.len());
        let length = if word > 0 {
            found.push(Token::Word(&rest[..word]));
            word
        } else if rest.starts_with("::") {
            found.push(Token::Step);
            2
        } else {
            if !first.is_whitespace() {
                found.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    found
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How long the comment or the literal is that stands first; zero where something else does.
fn skipped(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return comment(text);
    }
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        let behind = text.strip_prefix(prefix).unwrap_or_default();
        let behind = if prefix.contains('r') { behind.trim_start_matches('#') } else { behind };
        behind.starts_with('"')
    });
    match prefix {
        Some(prefix) if prefix.contains('r') => prefix.len() + raw(&text[prefix.len()..]),
        Some(prefix) => prefix.len() + quoted(&text[prefix.len()..], '"'),
        None => character(text),
    }
}

/// A comment that may hold others.
fn comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let here = &text.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// `#"…"#` with as many signs behind it as before it.
fn raw(text: &str) -> usize {
    let signs = text.len() - text.trim_start_matches('#').len();
    let closing = format!("\"{}", "#".repeat(signs));
    let behind = &text[signs + 1..];
    behind.find(&closing).map_or(text.len(), |end| signs + 1 + end + closing.len())
}

fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (place, c) in text.char_indices().skip(1) {
        if c == quote && !is_escaped {
            return place + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}

/// A character in quotes. A lifetime opens with the same sign, and never closes with one.
fn character(text: &str) -> usize {
    let mut letters = text.chars();
    if letters.next() != Some('\'') {
        return 0;
    }
    match (letters.next(), letters.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => quoted(text, '\''),
        _ => 0,
    }
}
