//! Who was here lately: what devices said of themselves, which no fact says.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use sync_core::time::Timestamp;
use utoipa::ToSchema;

use super::guard::MayRead;
use crate::app::App;
use crate::clock;
use crate::error::ProblemDocument;
use crate::sheet::{ContactRow, contacts};

/// The devices that spoke since the server started.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactsAnswer {
    /// The server's clock: whoever shows the rows later says how old they are.
    pub now: Timestamp,
    /// One for each device.
    pub contacts: Vec<ContactRow>,
}

/// What devices said of themselves: last seen, unsent, clock.
///
/// Small enough to be asked for every few seconds by every board that reads its own replica.
#[utoipa::path(
    get, path = "/api/contacts", tag = "board", security(("device" = []), ("board" = []), ()),
    responses(
        (status = 200, body = ContactsAnswer),
        (status = 401, body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn read(State(app): State<Arc<App>>, _: MayRead) -> Json<ContactsAnswer> {
    Json(ContactsAnswer { now: clock::now(), contacts: contacts(&app.site) })
}
