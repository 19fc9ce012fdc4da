//! What a supplier's label says.

use axum::Json as Answer;
use serde::Deserialize;
use sync_core::scan::{self, Reading};
use utoipa::ToSchema;

use super::guard::Json;
use crate::clock;
use crate::error::{Problem, Refuses};

/// A label as a reader gave it.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LabelText {
    /// The text of the code, with its control characters.
    #[schema(example = "]C10109506000134352")]
    pub text: String,
    /// Whether control characters are written as `\x1d`, and a backslash as two.
    #[serde(default)]
    pub escaped: bool,
}

/// Says what a label says, to whoever asks: the answer holds nothing but what was sent, and costs less than
/// checking a token does (decision 0033).
#[utoipa::path(
    post, path = "/api/scan/read", tag = "labels", request_body = LabelText,
    responses((status = 200, body = Reading), Refuses)
)]
pub async fn read(Json(label): Json<LabelText>) -> Result<Answer<Reading>, Problem> {
    let text = if label.escaped { scan::carrier::unescaped(&label.text) } else { label.text };
    Ok(Answer(scan::read(&text, clock::now().year())))
}
