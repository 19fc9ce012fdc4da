//! How a journal's bytes are framed, and how they are told apart from the wreck of a crash.
//!
//! A segment file is a [`SegmentHeader`] and then frames. A frame is, little-endian:
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | length of the payload |
//! | 4 | CRC-32C of everything below, then of the length |
//! | 8 | where in the segment the frame belongs |
//! | 4 | how far before that its write began |
//! | 1 | kind |
//! | … | payload |
//!
//! A disk may keep the end of an unfinished write and lose its beginning. Because each frame knows
//! the write it belongs to, such a tail is told apart from damage: a write begins only after the
//! one before it was synced, so a *later* write behind a broken frame proves that confirmed bytes
//! were lost.

mod stretches;

use stretches::Stretches;

/// The longest payload of one frame.
pub const MAX_PAYLOAD: usize = 16 << 20;

/// The longest single write of frames.
pub const MAX_WRITE: usize = 64 << 20;

/// How many bytes stand before a frame's payload.
pub const FRAME_HEADER: usize = 21;

/// How many bytes a [`SegmentHeader`] takes at the beginning of its file.
pub const SEGMENT_HEADER: usize = 25;

const MAGIC: &[u8; 7] = b"INWJRNL";
const VERSION: u8 = 1;

/// Why something cannot be framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The payload is longer than [`MAX_PAYLOAD`].
    #[error("a record of {0} bytes is too long: at most {MAX_PAYLOAD} bytes fit")]
    PayloadTooLong(usize),
    /// The frames of one write are together longer than [`MAX_WRITE`].
    #[error("these records are too many for one write: at most {MAX_WRITE} bytes fit")]
    WriteTooLong,
}

/// A broken place that a crash cannot explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the record at byte {offset} is broken or missing, though a whole one written after it stands at byte {next}"
)]
pub struct Damage {
    /// Where the broken frame begins.
    pub offset: u64,
    /// Where the first frame begins that should have had it before itself.
    pub next: u64,
}

/// Why the beginning of a file is not a segment's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The file is shorter than a header.
    #[error("the file is too short to be a journal segment")]
    TooShort,
    /// The file begins with something else.
    #[error("the file is not a journal segment")]
    NotASegment,
    /// A later release wrote the file.
    #[error(
        "the file has journal version {0}, and this release reads version {VERSION}: install the newer release"
    )]
    OtherVersion(u8),
    /// The header's own checksum is wrong.
    #[error("the header of the journal segment is broken")]
    Broken,
}

/// What stands at the beginning of a segment file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentHeader {
    /// What the journal is for, so that an outbox is never opened as a server's log.
    pub purpose: u8,
    /// The segment's number; the first is 1.
    pub segment: u32,
    /// How many records the segments before this one hold.
    pub first_position: u64,
}

impl SegmentHeader {
    /// Writes the header as it stands in the file.
    pub fn encode(&self) -> [u8; SEGMENT_HEADER] {
        let mut bytes = [0; SEGMENT_HEADER];
        bytes[..7].copy_from_slice(MAGIC);
        bytes[7] = VERSION;
        bytes[8] = self.purpose;
        bytes[9..13].copy_from_slice(&self.segment.to_le_bytes());
        bytes[13..21].copy_from_slice(&self.first_position.to_le_bytes());
        let crc = crc32c::crc32c(&bytes[..21]);
        bytes[21..].copy_from_slice(&crc.to_le_bytes());
        bytes
    }

    /// Reads the header at the beginning of `bytes`.
    pub fn parse(bytes: &[u8]) -> Result<Self, HeaderError> {
        let header = bytes.first_chunk::<SEGMENT_HEADER>().ok_or(HeaderError::TooShort)?;
        if &header[..7] != MAGIC {
            return Err(HeaderError::NotASegment);
        }
        if header[7] != VERSION {
            return Err(HeaderError::OtherVersion(header[7]));
        }
        if crc32c::crc32c(&header[..21]) != u32_at(header, 21) {
            return Err(HeaderError::Broken);
        }
        Ok(Self {
            purpose: header[8],
            segment: u32_at(header, 9),
            first_position: u64_at(header, 13),
        })
    }
}

/// Frames that go to the disk together and are synced together.
#[derive(Clone, Debug)]
pub struct Write {
    start: u64,
    bytes: Vec<u8>,
}

impl Write {
    /// Begins a write at `offset` of the segment. Everything before it must already be durable.
    pub fn at(offset: u64) -> Self {
        Self { start: offset, bytes: Vec::new() }
    }

