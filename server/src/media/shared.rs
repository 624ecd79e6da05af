//! `GET /files/{key}/…`: what members sent, for LINE, which fetches it by its address, and for whoever
//! was given a file's link. There is no session here; the address is the secret, and it lasts as long as
//! the message is kept.

use app::domain::Timestamp;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    ShareKey,
    files::{Audience, File, serve, serve_small},
};
use crate::{
    auth::{
        limit::{Neighbourhood, Rate, TooManyTries, Tries},
        visitor::Visitor,
    },
    state::AppState,
    store::StoreError,
};

/// One address is fetched by LINE for each recipient, by players piece by piece, and by people; not
/// faster than this for long.
const BY_KEY: Rate = Rate { burst: 600, every_ms: 100 };
/// Nobody guesses an address; who tries is soon slow.
const BY_GUESS: Rate = Rate { burst: 30, every_ms: 10_000 };

/// How often shared media is asked for.
pub struct ShareLimit {
    keys: Tries<String>,
    guesses: Tries<Neighbourhood>,
}

impl Default for ShareLimit {
    fn default() -> Self {
        Self { keys: Tries::new(BY_KEY), guesses: Tries::new(BY_GUESS) }
    }
}

impl ShareLimit {
    fn of_guess(&self, visitor: &Visitor, now: Timestamp) -> Result<(), TooManyTries> {
        self.guesses.take(visitor.address.into(), now)
    }
}

/// The route.
pub fn routes() -> Router<AppState> {
    Router::new().route("/files/{key}/{file}", get(shared))
}

async fn shared(
    State(state): State<AppState>,
    Path((key, file)): Path<(String, String)>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Response {
    let now = state.clock.now();
    let known = match ShareKey::parse(&key) {
        Some(key) => state.store.shared_media(&key).await,
        None => Err(StoreError::NotFound),
    };
    let (media, held) = match known {
        Ok(found) => found,
        Err(StoreError::NotFound) => {
            return match state.share_limit.of_guess(&visitor, now) {
                Ok(()) => StatusCode::NOT_FOUND.into_response(),
                Err(wait) => slower(wait),
            };
        }
        Err(error) => {
            tracing::error!(%error, "shared media cannot be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    if let Err(wait) = state.share_limit.keys.take(key, now) {
        return slower(wait);
    }
    if file == "small.jpg" && held.has_small {
        return serve_small(&state, media, Audience::Anybody, &headers).await;
    }
    serve(&state, File::original(media, &held, Audience::Anybody), &headers).await
}

fn slower(TooManyTries { wait }: TooManyTries) -> Response {
    let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
    let seconds = HeaderValue::from(wait.as_secs() + 1);
    response.headers_mut().insert(header::RETRY_AFTER, seconds);
    response
}

#[cfg(test)]
mod tests;
