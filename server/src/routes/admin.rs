//! Administration from a browser: what the administrator's shell does, for an administrator
//! who showed who they are, on a device that is an administrator's. Everything else is refused,
//! and whatever is changed is noted with device and person (`audit.rs`).

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use sync_core::api::{
    CodeAnswer, CodeRequest, CodeRow, DeviceRow, Done, ImportBody, ImportReport, PersonAnswer,
    PersonRequest, PersonRow, RevokeRequest, SITTING_HEADER, SiteChange, SiteRow, SittingAnswer,
    SittingRequest,
};
use sync_core::ids::{DeviceNumber, PersonNumber, Text};
use sync_core::label::{EnrolmentLink, Label};
use sync_core::post::Post;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::guard::{Device, Json};
use super::sign_in::too_many_tries;
use crate::admin::devices::link as devices_link;
use crate::admin::{Admin, ImportRequest, IssuedCode, PersonChange, Secret, is_administrator};
use crate::app::App;
use crate::audit::{What, Who};
use crate::auth::admin_session::AdminSession;
use crate::auth::pin::{self, PinError};
use crate::auth::{admin_session, encoding};
use crate::clock;
use crate::error::{Problem, ProblemKind, Refuses};
use crate::hub::AuthorError;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(end))
        .routes(routes!(people))
        .routes(routes!(add_person))
        .routes(routes!(change_person))
        .routes(routes!(revoke_person))
        .routes(routes!(devices))
        .routes(routes!(issue_code))
        .routes(routes!(codes))
        .routes(routes!(cancel_code))
        .routes(routes!(revoke_device))
        .routes(routes!(site))
        .routes(routes!(change_site))
        .routes(routes!(import))
}

/// An administrator at an administrator's device, both as they stand now.
#[derive(Clone, Copy, Debug)]
pub struct Administrator(AdminSession);

impl Administrator {
    /// As the audit log names them.
    pub(super) fn who(self) -> Who {
        Who::Person { person: self.0.person, device: self.0.device }
    }
}

impl FromRequestParts<Arc<App>> for Administrator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let Device(reader) = Device::from_request_parts(parts, app).await?;
        let device = administers(reader)?;
        let secret = parts.headers.get(SITTING_HEADER).and_then(|value| value.to_str().ok());
        let session =
            secret.and_then(|secret| app.admin_sessions.find(secret, device, clock::now()));
        let session = session.ok_or_else(|| {
            Problem::new(ProblemKind::Unauthenticated, "no administrator showed who they are here")
        })?;
        let person = session.person;
        if !is_administrator(&app.site.read(), person) {
            return Err(not_theirs(device, person));
        }
        Ok(Self(session))
    }
}

fn administers(reader: crate::hub::page::PageReader) -> Result<DeviceNumber, Problem> {
    if reader.posts.has(Post::Administrator) {
        return Ok(reader.device);
    }
    let detail = format!("device {} is not an administrator's", reader.device);
    Err(Problem::new(ProblemKind::Forbidden, detail))
}

fn not_theirs(device: DeviceNumber, person: PersonNumber) -> Problem {
    let detail = format!("person {} at device {device} is not an administrator", person.0);
    Problem::new(ProblemKind::Forbidden, detail)
}

/// Begins ten minutes of administration: checks the device, the person and their PIN.
#[utoipa::path(
    post, path = "/api/admin/sitting", tag = "administration", security(("device" = [])),
    request_body = SittingRequest,
    responses((status = 200, body = SittingAnswer), Refuses)
)]
pub async fn begin(
    State(app): State<Arc<App>>,
    Device(reader): Device,
    Json(request): Json<SittingRequest>,
) -> Result<Answer<SittingAnswer>, Problem> {
    let device = administers(reader)?;
    let person = request.person;
    let site = Arc::clone(&app.site);
    let hash_of = move || site.sign_ins().pin_of(person).map(|kept| kept.hash);
    let hash = hash_of();
    let kept = hash.clone();
    // A PIN is few digits: the wrong ones wait, this person's at this device and nobody else's, whichever
    // door they are tried at.
    app.pin_tries.begin(device, person, clock::now()).map_err(too_many_tries)?;
    let is_right =
        is_pin_of(&app, hash, request.pin).await && is_administrator(&app.site.read(), person);
    if !is_right {
        let times = app.pin_tries.times(device, person);
        app.site
            .audit()
            .note(Who::Device { device }, What::AdministrationRefused { person, times });
        let detail = "that PIN opens no administration for this person";
        return Err(Problem::new(ProblemKind::Forbidden, detail));
    }
    app.pin_tries.right(device, person);
    let sessions = Arc::clone(&app.admin_sessions);
    // In the lane: a PIN that was changed while it was looked at opens nothing.
    let begun = app.site.author(move |_| {
        if hash_of() != kept {
            return Err(AuthorError::NotAllowed("the PIN was changed".to_owned()));
        }
        let begun = sessions.begin(device, person, clock::now());
        let begun = begun.map_err(|error| AuthorError::Storage(error.to_string()))?;
        Ok((Vec::new(), begun))
    });
    let (admin_session, expires) = begun.await?;
    let who = Who::Person { person, device };
    let noted = app.site.audit().keep(who, What::AdministrationBegun).await;
    noted.map_err(|error| Problem::new(ProblemKind::Unavailable, error.to_string()))?;
    Ok(Answer(SittingAnswer { sitting: admin_session, expires }))
}

