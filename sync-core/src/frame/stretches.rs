//! Checksums of any stretch of bytes, so that a hostile tail is searched in one pass.

/// Checksums of any stretch of some bytes, quickly, after one pass over them.
///
/// A tail may claim a plausible, long frame at every byte. Summing each of them anew would take
/// hours; a checksum is linear, so that of a stretch follows from those of two beginnings.
pub(super) struct Stretches<'a> {
    bytes: &'a [u8],
    /// The checksum of the first 0, `SPACING`, 2 × `SPACING`, … bytes.
    marks: Vec<u32>,
}

impl<'a> Stretches<'a> {
    const SPACING: usize = 256;

    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut marks = vec![0];
        let mut crc = 0;
        for chunk in bytes.chunks_exact(Self::SPACING) {
            crc = crc32c::crc32c_append(crc, chunk);
            marks.push(crc);
        }
        Self { bytes, marks }
    }

    /// The checksum of the bytes `from..to`.
    pub(super) fn crc(&self, from: usize, to: usize) -> u32 {
        if to - from <= Self::SPACING {
            return crc32c::crc32c(&self.bytes[from..to]);
        }
        self.crc_until(to) ^ followed_by(self.crc_until(from), to - from)
    }

    fn crc_until(&self, end: usize) -> u32 {
        let mark = end / Self::SPACING;
        crc32c::crc32c_append(self.marks[mark], &self.bytes[mark * Self::SPACING..end])
    }
}

/// What a checksum contributes to that of the same bytes followed by `length` more.
fn followed_by(crc: u32, length: usize) -> u32 {
    (length as u64)
        .to_le_bytes()
        .into_iter()
        .zip(&POWERS)
        .filter(|(digit, _)| *digit != 0)
        .fold(crc, |crc, (digit, powers)| multiply(crc, powers[usize::from(digit)]))
}

/// x^(8 · digit · 256^place) modulo the polynomial: a factor for each digit of a length below 2³².
static POWERS: [[u32; 256]; 4] = powers();

const fn powers() -> [[u32; 256]; 4] {
    const ONE: u32 = 1 << 31;
    let mut table = [[ONE; 256]; 4];
    let mut step = ONE >> 8;
    let mut place = 0;
    while place < 4 {
        let mut digit = 1;
        while digit < 256 {
            table[place][digit] = multiply(table[place][digit - 1], step);
            digit += 1;
        }
        step = multiply(table[place][255], step);
        place += 1;
    }
    table
}

/// Multiplies two polynomials modulo that of CRC-32C, bits reflected.
const fn multiply(left: u32, mut right: u32) -> u32 {
    const POLYNOMIAL: u32 = 0x82F6_3B78;
    let mut product = 0;
    let mut bit = 32;
    while bit > 0 {
        bit -= 1;
        // Masks instead of branches: the bits are random, and the scan lives on this loop.
        product ^= right & ((left >> bit) & 1).wrapping_neg();
        right = (right >> 1) ^ (POLYNOMIAL & (right & 1).wrapping_neg());
    }
    product
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_stretch_has_the_checksum_of_its_bytes(
            bytes in prop::collection::vec(any::<u8>(), 1..3000),
            ends in any::<[prop::sample::Index; 2]>(),
        ) {
            let mut ends = ends.map(|end| end.index(bytes.len()));
            ends.sort_unstable();

            let crc = Stretches::new(&bytes).crc(ends[0], ends[1]);

            prop_assert_eq!(crc, crc32c::crc32c(&bytes[ends[0]..ends[1]]));
        }

        #[test]
        fn following_bytes_shift_a_checksum_as_the_crate_says(crc: u32, length in 0usize..1 << 26) {
            prop_assert_eq!(followed_by(crc, length), crc32c::crc32c_combine(crc, 0, length));
        }
    }
}
