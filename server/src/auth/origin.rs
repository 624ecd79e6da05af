//! Whether a request was made by our own pages. Everything that changes something, and the event
//! socket, must be: a session cookie alone proves only that the browser is signed in.

use app::features::login::{LoginPage, Occasion, Refusal, login_page};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use super::next::NextPath;
use crate::{config::PublicUrl, plain, state::AppState};

/// The request was not made by one of our pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request comes from another site")]
pub struct Foreign;

/// Passes only what one of our pages asked for.
///
/// `Sec-Fetch-Site`, where the browser sends it (never to plain http hosts other than localhost),
/// must say `same-origin`. `Origin`, where it is there, must be the public address or the host that
/// was asked, so that `localhost` works as well as `127.0.0.1`. One of the two must be there.
///
/// # Errors
/// When another site made the request, or nobody can tell.
pub fn check(headers: &HeaderMap, public_url: &PublicUrl) -> Result<(), Foreign> {
    let site = headers.get("sec-fetch-site").map(|site| site == "same-origin");
    let origin = match headers.get(header::ORIGIN) {
        Some(origin) => Some(is_ours(origin.to_str().map_err(|_| Foreign)?, headers, public_url)),
        None => None,
    };
    match (site, origin) {
        (None, None) | (Some(false), _) | (_, Some(false)) => Err(Foreign),
        _ => Ok(()),
    }
}

fn is_ours(origin: &str, headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    origin == public_url.origin() || (authority.is_some() && authority == host)
}

/// Refuses state-changing requests that another site made. A form gets a page to look at.
pub async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || check(request.headers(), &state.config.public_url).is_ok() {
        return next.run(request).await;
    }
    tracing::warn!(path = request.uri().path(), "refused: {Foreign}");
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    if !accept.is_some_and(|accept| accept.contains("text/html")) {
        return (StatusCode::FORBIDDEN, "This request was not made by this site.\n")
            .into_response();
    }
    let page = login_page(LoginPage {
        frame: plain::frame(&state, request.headers()),
        logo: None,
        occasion: Occasion::Refused(Refusal::BadOrigin),
        email: String::new(),
        next: NextPath::default().as_str().to_owned(),
    });
    (StatusCode::FORBIDDEN, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(headers: &[(&'static str, &str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        check(&headers, &"https://chat.example.com".parse().unwrap()).is_ok()
    }

    #[test]
    fn our_own_pages_pass() {
        assert!(verdict(&[("origin", "https://chat.example.com")]));
        assert!(verdict(&[
            ("origin", "https://chat.example.com"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(verdict(&[("origin", "http://localhost:3000"), ("host", "localhost:3000")]));
        assert!(verdict(&[("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn everybody_else_does_not() {
        for headers in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "https://evil.example")],
            &[("origin", "http://chat.example.com")],
            &[("origin", "https://chat.example.com.evil.example"), ("host", "chat.example.com")],
            &[("origin", "https://chat.example.com:8443")],
            &[("origin", "localhost:3000"), ("host", "localhost:3000")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://chat.example.com"), ("sec-fetch-site", "cross-site")],
            &[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
        ] {
            assert!(!verdict(headers), "{headers:?}");
        }
    }
}
