//! Pictures of our own: faces, stickers and a landscape, drawn from an id, and served as PNG.

mod canvas;
mod drawing;
mod serve;

pub use self::{
    drawing::{face, landscape, sticker},
    serve::router,
};
