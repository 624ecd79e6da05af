//! What every admin's page needs beyond what every plain page does: an office that is open.

use app::{
    domain::{MemberId, Timestamp},
    plain::Frame,
};
use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Response},
};

use super::office::Office;
use crate::{
    plain::{Asked, NoPage},
    secret::SecretText,
    state::AppState,
    store::StoreError,
};

/// An admin's request.
pub(super) struct Desk {
    /// What they may do.
    pub office: Office,
    /// What their pages look like.
    pub frame: Frame,
    state: AppState,
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let Asked { state, member, frame } = Asked::from_request_parts(parts, state).await?;
        match Office::open(state.store.clone(), member).await {
            Ok(office) => Ok(Self { office, frame, state }),
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
