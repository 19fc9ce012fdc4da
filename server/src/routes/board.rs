//! The live board: its page, its data, and a stream that never lets it grow old unnoticed.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::Stream;
use serde::Deserialize;
use tokio::sync::watch;
use utoipa::ToSchema;

use super::board_names::script;
use super::guard::{Json, MayRead};
use crate::app::App;
use crate::board_snapshot::BoardSnapshot;
use crate::broadcaster::{Drawn, draw};
use crate::error::{Closed, Problem, ProblemKind, Refuses};
use crate::stop::Stop;

const PAGE: &str = include_str!("../../static/board.html");
const SCRIPT: &str = include_str!("../../static/board.js");
const WORDS: &str = include_str!("../../static/words.js");
const ICON: &str = include_str!("../../static/icon.svg");
const STYLE: &str = include_str!("../../static/board.css");

/// The page and its files: they hold no data, so everybody may have them.
pub(super) fn pages() -> Router<Arc<App>> {
    Router::new()
        .route("/board", get(|| async { file("text/html; charset=utf-8", PAGE) }))
        .route("/board.js", get(|| async { file("text/javascript; charset=utf-8", SCRIPT) }))
        .route("/words.js", get(|| async { file("text/javascript; charset=utf-8", WORDS) }))
        .route("/names.js", get(|| async { file("text/javascript; charset=utf-8", script()) }))
        .route("/icon.svg", get(|| async { file("image/svg+xml", ICON) }))
        .route("/board.css", get(|| async { file("text/css; charset=utf-8", STYLE) }))
}

/// A file of ours; asked for again each time, so that an update of the server shows at once.
pub(super) fn file(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, text).into_response()
}

/// The live board, as it stands at the instant of the answer.
#[utoipa::path(
    get, path = "/api/board", tag = "board", security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = BoardSnapshot), Closed)
)]
pub async fn board(State(app): State<Arc<App>>, _: MayRead) -> Result<Response, Problem> {
    let drawn =
        draw(&app.site).await.ok_or_else(|| Problem::fault("the board could not be drawn"))?;
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([content_type], drawn.json).into_response())
}

/// The live board as server-sent events.
///
/// An event `board` holds what `/api/board` answers: at once, whenever the log has moved (at
/// most every 200 ms), and every 15 seconds, since instants pass even where nothing happens.
#[utoipa::path(
    get, path = "/api/board/events", tag = "board", security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = String, content_type = "text/event-stream"), Closed)
)]
pub async fn events(State(app): State<Arc<App>>, _: MayRead) -> Result<impl IntoResponse, Problem> {
    // Watches before it draws: what happens in between is drawn again, not missed.
    let watch = app.broadcaster.watch();
    let first =
        draw(&app.site).await.ok_or_else(|| Problem::fault("the board could not be drawn"))?;
    Ok(Sse::new(stream(first, watch, app.stop.clone())))
}

fn stream(
    first: Drawn,
    watch: watch::Receiver<Arc<Drawn>>,
    stop: Stop,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let begin = (Some(Arc::new(first)), watch, stop);
    futures_util::stream::unfold(begin, |(first, mut watch, mut stop)| async move {
        let drawn = if let Some(first) = first {
            first
        } else {
            tokio::select! {
                changed = watch.changed() => changed.ok()?,
                () = stop.stopped() => return None,
            }
            Arc::clone(&watch.borrow_and_update())
        };
        let event = Event::default()
            .event("board")
            .id(drawn.position.to_string())
            .retry(std::time::Duration::from_secs(2))
            .data(&drawn.json);
        Some((Ok(event), (None, watch, stop)))
    })
}

/// What a browser sends to be let in.
#[derive(Deserialize, ToSchema)]
pub struct BoardLogin {
    /// As it stands in the data directory's `board-token`.
    pub code: String,
}

/// Trades the board's code for a cookie.
#[utoipa::path(
    post, path = "/board/login", tag = "board", request_body = BoardLogin,
    responses(
        (status = 204, description = "The cookie is set"),
        Refuses,
    )
)]
pub async fn login(
    State(app): State<Arc<App>>,
    Json(login): Json<BoardLogin>,
) -> Result<Response, Problem> {
    if !app.board_code.is(&login.code) {
        let refused = Problem::new(ProblemKind::CodeRefused, "that is not the board's code");
        return Err(refused.after(app.board_throttle.wrong()));
    }
    app.board_throttle.right();
    let cookie = HeaderValue::try_from(app.board_code.set_cookie(app.tls.is_some()))
        .map_err(|_| Problem::fault("the cookie cannot be written"))?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
