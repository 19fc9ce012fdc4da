//! Draws that come out the same on every machine: splitmix64, from a seed and the name of a part.

/// A stream of draws.
///
/// Splitmix64 walks a 64-bit counter in steps of the golden ratio and scrambles each value; it is
/// nine lines, passes the usual tests, and needs no crate whose next version draws differently.
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Each part of the plant has a stream of its own, so that a draw added in one part leaves
    /// the others as they were.
    pub(crate) fn for_part(seed: u64, part: &str) -> Self {
        let mut random = Self { state: seed };
        for byte in part.bytes() {
            random.state = random.next() ^ u64::from(byte);
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        let choices = u64::from(high - low) + 1;
        let drawn = ((self.next() >> 32) * choices) >> 32;
        low + u32::try_from(drawn).expect("the draw is below the number of choices")
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of several, each as likely.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.index(from.len())]
    }

    /// One of several, each as likely as its weight.
    pub(crate) fn weighted<T: Copy>(&mut self, from: &[(u32, T)]) -> T {
        let total: u32 = from.iter().map(|(weight, _)| weight).sum();
        let mut left = self.between(1, total);
        for (weight, choice) in from {
            if left <= *weight {
                return *choice;
            }
            left -= weight;
        }
        unreachable!("the draw is within the sum of the weights")
    }

    /// Puts a list into another order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.index(last + 1);
            list.swap(last, other);
        }
    }

    fn index(&mut self, length: usize) -> usize {
        let length = u32::try_from(length).expect("lists here are short");
        self.between(0, length - 1) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_part_draw_the_same() {
        let draw = |part| {
            let mut random = Random::for_part(7, part);
            (0..8).map(|_| random.between(0, 999_999)).collect::<Vec<_>>()
        };

        assert_eq!(draw("vendors"), draw("vendors"));
        assert_ne!(draw("vendors"), draw("items"));
    }

    #[test]
    fn both_ends_of_a_range_are_drawn() {
        let mut random = Random::for_part(1, "ends");
        let drawn: Vec<u32> = (0..200).map(|_| random.between(3, 5)).collect();

        assert_eq!(drawn.iter().min(), Some(&3));
        assert_eq!(drawn.iter().max(), Some(&5));
    }

    #[test]
    fn a_choice_without_weight_is_never_drawn() {
        let mut random = Random::for_part(1, "weights");

        assert!((0..500).all(|_| random.weighted(&[(3, 'a'), (0, 'b'), (1, 'c')]) != 'b'));
    }
}
