//! The HTTP bodies that programs exchange beside the sync protocol, each described once: server,
//! terminal, web app and tests read and write these types.
//!
//! Members are only ever added. Members that a reader does not know are passed over; members that
//! a reader can do without have a default, so that it also reads what an older program wrote.

mod administration;
mod board;
mod devices;
mod import;
mod problem;
mod sentence;
mod sign_in;

pub use administration::{
    BadgeAnswer, CodeAnswer, CodeRequest, CodeRow, DeviceRow, Done, PersonAnswer, PersonRequest,
    PersonRow, RevokeRequest, SiteChange, SiteRow, SittingAnswer, SittingRequest,
};
pub use board::{ContactRow, ContactsAnswer, HeldBack};
pub use devices::{
    Challenge, ChallengeRequest, EnrolRequest, Enrolled, Token, TokenRequest, Upload, token_message,
};
pub use import::{
    ChangedRow, EndedRow, FieldChange, ImportBody, ImportKind, ImportReport, ManyEnd, NotedRow,
    RefusedRow, UnderGoods, UnknownImport,
};
pub use problem::ProblemDocument;
pub use sentence::Sentence;
pub use sign_in::{
    BADGE_NEEDED, CHANGE_PIN, Grant, PIN_REFUSED, SignInAnswer, SignInRequest, Verifier, WRONG_PIN,
    WrongPinsReport, verifier_secret,
};

/// The media type of JSON bodies.
pub const JSON: &str = "application/json";
/// The media type of problem documents (RFC 9457).
pub const PROBLEM_JSON: &str = "application/problem+json";
/// The media type of one message of the sync protocol, as [`crate::wire::encode`] writes it.
pub const SYNC_MESSAGE: &str = "application/vnd.inwards.sync+msgpack";
/// The media type of a piece of a photo's file.
pub const FILE_PIECE: &str = "application/octet-stream";

/// The header that names an administrator's sitting, as [`SittingAnswer::sitting`] gave it.
pub const SITTING_HEADER: &str = "x-inwards-sitting";
/// The header that says at which byte of a photo's file a piece begins.
pub const UPLOAD_OFFSET_HEADER: &str = "upload-offset";
/// The header that says how many bytes a photo's whole file has.
pub const UPLOAD_LENGTH_HEADER: &str = "upload-length";

/// Where a server that rests on a root of its own gives it, by plain HTTP: who fetches it compares its
/// fingerprint with the one in the enrolment link.
pub const ROOT_PATH: &str = "/root.crt";

/// The WebSocket subprotocol of the live sync connection.
pub const LIVE_PROTOCOL: &str = "inwards.sync.v1";
/// Stands before a device's token among the WebSocket subprotocols that a browser asks for,
/// since a browser cannot set a WebSocket's headers.
pub const LIVE_TOKEN_PREFIX: &str = "inwards.token.";

#[cfg(test)]
mod tests;
