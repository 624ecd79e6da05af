//! Pictures: those that live elsewhere, served from here so that the reader's browser talks to nobody
//! but us ([`pictures`]), and the company's own, made from what people upload ([`photo`]).

pub mod photo;
mod photos;
mod pictures;

pub use photo::{Framing, Photo, PhotoError, PhotoShop};
pub use pictures::{Pictures, routes};

/// The routes that are for everybody.
pub use photos::routes as public_routes;