/// Ends a session before its ten minutes are over: its administrator gets up.
#[utoipa::path(
    post, path = "/api/admin/sitting/end", tag = "administration", security(("device" = [])),
    responses((status = 200, body = Done), Refuses)
)]
pub async fn end(
    State(app): State<Arc<App>>,
    Administrator(session): Administrator,
) -> Answer<Done> {
    app.admin_sessions.end(&session);
    Answer(Done { done: true })
}

async fn is_pin_of(app: &App, hash: Option<Text>, pin: String) -> bool {
    let Some(hash) = hash else { return false };
    let Ok(_turn) = app.pin_checks.acquire().await else { return false };
    let checked =
        tokio::task::spawn_blocking(move || admin_session::fits(&pin, hash.as_str())).await;
    checked.unwrap_or(false)
}

fn admin(app: &App, Administrator(session): Administrator) -> Admin {
    let (sessions, tls) = (&app.admin_sessions, app.tls.as_ref());
    Admin::serving(&app.site, &app.codes, sessions, &app.tokens, tls, Who::Server {})
        .on_behalf_of(session)
}

/// Everybody who was ever added, revoked people too.
#[utoipa::path(
    get, path = "/api/admin/people", tag = "administration", security(("device" = [])),
    responses((status = 200, body = Vec<PersonRow>), Refuses)
)]
pub async fn people(State(app): State<Arc<App>>, by: Administrator) -> Answer<Vec<PersonRow>> {
    Answer(admin(&app, by).people())
}

async fn hashed(pin: Option<String>) -> Result<Option<Secret>, Problem> {
    let Some(pin) = pin.filter(|pin| !pin.trim().is_empty()) else { return Ok(None) };
    let hash = tokio::task::spawn_blocking(move || pin::chosen_for_somebody(&pin)).await;
    let hash = hash.map_err(|error| Problem::fault(error.to_string()))?;
    hash.map(|hash| Some(Secret(hash))).map_err(|error| not_a_pin(&error))
}

fn not_a_pin(error: &PinError) -> Problem {
    let detail_zh = match error {
        PinError::Fault(fault) => Some(fault.chinese().to_owned()),
        PinError::Hashing(_) => None,
    };
    Problem { detail_zh, ..Problem::malformed(error.to_string()) }
}

/// Adds a person, and answers the number that stands on their badge.
#[utoipa::path(
    post, path = "/api/admin/people", tag = "administration", security(("device" = [])),
    request_body = PersonRequest,
    responses((status = 200, body = PersonAnswer), Refuses)
)]
pub async fn add_person(
    State(app): State<Arc<App>>,
    by: Administrator,
    Json(request): Json<PersonRequest>,
) -> Result<Answer<PersonAnswer>, Problem> {
    let name = request.name.ok_or_else(|| Problem::malformed("a new person needs a name"))?;
    let posts = request.posts.unwrap_or_default();
    let pin = hashed(request.pin).await?;
    let person = admin(&app, by).add_person(name, &posts, pin).await?;
    Ok(Answer(PersonAnswer { person }))
}

/// Another name, other posts or another PIN from now on.
#[utoipa::path(
    post, path = "/api/admin/people/{person}", tag = "administration", security(("device" = [])),
    params(("person" = u32, Path, example = 3)), request_body = PersonRequest,
    responses((status = 200, body = PersonAnswer), Refuses)
)]
pub async fn change_person(
    State(app): State<Arc<App>>,
    by: Administrator,
    Path(person): Path<u32>,
    Json(request): Json<PersonRequest>,
) -> Result<Answer<PersonAnswer>, Problem> {
    let PersonRequest { name, posts, pin } = request;
    let (person, pin) = (PersonNumber(person), hashed(pin).await?);
    admin(&app, by).change_person(person, PersonChange { name, posts, pin }).await?;
    Ok(Answer(PersonAnswer { person }))
}

/// A person may do nothing here any more.
#[utoipa::path(
    post, path = "/api/admin/people/{person}/revoke", tag = "administration", security(("device" = [])),
    params(("person" = u32, Path, example = 3)), request_body = RevokeRequest,
    responses((status = 200, body = Done), Refuses)
)]
pub async fn revoke_person(
    State(app): State<Arc<App>>,
    by: Administrator,
    Path(person): Path<u32>,
    Json(RevokeRequest { reason }): Json<RevokeRequest>,
) -> Result<Answer<Done>, Problem> {
    let person = PersonNumber(person);
    if person == by.0.person {
        return Err(Problem::malformed(
            "nobody revokes themselves: let another administrator do it",
        ));
    }
    admin(&app, by).revoke_person(person, reason).await?;
    Ok(Answer(Done { done: true }))
}