    /// Adds a frame and says where in the segment it will stand.
    pub fn push(&mut self, kind: u8, payload: &[u8]) -> Result<u64, FrameError> {
        let length = u32::try_from(payload.len())
            .ok()
            .filter(|_| payload.len() <= MAX_PAYLOAD)
            .ok_or(FrameError::PayloadTooLong(payload.len()))?;
        if self.bytes.len() + FRAME_HEADER + payload.len() > MAX_WRITE {
            return Err(FrameError::WriteTooLong);
        }

        let begin = self.bytes.len();
        let behind = u32::try_from(begin).map_err(|_| FrameError::WriteTooLong)?;
        let offset = self.start + u64::from(behind);
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(&[0; 4]);
        self.bytes.extend_from_slice(&offset.to_le_bytes());
        self.bytes.extend_from_slice(&behind.to_le_bytes());
        self.bytes.push(kind);
        self.bytes.extend_from_slice(payload);
        let crc = with_length(crc32c::crc32c(&self.bytes[begin + 8..]), length);
        self.bytes[begin + 4..begin + 8].copy_from_slice(&crc.to_le_bytes());
        Ok(offset)
    }

    /// The frames so far, as they are to be written.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A frame that is all there, and whose checksum holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// What the payload is.
    pub kind: u8,
    /// The bytes that were kept.
    pub payload: &'a [u8],
    /// Where the frame begins in its segment.
    pub offset: u64,
    /// Where the frame after it begins.
    pub end: u64,
    /// Where the write began that this frame was part of.
    pub write: u64,
}

/// Reads the frame at the beginning of `bytes`, which stand at `offset` of their segment.
///
/// `None`: there is no whole frame, or it belongs elsewhere.
pub fn decode(bytes: &[u8], offset: u64) -> Option<Frame<'_>> {
    let length = payload_length(bytes)?;
    let end = FRAME_HEADER + length as usize;
    if with_length(crc32c::crc32c(&bytes[8..end]), length) != u32_at(bytes, 4) {
        return None;
    }
    Some(frame_of(&bytes[..end])).filter(|frame| frame.offset == offset)
}

/// What is left of a segment after a crash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered<'a> {
    /// Every frame that is to be kept, in order.
    pub frames: Vec<Frame<'a>>,
    /// Where the last of them ends: the length to which the file is cut before it is written again.
    pub valid_through: u64,
    /// What an interrupted write left behind.
    pub torn: Option<Torn>,
}

/// The tail that an interrupted write left behind. Nobody was told that it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Torn {
    /// The byte from which on the write is incomplete.
    pub offset: u64,
    /// How many bytes it has.
    pub length: u64,
}

/// Reads all frames in `bytes`, which stand at `offset` of their segment.
///
/// What follows the last whole frame is a torn tail if an interrupted write can have left it, and
/// [`Damage`] if a frame of a later write stands in it.
pub fn recover(bytes: &[u8], offset: u64) -> Result<Recovered<'_>, Damage> {
    let mut frames: Vec<Frame<'_>> = Vec::new();
    let mut at = 0;
    while let Some(frame) = decode(&bytes[at..], offset + at as u64) {
        at += FRAME_HEADER + frame.payload.len();
        frames.push(frame);
    }

    let valid_through = offset + at as u64;
    let unfinished = [valid_through, frames.last().map_or(valid_through, |last| last.write)];
    if let Some(next) = find_other_write(&bytes[at..], unfinished) {
        return Err(Damage { offset: valid_through, next: valid_through + next as u64 });
    }
    let length = (bytes.len() - at) as u64;
    let torn = (length > 0).then_some(Torn { offset: valid_through, length });
    Ok(Recovered { frames, valid_through, torn })
}

/// Finds, at any byte, a whole frame that belongs to none of the `unfinished` writes.
fn find_other_write(tail: &[u8], unfinished: [u64; 2]) -> Option<usize> {
    if tail.len() < FRAME_HEADER {
        return None;
    }
    let stretches = Stretches::new(tail);
    let mut at = 0;
    while at + FRAME_HEADER <= tail.len() {
        let Some(frame) = frame_within(tail, at, &stretches) else {
            at += 1;
            continue;
        };
        if !unfinished.contains(&frame.write) {
            return Some(at);
        }
        at += FRAME_HEADER + frame.payload.len();
    }
    None
}

/// The whole frame at byte `at`, wherever it belongs.
fn frame_within<'a>(tail: &'a [u8], at: usize, stretches: &Stretches<'_>) -> Option<Frame<'a>> {
    let length = payload_length(&tail[at..])?;
    let end = at + FRAME_HEADER + length as usize;
    if with_length(stretches.crc(at + 8, end), length) != u32_at(tail, at + 4) {
        return None;
    }
    Some(frame_of(&tail[at..end]))
}

