//! Of which site the page is that asks: a browser says it.

use axum::extract::Request;
use axum::http::{HeaderValue, Method};

use crate::error::{Problem, ProblemKind};

/// Refuses what a page of another site has a browser do: read data, or change anything. Pages
/// themselves may be led to, and so may the description of the API.
pub(super) fn check(request: &Request) -> Result<(), Problem> {
    let site = request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    let is_ours = matches!(site, None | Some(b"same-origin" | b"none"));
    let path = request.uri().path();
    let is_page = !path.starts_with("/api/") || path == "/api/docs" || path == "/api/openapi.json";
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_ours || (is_page && only_reads) {
        return Ok(());
    }
    Err(Problem::new(ProblemKind::OtherSite, "a page of another site asked for this"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn pages_of_other_sites_lead_to_pages_and_to_nothing_else() {
        for (site, method, path, may) in [
            ("cross-site", "GET", "/board", true),
            ("cross-site", "GET", "/api/docs", true),
            ("cross-site", "GET", "/api/board", false),
            ("same-site", "GET", "/api/board", false),
            ("cross-site", "POST", "/board/login", false),
            ("cross-site", "POST", "/", false),
            ("same-origin", "POST", "/board/login", true),
            ("none", "GET", "/api/board", true),
        ] {
            let request =
                Request::builder().method(method).uri(path).header("sec-fetch-site", site);
            let request = request.body(Body::empty()).unwrap();
            assert_eq!(check(&request).is_ok(), may, "{site} {method} {path}");
        }
    }
}
