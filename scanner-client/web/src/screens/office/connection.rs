//! The way to the server's administration, for as long as the server knows who is there.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync_core::api::SittingAnswer;

use super::messages::Message;
use crate::app::use_app;
use crate::components::recording::refuse;
use crate::device::ServerError;
use crate::overlay::Toast;

/// The way to the server's administration.
#[derive(Clone, Copy)]
pub(super) struct AdminConnection {
    pub(super) begun: RwSignal<Option<SittingAnswer>>,
}

impl AdminConnection {
    /// Asks the server; where that is refused, says so.
    pub(super) async fn ask<T: DeserializeOwned>(
        self,
        method: &'static str,
        path: &str,
        body: Option<String>,
    ) -> Option<T> {
        // The screen may be gone meanwhile.
        let sitting = self.begun.try_get_untracked().flatten()?.sitting;
        match use_app().device.ask(method, path, (body, Some(&sitting))).await {
            Ok(answer) => Some(answer),
            Err(error) => {
                if matches!(error, ServerError::Refused { status: 401, .. }) {
                    self.begun.try_set(None);
                }
                refuse(Toast::refused(self.refused(error)));
                None
            }
        }
    }

    /// Sends something as JSON.
    pub(super) async fn send<T: DeserializeOwned>(
        self,
        path: &str,
        what: &impl Serialize,
    ) -> Option<T> {
        let body = serde_json::to_string(what).ok()?;
        self.ask("POST", path, Some(body)).await
    }

    /// What the server says instead of an answer.
    pub(super) fn refused(self, error: ServerError) -> String {
        let app = use_app();
        let said = error.said(app.language.get_untracked());
        app.say(said.map_or(Message::NeedsServer, Message::ServerSays))
    }
}
