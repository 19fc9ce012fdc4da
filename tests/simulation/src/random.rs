//! Numbers that look drawn by chance, and are the same for the same seed (`SplitMix64`).

/// A source of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// The source that a seed stands for.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x1A7A_4D5E_0000_0001)
    }

    /// The next number, any of 64 bits.
    pub(crate) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A source of its own, so that what one part draws never shifts what another draws.
    pub(crate) fn fork(&mut self) -> Self {
        Self(self.draw())
    }

    /// A number below a bound, which is above zero.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.draw() % bound
    }

    /// A number between two others, both included.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most - least).expect("the bounds are in order") + 1;
        least + i64::try_from(self.below(width)).expect("it is within the bounds")
    }

    /// Whether something happens that happens so often in a hundred.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A place in something of this length, which is not empty.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("it is an index")
    }

    /// One of these, each as likely; nothing where there is none.
    pub(crate) fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        if things.is_empty() { None } else { Some(&things[self.index(things.len())]) }
    }

    /// One of these, the later ones more often: people work on what is new.
    pub(crate) fn pick_late<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        if things.is_empty() {
            return None;
        }
        let (a, b) = (self.index(things.len()), self.index(things.len()));
        Some(&things[a.max(b)])
    }

    /// Puts things into another order.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let other = self.index(last + 1);
            things.swap(last, other);
        }
    }
}
