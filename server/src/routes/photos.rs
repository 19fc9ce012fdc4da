//! Photos' files: devices send them in pieces, and whoever may read the views fetches them.

use std::sync::Arc;

use axum::Json as Answer;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sync_core::api::{
    FILE_PIECE, PROBLEM_JSON, ProblemDocument, UPLOAD_LENGTH_HEADER, UPLOAD_OFFSET_HEADER, Upload,
};
use sync_core::fact::Kind;
use sync_core::ids::ContentHash;
use sync_core::post;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::guard::{Device, MayRead};
use crate::app::App;
use crate::clock;
use crate::error::{Problem, ProblemKind, Refuses, Unable};
use crate::hub::page::PageReader;
use crate::photos::{NotTaken, Piece};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(photo, piece)).routes(routes!(upload))
}

/// A photo's file, once all of it is here and a fact names it.
#[utoipa::path(
    get, path = "/api/photos/{content}", tag = "photos", security(("device" = []), ("board" = []), ()),
    params(("content" = String, Path, description = "The file's SHA-256, hexadecimal")),
    responses(
        (status = 200, description = "The file: JPEG, PNG or WebP", body = Vec<u8>, content_type = "image/jpeg"),
        Refuses,
    )
)]
pub async fn photo(
    State(app): State<Arc<App>>,
    _: MayRead,
    Path(content): Path<String>,
) -> Result<Response, Problem> {
    let content = parsed(&content)?;
    if !is_named(&app, content) {
        return Err(Problem::not_found("photo", &content.to_string()));
    }
    let photos = Arc::clone(&app.photos);
    let read = tokio::task::spawn_blocking(move || photos.read(content)).await;
    let read = read.map_err(|error| Problem::fault(error.to_string()))?;
    let read = read.map_err(|error| Problem::new(ProblemKind::Unavailable, error.to_string()))?;
    let Some((kind, bytes)) = read else {
        let detail = format!("the file of photo {content} is still on the device that took it");
        return Err(Problem::new(ProblemKind::NotFound, detail));
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type())),
        // What a name by content stands for never changes.
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
    ];
    Ok((headers, bytes).into_response())
}

/// How much of a photo's file is here: an upload goes on from there.
#[utoipa::path(
    get, path = "/api/photos/{content}/upload", tag = "photos", security(("device" = [])),
    params(("content" = String, Path, description = "The file's SHA-256, hexadecimal")),
    responses((status = 200, body = Upload), Refuses)
)]
pub async fn upload(
    State(app): State<Arc<App>>,
    Device(reader): Device,
    Path(content): Path<String>,
) -> Result<Answer<Upload>, Problem> {
    let content = parsed(&content)?;
    may_send(reader)?;
    let here = app.photos.upload(content);
    here.map(Answer).map_err(|error| Problem::new(ProblemKind::Unavailable, error.to_string()))
}

/// Takes the next piece of a photo's file; once answered, it is on the server's disk.
///
/// With the last piece the file's SHA-256 and type are checked. A repeated last piece is
/// answered like the first. A photo may be sent before its fact.
#[utoipa::path(
    patch, path = "/api/photos/{content}", tag = "photos", security(("device" = [])),
    params(
        ("content" = String, Path, description = "The file's SHA-256, hexadecimal"),
        ("upload-offset" = u64, Header, description = "Where this piece begins"),
        ("upload-length" = u64, Header, description = "How long the whole file is, at most 3,000,000"),
    ),
    request_body(content = Vec<u8>, content_type = FILE_PIECE),
    responses(
        (status = 200, body = Upload),
        (status = 409, description = "Another piece is wanted next", body = ProblemDocument, content_type = PROBLEM_JSON),
        (status = 422, description = "The whole file is not what its name says", body = ProblemDocument, content_type = PROBLEM_JSON),
        (status = 429, description = "Too much at once", body = ProblemDocument, content_type = PROBLEM_JSON),
        Refuses,
        Unable,
    )
)]
pub async fn piece(
    State(app): State<Arc<App>>,
    Device(reader): Device,
    Path(content): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Answer<Upload>, Problem> {
    let content = parsed(&content)?;
    may_send(reader)?;
    let offset = number(&headers, UPLOAD_OFFSET_HEADER)?;
    let length = number(&headers, UPLOAD_LENGTH_HEADER)?;
    let body = body?;
    let taken = tokio::task::spawn_blocking(move || {
        let piece = Piece { content, length, offset, bytes: &body };
        app.photos.take(reader.device, piece, |content| is_named(&app, content), clock::now())
    });
    let taken = taken.await.map_err(|error| Problem::fault(error.to_string()))?;
    taken.map(Answer).map_err(|why| problem_of(&why))
}

fn parsed(content: &str) -> Result<ContentHash, Problem> {
    content.parse().map_err(|error: sync_core::ids::NotAHash| Problem::malformed(error.to_string()))
}

fn number(headers: &HeaderMap, name: &str) -> Result<u64, Problem> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    let value = value.and_then(|value| value.parse().ok());
    value.ok_or_else(|| Problem::malformed(format!("the header {name} must say how many bytes")))
}

/// Whether an admitted fact names a content.
fn is_named(app: &App, content: ContentHash) -> bool {
    app.site.read().replica.photos_of(content).next().is_some()
}

/// Devices send photos whose posts may write the fact.
fn may_send(reader: PageReader) -> Result<(), Problem> {
    if post::permits(reader.posts, Kind::PhotoTaken) {
        return Ok(());
    }
    let detail = format!("the posts of device {} take no photos", reader.device);
    Err(Problem::new(ProblemKind::NotYourPost, detail))
}

fn problem_of(why: &NotTaken) -> Problem {
    let trouble = match why {
        NotTaken::TooLarge(_) => ProblemKind::PhotoTooLarge,
        NotTaken::WrongLength => ProblemKind::Malformed,
        NotTaken::OutOfStep { .. } => ProblemKind::OutOfStep,
        NotTaken::WrongType => ProblemKind::NoPhoto,
        NotTaken::WrongContent => ProblemKind::WrongContent,
        NotTaken::TooOften | NotTaken::TooManyUnnamed => ProblemKind::TooMuch,
        NotTaken::Storage(_) => ProblemKind::Unavailable,
    };
    Problem::new(trouble, why.to_string())
}
