//! Splits a line into words as a shell would: quotes, backslashes, and `#` for remarks.

/// Why a line cannot be split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuote(pub char);

impl std::fmt::Display for OpenQuote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the quotation mark {} is not closed", self.0)
    }
}

/// The words of a line; none for an empty line or a remark.
pub fn split(line: &str) -> Result<Vec<String>, OpenQuote> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some('\''), _) => word.get_or_insert_default().push(letter),
            (_, '\\') => {
                let next = letters.next();
                let literal = match (quote, next) {
                    // Between double quotes a backslash is one, except before what needs it.
                    (Some(_), Some(next)) if !matches!(next, '"' | '\\' | '$' | '`') => {
                        word.get_or_insert_default().push('\\');
                        next
                    }
                    (_, Some(next)) => next,
                    (_, None) => return Err(OpenQuote('\\')),
                };
                word.get_or_insert_default().push(literal);
            }
            (None, '"' | '\'') => {
                word.get_or_insert_default();
                quote = Some(letter);
            }
            (None, '#') if word.is_none() => break,
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            (Some(_) | None, _) => word.get_or_insert_default().push(letter),
        }
    }
    if let Some(open) = quote {
        return Err(OpenQuote(open));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(line: &str, expected: &[&str]) {
        assert_eq!(split(line).unwrap(), expected, "{line}");
    }

    #[test]
    fn words_are_parted_as_a_shell_parts_them() {
        check("receipt open --po PO1", &["receipt", "open", "--po", "PO1"]);
        check("  a\t b  ", &["a", "b"]);
        check(r#"note "two words" 'and more'"#, &["note", "two words", "and more"]);
        check(r#"a"b c"d"#, &["ab cd"]);
        check(r#""" ''"#, &["", ""]);
        check(r"a\ b \\", &["a b", "\\"]);
        check(r#""say \"hi\" \n""#, &[r#"say "hi" \n"#]);
        check(r"'it\s'", &[r"it\s"]);
        check("--note 外箱破损", &["--note", "外箱破损"]);
    }

    #[test]
    fn remarks_and_empty_lines_hold_no_words() {
        check("# a remark", &[]);
        check("", &[]);
        check("sync # now", &["sync"]);
        check("show R#1", &["show", "R#1"]);
    }

    #[test]
    fn an_open_quotation_mark_is_told() {
        assert_eq!(split("note \"abc"), Err(OpenQuote('"')));
        assert_eq!(split("note 'abc"), Err(OpenQuote('\'')));
        assert_eq!(split("note abc\\"), Err(OpenQuote('\\')));
    }

    proptest! {
        #[test]
        fn no_line_makes_it_panic(line in "\\PC{0,40}") {
            let _ = split(&line);
        }

        #[test]
        fn whatever_is_between_single_quotes_is_one_word(text in "[^']{0,20}") {
            prop_assert_eq!(split(&format!("'{text}'")), Ok(vec![text]));
        }
    }
}
