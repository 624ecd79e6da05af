//! `GET /pictures/{id}.png` and the sticker host.

use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{face, landscape, sticker};
use crate::{
    sandbox::{Sandbox, Shared},
    world::Picture,
};

/// The picture routes.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/pictures/{file}", get(picture))
        .route("/stickershop/v1/sticker/{id}/{device}/{file}", get(sticker_image))
}

impl Sandbox {
    fn picture_of(&self, id: &str) -> Picture {
        let world = self.world();
        let account = id.strip_prefix("oa-").and_then(|id| world.channels.get(id));
        account
            .map(|channel| channel.picture.clone())
            .or_else(|| world.users.get(id).map(|user| user.picture.clone()))
            .or_else(|| world.groups.get(id).map(|group| group.picture.clone()))
            .unwrap_or_default()
    }
}

fn image(content_type: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "public, max-age=60"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, bytes).into_response()
}

async fn picture(State(sandbox): State<Shared>, Path(file): Path<String>) -> Response {
    let Some(id) = file.strip_suffix(".png") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match sandbox.picture_of(id) {
        Picture::Upload { content_type, base64 } if content_type.starts_with("image/") => {
            image(&content_type, STANDARD.decode(base64).unwrap_or_default())
        }
        _ if sandbox.world().groups.contains_key(id) => {
            image("image/png", landscape(id.bytes().fold(0, u8::wrapping_add)))
        }
        _ => image("image/png", face(id)),
    }
}

async fn sticker_image(Path((id, _, file)): Path<(String, String, String)>) -> Response {
    // The real host takes options after a semicolon, such as `sticker.png;compress=true`.
    let name = file.split(';').next().unwrap_or_default();
    if name.strip_suffix(".png").is_none() || !id.bytes().all(|b| b.is_ascii_digit()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    image("image/png", sticker(&id))
}
