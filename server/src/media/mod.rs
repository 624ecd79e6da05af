//! Pictures: those that live elsewhere, served from here so that the reader's browser talks to nobody
//! but us ([`pictures`]), and the company's own, made from what people upload ([`photo`]).

pub mod photo;
mod pictures;

pub use photo::{Framing, Photo, PhotoError, PhotoShop};
pub use pictures::{Pictures, routes};
