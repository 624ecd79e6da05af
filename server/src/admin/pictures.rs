//! `/admin/members/{member}/photo` and `/admin/logo`: the pictures that an admin gives.

use app::{
    domain::{MemberId, PhotoSize},
    features::{
        admin::{PicturePage, Whose, picture_page},
        photo::{PhotoFault, PhotoSaid},
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{desk::Desk, office::Office};
use crate::{
    media::Framing,
    photos::upload::{self, NotTaken, Upload},
    plain::{back, sorry},
    state::AppState,
    store::{
        StoreError,
        photos::{NewPhoto, SetLogo},
    },
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/members/{member}/photo", get(show_photo).post(save_photo))
        .route("/admin/members/{member}/photo/remove", post(remove_photo))
        .route("/admin/logo", get(show_logo).post(save_logo))
        .route("/admin/logo/remove", post(remove_logo))
        .layer(upload::limit())
}

impl Office {
    /// Gives a member another photo, or none. Every device that shows it learns of it.
    async fn set_photo(&self, member: MemberId, photo: Option<NewPhoto>) -> Result<(), StoreError> {
        let is_given = photo.is_some();
        tracing::info!(admin = %self.admin, %member, is_given, "a member's photo is set");
        self.store.set_photo(member, photo).await
    }

    /// Gives the company another logo, or none.
    async fn set_logo(&self, logo: Option<NewPhoto>) -> Result<(), StoreError> {
        let is_given = logo.is_some();
        tracing::info!(admin = %self.admin, is_given, "the company's logo is set");
        self.store.run(SetLogo(logo)).await
    }
}

/// What was just done.
#[derive(Deserialize)]
struct At {
    said: Option<PhotoSaid>,
}

/// What a picture is of.
#[derive(Clone, Copy)]
enum Subject {
    Member(MemberId),
    Company,
}

impl Subject {
    const fn framing(self) -> Framing {
        match self {
            Self::Member(_) => Framing::Middle,
            Self::Company => Framing::Whole,
        }
    }

    /// Whose picture it is, and where it is, if there is one.
    async fn now(self, desk: &Desk) -> Result<(Whose, Option<String>), StoreError> {
        Ok(match self {
            Self::Member(id) => {
                let person = desk.office.store.member_person(id).await?;
                (Whose::Member { id, name: person.name }, person.picture)
            }
            Self::Company => {
                let logo = desk.office.store.logo().await?;
                (Whose::Company, logo.map(|logo| logo.path(PhotoSize::Large)))
            }
        })
    }

    async fn show(
        self,
        desk: Desk,
        fault: Option<PhotoFault>,
        said: Option<PhotoSaid>,
    ) -> Response {
        match self.now(&desk).await {
            Ok((whose, picture)) => {
                let page = PicturePage { frame: desk.frame, whose, picture, fault, said };
                let status = fault.map_or(StatusCode::OK, upload::status);
                (status, Html(picture_page(page))).into_response()
            }
            Err(error) => desk.no_page(error).into_response(),
        }
    }

    async fn save(self, desk: Desk, state: &AppState, upload: Upload) -> Response {
        match upload.photo(state, self.framing()).await {
            Ok(photo) => self.set(desk, Some(photo), PhotoSaid::Kept).await,
            Err(NotTaken::Fault(fault)) => self.show(desk, Some(fault), None).await,
            Err(NotTaken::Failed) => sorry(&desk.frame),
        }
    }

    async fn set(self, desk: Desk, photo: Option<NewPhoto>, said: PhotoSaid) -> Response {
        let (done, path) = match self {
            Self::Member(member) => (
                desk.office.set_photo(member, photo).await,
                format!("/admin/members/{member}/photo"),
            ),
            Self::Company => (desk.office.set_logo(photo).await, "/admin/logo".to_owned()),
        };
        match done {
            Ok(()) => back(&path, &[], said),
            Err(error) => desk.no_page(error).into_response(),
        }
    }
}

async fn show_photo(
    desk: Desk,
    Path(member): Path<MemberId>,
    Query(At { said }): Query<At>,
) -> Response {
    Subject::Member(member).show(desk, None, said).await
}

async fn save_photo(
    desk: Desk,
    Path(member): Path<MemberId>,
    State(state): State<AppState>,
    upload: Upload,
) -> Response {
    Subject::Member(member).save(desk, &state, upload).await
}

async fn remove_photo(desk: Desk, Path(member): Path<MemberId>) -> Response {
    Subject::Member(member).set(desk, None, PhotoSaid::Removed).await
}

async fn show_logo(desk: Desk, Query(At { said }): Query<At>) -> Response {
    Subject::Company.show(desk, None, said).await
}

async fn save_logo(desk: Desk, State(state): State<AppState>, upload: Upload) -> Response {
    Subject::Company.save(desk, &state, upload).await
}

async fn remove_logo(desk: Desk) -> Response {
    Subject::Company.set(desk, None, PhotoSaid::Removed).await
}
