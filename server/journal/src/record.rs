//! Records, as they are read back.

/// The kind that seals a segment; no record may have it.
pub const RESERVED_KIND: u8 = 0xFF;

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordPlace {
    /// The number of its segment.
    pub segment: u32,
    /// Where in the segment it begins.
    pub offset: u64,
    /// How many bytes its payload has.
    pub length: u32,
}

/// A record that was found when the journal was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordRef<'a> {
    /// Where the record stands, to read it again later.
    pub place: RecordPlace,
    /// What its payload is.
    pub kind: u8,
    /// The bytes that were appended.
    pub payload: &'a [u8],
}
