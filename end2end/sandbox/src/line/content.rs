//! The data host: what users sent as image, video, audio or file.

use std::convert::Infallible;

use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde_json::{Value, json};

use super::{
    call::Call,
    error::{Answer, LineError},
};
use crate::{
    picture,
    sandbox::Shared,
    world::content::{Content, Progress},
};

/// `GET /v2/bot/message/{messageId}/content`
pub async fn content(
    State(sandbox): State<Shared>,
    Path(id): Path<String>,
    call: Call,
) -> Answer<Response> {
    when_ready(&sandbox, &id, &call, |content| Ok(bytes(content)))
}

/// `GET /v2/bot/message/{messageId}/content/preview`
pub async fn preview(
    State(sandbox): State<Shared>,
    Path(id): Path<String>,
    call: Call,
) -> Answer<Response> {
    when_ready(&sandbox, &id, &call, |content| match content.kind.as_str() {
        "image" => Ok(bytes(content)),
        "video" => {
            let still = picture::landscape(3);
            Ok(([(header::CONTENT_TYPE, "image/png")], still).into_response())
        }
        _ => Err(LineError::bad("The content can not be previewed")),
    })
}

fn when_ready(
    sandbox: &Shared,
    id: &str,
    call: &Call,
    answer: impl FnOnce(&Content) -> Answer<Response>,
) -> Answer<Response> {
    match sandbox.world().content(&call.channel, id, sandbox.clock.now().at)? {
        Progress::Preparing(_) => Ok((StatusCode::ACCEPTED, Json(json!({}))).into_response()),
        Progress::Ready(content) => answer(content),
    }
}

/// The bytes under their type, made up as they go where there is much of it.
pub fn bytes(content: &Content) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content.content_type.clone()),
        (header::CONTENT_LENGTH, content.length().to_string()),
    ];
    let pieces = stream::iter(content.pieces().map(Ok::<_, Infallible>));
    (headers, Body::from_stream(pieces)).into_response()
}

/// `GET /v2/bot/message/{messageId}/content/transcoding`
pub async fn transcoding(
    State(sandbox): State<Shared>,
    Path(id): Path<String>,
    call: Call,
) -> Answer<Json<Value>> {
    let world = sandbox.world();
    let (content, status) = match world.content(&call.channel, &id, sandbox.clock.now().at)? {
        Progress::Preparing(content) => (content, "processing"),
        Progress::Ready(content) => (content, "succeeded"),
    };
    if !matches!(content.kind.as_str(), "video" | "audio") {
        return Err(LineError::bad("The content is neither video nor audio"));
    }
    Ok(Json(json!({ "status": status })))
}
