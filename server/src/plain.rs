//! What every plain page needs: who asks, the frame to draw in, what to answer when it cannot be done,
//! and the way back after an act.
//!
//! Decides nothing: what a member may do is the store's to say.

use app::{
    backend::Viewer,
    domain::MemberId,
    features::login::{Trouble, error_page},
    plain::Frame,
};
use axum::{
    Extension,
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Serialize;
use url::form_urlencoded;

use crate::{site, state::AppState, store::StoreError};

/// A signed-in member's request.
pub struct Asked {
    /// What can be reached.
    pub state: AppState,
    /// Who asks.
    pub member: MemberId,
    /// Language, colours, style sheet.
    pub frame: Frame,
}

/// What cannot be done, as a page.
pub struct NoPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Why.
    pub error: StoreError,
}

/// The frame for the answer to a request with these headers.
pub fn frame(state: &AppState, headers: &HeaderMap) -> Frame {
    Frame::of(headers, site::stylesheet(&state.leptos))
}

impl FromRequestParts<AppState> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let frame = frame(state, &parts.headers);
        let viewer = Extension::<Viewer>::from_request_parts(parts, state).await;
        let Extension(Viewer { member }) = viewer.map_err(IntoResponse::into_response)?;
        Ok(Self { state: state.clone(), member, frame })
    }
}

impl Asked {
    /// What cannot be done.
    pub fn no_page(&self, error: StoreError) -> NoPage {
        NoPage { frame: self.frame.clone(), error }
    }
}

impl IntoResponse for NoPage {
    fn into_response(self) -> Response {
        match self.error {
            StoreError::NotFound => {
                let page = error_page(&self.frame, Trouble::NotFound);
                (StatusCode::NOT_FOUND, Html(page)).into_response()
            }
            error => {
                tracing::error!(%error, "a page failed");
                sorry(&self.frame)
            }
        }
    }
}

/// What failed is in the log already.
pub fn sorry(frame: &Frame) -> Response {
    let page = error_page(frame, Trouble::Failed);
    (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response()
}

/// A form that could not be kept, as it was typed, with what is wrong with it.
pub fn mend(page: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
}

/// Back to a page, at an address that may be reloaded, where `said` is said.
pub fn back(path: &str, query: &[(&str, &str)], said: impl Serialize) -> Response {
    let said = serde_json::to_value(said).unwrap_or_default();
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .append_pair("said", said.as_str().unwrap_or_default())
        .finish();
    Redirect::to(&format!("{path}?{query}")).into_response()
}
