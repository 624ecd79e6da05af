//! The member's own photo: `GET /profile/photo`, `POST /profile/photo`, `POST /profile/photo/remove`; the
//! same of a room (`/rooms/{room}/photo`); and how an uploaded picture is read ([`upload`]), for the admin's pages too.

mod own;
mod room;
#[cfg(test)]
mod tests;
pub mod upload;

use axum::Router;

use crate::state::AppState;

/// Every page of these.
pub fn routes() -> Router<AppState> {
    own::routes().merge(room::routes())
}
