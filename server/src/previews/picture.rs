//! `GET /previews/{room}/{seq}/{name}`: the small picture of a message's preview, for members who may
//! see the message; to everybody else it does not exist. The reader's browser asks nobody else.

use app::{
    backend::Viewer,
    domain::{RoomId, Seq},
};
use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    media::{FOREVER, SANDBOX},
    state::AppState,
    store::StoreError,
};

const APART: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The route, for members.
pub fn routes() -> Router<AppState> {
    Router::new().route("/previews/{room}/{seq}/{name}", get(picture))
}

async fn picture(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path((room, seq, name)): Path<(RoomId, u32, String)>,
) -> Response {
    match state.store.preview_picture(viewer.member, (room, Seq(seq)), &name).await {
        Ok(bytes) => jpeg(bytes),
        Err(StoreError::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "the picture of a preview cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// We have drawn it, and it can be nothing but a picture all the same.
fn jpeg(bytes: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, FOREVER),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (APART, HeaderValue::from_static("same-origin")),
    ];
    (headers, bytes).into_response()
}
