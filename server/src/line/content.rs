//! The bytes of what LINE users send: asked for once, read as they come, never held as a whole.
//!
//! LINE keeps them for a time that it does not tell, so they are fetched at once.
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#get-content>

use std::time::Duration;

use axum::body::Bytes;
use reqwest::{Response, StatusCode};
use tokio::time::timeout;

use super::{
    client::{Endpoint, LineClient},
    payload::Transcoding,
    token::{AccessToken, MayBeUnauthorized},
};

/// How long everything may take: 300 MB over half a megabyte a second.
const TIME_LIMIT: Duration = Duration::from_mins(10);
/// How long whoever has them may be silent before and in between.
pub const SILENCE: Duration = Duration::from_secs(30);

/// What whoever has bytes says when asked for them: LINE, as a rule.
#[derive(Debug)]
pub enum ContentAnswer {
    /// Here they come.
    Ready(Content),
    /// Not yet: LINE is still preparing them. Nobody else says so.
    Preparing,
    /// They are not there any more: they were taken back, have been deleted with time, or could not be
    /// prepared.
    Gone,
    /// The access token is not (or no longer) valid.
    Unauthorized,
    /// Nobody answered, or not now. Asking again later is of use.
    NotNow {
        /// How long we are asked to wait, if that is said.
        retry_after: Option<Duration>,
    },
}

impl MayBeUnauthorized for ContentAnswer {
    fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Unauthorized)
    }
}

/// Bytes on their way.
#[derive(Debug)]
pub struct Content(Response);

/// The bytes did not come to their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the content was cut off")]
pub struct CutOff;

impl Content {
    /// The bytes of an answer that has begun, and has its limit.
    pub const fn new(answer: Response) -> Self {
        Self(answer)
    }

    /// How many there will be, if that is said.
    pub fn announced(&self) -> Option<u64> {
        self.0.content_length()
    }

    /// The next ones; none at the end.
    ///
    /// # Errors
    /// When they stop coming before the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, CutOff> {
        match timeout(SILENCE, self.0.chunk()).await {
            Ok(Ok(chunk)) => Ok(chunk),
            Ok(Err(_)) | Err(_) => Err(CutOff),
        }
    }
}

impl LineClient {
    /// Asks for what somebody sent.
    pub async fn content(&self, token: &AccessToken, line_id: &str) -> ContentAnswer {
        let path = "/v2/bot/message/{}/content";
        self.bytes(token, Endpoint { method: "GET", path, names: &[line_id] }).await
    }

    /// Asks for a small picture of an image or a video that somebody sent.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#get-image-or-video-preview>
    pub async fn content_preview(&self, token: &AccessToken, line_id: &str) -> ContentAnswer {
        let path = "/v2/bot/message/{}/content/preview";
        self.bytes(token, Endpoint { method: "GET", path, names: &[line_id] }).await
    }

    async fn bytes(&self, token: &AccessToken, endpoint: Endpoint<'_>) -> ContentAnswer {
        let request = self.data_request(endpoint).timeout(TIME_LIMIT).bearer_auth(token.as_str());
        let Ok(Ok(begun)) = timeout(SILENCE, self.begin(endpoint, request)).await else {
            return ContentAnswer::NotNow { retry_after: None };
        };
        match begun.response.status() {
            StatusCode::OK => ContentAnswer::Ready(Content::new(begun.response)),
            StatusCode::ACCEPTED => ContentAnswer::Preparing,
            StatusCode::UNAUTHORIZED => ContentAnswer::Unauthorized,
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => {
                ContentAnswer::NotNow { retry_after: begun.retry_after }
            }
            status if status.is_client_error() => ContentAnswer::Gone,
            _ => ContentAnswer::NotNow { retry_after: begun.retry_after },
        }
    }

    /// Asks how far LINE is with a video or sound that it prepares: only what it has given up is gone.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#verify-video-or-audio-preparation-status>
    pub async fn content_progress(&self, token: &AccessToken, line_id: &str) -> ContentAnswer {
        let path = "/v2/bot/message/{}/content/transcoding";
        let endpoint = Endpoint { method: "GET", path, names: &[line_id] };
        let request = self.data_request(endpoint).bearer_auth(token.as_str());
        let Ok(heard) = self.ask(endpoint, request).await else {
            return ContentAnswer::NotNow { retry_after: None };
        };
        match heard.status {
            StatusCode::UNAUTHORIZED => ContentAnswer::Unauthorized,
            StatusCode::GONE | StatusCode::NOT_FOUND => ContentAnswer::Gone,
            _ if heard.json::<Transcoding>().is_some_and(|told| told.status == "failed") => {
                ContentAnswer::Gone
            }
            _ => ContentAnswer::Preparing,
        }
    }
}
