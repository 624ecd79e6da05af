//! Pictures fetched from where LINE keeps them: a LINE user's (`/pictures/contacts/…`), for members who
//! share a room with that LINE user, a LINE group's (`/pictures/rooms/…`), for members who sit there, and an official account's (`/pictures/accounts/…`), for those who
//! look after it.

use std::time::Duration;

use app::{
    backend::Viewer,
    domain::{ConnectionId, ContactId, RoomId},
};
use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use tokio::sync::Semaphore;

use super::FOREVER;
use crate::{state::AppState, store::StoreError};

/// LINE's profile pictures are at most a few hundred kilobytes.
const MAX_BYTES: usize = 2 << 20;

/// The route.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/pictures/contacts/{contact}/{version}", get(contact_picture))
        .route("/pictures/rooms/{room}/{version}", get(room_picture))
        .route("/pictures/accounts/{connection}/{version}", get(account_picture))
}

/// Fetches under way at once: what they hold in memory is bounded by this times the largest picture.
const AT_ONCE: usize = 16;

/// For so long a picture is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Fetches pictures.
pub struct Pictures {
    client: reqwest::Client,
    free: Semaphore,
}

/// A picture as it was answered. Whether it is one remains to be seen.
pub(super) struct Fetched {
    /// What it is said to be.
    pub kind: Option<HeaderValue>,
    /// At most [`MAX_BYTES`].
    pub bytes: Bytes,
}

/// Why there is no picture to show.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoPicture {
    #[error("it could not be fetched: {0}")]
    Fetch(reqwest::Error),
    #[error("it was answered with {0}")]
    Status(StatusCode),
    #[error("it is not a picture")]
    NotAPicture,
    #[error("it is larger than {MAX_BYTES} bytes")]
    TooLarge,
}

impl From<reqwest::Error> for NoPicture {
    /// Without the address, which is a person's.
    fn from(error: reqwest::Error) -> Self {
        Self::Fetch(error.without_url())
    }
}

impl Pictures {
    /// A fetcher that follows no redirect and waits for nobody long.
    ///
    /// # Errors
    /// When no TLS is to be had on this machine.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::with_patience(PATIENCE)
    }

    /// The same that waits for so long.
    pub(super) fn with_patience(patience: Duration) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(3))
            .timeout(patience);
        Ok(Self { client: client.build()?, free: Semaphore::new(AT_ONCE) })
    }

    async fn fetch(&self, url: &str) -> Result<(HeaderValue, Bytes), NoPicture> {
        let Fetched { kind, bytes } = self.get(url).await?;
        let kind = kind.as_ref().and_then(picture_kind).ok_or(NoPicture::NotAPicture)?;
        Ok((kind, bytes))
    }

    /// What is at an address, if it is not too large.
    pub(super) async fn get(&self, url: &str) -> Result<Fetched, NoPicture> {
        // Never closed, so a place always comes.
        let _place = self.free.acquire().await;
        let mut answer = self.client.get(url).send().await?;
        if !answer.status().is_success() {
            return Err(NoPicture::Status(answer.status()));
        }
        let kind = answer.headers().get(header::CONTENT_TYPE).cloned();
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if bytes.len() + chunk.len() > MAX_BYTES {
                return Err(NoPicture::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Fetched { kind, bytes: bytes.into() })
    }
}

/// The kinds of pictures that browsers show and that cannot carry a script.
fn picture_kind(said: &HeaderValue) -> Option<HeaderValue> {
    let said = said.to_str().ok()?.split(';').next()?.trim().to_ascii_lowercase();
    ["image/jpeg", "image/png", "image/webp", "image/gif"]
        .into_iter()
        .find(|kind| *kind == said)
        .map(HeaderValue::from_static)
}

async fn contact_picture(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path((contact, _version)): Path<(ContactId, String)>,
) -> Response {
    picture(&state, state.store.contact_picture(viewer.member, contact).await).await
}

async fn room_picture(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path((room, _version)): Path<(RoomId, String)>,
) -> Response {
    picture(&state, state.store.group_picture(viewer.member, room).await).await
}

async fn account_picture(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path((connection, _version)): Path<(ConnectionId, String)>,
) -> Response {
    picture(&state, state.store.account_picture(viewer.member, connection).await).await
}

/// The picture at the address that the store gave.
async fn picture(state: &AppState, url: Result<String, StoreError>) -> Response {
    let url = match url {
        Ok(url) => url,
        Err(StoreError::NotFound) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a picture's address cannot be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    match state.pictures.fetch(&url).await {
        Ok((kind, bytes)) => {
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOREVER)], bytes)
                .into_response()
        }
        Err(reason) => {
            tracing::warn!("no picture: {reason}");
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}
