//! What the log-in and set-up pages answer when there is nothing better to say.

use app::features::login::{Refusal, Trouble, error_page};
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{limit::TooManyTries, password::PasswordError, visitor::Visitor};
use crate::{state::AppState, store::StoreError};

/// The server could not do it. A person cannot mend it, so the page does not say more.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A password could not be hashed or compared.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

impl Failure {
    /// Notes the cause in the log, and draws the page.
    pub fn page(&self, state: &AppState, visitor: &Visitor) -> Response {
        tracing::error!(error = %self, "a page of log-in or set-up failed");
        let page = error_page(&visitor.frame(state), Trouble::Failed);
        (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response()
    }
}

/// The refusal for one who must wait.
pub fn too_many(spent: TooManyTries) -> Refusal {
    Refusal::TooMany { retry_after_s: wait_s(spent) }
}

/// How long one must wait, in seconds.
pub fn wait_s(spent: TooManyTries) -> u32 {
    u32::try_from(spent.wait.as_secs().max(1)).unwrap_or(u32::MAX)
}

/// Status and headers that go with a refusal.
pub fn refused(refusal: Refusal) -> (StatusCode, HeaderMap) {
    let mut headers = HeaderMap::new();
    let status = match refusal {
        Refusal::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::BadOrigin => StatusCode::FORBIDDEN,
        Refusal::TooMany { retry_after_s } => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
            StatusCode::TOO_MANY_REQUESTS
        }
    };
    (status, headers)
}
