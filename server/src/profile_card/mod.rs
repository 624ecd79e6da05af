//! The image profile card: one picture with all that a LINE user needs of a member, to be sent by
//! e-mail, printed, or shown where a link to the public page is posted.
//!
//! It is drawn here, with our own fonts, from an SVG that our code writes: [`words`] measures what is
//! written, [`lines`] breaks it, [`design`] places it, [`picture`] draws it. Knows neither the database
//! nor who asks, but for [`routes`].

mod answer;
mod design;
mod fonts;
mod lines;
mod measure;
mod picture;
mod svg;
#[cfg(test)]
mod tests;
mod words;

use app::{
    domain::{Introduction, line_id::contact_url},
    features::profile::qr::Qr,
};
use serde::Deserialize;

pub use answer::{Cards, Wanted, answer, routes};

use design::{LANDSCAPE, PORTRAIT, Plan};
use picture::Photo;
use words::Words;

/// The shapes that a card comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// 1200 × 630 pixels: what pages that show a link have room for.
    #[default]
    Landscape,
    /// 1080 × 1350 pixels: what fills a phone.
    Portrait,
}

/// Why there is no card.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// Our own drawing does not read.
    #[error("the drawing of a card does not read: {0}")]
    Drawing(#[from] resvg::usvg::Error),
    /// There is no memory for the picture.
    #[error("there is no memory for a card")]
    NoCanvas,
    /// It could not be written as PNG.
    #[error("a card cannot be written: {0}")]
    Png(#[from] image::ImageError),
    /// The ID is too long for a QR code.
    #[error("an ID is too long for a QR code")]
    NoCode,
    /// The drawing stopped short.
    #[error("a card was not finished: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}

impl Shape {
    /// As it stands in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Landscape => "landscape",
            Self::Portrait => "portrait",
        }
    }

    /// Width and height, in pixels.
    pub const fn size(self) -> (u32, u32) {
        let plan = self.plan();
        (plan.width, plan.height)
    }

    const fn plan(self) -> &'static Plan {
        match self {
            Self::Landscape => &LANDSCAPE,
            Self::Portrait => &PORTRAIT,
        }
    }
}

/// Draws the card as a PNG. `photo` is a JPEG or PNG, and `invitation` says what to do with the ID.
/// Takes a tenth of a second of a whole processor: not for threads that others wait for.
///
/// # Errors
/// See [`CardError`].
pub fn draw(
    card: &Introduction,
    photo: Option<Vec<u8>>,
    invitation: &str,
    shape: Shape,
) -> Result<Vec<u8>, CardError> {
    let words = Words::of(card, invitation)?;
    let qr = Qr::of(&contact_url(&card.line_id)).ok_or(CardError::NoCode)?;
    let svg = design::card(shape.plan(), &words, &qr);
    let photo = photo.and_then(Photo::of);
    picture::draw(&picture::read(&svg, photo.as_ref())?)
}
