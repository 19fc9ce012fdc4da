//! What the facts say, as JSON.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderName;
use serde::{Deserialize, Serialize};
use sync_core::fact::Entity;
use sync_core::ids::{FactId, OrderNumber};
use sync_core::number::{CardNumber, DocumentNumber, NumberKind, ReceiptNumber, near};
use sync_core::post::{Post, Posts, UnknownPost};
use sync_core::replica::Replica;
use sync_core::view::{
    self, ConflictView, HistoryRow, Hit, LotView, OrderLineView, Reason, ReceiptRow, ReceiptView,
    SetAsideView, WorkRow,
};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::guard::{MayRead, Query};
use crate::app::App;
use crate::clock;
use crate::error::{Closed, Problem, Refuses};
use crate::hub::SiteMemory;

/// So many set-aside facts are told at once at most.
const MOST_SET_ASIDE: usize = 1_000;

type Answer<T> = Result<Json<T>, Problem>;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(receipts))
        .routes(routes!(receipt))
        .routes(routes!(lots))
        .routes(routes!(lot))
        .routes(routes!(order_lines))
        .routes(routes!(conflicts))
        .routes(routes!(set_aside))
        .routes(routes!(history))
        .routes(routes!(explain))
        .routes(routes!(work))
        .routes(routes!(search))
        .routes(routes!(digest))
}

/// Asks beside the threads that serve: a view of everything takes a while.
async fn ask<T: Send + 'static>(
    app: &App,
    question: impl FnOnce(&SiteMemory) -> T + Send + 'static,
) -> Result<T, Problem> {
    let answer = app.site.ask(question).await;
    answer.ok_or_else(|| Problem::fault("a view could not be computed"))
}

/// Every receipt, in the order of their arrival.
#[utoipa::path(
    get, path = "/api/receipts", tag = "views", security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = Vec<ReceiptRow>), Closed)
)]
pub async fn receipts(State(app): State<Arc<App>>, _: MayRead) -> Answer<Vec<ReceiptRow>> {
    ask(&app, |held| view::receipts(&held.replica)).await.map(Json)
}

/// One receipt, with everything on it.
#[utoipa::path(
    get, path = "/api/receipts/{number}", tag = "views", security(("device" = []), ("board" = []), ()),
    params(("number" = String, Path, example = "R00700AX")),
    responses((status = 200, body = ReceiptView), Refuses)
)]
pub async fn receipt(
    State(app): State<Arc<App>>,
    MayRead(posts): MayRead,
    Path(number): Path<String>,
) -> Answer<ReceiptView> {
    let answer = ask(&app, move |held| {
        let found = number.parse::<ReceiptNumber>().ok();
        let found = found.and_then(|number| view::receipt_for(&held.replica, posts, number));
        found.ok_or_else(|| unknown(&held.replica, "receipt", &number))
    });
    answer.await?.map(Json)
}

/// Narrows a list of lots.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LotsQuery {
    /// Only lots with this status (`in-inspection`, `released`, …), or that stand like this
    /// towards their deadline (`overdue`, `due-soon`, `in-time`, `late`, `on-time`).
    #[param(example = "overdue")]
    state: Option<String>,
}

/// Every lot, by deadline.
#[utoipa::path(
    get, path = "/api/lots", tag = "views", params(LotsQuery), security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = Vec<LotView>), Refuses)
)]
pub async fn lots(
    State(app): State<Arc<App>>,
    _: MayRead,
    Query(query): Query<LotsQuery>,
) -> Answer<Vec<LotView>> {
    let now = clock::now();
    let answer = ask(&app, move |held| {
        let mut lots = view::lots(&held.replica);
        if let Some(wanted) = &query.state {
            lots.retain(|lot| {
                is_called(&lot.status, wanted) || is_called(&lot.deadline_status(now), wanted)
            });
        }
        lots
    });
    answer.await.map(Json)
}

/// Whether a state's name on the wire is this one.
fn is_called(state: &impl Serialize, name: &str) -> bool {
    serde_json::to_value(state).is_ok_and(|value| value == name)
}

/// One lot, with everything on it.
#[utoipa::path(
    get, path = "/api/lots/{number}", tag = "views", security(("device" = []), ("board" = []), ()),
    params(("number" = String, Path, example = "C00700A0")),
    responses((status = 200, body = LotView), Refuses)
)]
pub async fn lot(
    State(app): State<Arc<App>>,
    _: MayRead,
    Path(number): Path<String>,
) -> Answer<LotView> {
    let answer = ask(&app, move |held| {
        let found = number.parse::<CardNumber>().ok();
        let found = found.and_then(|number| view::lot(&held.replica, number));
        found.ok_or_else(|| unknown(&held.replica, "lot", &number))
    });
    answer.await?.map(Json)
}

