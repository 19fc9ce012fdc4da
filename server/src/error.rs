//! Everything that can go wrong at the server's edge, as one problem document (RFC 9457).
//!
//! Handlers answer with a [`Problem`]; here alone it becomes a response, and is logged.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::rejection::{BytesRejection, JsonRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sync_core::api::{PROBLEM_JSON, ProblemDocument};
use utoipa::openapi::{self, Content, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema as _};

use crate::hub::AuthorError;

/// What sort of trouble it is; each has one status, one title and one advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The request is not what it should be.
    Malformed,
    /// No token, or one that does not hold.
    Unauthenticated,
    /// The device was revoked.
    Revoked,
    /// The code is wrong, used, or too old.
    CodeRefused,
    /// It is not for this person, or not on this device.
    Forbidden,
    /// PIN or badge are not this person's.
    WrongPin,
    /// An administrator set the PIN: its owner has to take another.
    ChangePin,
    /// The new PIN is not taken.
    PinRefused,
    /// The badge is needed beside the PIN.
    BadgeNeeded,
    /// A page of another site asked for it.
    OtherSite,
    /// The server does not go by the name that was asked for.
    NotThisName,
    /// Nothing of that name is here.
    NotFound,
    /// The path is right, the method is not.
    MethodNotAllowed,
    /// The request came too slowly.
    TooSlow,
    /// The request is larger than allowed.
    TooLarge,
    /// The body is coded in a way that is not read here.
    Encoding,
    /// The device's posts do not allow it.
    NotYourPost,
    /// The file is larger than a photo may be.
    PhotoTooLarge,
    /// Another piece of the file is wanted next.
    OutOfStep,
    /// The file is no photo.
    NoPhoto,
    /// The file does not hold what its name says.
    WrongContent,
    /// It came in clear, and only https is spoken.
    NeedsTls,
    /// More was sent than there is room for now.
    TooMuch,
    /// The server cannot write or answer now.
    Unavailable,
    /// A fault of the server.
    Fault,
}

impl ProblemKind {
    /// Whether somebody asked for what is not theirs.
    const fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::Unauthenticated
                | Self::Revoked
                | Self::CodeRefused
                | Self::Forbidden
                | Self::OtherSite
                | Self::NotThisName
                | Self::NotYourPost
        )
    }

    /// Status, slug of the type, title, and what to do now.
    #[allow(clippy::too_many_lines, reason = "one row for each case, and nothing else")]
    const fn words(self) -> (StatusCode, &'static str, &'static str, &'static str) {
        match self {
            Self::Malformed => (
                StatusCode::BAD_REQUEST,
                "malformed",
                "The request cannot be read",
                "Correct the request; /api/docs describes it.",
            ),
            Self::Unauthenticated => (
                StatusCode::UNAUTHORIZED,
                "unauthenticated",
                "Sign in first",
                "Fetch a new token at /api/token, or open the board with its code.",
            ),
            Self::Revoked => (
                StatusCode::FORBIDDEN,
                "revoked",
                "This device may not speak to the server any more",
                "Hand the device to the administrator; what it recorded stays on it.",
            ),
            Self::CodeRefused => (
                StatusCode::FORBIDDEN,
                "code-refused",
                "This code does not open anything",
                "Ask the administrator for a new code; each is good once, for 10 minutes.",
            ),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "forbidden",
                "This is not for you, or not on this device",
                "Let an administrator do it, on a device that is an administrator's.",
            ),
            Self::WrongPin => (
                StatusCode::FORBIDDEN,
                "wrong-pin",
                "PIN or badge do not fit",
                "Try again; an administrator gives a new PIN or badge to whoever lost theirs.",
            ),
            Self::ChangePin => (
                StatusCode::FORBIDDEN,
                "change-pin",
                "This PIN has to be changed first",
                "Send it again with a new_pin.",
            ),
            Self::PinRefused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "pin-refused",
                "This PIN is not taken",
                "Take another: no date, no run, nothing that repeats, not your own number.",
            ),
            Self::BadgeNeeded => (
                StatusCode::FORBIDDEN,
                "badge-needed",
                "The badge is needed",
                "Scan the badge, then enter the PIN.",
            ),
            Self::OtherSite => (
                StatusCode::FORBIDDEN,
                "other-site",
                "A page of another site may not ask this",
                "Open the page from this server.",
            ),
            Self::NotThisName => (
                StatusCode::MISDIRECTED_REQUEST,
                "not-this-name",
                "This server does not go by that name",
                "Use the address that the server prints, or start it with --host NAME.",
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "not-found",
                "Nothing of that name is known here",
                "Check the address or the number; what was recorded offline comes with the next contact.",
            ),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "That cannot be done here",
                "Use a method that /api/docs names for this path.",
            ),
            Self::TooSlow => (
                StatusCode::REQUEST_TIMEOUT,
                "too-slow",
                "The request took too long",
                "Send it again; a repeated push changes nothing.",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                "The request is too large",
                "Send less at once: at most 8 MiB.",
            ),
            Self::Encoding => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "encoding",
                "The body is coded in a way that is not read here",
                "Send the body as it is, without compression, with the content type that /api/docs names.",
            ),
            Self::NotYourPost => (
                StatusCode::FORBIDDEN,
                "post",
                "This device's posts do not allow that",
                "Use a device of the post, or ask the administrator.",
            ),
            Self::PhotoTooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "photo-too-large",
                "The photo is too large",
                "Scale it down to at most 3,000,000 bytes, and record it anew.",
            ),
            Self::OutOfStep => (
                StatusCode::CONFLICT,
                "out-of-step",
                "Another piece of the file is wanted next",
                "Ask at …/upload how much is here, and go on from there.",
            ),
            Self::NoPhoto => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "no-photo",
                "The file is no photo",
                "Send JPEG, PNG or WebP.",
            ),
            Self::WrongContent => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "wrong-content",
                "The file does not hold what its name says",
                "Send it again from its beginning; nothing of it was kept.",
            ),
            Self::NeedsTls => (
                StatusCode::UPGRADE_REQUIRED,
                "needs-tls",
                "This server speaks https",
                "Use the https address; a code or PIN that was just sent may have been read: ask for a new one.",
            ),
            Self::TooMuch => (
                StatusCode::TOO_MANY_REQUESTS,
                "too-much",
                "More was sent than there is room for now",
                "Send the facts first, and the rest in a while; the photos stay on the device.",
            ),
            Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "The server cannot do this now",
                "Everything recorded stays queued; send it again in a moment.",
            ),
            Self::Fault => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "fault",
                "The server has a fault",
                "Tell the administrator; the server's log says more.",
            ),
        }
    }
}

