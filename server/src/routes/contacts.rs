//! Who was here lately: what devices said of themselves, which no fact says.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use sync_core::api::ContactsAnswer;

use super::guard::MayRead;
use crate::app::App;
use crate::board_snapshot::contacts;
use crate::clock;
use crate::error::Closed;

/// What devices said of themselves: last seen, unsent, clock.
///
/// Small enough to be asked for every few seconds by every board that reads its own replica.
#[utoipa::path(
    get, path = "/api/contacts", tag = "board", security(("device" = []), ("board" = []), ()),
    responses((status = 200, body = ContactsAnswer), Closed)
)]
pub async fn read(State(app): State<Arc<App>>, _: MayRead) -> Json<ContactsAnswer> {
    Json(ContactsAnswer { now: clock::now(), contacts: contacts(&app.site) })
}
