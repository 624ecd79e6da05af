//! `GET /media/{id}` and `/media/{id}/small`: what was sent, for members who may see the message it is
//! in; to everybody else it does not exist. And how its bytes are answered, whoever asks.
//!
//! Nothing that somebody sent can run here: bytes are shown only as types that carry no script, and are
//! saved otherwise; a browser may not guess another type, and what is opened by itself is in a sandbox.

use app::{
    backend::Viewer,
    domain::{MediaId, MediaKind},
};
use axum::{
    Extension, Router,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    FOREVER, SANDBOX, kinds, names,
    range::{Part, part},
    storage::{Size, StorageError},
};
use crate::{
    state::AppState,
    store::{StoreError, media::Held},
};

/// What has been shared can be taken out of reach.
const AN_HOUR: HeaderValue = HeaderValue::from_static("private, max-age=3600");
const APART: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const ANYTHING: &str = "application/octet-stream";

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new().route("/media/{id}", get(original)).route("/media/{id}/small", get(small))
}

/// How it is wanted.
#[derive(Deserialize)]
struct Wish {
    /// To be saved.
    download: Option<String>,
}

/// Who is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A member, in the messenger.
    Member,
    /// Whoever has the address: LINE, and LINE users.
    Anybody,
}

impl Audience {
    const fn cache(self) -> HeaderValue {
        match self {
            Self::Member => FOREVER,
            Self::Anybody => AN_HOUR,
        }
    }

    const fn apart(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Member => "same-origin",
            Self::Anybody => "cross-origin",
        })
    }
}

/// A file as it is to be served.
pub struct File {
    media: MediaId,
    bytes: u64,
    content_type: HeaderValue,
    disposition: Option<HeaderValue>,
    audience: Audience,
}

impl File {
    /// Media as it was sent: shown as what it is, where that carries no script, and else to be saved.
    pub fn original(media: MediaId, held: &Held, audience: Audience) -> Self {
        let shown = held.content_type.as_deref().filter(|_| held.kind != MediaKind::File);
        let content_type = HeaderValue::try_from(shown.unwrap_or(ANYTHING));
        let file = Self {
            media,
            bytes: held.size,
            content_type: content_type.unwrap_or(HeaderValue::from_static(ANYTHING)),
            disposition: None,
            audience,
        };
        if shown.is_some() { file } else { file.for_saving(held) }
    }

    fn for_saving(self, held: &Held) -> Self {
        let disposition = names::attachment(&name(self.media, held));
        Self { disposition: HeaderValue::try_from(disposition).ok(), ..self }
    }

    fn tag(&self) -> String {
        format!("\"{}\"", self.media.uuid().simple())
    }
}

async fn original(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    match held(&state, viewer, &id).await {
        Ok((media, held)) => {
            let file = File::original(media, &held, Audience::Member);
            let file = if wish.download.is_some() { file.for_saving(&held) } else { file };
            serve(&state, file, &headers).await
        }
        Err(status) => status.into_response(),
    }
}

async fn small(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match held(&state, viewer, &id).await {
        Ok((media, held)) if held.has_small => {
            serve_small(&state, media, Audience::Member, &headers).await
        }
        Ok(_) => StatusCode::NOT_FOUND.into_response(),
        Err(status) => status.into_response(),
    }
}

/// Answers with the small picture of media that has one.
pub async fn serve_small(
    state: &AppState,
    media: MediaId,
    audience: Audience,
    asked: &HeaderMap,
) -> Response {
    let content_type = HeaderValue::from_static("image/jpeg");
    let file = File { media, bytes: 0, content_type, disposition: None, audience };
    if is_known(asked, &file) {
        return head(StatusCode::NOT_MODIFIED, &file);
    }
    match state.storage.whole(media, Size::Small).await {
        Ok(bytes) => {
            let mut response = head(StatusCode::OK, &file);
            *response.body_mut() = bytes.into();
            response
        }
        Err(error) => missing(media, &error).into_response(),
    }
}

async fn held(state: &AppState, viewer: Viewer, id: &str) -> Result<(MediaId, Held), StatusCode> {
    let media: MediaId = id.parse().map_err(|_| StatusCode::NOT_FOUND)?;
    match state.store.media(viewer.member, media).await {
        Ok(held) => Ok((media, held)),
        Err(StoreError::NotFound) => Err(StatusCode::NOT_FOUND),
        Err(error) => {
            tracing::error!(%error, "who may have media cannot be read");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// What a file is saved as.
fn name(media: MediaId, held: &Held) -> String {
    held.name.clone().unwrap_or_else(|| {
        let short = &media.uuid().simple().to_string()[..12];
        let end = held.content_type.as_deref().map_or("", kinds::extension);
        format!("line-{short}{end}")
    })
}

/// Answers with a file, or the part of it that is asked for.
pub async fn serve(state: &AppState, file: File, asked: &HeaderMap) -> Response {
    if is_known(asked, &file) {
        return head(StatusCode::NOT_MODIFIED, &file);
    }
    let is_same = said(asked, header::IF_RANGE).is_none_or(|known| known == file.tag());
    let range = said(asked, header::RANGE).filter(|_| is_same);
    let (mut response, range) = match part(range, file.bytes) {
        Part::Whole => (head(StatusCode::OK, &file), 0..file.bytes),
        Part::Some(range) => (head(StatusCode::PARTIAL_CONTENT, &file), range),
        Part::Beyond => return beyond(&file),
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, (range.end - range.start).into());
    if range.is_empty() {
        return response;
    }
    if response.status() == StatusCode::PARTIAL_CONTENT {
        let text = format!("bytes {}-{}/{}", range.start, range.end - 1, file.bytes);
        if let Ok(value) = HeaderValue::try_from(text) {
            response.headers_mut().insert(header::CONTENT_RANGE, value);
        }
    }
    match state.storage.read(file.media, Size::Original, range).await {
        Ok(bytes) => {
            *response.body_mut() = Body::from_stream(bytes);
            response
        }
        Err(error) => missing(file.media, &error).into_response(),
    }
}

fn said(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Whether the browser has it already, and only asks whether it still is what it was.
fn is_known(headers: &HeaderMap, file: &File) -> bool {
    let is_tag = |one: &str| one.trim().trim_start_matches("W/") == file.tag();
    said(headers, header::IF_NONE_MATCH)
        .is_some_and(|tags| tags.trim() == "*" || tags.split(',').any(is_tag))
}

fn head(status: StatusCode, file: &File) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, file.content_type.clone());
    headers.insert(header::CACHE_CONTROL, file.audience.cache());
    headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    headers.insert(APART, file.audience.apart());
    if let Ok(tag) = HeaderValue::try_from(file.tag()) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(disposition) = &file.disposition {
        headers.insert(header::CONTENT_DISPOSITION, disposition.clone());
    }
    response
}

fn beyond(file: &File) -> Response {
    let range = format!("bytes */{}", file.bytes);
    (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, range)]).into_response()
}

/// Its row is here and its bytes are not: it is being removed, or the storage is not the one it was.
fn missing(media: MediaId, error: &StorageError) -> StatusCode {
    tracing::error!(%media, %error, "media cannot be read");
    match error {
        StorageError::NotFound => StatusCode::NOT_FOUND,
        StorageError::Failed(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[cfg(test)]
mod tests;
