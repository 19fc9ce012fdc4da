//! The way to the server: the one that served this page.

use std::cell::RefCell;

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync_core::api::{
    Challenge, ChallengeRequest, EnrolRequest, Enrolled, JSON, ProblemDocument, SITTING_HEADER,
    SYNC_MESSAGE, SignInAnswer, SignInRequest, Token, TokenRequest, token_message,
};
use sync_core::ids::DeviceNumber;
use sync_core::text::Language;
use wasm_bindgen::prelude::*;
use web_sys::{Headers, RequestInit, Response};

use super::key::Key;
use crate::browser::{call, promised, property, said};

/// So long an answer is waited for.
pub(super) const PATIENCE_MS: u32 = 15_000;
/// So long the answer to an administrator is waited for.
const LONG_PATIENCE_MS: u32 = 65_000;
/// So long a sign of life is waited for.
const SHORT_PATIENCE_MS: u32 = 5_000;

/// Why the server did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ServerError {
    /// No answer came, for the reason that the browser gives.
    #[error("{0}")]
    Unreachable(String),
    /// It answered, and refused.
    #[error("{detail}")]
    Refused {
        /// The HTTP status of the answer.
        status: u16,
        /// In its own words.
        detail: String,
        /// The same in Chinese, where it says it.
        detail_zh: Option<String>,
        /// The sort of problem, as the server names it.
        kind: String,
    },
}

impl ServerError {
    /// What the server says, in this language where it does; nothing where it did not answer.
    pub(crate) fn said(self, language: Language) -> Option<String> {
        match self {
            Self::Unreachable(_) => None,
            Self::Refused { detail, detail_zh, .. } => Some(match language {
                Language::Chinese => detail_zh.unwrap_or(detail),
                Language::English => detail,
            }),
        }
    }
}

impl From<JsValue> for ServerError {
    fn from(error: JsValue) -> Self {
        Self::Unreachable(said(&error))
    }
}

/// Trades a one-time code for a number.
pub(crate) async fn enrol(code: &str, key: &Key) -> Result<Enrolled, ServerError> {
    let (code, public_key) = (code.to_owned(), key.public().await?);
    post_json("/api/enrol", &EnrolRequest { code, public_key }).await
}

/// The server, for a device that it knows.
#[derive(Debug)]
pub(crate) struct Server {
    device: DeviceNumber,
    key: Key,
    token: RefCell<Option<String>>,
}

impl Server {
    /// The server of a device.
    pub(crate) fn of(device: DeviceNumber, key: Key) -> Self {
        Self { device, key, token: RefCell::new(None) }
    }

    /// A token that says who we are; good for ten minutes, so a contact begins with a new one.
    pub(crate) async fn fresh_token(&self) -> Result<String, ServerError> {
        let device = self.device;
        let Challenge { nonce, .. } =
            post_json("/api/token/challenge", &ChallengeRequest { device }).await?;
        let signature = self.key.sign(&token_message(&nonce)).await?;
        let ask = TokenRequest { device, nonce, signature };
        let Token { token, .. } = post_json("/api/token", &ask).await?;
        *self.token.borrow_mut() = Some(token.clone());
        Ok(token)
    }

    /// Signs what this device says, as bytes.
    pub(crate) async fn signature(&self, text: &str) -> Result<Vec<u8>, ServerError> {
        Ok(self.key.signature(text).await?)
    }

    /// Sends one message of the sync protocol and hears the answer.
    pub(crate) async fn exchange(&self, message: &[u8]) -> Result<Vec<u8>, ServerError> {
        let held = self.token.borrow().clone();
        let token = match held {
            Some(token) => token,
            None => self.fresh_token().await?,
        };
        let headers = Headers::new()?;
        headers.set("content-type", SYNC_MESSAGE)?;
        headers.set("authorization", &format!("Bearer {token}"))?;
        let body = Uint8Array::from(message).into();
        let response = fetch("/api/sync", "POST", Some((&headers, body)), PATIENCE_MS).await?;
        // A refusal in the protocol's own words may come with any status.
        if content_type(&response) != SYNC_MESSAGE {
            *self.token.borrow_mut() = None;
            return Err(refusal(response).await);
        }
        let bytes = promised(response.array_buffer()?.into()).await?;
        Ok(Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>()).to_vec())
    }
}

/// What is asked beside the sync protocol.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: JsValue,
    /// How long an answer is waited for.
    pub(super) patience_ms: u32,
}

impl<'a> Request<'a> {
    /// A question that sends nothing.
    pub(super) fn get(path: &'a str) -> Self {
        let body = JsValue::UNDEFINED;
        Self { method: "GET", path, headers: &[], body, patience_ms: PATIENCE_MS }
    }
}

