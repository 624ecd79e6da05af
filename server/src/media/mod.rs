//! Pictures: those that live elsewhere, served from here so that the reader's browser talks to nobody
//! but us ([`pictures`], and [`stickers`] with LINE emoji), and the company's own, made from what people upload
//! ([`photo`]); and what LINE users send: brought here ([`incoming`]), kept ([`storage`]) and served
//! ([`files`]).

mod files;
mod incoming;
mod kinds;
pub mod names;
pub mod photo;
mod photos;
mod pictures;
mod preview;
mod range;
mod stickers;
mod storage;

use axum::Router;

use crate::state::AppState;

pub use incoming::Incoming;
pub use photo::{Framing, Photo, PhotoError, PhotoShop};
pub use pictures::Pictures;
pub use stickers::Stickers;
pub use storage::{Storage, StorageError};

/// The routes for members.
pub fn routes() -> Router<AppState> {
    pictures::routes().merge(stickers::routes()).merge(files::routes())
}

/// The routes that are for everybody.
pub use photos::routes as public_routes;
