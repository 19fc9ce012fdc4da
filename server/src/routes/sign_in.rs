//! Signing in: PIN and badge are checked here, and what is granted stands in the log.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use sync_core::api::{Done, Grant, SignInAnswer, SignInRequest, WrongPinsReport};
use sync_core::fact::{Entity, SignInChanged, SignInGranted};
use sync_core::ids::PersonNumber;
use sync_core::post::Posts;
use sync_core::rules::pin_choice::{self, PinFault};
use sync_core::rules::sign_in;
use sync_core::time::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::guard::{Device, Json};
use crate::app::App;
use crate::auth::sign_ins::KeptPin;
use crate::auth::{admin_session, code, grant_key, pin};
use crate::clock;
use crate::error::{Problem, ProblemKind, Refuses, Unable};
use crate::hub::page::PageReader;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(sign_in_here)).routes(routes!(wrong_pins))
}

/// Signs somebody in on this device: checks PIN and badge, changes the PIN where a new one is given,
/// and answers what opens the device until the grant ends.
#[utoipa::path(
    post, path = "/api/sign-in", tag = "devices", security(("device" = [])),
    request_body = SignInRequest,
    responses((status = 200, body = SignInAnswer), Refuses, Unable)
)]
pub async fn sign_in_here(
    State(app): State<Arc<App>>,
    Device(reader): Device,
    Json(request): Json<SignInRequest>,
) -> Result<Answer<SignInAnswer>, Problem> {
    let (device, person) = (reader.device, request.person);
    let posts = posts_of(&app, reader, person)?;
    let badge = request.badge.as_deref().map(code::plain);
    app.pin_tries.begin(device, person, clock::now()).map_err(wait)?;
    let Some(kept) = checked(&app, person, badge.as_deref(), &request.pin).await? else {
        tracing::warn!(target: "audit", %device, person = person.0, "a sign-in was refused");
        return Err(in_both(
            ProblemKind::WrongPin,
            ("this PIN, or this badge, is not this person's", "PIN 或工牌不对"),
        ));
    };
    app.pin_tries.right(device, person);
    if badge.is_none() && app.site.read().replica.site().badges {
        let said = ("this site asks for the badge: scan it", "本厂登录须扫工牌，请先扫工牌");
        return Err(in_both(ProblemKind::BadgeNeeded, said));
    }
    let pin = match &request.new_pin {
        Some(new_pin) => {
            change_pin(&app, person, &kept, new_pin).await?;
            new_pin.clone()
        }
        None if kept.first => {
            let said = (
                "an administrator knows this PIN: take one of your own",
                "这是管理员设的初始 PIN，请改成自己的 PIN",
            );
            return Err(in_both(ProblemKind::ChangePin, said));
        }
        None => request.pin,
    };
    let verifier = tokio::task::spawn_blocking(move || grant_key::verifier(badge.as_deref(), &pin));
    let verifier = verifier.await.map_err(|error| Problem::fault(error.to_string()))?;
    let verifier = verifier.map_err(|error| Problem::fault(error.to_string()))?;
    let life = if request.browser { sign_in::BROWSER_LIFE } else { sign_in::LIFE };
    let granted = app.site.author(move |_| {
        let from = clock::now();
        let granted = SignInGranted { person, posts, from, until: from.plus(life) };
        Ok((vec![(Entity::Device(device), granted.into())], granted))
    });
    let SignInGranted { from, until, .. } = granted.await?;
    tracing::info!(target: "audit", %device, person = person.0, %until, "somebody signed in");
    let grant = Grant { device, person, posts: posts.to_string(), from, until };
    Ok(Answer(SignInAnswer {
        signature: app.grant_key.sign(&grant),
        key: app.grant_key.public(),
        grant,
        verifier,
        server_time: clock::now(),
    }))
}

/// A device tells of PINs that were wrong while no server was asked.
#[utoipa::path(
    post, path = "/api/sign-in/wrong", tag = "devices", security(("device" = [])),
    request_body = WrongPinsReport,
    responses((status = 200, body = Done), Refuses)
)]
pub async fn wrong_pins(
    Device(reader): Device,
    Json(report): Json<WrongPinsReport>,
) -> Answer<Done> {
    audit_wrong_pins(reader, report);
    Answer(Done { done: true })
}

