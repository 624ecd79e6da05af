//! What every admin's page needs: an office that is open, the frame to draw in, what to answer when it
//! cannot be done, and the way back after an act.

use app::{
    backend::Viewer,
    domain::{MemberId, Timestamp},
    features::login::{Frame, Trouble, error_page},
};
use axum::{
    Extension,
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Serialize;
use url::form_urlencoded;

use super::office::Office;
use crate::{secret::SecretText, site, state::AppState, store::StoreError};

/// An admin's request.
pub(super) struct Desk {
    /// What they may do.
    pub office: Office,
    /// What their pages look like.
    pub frame: Frame,
    state: AppState,
}

/// What the page cannot do, as a page.
pub(crate) struct NoPage {
    /// What it looks like.
    pub frame: Frame,
    /// Why.
    pub error: StoreError,
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let frame = Frame::of(&parts.headers, site::stylesheet(&state.leptos));
        let viewer = Extension::<Viewer>::from_request_parts(parts, state).await;
        let viewer = viewer.map_err(IntoResponse::into_response)?.0;
        match Office::open(state.store.clone(), viewer.member).await {
            Ok(office) => Ok(Self { office, frame, state: state.clone() }),
            Err(error) => Err(NoPage { frame, error }.into_response()),
        }
    }
}

impl Desk {
    /// The page that says what went wrong.
    pub(super) fn no_page(&self, error: StoreError) -> NoPage {
        NoPage { frame: self.frame.clone(), error }
    }

    /// The present moment.
    pub(super) fn now(&self) -> Timestamp {
        self.state.clock.now()
    }

    /// The id of somebody new.
    pub(super) fn fresh_member(&self) -> MemberId {
        MemberId::new(self.state.clock.uuid())
    }

    /// The whole address of a path that is a secret, for the admin to pass on.
    pub(super) fn address(&self, path: &SecretText) -> String {
        self.state.config.public_url.at(path.reveal())
    }
}

impl IntoResponse for NoPage {
    fn into_response(self) -> Response {
        let (status, trouble) = match self.error {
            StoreError::NotFound => (StatusCode::NOT_FOUND, Trouble::NotFound),
            error => {
                tracing::error!(%error, "an admin's page failed");
                (StatusCode::SERVICE_UNAVAILABLE, Trouble::Failed)
            }
        };
        (status, Html(error_page(&self.frame, trouble))).into_response()
    }
}

/// A page with fields to mend.
pub(crate) fn mend(page: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
}

/// Leads back to a page that may be reloaded, where `said` is said: a word of its part, as the part's
/// query reads it.
pub(crate) fn back(path: &str, query: &[(&str, &str)], said: impl Serialize) -> Response {
    let said = serde_json::to_value(said).unwrap_or_default();
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .append_pair("said", said.as_str().unwrap_or_default())
        .finish();
    Redirect::to(&format!("{path}?{query}")).into_response()
}
