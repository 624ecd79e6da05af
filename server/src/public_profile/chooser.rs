//! `/profile/public` and what its forms post to: under which address a member's public page is. To a
//! member whom no LINE user can reach there is no such page.

use app::{
    domain::{PageKey, PageName},
    features::public_profile::{ChooserPage, ChooserSaid, chooser_page},
};
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Query},
    middleware::from_fn,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use crate::{
    auth::middleware::require_on_page,
    plain::{Asked, NoPage, back},
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

/// Which word is said.
#[derive(Debug, Deserialize)]
struct At {
    said: Option<ChooserSaid>,
}

async fn page(asked: &Asked, said: Option<ChooserSaid>) -> Result<String, StoreError> {
    let Asked { state, member, frame } = asked;
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

fn done(asked: &Asked, done: Result<(), StoreError>, said: ChooserSaid) -> Response {
    match done {
        Ok(()) => back("/profile/public", &[], said),
        Err(error) => asked.no_page(error).into_response(),
    }
}

fn fresh() -> PageKey {
    PageKey::of(rand::random())
}

async fn show(asked: Asked, Query(At { said }): Query<At>) -> Result<Html<String>, NoPage> {
    page(&asked, said).await.map(Html).map_err(|error| asked.no_page(error))
}

#[derive(Deserialize)]
struct Choice {
    name: PageName,
}

async fn choose(asked: Asked, Form(Choice { name }): Form<Choice>) -> Response {
    let choose = NamePublicPage { member: asked.member, name };
    done(&asked, asked.state.store.run(choose).await, ChooserSaid::Kept)
}

async fn renew(asked: Asked) -> Response {
    let renew = RenewPublicPage { member: asked.member, fresh: fresh() };
    done(&asked, asked.state.store.run(renew).await, ChooserSaid::Renewed)
}
