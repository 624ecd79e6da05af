//! What stands in a timeline for a picture that somebody sent: a small one, drawn anew so that nothing
//! of the file but its looks is in it, and a few pixels to stand there until that has come.
//!
//! The file is as hostile as any: see [`super::photo`], whose limits and whose shop it shares.

use axum::body::Bytes;
use base64::{Engine, engine::general_purpose::STANDARD};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, imageops, metadata::Orientation};

use super::photo::{PhotoError, draw, open};

/// The largest picture that is looked at, in bytes. LINE makes them smaller than that.
pub const MAX_BYTES: usize = 20 << 20;
/// The longest side of the small picture, in pixels: sharp in a timeline on any screen.
const SMALL: u32 = 640;
/// The longest side of what stands in its place.
const BLUR: u32 = 12;
/// The kinds of files that are looked at.
pub const KINDS: &[ImageFormat] =
    &[ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];

/// What is made of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Width and height of the picture itself, the way it is meant to be seen.
    pub pixels: (u32, u32),
    /// A small JPEG.
    pub small: Bytes,
    /// A few pixels as the text of a `data:` address.
    pub blur: String,
}

impl Preview {
    /// Draws a file. Takes up to a second of a processor: see [`super::PhotoShop`].
    ///
    /// # Errors
    /// When the file is not fit for it, at the least cost that shows it.
    pub fn of_file(file: &[u8]) -> Result<Self, PhotoError> {
        let (picture, orientation) = open::open(file, MAX_BYTES, KINDS)?;
        let pixels = turned((picture.width(), picture.height()), orientation);
        let mut small = DynamicImage::ImageRgb8(fitted(&picture, SMALL));
        drop(picture);
        small.apply_orientation(orientation);
        Self::drawn(pixels, small)
    }

    /// Draws a picture that stands upright.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn of_picture(picture: &DynamicImage) -> Result<Self, PhotoError> {
        let pixels = (picture.width(), picture.height());
        Self::drawn(pixels, DynamicImage::ImageRgb8(fitted(picture, SMALL)))
    }

    fn drawn(pixels: (u32, u32), small: DynamicImage) -> Result<Self, PhotoError> {
        let blur = draw::png(&fitted(&small, BLUR))?;
        let blur = format!("data:image/png;base64,{}", STANDARD.encode(blur));
        Ok(Self { pixels, small: draw::jpeg(&small.into_rgb8())?, blur })
    }
}

/// The picture on white, with no side longer than this.
fn fitted(picture: &DynamicImage, longest: u32) -> RgbImage {
    let (width, height) = (picture.width(), picture.height());
    let side = |length: u32| {
        let scaled = u64::from(length) * u64::from(longest) / u64::from(width.max(height).max(1));
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    let fits = width.max(height) <= longest;
    let (width, height) = if fits { (width, height) } else { (side(width), side(height)) };
    let small = if fits { picture.to_rgba8() } else { imageops::thumbnail(picture, width, height) };
    RgbImage::from_fn(width, height, |x, y| -> Rgb<u8> { draw::on_white(*small.get_pixel(x, y)) })
}

const fn turned((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => (width, height),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::photo::testing::{
        RED, SECRET, exif, file, file_with, jpeg_that_claims, plain, png_that_claims,
    };

    #[test]
    fn a_large_picture_becomes_small_and_loses_what_it_says_of_itself() {
        let large = RgbImage::from_pixel(2000, 1000, Rgb(RED));
        let sent = file_with(large, ImageFormat::Jpeg, Some(exif(6)));
        let preview = Preview::of_file(&sent).unwrap();
        assert_eq!(preview.pixels, (1000, 2000), "as it is meant to be seen");
        let small = image::load_from_memory(&preview.small).unwrap();
        assert_eq!((small.width(), small.height()), (320, 640));
        assert!(!preview.small.windows(8).any(|part| SECRET.as_bytes().starts_with(part)));
        assert!(preview.blur.starts_with("data:image/png;base64,") && preview.blur.len() < 1200);
    }

    #[test]
    fn a_small_picture_stays_as_large_as_it_is() {
        let preview = Preview::of_file(&plain(RED)).unwrap();
        assert_eq!(preview.pixels, (8, 8));
        assert_eq!(image::load_from_memory(&preview.small).unwrap().width(), 8);
    }

    #[test]
    fn a_long_thin_picture_keeps_a_pixel() {
        let thin = file(RgbImage::from_pixel(1, 9000, Rgb(RED)), ImageFormat::Png);
        let small = image::load_from_memory(&Preview::of_file(&thin).unwrap().small).unwrap();
        assert_eq!((small.width(), small.height()), (1, 640));
    }

    #[test]
    fn bombs_are_not_opened() {
        for bomb in [
            png_that_claims(1, 65_535),
            png_that_claims(60_000, 60_000),
            jpeg_that_claims(1, 65_535),
            jpeg_that_claims(65_000, 65_000),
        ] {
            let refused = Preview::of_file(&bomb);
            assert!(matches!(refused, Err(PhotoError::TooManyPixels)), "{refused:?}");
        }
    }

    #[test]
    fn what_is_no_picture_is_not_drawn() {
        let mut half = plain(RED);
        half.truncate(half.len() / 2);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        for file in [&svg[..], b"<html>", b"", b"\xFF\xD8\xFF<script>", &half] {
            assert!(Preview::of_file(file).is_err());
        }
    }
}
