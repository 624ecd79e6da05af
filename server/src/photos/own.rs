//! The page on which members change their own photo. Each act answers with the page again, at an
//! address that may be reloaded.

use app::{
    backend::Viewer,
    features::{
        login::{Frame, Trouble, error_page},
        photo::{MyPhotoPage, PhotoFault, PhotoSaid, my_photo_page},
    },
};
use axum::{
    Extension, Router,
    extract::{FromRequestParts, Query, State},
    http::{StatusCode, request::Parts},
    middleware::from_fn,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::upload::{self, NotTaken, Upload};
use crate::{
    auth::middleware::require_on_page,
    media::Framing,
    site,
    state::AppState,
    store::{StoreError, photos::NewPhoto},
};

/// The page and its forms.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/profile/photo", get(show).post(save))
        .route("/profile/photo/remove", post(remove))
        .layer(upload::limit())
        .layer(from_fn(require_on_page))
}

/// What was just done.
#[derive(Deserialize)]
struct At {
    said: Option<PhotoSaid>,
}

/// A signed-in member before their own photo.
struct Mirror {
    state: AppState,
    viewer: Viewer,
    frame: Frame,
}

impl FromRequestParts<AppState> for Mirror {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let viewer = Extension::<Viewer>::from_request_parts(parts, state).await;
        let viewer = viewer.map_err(IntoResponse::into_response)?.0;
        let frame = Frame::of(&parts.headers, site::stylesheet(&state.leptos));
        Ok(Self { state: state.clone(), viewer, frame })
    }
}

impl Mirror {
    async fn page(&self, fault: Option<PhotoFault>, said: Option<PhotoSaid>) -> Response {
        match self.state.store.member_person(self.viewer.member).await {
            Ok(me) => {
                let (id, frame) = (self.viewer.member, self.frame.clone());
                let (name, picture) = (me.name, me.picture);
                let page = MyPhotoPage { frame, id, name, picture, fault, said };
                let status = fault.map_or(StatusCode::OK, upload::status);
                (status, Html(my_photo_page(page))).into_response()
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Changes the photo, and leads back to the page.
    async fn set(&self, photo: Option<NewPhoto>, said: &str) -> Response {
        match self.state.store.set_photo(self.viewer.member, photo).await {
            Ok(()) => Redirect::to(&format!("/profile/photo?said={said}")).into_response(),
            Err(error) => self.failed(&error),
        }
    }

    fn failed(&self, error: &StoreError) -> Response {
        tracing::error!(%error, "a member's photo page failed");
        self.sorry()
    }

    fn sorry(&self) -> Response {
        let page = error_page(&self.frame, Trouble::Failed);
        (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response()
    }
}

async fn show(mirror: Mirror, Query(At { said }): Query<At>) -> Response {
    mirror.page(None, said).await
}

async fn save(mirror: Mirror, State(state): State<AppState>, upload: Upload) -> Response {
    match upload.photo(&state, Framing::Middle).await {
        Ok(photo) => mirror.set(Some(photo), "kept").await,
        Err(NotTaken::Fault(fault)) => mirror.page(Some(fault), None).await,
        Err(NotTaken::Failed) => mirror.sorry(),
    }
}

async fn remove(mirror: Mirror) -> Response {
    mirror.set(None, "removed").await
}
