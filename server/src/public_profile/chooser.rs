//! `/profile/public` and what its forms post to: under which address a member's public page is. To a
//! member whom no LINE user can reach there is no such page.

use app::{
    backend::Viewer,
    domain::{MemberId, PageKey, PageName},
    features::{
        login::Frame,
        public_profile::{ChooserPage, Said, chooser_page},
    },
};
use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, FromRequestParts, Query},
    http::request::Parts,
    middleware::from_fn,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::no_page;
use crate::{
    auth::middleware::require_on_page,
    site,
    state::AppState,
    store::{
        StoreError,
        public_page::{NamePublicPage, OpenPublicPage, RenewPublicPage},
    },
};

/// The forms have one short field.
const MAX_FORM_BYTES: usize = 1024;

/// The page and its forms.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/profile/public", get(show).post(choose))
        .route("/profile/public/new", post(renew))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn(require_on_page))
}

/// A member's request.
struct Asked {
    state: AppState,
    member: MemberId,
    frame: Frame,
}

impl FromRequestParts<AppState> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let frame = Frame::of(&parts.headers, site::stylesheet(&state.leptos));
        let viewer = Extension::<Viewer>::from_request_parts(parts, state).await;
        let Extension(Viewer { member }) = viewer.map_err(IntoResponse::into_response)?;
        Ok(Self { state: state.clone(), member, frame })
    }
}

/// What was just done.
#[derive(Debug, Deserialize)]
struct At {
    said: Option<Word>,
}

/// [`Said`], as it stands in an address.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Kept,
    Renewed,
}

impl Asked {
    /// The page. Its address is made when it is first looked for.
    async fn page(&self, said: Option<Said>) -> Result<String, StoreError> {
        let Self { state, member, frame } = self;
        let introduction = state.store.introduction(*member).await?;
        let open = OpenPublicPage { member: *member, fresh: fresh() };
        let page = state.store.run(open).await?;
        Ok(chooser_page(ChooserPage {
            frame: frame.clone(),
            page,
            line_id: introduction.line_id,
            origin: state.config.public_url.origin().to_owned(),
            said,
        }))
    }

    /// Back to the page when it is done.
    fn done(&self, done: Result<(), StoreError>, word: &str) -> Response {
        match done {
            Ok(()) => Redirect::to(&format!("/profile/public?said={word}")).into_response(),
            Err(error) => no_page(&self.frame, &error),
        }
    }
}

fn fresh() -> PageKey {
    PageKey::of(rand::random())
}

async fn show(asked: Asked, Query(at): Query<At>) -> Response {
    let said = at.said.map(|word| match word {
        Word::Kept => Said::Kept,
        Word::Renewed => Said::Renewed,
    });
    match asked.page(said).await {
        Ok(page) => Html(page).into_response(),
        Err(error) => no_page(&asked.frame, &error),
    }
}

#[derive(Deserialize)]
struct Choice {
    name: PageName,
}

async fn choose(asked: Asked, Form(Choice { name }): Form<Choice>) -> Response {
    let choose = NamePublicPage { member: asked.member, name };
    let done = asked.state.store.run(choose).await;
    asked.done(done, "kept")
}

async fn renew(asked: Asked) -> Response {
    let renew = RenewPublicPage { member: asked.member, fresh: fresh() };
    let done = asked.state.store.run(renew).await;
    asked.done(done, "renewed")
}
