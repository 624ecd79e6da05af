//! Pictures: those that live elsewhere, served from here so that the reader's browser talks to nobody
//! but us ([`pictures`], and [`stickers`] with LINE emoji), and the company's own, made from what people upload
//! ([`photo`]); what LINE users send: brought here ([`incoming`]), kept ([`storage`]) and served
//! ([`files`]); and what members send: taken in parts ([`uploads`]), made what LINE takes ([`outgoing`]), and
//! fetched by LINE ([`shared`]).

#[cfg(test)]
mod dying;
mod files;
mod incoming;
mod kinds;
pub mod names;
mod outgoing;
pub mod photo;
mod photos;
mod pictures;
mod preview;
mod range;
mod share;
mod shared;
mod stickers;
mod storage;
mod uploads;

use axum::{Router, http::HeaderValue};

use crate::state::AppState;

pub use incoming::Incoming;
pub use kinds::extension;
pub use photo::{Framing, Photo, PhotoError, PhotoShop};
pub use pictures::Pictures;
pub use share::ShareKey;
pub use shared::ShareLimit;
pub use stickers::Stickers;
pub use storage::{Storage, StorageError};

/// For what never changes under its address, and is not for everybody.
pub const FOREVER: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");
/// For what must be nothing but data, whatever is in it.
pub const SANDBOX: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");

/// The routes for members.
pub fn routes() -> Router<AppState> {
    pictures::routes().merge(stickers::routes()).merge(files::routes())
}

/// The routes for members that bring files, whose bodies are longer than calls.
pub use uploads::routes as upload_routes;

/// The routes that are for everybody who has an address.
pub fn public_routes() -> Router<AppState> {
    photos::routes().merge(shared::routes())
}