/// Narrows a list of order lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrderLinesQuery {
    /// Only the lines of this order.
    #[param(example = "PO240001")]
    order: Option<String>,
}

/// Order lines, with what was received, accepted, rejected and returned on each.
#[utoipa::path(
    get, path = "/api/order-lines", tag = "views", params(OrderLinesQuery), security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = Vec<OrderLineView>), Refuses)
)]
pub async fn order_lines(
    State(app): State<Arc<App>>,
    MayRead(posts): MayRead,
    Query(query): Query<OrderLinesQuery>,
) -> Answer<Vec<OrderLineView>> {
    let answer = ask(&app, move |held| {
        let Some(text) = query.order else {
            return Ok(view::order_lines_for(&held.replica, posts));
        };
        let order = text.parse::<OrderNumber>().ok();
        let order = order.and_then(|order| view::order_for(&held.replica, posts, &order));
        order.map(|order| order.lines).ok_or_else(|| Problem::not_found("order", &text))
    });
    answer.await?.map(Json)
}

/// Every open conflict, with its sides and the choices that settle it.
#[utoipa::path(
    get, path = "/api/conflicts", tag = "views", security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = Vec<ConflictView>), Closed)
)]
pub async fn conflicts(State(app): State<Arc<App>>, _: MayRead) -> Answer<Vec<ConflictView>> {
    ask(&app, |held| view::conflicts(&held.replica)).await.map(Json)
}

/// Which of the facts that were set aside are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SetAsideQuery {
    /// How many are passed over.
    #[serde(default)]
    from: usize,
    /// How many are told at most: 50, where nothing else is said, and never more than 1,000.
    most: Option<usize>,
}

/// Facts that were set aside, those let in again too, device by device; the headers say how many
/// there are in all, and how many wait.
#[utoipa::path(
    get, path = "/api/set-aside", tag = "views", params(SetAsideQuery), security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = Vec<SetAsideView>, headers(
        ("x-inwards-total" = usize, description = "How many were set aside in all"),
        ("x-inwards-waiting" = usize, description = "How many of them nobody has let in"),
    )), Refuses)
)]
pub async fn set_aside(
    State(app): State<Arc<App>>,
    _: MayRead,
    Query(query): Query<SetAsideQuery>,
) -> Result<([(HeaderName, String); 2], Json<Vec<SetAsideView>>), Problem> {
    let most = query.most.unwrap_or(view::SET_ASIDE_PAGE).min(MOST_SET_ASIDE);
    let page = ask(&app, move |held| view::set_aside_page(&held.replica, query.from, most)).await?;
    let headers = [
        (HeaderName::from_static("x-inwards-total"), page.total.to_string()),
        (HeaderName::from_static("x-inwards-waiting"), page.waiting.to_string()),
    ];
    Ok((headers, Json(page.set_aside)))
}

/// A row of a history, and where its fact stands in the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedRow {
    /// What was said, by whom and when; its fields stand beside the position.
    #[serde(flatten)]
    pub row: HistoryRow,
    /// The fact's position in the log: in which order the server heard. Nothing until the
    /// index has taken it in.
    pub position: Option<u64>,
}

/// Everything that was said about a receipt, lot, slip, return note or order, in merge order.
#[utoipa::path(
    get, path = "/api/history/{number}", tag = "views", security(("device" = []), ("board" = []), ()),
    params(("number" = String, Path, example = "C00700A0")),
    responses((status = 200, body = Vec<PlacedRow>), Refuses)
)]
pub async fn history(
    State(app): State<Arc<App>>,
    _: MayRead,
    Path(number): Path<String>,
) -> Answer<Vec<PlacedRow>> {
    let index = app.index.clone();
    let answer = ask(&app, move |held| {
        let entity = entity_of(&held.replica, &number);
        let rows = entity.map(|entity| view::history(&held.replica, &entity)).unwrap_or_default();
        if rows.is_empty() {
            return Err(unknown(&held.replica, "number", &number));
        }
        let facts = rows.iter().map(|row| row.recorded.id);
        let positions: BTreeMap<FactId, u64> =
            index.map(|index| index.positions(facts)).unwrap_or_default();
        let placed = rows.into_iter().map(|row| {
            let position = positions.get(&row.recorded.id).copied();
            PlacedRow { row, position }
        });
        Ok(placed.collect())
    });
    answer.await?.map(Json)
}

