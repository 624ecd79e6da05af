//! Pictures of stickers (`/stickers/…`) and LINE emoji (`/emoji/…`), for members who may talk with LINE
//! users. They are LINE's: fetched when somebody looks at them, kept in memory for the next, and never
//! on disk.

mod drawing;
mod shelf;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, PoisonError};
#[cfg(test)]
use std::time::Duration;

use app::{backend::Viewer, domain::Timestamp};
use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use self::{
    drawing::Drawing,
    shelf::{Place, Shelf},
};
use super::{
    FOREVER,
    pictures::{NoPicture, Pictures},
};
use crate::{config::ServiceUrl, state::AppState};

/// As long as the shelf knows that there is none.
const A_WHILE: HeaderValue = HeaderValue::from_static("private, max-age=600");

/// What every PNG begins with, the moving ones included.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/stickers/{sticker}/still.png", get(still))
        .route("/stickers/{sticker}/moving.png", get(moving))
        .route("/emoji/{product}/{file}", get(emoji))
}

/// Fetches the pictures and keeps them for a while.
pub struct Stickers {
    base: ServiceUrl,
    fetcher: Pictures,
    shelf: Mutex<Shelf>,
}

/// What LINE has under an address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    /// A PNG.
    Picture(Bytes),
    /// Nothing.
    Missing,
    /// Nobody knows: it could not be had, or is no PNG.
    Failed,
}

impl Stickers {
    /// A shelf for what LINE has at `base`.
    ///
    /// # Errors
    /// When no TLS is to be had on this machine.
    pub fn new(base: ServiceUrl) -> Result<Self, reqwest::Error> {
        Ok(Self::by(base, Pictures::new()?))
    }

    /// The same that waits for so long.
    #[cfg(test)]
    fn with_patience(base: ServiceUrl, patience: Duration) -> Result<Self, reqwest::Error> {
        Ok(Self::by(base, Pictures::with_patience(patience)?))
    }

    fn by(base: ServiceUrl, fetcher: Pictures) -> Self {
        Self { base, fetcher, shelf: Mutex::default() }
    }

    /// A drawing, from the shelf if it is there. Those who want the same at once wait for one fetch.
    async fn picture(&self, drawing: &Drawing, now: Timestamp) -> Outcome {
        let fetch = match self.with_shelf(|shelf| shelf.look(drawing, now)) {
            Place::Kept(outcome) => return outcome,
            Place::UnderWay(fetch) => fetch,
        };
        // Whoever gives up while they fetch leaves the fetching to the next who waits.
        let outcome = fetch.get_or_init(|| async {
            let outcome = self.fetch(drawing).await;
            self.with_shelf(|shelf| shelf.put(drawing, &outcome, now));
            outcome
        });
        outcome.await.clone()
    }

    async fn fetch(&self, drawing: &Drawing) -> Outcome {
        let base = self.base.url().as_str().trim_end_matches('/');
        let fetched = self.fetcher.get(&format!("{base}{}", drawing.path())).await;
        match fetched {
            Ok(fetched) if fetched.bytes.starts_with(PNG) => Outcome::Picture(fetched.bytes),
            Err(NoPicture::Status(StatusCode::NOT_FOUND | StatusCode::FORBIDDEN)) => {
                Outcome::Missing
            }
            Ok(_) => failed(&NoPicture::NotAPicture),
            Err(reason) => failed(&reason),
        }
    }

    fn with_shelf<T>(&self, act: impl FnOnce(&mut Shelf) -> T) -> T {
        // What a panic left behind is a cache all the same.
        act(&mut self.shelf.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn failed(reason: &NoPicture) -> Outcome {
    tracing::warn!("no picture of a sticker: {reason}");
    Outcome::Failed
}

async fn still(
    state: State<AppState>,
    viewer: Extension<Viewer>,
    Path(sticker): Path<String>,
) -> Response {
    answer(state, viewer, Drawing::still(&sticker)).await
}

async fn moving(
    state: State<AppState>,
    viewer: Extension<Viewer>,
    Path(sticker): Path<String>,
) -> Response {
    answer(state, viewer, Drawing::moving(&sticker)).await
}

async fn emoji(
    state: State<AppState>,
    viewer: Extension<Viewer>,
    Path((product, file)): Path<(String, String)>,
) -> Response {
    let emoji = file.strip_suffix(".png");
    answer(state, viewer, emoji.and_then(|emoji| Drawing::emoji(&product, emoji))).await
}

async fn answer(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    drawing: Option<Drawing>,
) -> Response {
    let Some(drawing) = drawing else { return StatusCode::NOT_FOUND.into_response() };
    match state.store.permitted(viewer.member).await {
        Ok(true) => {}
        Ok(false) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "whether a member may see stickers cannot be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    }
    match state.stickers.picture(&drawing, state.clock.now()).await {
        Outcome::Picture(bytes) => png(bytes),
        Outcome::Missing => {
            (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, A_WHILE)]).into_response()
        }
        Outcome::Failed => StatusCode::BAD_GATEWAY.into_response(),
    }
}

/// What comes from elsewhere is a picture and can be nothing else, even when opened by itself.
fn png(bytes: Bytes) -> Response {
    const APART: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
        (header::CACHE_CONTROL, FOREVER),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (APART, HeaderValue::from_static("same-origin")),
    ];
    (headers, bytes).into_response()
}