impl Server {
    /// Asks the server something beside the sync protocol, as this device.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        (body, sitting): (Option<String>, Option<&str>),
    ) -> Result<T, ServerError> {
        let sitting = sitting.map(|sitting| (SITTING_HEADER, sitting));
        let kind = body.as_ref().map(|_| ("content-type", JSON));
        let headers: Vec<_> = sitting.into_iter().chain(kind).collect();
        let body = body.map_or(JsValue::UNDEFINED, JsValue::from);
        // An import may take the server's whole minute.
        let patience_ms = if sitting.is_some() { LONG_PATIENCE_MS } else { PATIENCE_MS };
        let ask = Request { method, path, headers: &headers, body, patience_ms };
        read(self.answer(&ask).await?).await
    }

    /// Asks the server to sign somebody in.
    pub(crate) async fn sign_in(&self, ask: &SignInRequest) -> Result<SignInAnswer, ServerError> {
        let body = serde_json::to_string(ask).map_err(not_ours)?;
        let headers = &[("content-type", JSON)];
        let (body, patience_ms) = (body.into(), SHORT_PATIENCE_MS);
        let ask = Request { method: "POST", path: "/api/sign-in", headers, body, patience_ms };
        read(self.answer(&ask).await?).await
    }

    /// The server's answer to this device, where it is none of refusal.
    pub(super) async fn answer(&self, ask: &Request<'_>) -> Result<Response, ServerError> {
        let held = self.token.borrow().clone();
        if let Some(token) = held {
            match answer_to(&token, ask).await {
                // The token is too old: once more with a new one.
                Err(ServerError::Refused { status: 401, .. }) => {}
                answer => return answer,
            }
        }
        let token = self.fresh_token().await?;
        answer_to(&token, ask).await
    }
}

async fn answer_to(token: &str, ask: &Request<'_>) -> Result<Response, ServerError> {
    let headers = Headers::new()?;
    headers.set("authorization", &format!("Bearer {token}"))?;
    for (name, value) in ask.headers {
        headers.set(name, value)?;
    }
    let sends = Some((&headers, ask.body.clone()));
    let response = fetch(ask.path, ask.method, sends, ask.patience_ms).await?;
    if response.ok() { Ok(response) } else { Err(refusal(response).await) }
}

/// What an answer says.
pub(super) async fn read<T: DeserializeOwned>(response: Response) -> Result<T, ServerError> {
    let text = promised(response.text()?.into()).await?.as_string().unwrap_or_default();
    serde_json::from_str(&text).map_err(not_ours)
}

/// Whether the server still answers.
pub(crate) async fn is_there() -> bool {
    let answer = fetch("/health/live", "GET", None, SHORT_PATIENCE_MS).await;
    answer.is_ok_and(|response| response.ok())
}

async fn post_json<T: DeserializeOwned>(
    path: &str,
    ask: &impl Serialize,
) -> Result<T, ServerError> {
    let body = serde_json::to_string(ask).map_err(not_ours)?;
    let headers = Headers::new()?;
    headers.set("content-type", JSON)?;
    let response = fetch(path, "POST", Some((&headers, body.into())), PATIENCE_MS).await?;
    if !response.ok() {
        return Err(refusal(response).await);
    }
    read(response).await
}

async fn fetch(
    path: &str,
    method: &str,
    sends: Option<(&Headers, JsValue)>,
    patience_ms: u32,
) -> Result<Response, ServerError> {
    let how = RequestInit::new();
    how.set_method(method);
    if let Some((headers, body)) = sends {
        how.set_headers(headers);
        how.set_body(&body);
    }
    let abort = property(&window().into(), "AbortSignal");
    let signal = call(&abort, "timeout", &[patience_ms.into()])?;
    how.set_signal(Some(signal.unchecked_ref()));
    let answer = promised(window().fetch_with_str_and_init(path, &how).into()).await?;
    Ok(answer.unchecked_into())
}

async fn refusal(response: Response) -> ServerError {
    let status = response.status();
    let text = match response.text() {
        Ok(promise) => promised(promise.into()).await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    };
    let problem = text.and_then(|text| serde_json::from_str::<ProblemDocument>(&text).ok());
    let (detail, detail_zh, kind) = problem.map_or_else(
        || (format!("status {status}"), None, String::new()),
        |problem| (problem.detail, problem.detail_zh, problem.kind),
    );
    ServerError::Refused { status, detail, detail_zh, kind }
}

fn content_type(response: &Response) -> String {
    let header = response.headers().get("content-type").ok().flatten().unwrap_or_default();
    header.split(';').next().unwrap_or_default().trim().to_owned()
}

fn not_ours(why: impl std::fmt::Display) -> ServerError {
    ServerError::Unreachable(why.to_string())
}
