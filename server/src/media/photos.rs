//! `GET /photos/{version}/{file}`: the pictures that the company shows of itself, for everybody who has
//! the address. LINE and the readers of public pages have no session; nobody can guess an address.

use app::domain::{PhotoSize, PhotoVersion};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::state::AppState;

/// Another picture has another address.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The route.
pub fn routes() -> Router<AppState> {
    Router::new().route("/photos/{version}/{file}", get(photo))
}

async fn photo(
    State(state): State<AppState>,
    Path((version, file)): Path<(String, String)>,
) -> Response {
    let size = PhotoSize::ALL.into_iter().find(|size| size.file() == file);
    let (Some(version), Some(size)) = (PhotoVersion::parse(&version), size) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match state.store.photo(&version, size).await {
        Ok(Some(bytes)) => {
            let headers = [(header::CONTENT_TYPE, kind(size)), (header::CACHE_CONTROL, FOREVER)];
            (headers, bytes).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a photo cannot be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

const fn kind(size: PhotoSize) -> HeaderValue {
    HeaderValue::from_static(match size {
        PhotoSize::Small | PhotoSize::Large => "image/jpeg",
        PhotoSize::Icon => "image/png",
    })
}