/// The length that a frame at the beginning of `bytes` claims, if so much is there.
fn payload_length(bytes: &[u8]) -> Option<u32> {
    if bytes.len() < FRAME_HEADER {
        return None;
    }
    let length = u32_at(bytes, 0);
    let fits = length as usize <= MAX_PAYLOAD.min(bytes.len() - FRAME_HEADER);
    fits.then_some(length)
}

/// Names the parts of a frame whose checksum is right.
fn frame_of(bytes: &[u8]) -> Frame<'_> {
    let offset = u64_at(bytes, 8);
    Frame {
        kind: bytes[20],
        payload: &bytes[FRAME_HEADER..],
        offset,
        // Nothing but a forged frame wraps around, and no place in a file answers to it.
        end: offset.wrapping_add(bytes.len() as u64),
        write: offset.wrapping_sub(u64::from(u32_at(bytes, 16))),
    }
}

/// Ends a checksum with the length, which stands before it in the file.
fn with_length(crc: u32, length: u32) -> u32 {
    crc32c::crc32c_append(crc, &length.to_le_bytes())
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(word)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_framed_is_read_back() {
        let bytes = segment(&[&[b"one", b""], &[b"three"]]);

        let recovered = recover(&bytes, 0).unwrap();

        assert_eq!(payloads(&recovered), [b"one".as_slice(), b"", b"three"]);
        assert_eq!((recovered.valid_through, recovered.torn), (bytes.len() as u64, None));
    }

    #[test]
    fn the_bytes_of_a_frame_never_change() {
        let mut write = Write::at(25);

        write.push(7, b"ok").unwrap();

        let golden = [
            &[2, 0, 0, 0],
            &0x0B5C_551C_u32.to_le_bytes()[..],
            &[25, 0, 0, 0, 0, 0, 0, 0],
            &[0, 0, 0, 0],
            &[7, b'o', b'k'],
        ];
        assert_eq!(write.bytes(), golden.concat());
    }

    #[test]
    fn a_payload_over_the_limit_is_refused_and_one_at_it_is_kept() {
        let longest = vec![1; MAX_PAYLOAD + 1];
        let mut write = Write::at(0);

        assert_eq!(write.push(1, &longest), Err(FrameError::PayloadTooLong(MAX_PAYLOAD + 1)));
        assert_eq!(write.push(1, &longest[1..]), Ok(0));
        assert_eq!(decode(write.bytes(), 0).unwrap().payload, &longest[1..]);
    }

    #[test]
    fn a_write_over_the_limit_is_refused() {
        let payload = vec![1; MAX_PAYLOAD];
        let mut write = Write::at(0);
        for _ in 0..3 {
            write.push(1, &payload).unwrap();
        }

        assert_eq!(write.push(1, &payload), Err(FrameError::WriteTooLong));
    }

    #[test]
    fn zeros_at_the_end_are_torn() {
        let mut bytes = segment(&[&[b"kept"]]);
        let valid = bytes.len() as u64;
        bytes.resize(bytes.len() + 5000, 0);

        let recovered = recover(&bytes, 0).unwrap();

        assert_eq!(recovered.torn, Some(Torn { offset: valid, length: 5000 }));
    }

    #[test]
    fn a_hole_inside_the_last_write_is_torn_although_its_end_is_whole() {
        let mut bytes = segment(&[&[b"kept"], &[b"first", b"second", b"third"]]);
        let hole = bytes.len() - 2 * (FRAME_HEADER + 5);
        bytes[hole..hole + 4].fill(0);

        let recovered = recover(&bytes, 0).unwrap();

        assert_eq!(payloads(&recovered), [b"kept".as_slice(), b"first"]);
        assert!(recovered.torn.is_some());
    }

    #[test]
    fn a_hole_before_the_last_write_is_damage() {
        let mut bytes = segment(&[&[b"first", b"second"], &[b"third"]]);
        let next = (2 * FRAME_HEADER + 11) as u64;
        bytes[0..4].fill(0);

        assert_eq!(recover(&bytes, 0), Err(Damage { offset: 0, next }));
    }

    #[test]
    fn a_frame_cut_out_whole_is_damage() {
        let mut bytes = segment(&[&[b"first"], &[b"second"], &[b"third"]]);
        let one = FRAME_HEADER + 5;
        bytes.drain(one..one + FRAME_HEADER + 6);

        assert_eq!(recover(&bytes, 0), Err(Damage { offset: one as u64, next: one as u64 }));
    }

    #[test]
    fn a_frame_that_stands_twice_is_damage() {
        let once = segment(&[&[b"first"], &[b"second"]]);
        let twice = [&once[..], &once[..]].concat();

        assert_eq!(recover(&twice, 0).unwrap_err().offset, once.len() as u64);
    }

    #[test]
    fn a_tail_that_claims_a_long_frame_at_every_byte_is_searched_quickly() {
        // Quadratic work on these 8 MiB would be hours; the test would never end.
        let tail = [0, 0, 0x3F, 0].repeat(2 << 20);

        let recovered = recover(&tail, 0).unwrap();

        assert_eq!(recovered.torn.unwrap().length, 8 << 20);
    }

    #[test]
    fn a_header_is_read_back_and_every_flipped_bit_is_noticed() {
        let header = SegmentHeader { purpose: 3, segment: 9, first_position: 1 << 40 };
        let bytes = header.encode();

        assert_eq!(SegmentHeader::parse(&bytes), Ok(header));
        for bit in 0..SEGMENT_HEADER * 8 {
            let mut flipped = bytes;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(SegmentHeader::parse(&flipped).is_err(), "bit {bit}");
        }
        assert_eq!(SegmentHeader::parse(&bytes[..24]), Err(HeaderError::TooShort));
    }

    proptest! {
        #[test]
        fn a_cut_at_any_byte_keeps_every_whole_frame_before_it(writes in arb_writes()) {
            let bytes = segment_of(&writes);
            let whole = recover(&bytes, 0).unwrap();

            for cut in 0..bytes.len() {
                let kept = whole.frames.iter().take_while(|frame| frame.end <= cut as u64).count();
                let recovered = recover(&bytes[..cut], 0).unwrap();

                prop_assert_eq!(&recovered.frames, &whole.frames[..kept]);
                let dropped = recovered.torn.map_or(0, |torn| torn.length);
                prop_assert_eq!(recovered.valid_through + dropped, cut as u64);
            }
        }

        #[test]
        fn a_flipped_bit_is_torn_in_the_last_write_and_damage_before_it(
            writes in arb_writes(),
            bit in 0u8..8,
        ) {
            let bytes = segment_of(&writes);
            let whole = recover(&bytes, 0).unwrap();
            let last_write = whole.frames.last().unwrap().write;

            for at in 0..bytes.len() {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                let hit = whole.frames.iter().find(|frame| frame.end > at as u64).unwrap();

                match recover(&flipped, 0) {
                    Ok(recovered) => {
                        prop_assert!(hit.write == last_write);
                        prop_assert_eq!(recovered.torn.unwrap().offset, hit.offset);
                    }
                    Err(damage) => {
                        prop_assert!(hit.write != last_write);
                        prop_assert_eq!(damage.offset, hit.offset);
                    }
                }
            }
        }

        #[test]
        fn bytes_lost_from_the_middle_are_damage(
            writes in arb_writes(),
            from in any::<prop::sample::Index>(),
            length in 1usize..40,
        ) {
            let bytes = segment_of(&writes);
            let whole = recover(&bytes, 0).unwrap();
            let last_write = usize::try_from(whole.frames.last().unwrap().write).unwrap();
            prop_assume!(last_write > 0);
            let from = from.index(last_write);

            let mut cut = bytes.clone();
            cut.drain(from..last_write.min(from + length));

            // Equal neighbours may close up over the gap; it shows where the first byte differs.
            let gap = cut.iter().zip(&bytes).take_while(|(after, before)| after == before).count();
            let hit = whole.frames.iter().find(|frame| frame.end > gap as u64).unwrap();
            prop_assume!(hit.offset < last_write as u64);
            prop_assert_eq!(recover(&cut, 0).unwrap_err().offset, hit.offset);
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(arb_byte(), 0..600)) {
            let _ = recover(&bytes, 25);
            let _ = decode(&bytes, u64::MAX - 600);
            let _ = SegmentHeader::parse(&bytes);
        }
    }

    /// Zeros are frequent, so that lengths are plausible.
    fn arb_byte() -> impl Strategy<Value = u8> {
        prop_oneof![Just(0), any::<u8>()]
    }

    fn arb_writes() -> impl Strategy<Value = Vec<Vec<Vec<u8>>>> {
        let payload = prop::collection::vec(arb_byte(), 0..30);
        prop::collection::vec(prop::collection::vec(payload, 1..4), 1..5)
    }

    fn segment_of(writes: &[Vec<Vec<u8>>]) -> Vec<u8> {
        let writes: Vec<Vec<&[u8]>> =
            writes.iter().map(|write| write.iter().map(Vec::as_slice).collect()).collect();
        segment(&writes.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    /// The frames of a segment, one write after the other.
    fn segment(writes: &[&[&[u8]]]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for payloads in writes {
            let mut write = Write::at(bytes.len() as u64);
            for payload in *payloads {
                write.push(1, payload).unwrap();
            }
            bytes.extend_from_slice(write.bytes());
        }
        bytes
    }

    fn payloads<'a>(recovered: &Recovered<'a>) -> Vec<&'a [u8]> {
        recovered.frames.iter().map(|frame| frame.payload).collect()
    }
}
