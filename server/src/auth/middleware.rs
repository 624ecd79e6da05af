//! Who asks: the cookie of each request becomes a [`Viewer`], or the request goes no further.

use app::{api::ApiError, backend::Viewer, domain::Timestamp};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::FromServerFnError;

use super::{
    next::NextPath,
    session::{self, SessionToken},
};
use crate::{
    state::AppState,
    store::{StoreError, sessions::TouchSession},
};

/// Puts the [`Viewer`] and the session's key into the extensions of a request that carries the
/// cookie of a living session; every other request passes without.
pub async fn resolve(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(token) = state.auth.cookie.read(request.headers()) else {
        return next.run(request).await;
    };
    match session_of(&state, &token).await {
        Ok(None) => next.run(request).await,
        Ok(Some(found)) => {
            request.extensions_mut().insert(found.viewer);
            request.extensions_mut().insert(token.key());
            let mut response = next.run(request).await;
            // Signing in or out has the last word on the cookie.
            if !response.headers().contains_key(header::SET_COOKIE) {
                session::add_cookie(response.headers_mut(), found.renewed);
            }
            response
        }
        Err(error) => {
            tracing::error!(%error, "a session could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// A session that lives.
struct Living {
    viewer: Viewer,
    /// The cookie anew, when the session's end has moved.
    renewed: Option<HeaderValue>,
}

async fn session_of(state: &AppState, token: &SessionToken) -> Result<Option<Living>, StoreError> {
    let now = state.clock.now();
    let Some(found) = state.store.living_session(token.key(), now).await? else { return Ok(None) };
    let viewer = Viewer { member: found.member };
    let renewed = if session::wants_touch(found.seen_at, now) {
        touch(state, token, now).await
    } else {
        None
    };
    Ok(Some(Living { viewer, renewed }))
}

/// That a session is in use may be noted the next time as well: no reason to refuse a request.
async fn touch(state: &AppState, token: &SessionToken, now: Timestamp) -> Option<HeaderValue> {
    let touch = TouchSession { key: token.key(), now, expires_at: session::expiry(now) };
    match state.store.run(touch).await {
        Ok(()) => state.auth.cookie.set(token),
        Err(error) => {
            tracing::warn!(%error, "the use of a session could not be noted");
            None
        }
    }
}

/// For pages: who is not signed in is led to the log-in page, and back afterwards.
pub async fn require_on_page(request: Request, next: Next) -> Response {
    if request.extensions().get::<Viewer>().is_some() {
        return next.run(request).await;
    }
    let here = request.uri().path_and_query().map_or("/", |here| here.as_str());
    Redirect::to(&NextPath::parse(here).login_page()).into_response()
}

/// For server functions and other calls: who is not signed in is told so in the form that the
/// client's calls understand.
pub async fn require_on_call(request: Request, next: Next) -> Response {
    if request.extensions().get::<Viewer>().is_some() {
        return next.run(request).await;
    }
    let json = [(header::CONTENT_TYPE, "application/json")];
    (StatusCode::UNAUTHORIZED, json, ApiError::SignedOut.ser()).into_response()
}
