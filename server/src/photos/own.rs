//! The page on which members change their own photo. Each act answers with the page again, at an
//! address that may be reloaded.

use app::features::photo::{MyPhotoPage, PhotoFault, PhotoSaid, my_photo_page};
use axum::{
    Router,
    extract::Query,
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
    store::photos::NewPhoto,
};

const PAGE: &str = "/profile/photo";

/// The page and its forms.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PAGE, get(show).post(save))
        .route("/profile/photo/remove", post(remove))
        .layer(upload::limit())
        .layer(from_fn(require_on_page))
}

/// What was just done.
#[derive(Deserialize)]
struct At {
    said: Option<PhotoSaid>,
}

/// The page, with what is wrong with the file that was posted.
async fn page(asked: &Asked, fault: Option<PhotoFault>, said: Option<PhotoSaid>) -> Response {
    match asked.state.store.member_person(asked.member).await {
        Ok(me) => {
            let (id, frame) = (asked.member, asked.frame.clone());
            let (name, picture) = (me.name, me.picture);
            let page = MyPhotoPage { frame, id, name, picture, fault, said };
            let status = fault.map_or(StatusCode::OK, upload::status);
            (status, Html(my_photo_page(page))).into_response()
        }
        Err(error) => asked.no_page(error).into_response(),
    }
}

async fn set(asked: &Asked, photo: Option<NewPhoto>, said: PhotoSaid) -> Response {
    match asked.state.store.set_photo(asked.member, photo).await {
        Ok(()) => back(PAGE, &[], said),
        Err(error) => asked.no_page(error).into_response(),
    }
}

async fn show(asked: Asked, Query(At { said }): Query<At>) -> Response {
    page(&asked, None, said).await
}

async fn save(asked: Asked, upload: Upload) -> Response {
    match upload.photo(&asked.state, Framing::Middle).await {
        Ok(photo) => set(&asked, Some(photo), PhotoSaid::Kept).await,
        Err(NotTaken::Fault(fault)) => page(&asked, Some(fault), None).await,
        Err(NotTaken::Failed) => sorry(&asked.frame),
    }
}

async fn remove(asked: Asked) -> Response {
    set(&asked, None, PhotoSaid::Removed).await
}
