//! The problem document: how the server says over HTTP that it did not do what was asked.

use serde::{Deserialize, Serialize};

/// A problem document (RFC 9457). Readers need its `detail` alone: another server on the way may
/// send one without the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemDocument {
    /// Names the sort of problem.
    #[serde(rename = "type", default)]
    #[cfg_attr(
        feature = "openapi",
        schema(required = true, example = "urn:inwards:problem:not-found")
    )]
    pub kind: String,
    /// The sort of problem in words.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub title: String,
    /// The HTTP status, repeated for programs that see the body alone.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub status: u16,
    /// What happened, to which thing (RFC 9457 `detail`).
    pub detail: String,
    /// The same in Chinese, where the server says it to somebody at a screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail_zh: Option<String>,
    /// What the person can do now; our own member beside those of RFC 9457.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub todo: String,
}