/// Why a receipt or a lot is as it is: each answer with its rule, its clause and its facts.
#[utoipa::path(
    get, path = "/api/explain/{number}", tag = "views", security(("device" = []), ("board" = []), ()),
    params(("number" = String, Path, example = "C00700A0")),
    responses((status = 200, body = Vec<Reason>), Refuses)
)]
pub async fn explain(
    State(app): State<Arc<App>>,
    _: MayRead,
    Path(number): Path<String>,
) -> Answer<Vec<Reason>> {
    let answer = ask(&app, move |held| {
        let found = number.parse::<DocumentNumber>().ok();
        let found = found.and_then(|number| view::explain(&held.replica, number));
        found.ok_or_else(|| unknown(&held.replica, "number", &number))
    });
    answer.await?.map(Json)
}

/// Whose work is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WorkQuery {
    /// The post by its name, such as `qc-inspector`; not `finance`.
    #[param(example = "qc-inspector")]
    post: String,
}

/// What waits for somebody of a post, the most urgent first.
///
/// Finance's list names money: it is for devices that may see costs.
#[utoipa::path(
    get, path = "/api/work", tag = "views", params(WorkQuery), security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = Vec<WorkRow>), Refuses)
)]
pub async fn work(
    State(app): State<Arc<App>>,
    _: MayRead,
    Query(query): Query<WorkQuery>,
) -> Answer<Vec<WorkRow>> {
    let post: Post =
        query.post.parse().map_err(|error: UnknownPost| Problem::malformed(error.to_string()))?;
    if post == Post::Finance {
        let detail = "costs are not shown to boards: ask on a device of finance";
        return Err(Problem::malformed(detail.to_owned()));
    }
    ask(&app, move |held| held.work(post)).await.map(Json)
}

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Words; all of them must be found.
    #[param(example = "PO240001")]
    words: String,
}

/// How many hits are answered.
const MOST_HITS: usize = 60;

/// Receipts and lots whose numbers, orders, items, vendors or names contain every word.
#[utoipa::path(
    get, path = "/api/search", tag = "views", params(SearchQuery), security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = Vec<Hit>), Refuses)
)]
pub async fn search(
    State(app): State<Arc<App>>,
    _: MayRead,
    Query(query): Query<SearchQuery>,
) -> Answer<Vec<Hit>> {
    ask(&app, move |held| held.search(&query.words, MOST_HITS)).await.map(Json)
}

/// What a number on paper names.
fn entity_of(replica: &Replica, number: &str) -> Option<Entity> {
    let Ok(document) = number.parse::<DocumentNumber>() else {
        return number.parse::<OrderNumber>().ok().map(Entity::Order);
    };
    match document.kind {
        NumberKind::Receipt => Some(Entity::Receipt(document.opened_by)),
        NumberKind::Card => Some(Entity::Card(document.opened_by)),
        NumberKind::Slip => {
            replica.receipt_of_slip(document.opened_by).map(|receipt| Entity::Receipt(receipt.0))
        }
        NumberKind::ReturnNote => {
            replica.card_of_return(document.opened_by).map(|card| Entity::Card(card.0))
        }
    }
}

/// A number that nothing bears; offers those that a slip of the eye could have meant.
fn unknown(replica: &Replica, what: &str, number: &str) -> Problem {
    let mut problem = Problem::not_found(what, number);
    let meant: Vec<String> =
        near(number, replica.numbers()).iter().take(3).map(ToString::to_string).collect();
    if !meant.is_empty() {
        problem.detail = format!("{}; maybe {}", problem.detail, meant.join(" or "));
    }
    problem
}

/// Which scope a digest is of.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DigestQuery {
    /// The posts of a device, joined by `+`: the digest is of what it may hold.
    #[param(example = "dock-clerk")]
    posts: String,
}

/// What is known to somebody, in one text: equal where states are.
#[derive(Debug, Serialize, ToSchema)]
pub struct DigestAnswer {
    /// Hexadecimal SHA-256 over every folded entity in scope.
    pub digest: String,
    /// The log it is of, as 16 hexadecimal digits.
    #[serde(rename = "incarnation")]
    pub epoch: String,
    /// The log's position it is of.
    pub position: u64,
}

/// Compares a replica with the server: its digest at one position of the log.
#[utoipa::path(
    get, path = "/api/digest", tag = "views", params(DigestQuery), security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = DigestAnswer), Refuses)
)]
pub async fn digest(
    State(app): State<Arc<App>>,
    _: MayRead,
    Query(query): Query<DigestQuery>,
) -> Answer<DigestAnswer> {
    // A plus sign in a query arrives as the blank that forms make of it; both part posts.
    let posts: Posts =
        query.posts.parse().map_err(|error: UnknownPost| Problem::malformed(error.to_string()))?;
    let epoch = format!("{:016x}", app.site.epoch());
    let answer = ask(&app, move |held| DigestAnswer {
        digest: held.replica.digest(posts),
        epoch,
        position: held.position(),
    });
    answer.await.map(Json)
}
