//! A file that somebody uploads becomes a [`Photo`]: the squares that are kept and shown. What is kept is
//! drawn anew, so nothing of the file but its picture survives: no metadata, no place, no second
//! meaning.
//!
//! The file is hostile until it is drawn. Its kind is read from its bytes, and its measures before
//! anything is made of them; what it may cost is bounded here. Knows no member and no database.

pub(super) mod draw;
pub(super) mod open;
mod shop;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::fmt;

use app::domain::PhotoSize;
use axum::body::Bytes;
use image::ImageFormat;

pub use shop::PhotoShop;

/// The largest file that is looked at, in bytes.
pub const MAX_BYTES: usize = 10 << 20;
/// The most pixels of a picture: what it costs in memory is about four bytes for each.
pub const MAX_PIXELS: u64 = 40_000_000;
/// The longest side of a picture, in pixels.
pub const MAX_SIDE: u32 = 16_384;

/// The side of a [`thumbnail`], in pixels: sharp in a card on any screen.
const THUMBNAIL: u32 = 144;

const KINDS: &[ImageFormat] = &[ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];

/// A picture in every size that is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    small: Bytes,
    large: Bytes,
    icon: Bytes,
}

/// How a picture that is no square becomes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// The middle of it: a face.
    Middle,
    /// All of it, on white: a logo.
    Whole,
}

/// Why a file does not become a photo.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    /// It is no JPEG, PNG or WebP.
    #[error("not a picture of a kind that is taken")]
    NotAPicture,
    /// It is larger than what is looked at.
    #[error("too large")]
    TooLarge,
    /// It has more than [`MAX_PIXELS`] pixels, or a side longer than [`MAX_SIDE`].
    #[error("too many pixels")]
    TooManyPixels,
    /// It begins like a picture, and is none or not all of one.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The picture could not be written in its new form, which is our own fault.
    #[error("it could not be drawn: {0}")]
    NotDrawn(String),
}

impl fmt::Debug for Photo {
    /// Without the bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Photo(..)")
    }
}

impl Photo {
    /// Draws a file. Takes up to a second of a processor: see [`PhotoShop`].
    ///
    /// # Errors
    /// When the file is not fit for it, at the least cost that shows it.
    pub fn of_file(file: &[u8], framing: Framing) -> Result<Self, PhotoError> {
        let (picture, orientation) = open::open(file, MAX_BYTES, KINDS)?;
        let picture = draw::reduced(&picture, orientation, framing);
        let square = |size: PhotoSize| draw::square(&picture, size.pixels());
        Ok(Self {
            small: draw::jpeg(&square(PhotoSize::Small))?,
            large: draw::jpeg(&square(PhotoSize::Large))?,
            icon: draw::png(&square(PhotoSize::Icon))?,
        })
    }

    /// The file that is served in this size: JPEG, or PNG for [`PhotoSize::Icon`].
    pub const fn bytes(&self, size: PhotoSize) -> &Bytes {
        match size {
            PhotoSize::Small => &self.small,
            PhotoSize::Large => &self.large,
            PhotoSize::Icon => &self.icon,
        }
    }
}

/// The middle of a picture as one small square, a JPEG. Takes up to a second of a processor: see
/// [`PhotoShop`].
///
/// # Errors
/// When the file is not fit for it, at the least cost that shows it.
pub fn thumbnail(file: &[u8]) -> Result<Bytes, PhotoError> {
    let (picture, orientation) = open::open(file, MAX_BYTES, super::preview::KINDS)?;
    let picture = draw::reduced(&picture, orientation, Framing::Middle);
    draw::jpeg(&draw::square(&picture, THUMBNAIL))
}
