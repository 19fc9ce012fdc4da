//! Numbering: which number the next person or device gets (`numbering`, SEMANTICS 6).
//!
//! The server counts up and leaves no gap. A number beyond a gap is none that it gave, and is not
//! counted on from: else the last number there is would be followed by the server's own, 0.

/// The number after an unbroken run from 1 on; nothing where none is left.
///
/// `taken` is in ascending order; 0, which is the server's, and what is named twice do not matter.
pub fn next(taken: impl IntoIterator<Item = u32>) -> Option<u32> {
    let mut next = Some(1_u32);
    for number in taken {
        match next {
            Some(expected) if number == expected => next = expected.checked_add(1),
            Some(expected) if number < expected => {}
            _ => break,
        }
    }
    next
}

/// Whether a number may be given now: one that is in use, or the very next one.
pub fn may_be_given(number: u32, taken: impl IntoIterator<Item = u32>) -> bool {
    number > 0 && next(taken).is_none_or(|next| number <= next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_follows_the_run() {
        assert_eq!(next([]), Some(1));
        assert_eq!(next([1, 2, 3]), Some(4));
        assert_eq!(next([0, 1, 1, 2]), Some(3));
    }

    #[test]
    fn a_number_far_away_is_not_counted_on_from() {
        assert_eq!(next([1, 2, 4_000, u32::MAX]), Some(3));
        assert_eq!(next(1..=3), Some(4));
        assert!(may_be_given(4, 1..=3) && may_be_given(2, 1..=3));
        assert!(!may_be_given(5, 1..=3) && !may_be_given(0, 1..=3));
        assert!(!may_be_given(u32::MAX, 1..=3));
    }
}
