//! `GET /p/{name}`: what everybody may see of a member who has given them the address, and its card.
//! `/profile/public` is where the member says which address that is.
//!
//! Nobody asks who is asking. A page that is not there is not there for any reason alike.

mod chooser;
#[cfg(test)]
mod tests;

use app::features::public_profile::{PublicProfile, public_page};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{Html, IntoResponse, Response},
    routing::get,
};

use crate::{
    plain::{self, NoPage},
    profile_card::{Shape, Wanted, answer},
    state::AppState,
};

pub use chooser::routes as own_routes;

/// Pictures have no head in which to ask for it.
const ROBOTS: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));

/// The page and its card.
pub fn routes() -> Router<AppState> {
    Router::new().route("/p/{name}", get(show)).route("/p/{name}/card.png", get(card))
}

/// Carries `no-store`, like every page: taken back is taken back with the next look. What LINE and
/// others have copied into the preview of a link stays with them until they look again, which takes
/// LINE some days; nobody can call it back, and the member is told so.
async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let frame = plain::frame(&state, &headers);
    let introduction = match state.store.public_introduction(&name).await {
        Ok(introduction) => introduction,
        Err(error) => return NoPage { frame, error }.into_response(),
    };
    let at = app::domain::public_page::path(&name);
    let (address, card) = (state.config.public_url.at(&at), Shape::Landscape);
    let card = (format!("{address}/card.png"), card.size());
    let page = public_page(PublicProfile { frame, introduction, address, card });
    ([ROBOTS], Html(page)).into_response()
}

async fn card(
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let introduction = state.store.public_introduction(&name).await;
    ([ROBOTS], answer(&state, &headers, introduction, wanted).await).into_response()
}
