//! The page on which members give a room with several people a picture. To whoever may not see the room,
//! and for direct rooms, it does not exist.

use app::{
    domain::RoomId,
    features::photo::{
        PhotoFault, PhotoSaid, Presence, RoomPhotoPage, room_photo_page, room_photo_path,
    },
};
use axum::{
    Router,
    extract::{Path, Query},
    http::StatusCode,
    middleware::from_fn,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::upload::{self, NotTaken, Upload};
use crate::{
    auth::middleware::require_on_page,
    media::Framing,
    plain::{Asked, back, sorry},
    state::AppState,
    store::{edit_room::SetRoomPhoto, photos::NewPhoto},
};

/// The page and its forms.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/rooms/{room}/photo", get(show).post(save))
        .route("/rooms/{room}/photo/remove", post(remove))
        .layer(upload::limit())
        .layer(from_fn(require_on_page))
}

/// What was just done.
#[derive(Deserialize)]
struct At {
    said: Option<PhotoSaid>,
}

/// The page, with what is wrong with the file that was posted.
async fn page(
    asked: &Asked,
    id: RoomId,
    fault: Option<PhotoFault>,
    said: Option<PhotoSaid>,
) -> Response {
    match asked.state.store.room_face(asked.member, id).await {
        Ok(face) => {
            let present = if face.own.is_some() { Presence::Present } else { Presence::Absent };
            let (name, picture, frame) = (face.name, face.picture, asked.frame.clone());
            let page = RoomPhotoPage { frame, id, name, picture, present, fault, said };
            let status = fault.map_or(StatusCode::OK, upload::status);
            (status, Html(room_photo_page(page))).into_response()
        }
        Err(error) => asked.no_page(error).into_response(),
    }
}

async fn set(asked: &Asked, room: RoomId, photo: Option<NewPhoto>, said: PhotoSaid) -> Response {
    let set = SetRoomPhoto { member: asked.member, room, photo };
    match asked.state.store.run(set).await {
        Ok(()) => back(&room_photo_path(room), &[], said),
        Err(error) => asked.no_page(error).into_response(),
    }
}

async fn show(asked: Asked, Path(room): Path<RoomId>, Query(At { said }): Query<At>) -> Response {
    page(&asked, room, None, said).await
}

async fn save(asked: Asked, Path(room): Path<RoomId>, upload: Upload) -> Response {
    // What is not for this member is not drawn first.
    if let Err(error) = asked.state.store.room_face(asked.member, room).await {
        return asked.no_page(error).into_response();
    }
    match upload.photo(&asked.state, Framing::Middle).await {
        Ok(photo) => set(&asked, room, Some(photo), PhotoSaid::Kept).await,
        Err(NotTaken::Fault(fault)) => page(&asked, room, Some(fault), None).await,
        Err(NotTaken::Failed) => sorry(&asked.frame),
    }
}

async fn remove(asked: Asked, Path(room): Path<RoomId>) -> Response {
    set(&asked, room, None, PhotoSaid::Removed).await
}
