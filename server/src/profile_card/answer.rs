//! Cards as answers: drawn beside the threads that serve, and known again by what stands on them.
//! `GET /profile/card.png?shape=` is the member's own.

use app::{
    backend::Viewer,
    domain::{About, Introduction, Language, PhotoSize, PhotoVersion, Website},
    features::public_profile::invitation,
    i18n::{Locale, locale_for, request_locale},
};
use axum::{
    Extension, Router,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::{CardError, Shape, draw};
use crate::{
    state::AppState,
    store::{StoreError, key::hex},
};

/// Cards drawn at once: each has a processor for itself and some ten megabytes.
const AT_ONCE: usize = 2;

/// Another one where the design changes, so that browsers ask for what they have kept.
const DESIGN: &str = "1";

/// Draws cards.
pub struct Cards {
    free: Semaphore,
}

impl Default for Cards {
    fn default() -> Self {
        Self { free: Semaphore::new(AT_ONCE) }
    }
}

impl Cards {
    async fn draw(
        &self,
        card: Introduction,
        photo: Option<Vec<u8>>,
        invitation: &'static str,
        shape: Shape,
    ) -> Result<Vec<u8>, CardError> {
        // Never closed, so a place always comes.
        let _place = self.free.acquire().await;
        spawn_blocking(move || draw(&card, photo, invitation, shape)).await?
    }
}

/// Which card is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// Its shape.
    #[serde(default)]
    pub shape: Shape,
}

/// The member's own card.
pub fn routes() -> Router<AppState> {
    Router::new().route("/profile/card.png", get(own))
}

async fn own(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let card = state.store.introduction(viewer.member).await;
    answer(&state, &headers, card, wanted).await
}

/// The card of a member, or the answer that there is none. A browser asks each time whether it is
/// still the same, so that nothing is shown that has been taken back.
pub async fn answer(
    state: &AppState,
    headers: &HeaderMap,
    card: Result<Introduction, StoreError>,
    Wanted { shape }: Wanted,
) -> Response {
    let card = match card {
        Ok(card) => card,
        Err(StoreError::NotFound) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "what stands on a card cannot be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let invitation = invitation(locale(&card, headers));
    let tag = tag(&card, invitation, shape);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let kept = [
        (header::ETAG, HeaderValue::try_from(&tag).unwrap_or(HeaderValue::from_static("\"\""))),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (header::VARY, HeaderValue::from_static("accept-language, cookie")),
    ];
    if known.is_some_and(|known| known.contains(&tag)) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let photo = match &card.photo {
        Some(version) => photo(state, version).await,
        None => None,
    };
    match state.cards.draw(card, photo, invitation, shape).await {
        Ok(png) => (kept, [(header::CONTENT_TYPE, "image/png")], png).into_response(),
        Err(error) => {
            tracing::error!(%error, "a card could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The picture itself. A card without it is better than none.
async fn photo(state: &AppState, version: &PhotoVersion) -> Option<Vec<u8>> {
    match state.store.photo(version, PhotoSize::Large).await {
        Ok(photo) => photo.map(Into::into),
        Err(error) => {
            tracing::error!(%error, "a photo cannot be read for a card");
            None
        }
    }
}

/// The language of a card: the member's, or where they have chosen none, that of whoever asks.
fn locale(card: &Introduction, headers: &HeaderMap) -> Locale {
    match card.language {
        Language::Auto => request_locale(headers),
        chosen @ (Language::En | Language::Ja) => locale_for(chosen, ""),
    }
}

/// Stands for everything that is on a card.
fn tag(card: &Introduction, invitation: &str, shape: Shape) -> String {
    let Introduction { name, profile, line_id, photo, .. } = card;
    let place = card.place();
    let parts = [
        Some(DESIGN),
        Some(shape.name()),
        Some(invitation),
        Some(name),
        place.as_deref(),
        photo.as_ref().map(PhotoVersion::as_str),
        profile.about.as_ref().map(About::as_str),
        profile.phone.as_ref().map(|phone| phone.shown.as_str()),
        profile.website.as_ref().map(Website::shown),
        Some(line_id),
    ];
    let mut digest = Sha256::new();
    for part in parts {
        let part = part.unwrap_or_default();
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    format!("\"{}\"", hex(&digest.finalize()[..16]))
}