/// A trouble, and what exactly happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its kind, which decides status, title and what to do.
    pub trouble: ProblemKind,
    /// What happened, for the person who asked; never holds a secret.
    pub detail: String,
    /// The same in Chinese, where it is for somebody at a screen.
    pub detail_zh: Option<String>,
    /// How late it is answered: what is wrong costs who guesses time, and the server no room.
    pub wait: Duration,
}

/// Somebody was refused what is not theirs, among a response's extensions: an audit looks for it.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The sort of trouble, as programs name it.
    pub problem: &'static str,
    /// What happened.
    pub detail: String,
}

/// How late a response is to be sent, among its extensions.
#[derive(Clone, Copy, Debug)]
pub struct Wait(pub Duration);

impl Problem {
    /// A problem of a kind; the detail is a sentence for the person who asked.
    pub fn new(trouble: ProblemKind, detail: impl Into<String>) -> Self {
        Self { trouble, detail: detail.into(), detail_zh: None, wait: Duration::ZERO }
    }

    /// The same, answered so late.
    #[must_use]
    pub fn after(self, wait: Duration) -> Self {
        Self { wait, ..self }
    }

    /// The request is not what it should be.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(ProblemKind::Malformed, detail)
    }

    /// Nothing of that name is here.
    pub fn not_found(what: &str, name: &str) -> Self {
        Self::new(ProblemKind::NotFound, format!("there is no {what} “{name}”"))
    }

    /// A fault of the server's own.
    pub fn fault(detail: impl Into<String>) -> Self {
        Self::new(ProblemKind::Fault, detail)
    }

    /// The document that is sent.
    pub fn document(&self) -> ProblemDocument {
        let (status, slug, title, todo) = self.trouble.words();
        ProblemDocument {
            kind: format!("urn:inwards:problem:{slug}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: self.detail.clone(),
            detail_zh: self.detail_zh.clone(),
            todo: todo.to_owned(),
        }
    }

    fn log(&self, status: StatusCode) {
        let detail = self.detail.as_str();
        match self.trouble {
            ProblemKind::Fault | ProblemKind::Unavailable => {
                tracing::error!(status = status.as_u16(), detail, "answered with a problem");
            }
            // Noted where it is known who asked (`routes/edge.rs`).
            ProblemKind::Unauthenticated
            | ProblemKind::Revoked
            | ProblemKind::CodeRefused
            | ProblemKind::Forbidden
            | ProblemKind::OtherSite
            | ProblemKind::NotThisName
            | ProblemKind::WrongPin
            | ProblemKind::ChangePin
            | ProblemKind::PinRefused
            | ProblemKind::BadgeNeeded
            | ProblemKind::NotYourPost
            | ProblemKind::Malformed
            | ProblemKind::NotFound
            | ProblemKind::MethodNotAllowed
            | ProblemKind::TooSlow
            | ProblemKind::TooLarge
            | ProblemKind::Encoding
            | ProblemKind::PhotoTooLarge
            | ProblemKind::OutOfStep
            | ProblemKind::NoPhoto
            | ProblemKind::WrongContent
            | ProblemKind::NeedsTls
            | ProblemKind::TooMuch => {
                tracing::debug!(status = status.as_u16(), detail, "answered with a problem");
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, ..) = self.trouble.words();
        self.log(status);
        let body = serde_json::to_vec(&self.document()).unwrap_or_default();
        let mut response = (status, body).into_response();
        if self.trouble.is_refusal() {
            let (_, problem, ..) = self.trouble.words();
            response.extensions_mut().insert(Refusal { problem, detail: self.detail });
        }
        if !self.wait.is_zero() {
            response.extensions_mut().insert(Wait(self.wait));
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        match self.trouble {
            ProblemKind::Unauthenticated => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            // RFC 9110, 15.5.22 wants it named.
            ProblemKind::NeedsTls => {
                headers.insert(header::UPGRADE, HeaderValue::from_static("TLS/1.2, HTTP/1.1"));
            }
            ProblemKind::Unavailable => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
            }
            ProblemKind::TooMuch => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
            }
            _ => {}
        }
        response
    }
}

