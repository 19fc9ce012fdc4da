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
use sync_core::state::PersonState;
use sync_core::time::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::guard::{Device, Json};
use crate::app::App;
use crate::audit::{What, Who};
use crate::auth::sign_ins::KeptPin;
use crate::auth::{admin_session, code, grant_key, pin};
use crate::clock;
use crate::error::{Problem, ProblemKind, Refuses, Unable};
use crate::hub::page::PageReader;
use crate::hub::{AuthorError, SiteMemory};

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
    app.pin_tries.begin(device, person, clock::now()).map_err(too_many_tries)?;
    let Some(kept) = checked(&app, person, badge.as_deref(), &request.pin).await? else {
        let times = app.pin_tries.times(device, person);
        app.site.audit().note(Who::Device { device }, What::SignInRefused { person, times });
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
            change_pin(&app, (person, reader), &kept, new_pin).await?;
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
    // In the lane: whoever was revoked, or given another PIN, while theirs was looked at is not let in.
    let (site, set) = (Arc::clone(&app.site), kept_since(&app, person));
    let granted = app.site.author(move |held| {
        let is_enrolled = held.replica.device(device).is_some_and(|state| state.revoked.is_none());
        let posts_now = posts_in(held, reader, person);
        if !is_enrolled
            || posts_now != posts
            || site.sign_ins().pin_of(person).map(|pin| pin.set) != set
        {
            return Err(AuthorError::NotAllowed(
                "this changed meanwhile: sign in again".to_owned(),
            ));
        }
        let from = clock::now();
        let granted = SignInGranted { person, posts, from, until: from.plus(life) };
        Ok((vec![(Entity::Device(device), granted.into())], granted))
    });
    let SignInGranted { from, until, .. } = granted.await?;
    let who = Who::Person { person, device };
    app.site.audit().note(who.clone(), What::SignedIn { person, online: true });
    let given = What::GrantGiven { person, device, posts: posts.to_string(), until };
    let noted = app.site.audit().keep(who, given).await;
    noted.map_err(|error| Problem::new(ProblemKind::Unavailable, error.to_string()))?;
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
    State(app): State<Arc<App>>,
    Device(reader): Device,
    Json(report): Json<WrongPinsReport>,
) -> Result<Answer<Done>, Problem> {
    let WrongPinsReport { person, count, since, erased } = report;
    let told = What::WrongPins { person, times: count, since, erased };
    // Durable before the device forgets it.
    let noted = app.site.audit().keep(Who::Device { device: reader.device }, told).await;
    noted.map_err(|error| Problem::new(ProblemKind::Unavailable, error.to_string()))?;
    Ok(Answer(Done { done: true }))
}

/// What a person may do on a device; refused where that is nothing.
fn posts_of(app: &App, reader: PageReader, person: PersonNumber) -> Result<Posts, Problem> {
    let posts = posts_in(&app.site.read(), reader, person);
    if posts.is_empty() {
        let detail = format!("person {} may not sign in on device {}", person.0, reader.device);
        return Err(Problem::new(ProblemKind::Forbidden, detail));
    }
    Ok(posts)
}

fn posts_in(held: &SiteMemory, reader: PageReader, person: PersonNumber) -> Posts {
    let state = held.replica.person(person);
    state.map(PersonState::posts_now).unwrap_or_default().both(reader.posts)
}

/// When a person's PIN was set that is kept now.
fn kept_since(app: &App, person: PersonNumber) -> Option<Timestamp> {
    app.site.sign_ins().pin_of(person).map(|pin| pin.set)
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
    let _turn =
        app.pin_checks.acquire().await.map_err(|error| Problem::fault(error.to_string()))?;
    let fits = tokio::task::spawn_blocking(move || {
        hash.is_some_and(|hash| admin_session::fits(&given, hash.as_str()))
    });
    let fits = fits.await.map_err(|error| Problem::fault(error.to_string()))?;
    Ok(kept.filter(|_| fits && is_badge))
}

/// Gives a person the PIN that they chose.
async fn change_pin(
    app: &App,
    (person, reader): (PersonNumber, PageReader),
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
    let who = Who::Person { person, device: reader.device };
    let what = What::PersonChanged { person, name: false, posts: None, pin: true };
    let noted = app.site.audit().keep(who, what).await;
    noted.map_err(|error| Problem::new(ProblemKind::Unavailable, error.to_string()))
}

fn in_both(kind: ProblemKind, (english, chinese): (&str, &str)) -> Problem {
    Problem { detail_zh: Some(chinese.to_owned()), ..Problem::new(kind, english) }
}

/// Why no PIN is looked at before an instant.
pub(super) fn too_many_tries(until: Timestamp) -> Problem {
    let english = format!("too many wrong PINs: none is looked at until {until}");
    let chinese = "PIN 错误次数过多，请稍后再试";
    in_both(ProblemKind::TooMuch, (&english, chinese))
}
