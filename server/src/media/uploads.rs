//! `/uploads`: files that members send come here in parts. A part may come again, so that a bad network
//! costs one part. What is begun here belongs to the member who began it, and to one room.
//!
//! - `POST /uploads` says what will come ([`NewUpload`]);
//! - `PUT /uploads/{id}/parts/{n}` brings a part, `PUT /uploads/{id}/still` a still of a video;
//! - `POST /uploads/{id}` says that all has come ([`Seen`]), and is answered with what it is now;
//! - `DELETE /uploads/{id}` gives it up.

use app::{
    api::ApiError,
    backend::Viewer,
    domain::{Media, MediaId, NewUpload, Seen, UploadFault, upload},
};
use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{post, put},
};

use super::{
    ShareKey, StorageError,
    outgoing::{Bench, NotWhole},
    storage::Part,
};
use crate::{
    backend::api_error,
    router::status_of,
    state::AppState,
    store::{
        StoreError,
        uploads::{BeginUpload, DropUpload, FinishUpload, Upload, fits},
    },
};

/// The largest still that is taken, in bytes.
const STILL_BYTES: usize = 2 << 20;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/uploads", post(begin))
        .route("/uploads/{id}", post(finish).delete(give_up))
        .route("/uploads/{id}/parts/{part}", put(keep_part))
        .route("/uploads/{id}/still", put(keep_still))
        .layer(DefaultBodyLimit::max(STILL_BYTES.max(upload::PART_BYTES as usize)))
}

/// Why a call came to nothing.
enum NotTaken {
    /// Something is wrong with the file.
    Fault(UploadFault),
    /// As for every call.
    Api(ApiError),
}

impl From<StoreError> for NotTaken {
    fn from(error: StoreError) -> Self {
        Self::Api(api_error(error))
    }
}

impl From<UploadFault> for NotTaken {
    fn from(fault: UploadFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<StorageError> for NotTaken {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "an upload cannot be kept");
        Self::Api(ApiError::Unavailable)
    }
}

impl From<NotWhole> for NotTaken {
    fn from(error: NotWhole) -> Self {
        match error {
            NotWhole::Incomplete => UploadFault::Incomplete.into(),
            NotWhole::Storage(error) => error.into(),
        }
    }
}

impl IntoResponse for NotTaken {
    fn into_response(self) -> Response {
        match self {
            Self::Fault(fault) => (StatusCode::UNPROCESSABLE_ENTITY, Json(fault)).into_response(),
            Self::Api(error) => (status_of(&error), Json(error)).into_response(),
        }
    }
}

async fn begin(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Json(new): Json<NewUpload>,
) -> Result<StatusCode, NotTaken> {
    if !state.config.public_url.is_open_to_line() {
        return Err(UploadFault::NotOpen.into());
    }
    upload::check(app::domain::MediaKind::File, new.size)?;
    state.store.space_for(viewer.member, new.size).await??;
    let begin = BeginUpload { member: viewer.member, new, now: state.clock.now() };
    state.store.run(begin).await?;
    Ok(StatusCode::CREATED)
}

async fn keep_part(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path((media, part)): Path<(MediaId, u64)>,
    bytes: Bytes,
) -> Result<StatusCode, NotTaken> {
    let upload = state.store.upload(viewer.member, media).await?;
    if !fits(&upload, part, bytes.len() as u64) {
        return Err(UploadFault::Incomplete.into());
    }
    keep(&state, viewer, (media, &upload), Part::Nth(part), bytes).await
}

async fn keep_still(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(media): Path<MediaId>,
    bytes: Bytes,
) -> Result<StatusCode, NotTaken> {
    let upload = state.store.upload(viewer.member, media).await?;
    keep(&state, viewer, (media, &upload), Part::Still, bytes).await
}

async fn keep(
    state: &AppState,
    viewer: Viewer,
    (media, upload): (MediaId, &Upload),
    part: Part,
    bytes: Bytes,
) -> Result<StatusCode, NotTaken> {
    // What is whole has no parts any more.
    if upload.sendable.is_none() {
        state.storage.keep_part(media, part, bytes).await?;
        if state.store.upload(viewer.member, media).await.is_err() {
            // Given up while it was written: its bytes were removed before.
            state.storage.remove_parts(media).await?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn finish(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(media): Path<MediaId>,
    Json(seen): Json<Seen>,
) -> Result<Json<Media>, NotTaken> {
    let upload = state.store.upload(viewer.member, media).await?;
    if let Some(sendable) = upload.sendable {
        // Said again, after an answer that was lost.
        return Ok(Json(sendable.media(media, &upload.name)));
    }
    let bench = Bench { storage: &state.storage, shop: &state.photo_shop, media, upload: &upload };
    let sendable = bench.whole(seen).await?;
    let share = ShareKey::mint(&mut rand::rng());
    let finish = FinishUpload { member: viewer.member, media, sendable, share };
    match state.store.run(finish).await {
        Ok(media) => Ok(Json(media)),
        Err(error) => {
            if matches!(error, StoreError::NotFound) {
                // Given up while it was put together.
                state.storage.remove(media).await?;
            }
            Err(error.into())
        }
    }
}

async fn give_up(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(media): Path<MediaId>,
) -> Result<StatusCode, NotTaken> {
    state.store.run(DropUpload { member: viewer.member, media }).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
pub(super) mod tests;