/// In the `OpenAPI` document: what was asked is refused, with the status of its sort of trouble.
#[derive(Debug)]
pub enum Refuses {}

/// In the `OpenAPI` document: nothing is refused but who is not signed in.
#[derive(Debug)]
pub enum Closed {}

/// In the `OpenAPI` document: the server cannot do it now.
#[derive(Debug)]
pub enum Unable {}

impl IntoResponses for Refuses {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        described("4XX")
    }
}

impl IntoResponses for Closed {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        described("401")
    }
}

impl IntoResponses for Unable {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        described("503")
    }
}

/// A problem document under a status.
fn described(status: &str) -> BTreeMap<String, RefOr<openapi::Response>> {
    let document = Ref::from_schema_name(ProblemDocument::name());
    let content = Content::new(Some(document));
    let response = ResponseBuilder::new().content(PROBLEM_JSON, content).build();
    BTreeMap::from([(status.to_owned(), response.into())])
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(of_status(rejection.status()), rejection.body_text())
    }
}

impl From<BytesRejection> for Problem {
    fn from(rejection: BytesRejection) -> Self {
        Self::new(of_status(rejection.status()), rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::malformed(rejection.body_text())
    }
}

impl From<AuthorError> for Problem {
    fn from(error: AuthorError) -> Self {
        match error {
            AuthorError::Refused(why) | AuthorError::BadInput(why) => Self::malformed(why),
            AuthorError::NotAllowed(why) => Self::new(ProblemKind::Forbidden, why),
            AuthorError::BadFile(why) => {
                Self { detail_zh: Some(why.zh), ..Self::malformed(why.en) }
            }
            AuthorError::Storage(why) => Self::new(ProblemKind::Unavailable, why),
        }
    }
}

fn of_status(status: StatusCode) -> ProblemKind {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemKind::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemKind::Encoding,
        _ => ProblemKind::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_type_its_status_and_what_to_do() {
        let document = Problem::not_found("receipt", "R00700AX").document();

        assert_eq!(document.kind, "urn:inwards:problem:not-found");
        assert_eq!(document.status, 404);
        assert!(document.detail.contains("R00700AX"));
        assert!(!document.todo.is_empty());
    }

    #[test]
    fn who_is_not_signed_in_is_told_how() {
        let response = Problem::new(ProblemKind::Unauthenticated, "no token").into_response();

        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(response.headers()[header::WWW_AUTHENTICATE], "Bearer");
        assert_eq!(response.headers()[header::CONTENT_TYPE], PROBLEM_JSON);
    }
}
