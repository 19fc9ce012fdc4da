//! What is answered to plain HTTP where TLS is spoken: how a device comes to trust the root, and
//! nothing else; the rest is sent on to https.
//!
//! The page proves nothing of itself, since whoever is between may change it: what it shows is to be
//! compared with what the server itself has printed.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sync_core::api::ROOT_PATH;

use super::edge::harden;
use crate::auth::encoding::drawn_code;
use crate::error::{Problem, ProblemKind};
use crate::tls::Tls;
use crate::tls::certificate::Root;
use crate::tls::names::PlantName;

const PAGE: &str = include_str!("../../static/trust.html");
const STYLE: &str = include_str!("../../static/trust.css");
const STAGENOW: &str = include_str!("../../static/stagenow.xml");
/// What Android, Windows and Firefox take for a certificate that is to be installed.
const CERTIFICATE: &str = "application/x-x509-ca-cert";
/// The page carries its QR code as a drawing, and its style from beside it.
const CONTENT_SECURITY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The routes that plain HTTP has.
pub(crate) fn router(tls: &Arc<Tls>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/trust.css", get(|| async { of_type("text/css; charset=utf-8", STYLE) }))
        .route(ROOT_PATH, get(root_as_der))
        .route("/root.pem", get(root_as_pem))
        .route("/stagenow.xml", get(|| async { of_type("text/xml; charset=utf-8", STAGENOW) }))
        .fallback(to_https)
        .layer(middleware::map_response(hardened))
        .with_state(Arc::clone(tls))
}

async fn hardened(mut response: Response) -> Response {
    harden(response.headers_mut());
    response
}

fn of_type(kind: &'static str, body: impl IntoResponse) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response()
}

async fn root_as_der(State(tls): State<Arc<Tls>>) -> Response {
    with_root(&tls, |root| of_type(CERTIFICATE, root.0.to_vec()))
}

async fn root_as_pem(State(tls): State<Arc<Tls>>) -> Response {
    with_root(&tls, |root| of_type("application/x-pem-file", root.pem()))
}

/// Answers with the root, where there is one that devices have to be given.
fn with_root(tls: &Tls, answer: impl FnOnce(&Root) -> Response) -> Response {
    match &tls.loaded().root {
        Some(root) => answer(root),
        None => Problem::new(
            ProblemKind::NotFound,
            "there is no root to install: the certificate rests on one that devices know",
        )
        .into_response(),
    }
}

/// Where every device trusts the certificate already, there is nothing to explain.
async fn page(State(tls): State<Arc<Tls>>, request: Request) -> Response {
    let Some(root) = tls.loaded().root.clone() else { return to_https(State(tls), request).await };
    let https = address_for(&tls, request.headers());
    let here = https.replacen("https://", "http://", 1);
    let (size, path) = drawn_code(&format!("{here}/")).unwrap_or_default();
    let html = PAGE
        .replace("{https}", &https)
        .replace("{http}", &here)
        .replace("{fingerprint}", &root.fingerprint_in_words())
        .replace("{qr-size}", &size.to_string())
        .replace("{qr-path}", &path);
    let mut response = of_type("text/html; charset=utf-8", html);
    let policy = HeaderValue::from_static(CONTENT_SECURITY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Sends on what only asks. What brings something has sent it in clear already: it is told so, and
/// not led to send it again as if nothing had happened.
async fn to_https(State(tls): State<Arc<Tls>>, request: Request) -> Response {
    let address = address_for(&tls, request.headers());
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let detail = format!(
            "this server speaks https: what was sent came in clear; use {address} from now on"
        );
        return Problem::new(ProblemKind::NeedsTls, detail).into_response();
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    match HeaderValue::try_from(format!("{address}{path}")) {
        // Not for good: a browser would remember it longer than a plant keeps a setting.
        Ok(location) => {
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response()
        }
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// The https address under the name by which this very device reached us, if the certificate
/// stands for it; else the server's own.
fn address_for(tls: &Tls, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let named = name.parse::<PlantName>().ok();
    let named = named.filter(|name| tls.loaded().facts.names.contains(name));
    match (named, tls.port()) {
        (None, _) => tls.address().to_owned(),
        (Some(name), 443) => format!("https://{name}"),
        (Some(name), port) => format!("https://{name}:{port}"),
    }
}
