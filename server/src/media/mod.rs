//! Pictures: those that live elsewhere, served from here so that the reader's browser talks to nobody
//! but us ([`pictures`], and [`stickers`] with LINE emoji), and the company's own, made from what people upload ([`photo`]).

pub mod photo;
mod photos;
mod pictures;
mod stickers;

use axum::Router;

use crate::state::AppState;

pub use photo::{Framing, Photo, PhotoError, PhotoShop};
pub use pictures::Pictures;
pub use stickers::Stickers;

/// The routes for members.
pub fn routes() -> Router<AppState> {
    pictures::routes().merge(stickers::routes())
}

/// The routes that are for everybody.
pub use photos::routes as public_routes;