/// Every device that was ever enrolled, revoked ones too.
#[utoipa::path(
    get, path = "/api/admin/devices", tag = "administration", security(("device" = [])),
    responses((status = 200, body = Vec<DeviceRow>), Refuses)
)]
pub async fn devices(State(app): State<Arc<App>>, by: Administrator) -> Answer<Vec<DeviceRow>> {
    Answer(admin(&app, by).devices())
}

/// Makes a one-time code that enrols a device.
#[utoipa::path(
    post, path = "/api/admin/devices/code", tag = "administration", security(("device" = [])),
    request_body = CodeRequest,
    responses((status = 200, body = CodeAnswer), Refuses)
)]
pub async fn issue_code(
    State(app): State<Arc<App>>,
    by: Administrator,
    Json(CodeRequest { name, posts, server }): Json<CodeRequest>,
) -> Result<Answer<CodeAnswer>, Problem> {
    let IssuedCode { code, expires, .. } = admin(&app, by).issue_code(name, &posts).await?;
    let server = server.trim_end_matches('/').to_owned();
    // The administrator's browser knows the server as the new device will.
    let link = match &app.tls {
        Some(tls) => devices_link(tls, server, code.clone()),
        None => Label::Enrolment(EnrolmentLink { server, code: code.clone(), root: None }).encode(),
    };
    let (qr_size, qr_path) =
        encoding::drawn_code(&link).ok_or_else(|| Problem::malformed("the address is too long"))?;
    Ok(Answer(CodeAnswer { code, expires, link, qr_size, qr_path }))
}

/// The codes that wait to be used; what they are is told once, when they are made.
#[utoipa::path(
    get, path = "/api/admin/devices/codes", tag = "administration", security(("device" = [])),
    responses((status = 200, body = Vec<CodeRow>), Refuses)
)]
pub async fn codes(State(app): State<Arc<App>>, by: Administrator) -> Answer<Vec<CodeRow>> {
    Answer(admin(&app, by).codes())
}

/// Takes back a code that nobody used yet.
#[utoipa::path(
    post, path = "/api/admin/devices/codes/{id}/cancel", tag = "administration", security(("device" = [])),
    params(("id" = String, Path, example = "5f2c91ab")),
    responses((status = 200, body = Done), Refuses)
)]
pub async fn cancel_code(
    State(app): State<Arc<App>>,
    by: Administrator,
    Path(id): Path<String>,
) -> Result<Answer<Done>, Problem> {
    admin(&app, by).cancel_code(id).await?;
    Ok(Answer(Done { done: true }))
}

/// A device may not speak to the server any more.
#[utoipa::path(
    post, path = "/api/admin/devices/{device}/revoke", tag = "administration", security(("device" = [])),
    params(("device" = u32, Path, example = 17)), request_body = RevokeRequest,
    responses((status = 200, body = Done), Refuses)
)]
pub async fn revoke_device(
    State(app): State<Arc<App>>,
    by: Administrator,
    Path(device): Path<u32>,
    Json(RevokeRequest { reason }): Json<RevokeRequest>,
) -> Result<Answer<Done>, Problem> {
    let device = DeviceNumber(device);
    if device == by.0.device {
        return Err(Problem::malformed("this device does not revoke itself: use another"));
    }
    admin(&app, by).revoke_device(device, reason).await?;
    Ok(Answer(Done { done: true }))
}

/// What holds for the whole site.
#[utoipa::path(
    get, path = "/api/admin/site", tag = "administration", security(("device" = [])),
    responses((status = 200, body = SiteRow), Refuses)
)]
pub async fn site(State(app): State<Arc<App>>, by: Administrator) -> Answer<SiteRow> {
    Answer(admin(&app, by).site())
}

/// Something else holds for the whole site from now on; what is not said stays.
#[utoipa::path(
    post, path = "/api/admin/site", tag = "administration", security(("device" = [])),
    request_body = SiteChange,
    responses((status = 200, body = SiteRow), Refuses)
)]
pub async fn change_site(
    State(app): State<Arc<App>>,
    by: Administrator,
    Json(change): Json<SiteChange>,
) -> Result<Answer<SiteRow>, Problem> {
    Ok(Answer(admin(&app, by).change_site(change).await?))
}

/// Reads an export in, and answers the report: every row that was refused or changes something.
#[utoipa::path(
    post, path = "/api/admin/import", tag = "administration", security(("device" = [])),
    request_body = ImportBody,
    responses((status = 200, body = ImportReport), Refuses)
)]
pub async fn import(
    State(app): State<Arc<App>>,
    by: Administrator,
    Json(body): Json<ImportBody>,
) -> Result<Answer<ImportReport>, Problem> {
    let ImportBody { kind, csv, all_or_nothing, effective, end_many } = body;
    let csv = encoding::bytes_of(&csv).ok_or_else(|| Problem::malformed("csv is not base64"))?;
    let request = ImportRequest { kind, csv, all_or_nothing, effective, end_many };
    Ok(Answer(admin(&app, by).import(request).await?))
}