/// What an audit reads of guesses that no server saw.
fn audit_wrong_pins(reader: PageReader, WrongPinsReport { person, count }: WrongPinsReport) {
    let device = reader.device;
    tracing::warn!(target: "audit", %device, person = person.0, count, "PINs were wrong on a device");
}

/// What a person may do on a device; refused where that is nothing.
fn posts_of(app: &App, reader: PageReader, person: PersonNumber) -> Result<Posts, Problem> {
    let held = app.site.read();
    let state = held.replica.person(person);
    let posts = state.map(sync_core::state::PersonState::posts_now).unwrap_or_default();
    let posts = posts.both(reader.posts);
    if posts.is_empty() {
        let detail = format!("person {} may not sign in on device {}", person.0, reader.device);
        return Err(Problem::new(ProblemKind::Forbidden, detail));
    }
    Ok(posts)
}

/// The PIN that is kept, where both fit. A wrong badge costs as much time as a wrong PIN.
async fn checked(
    app: &App,
    person: PersonNumber,
    badge: Option<&str>,
    given: &str,
) -> Result<Option<KeptPin>, Problem> {
    let sign_ins = app.site.sign_ins();
    let is_badge = badge.is_none_or(|badge| sign_ins.is_badge(person, badge));
    let kept = sign_ins.pin_of(person);
    let (hash, given) = (kept.as_ref().map(|kept| kept.hash.clone()), given.to_owned());
    let _turn = app.pin_turns.acquire().await.map_err(|error| Problem::fault(error.to_string()))?;
    let fits = tokio::task::spawn_blocking(move || {
        hash.is_some_and(|hash| admin_session::fits(&given, hash.as_str()))
    });
    let fits = fits.await.map_err(|error| Problem::fault(error.to_string()))?;
    Ok(kept.filter(|_| fits && is_badge))
}

/// Gives a person the PIN that they chose.
async fn change_pin(
    app: &App,
    person: PersonNumber,
    kept: &KeptPin,
    wanted: &str,
) -> Result<(), Problem> {
    let refused = |fault: PinFault| {
        let said = (fault.to_string(), fault.chinese());
        Problem {
            detail_zh: Some(said.1.to_owned()),
            ..Problem::new(ProblemKind::PinRefused, said.0)
        }
    };
    pin_choice::check(wanted, person).map_err(refused)?;
    let (wanted, before) = (wanted.to_owned(), kept.hash.clone());
    let hashed = tokio::task::spawn_blocking(move || {
        let is_same = admin_session::fits(&wanted, before.as_str());
        if is_same { Ok(None) } else { pin::hash(&wanted).map(Some) }
    });
    let hashed = hashed.await.map_err(|error| Problem::fault(error.to_string()))?;
    let hash = hashed.map_err(|error| Problem::fault(error.to_string()))?;
    let hash = hash.ok_or_else(|| refused(PinFault::Same))?;
    let set = app.site.sign_ins().set_pin(person, (hash, false), clock::now());
    set.map_err(|error| Problem::new(ProblemKind::Unavailable, error.to_string()))?;
    let changed = SignInChanged { ends_grants: false };
    let told = app.site.author(move |_| Ok((vec![(Entity::Person(person), changed.into())], ())));
    told.await?;
    tracing::info!(target: "audit", person = person.0, "somebody changed their PIN");
    Ok(())
}

fn in_both(kind: ProblemKind, (english, chinese): (&str, &str)) -> Problem {
    Problem { detail_zh: Some(chinese.to_owned()), ..Problem::new(kind, english) }
}

fn wait(until: Timestamp) -> Problem {
    let english = format!("too many wrong PINs: none is looked at until {until}");
    let chinese = "PIN 错误次数过多，请稍后再试";
    in_both(ProblemKind::TooMuch, (&english, chinese))
}
