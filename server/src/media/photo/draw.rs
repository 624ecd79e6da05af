//! From pixels to the squares that are kept: turned as they are meant, laid on white, made smaller in
//! two steps, and written anew.

use app::domain::PhotoSize;
use axum::body::Bytes;
use image::{
    DynamicImage, GenericImageView, ImageEncoder, ImageError, Rgb, RgbImage, Rgba,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType as PngFilter, PngEncoder},
    },
    imageops::{self, FilterType},
    metadata::Orientation,
};

use super::{Framing, PhotoError};

/// Good enough for what is small.
const JPEG_QUALITY: u8 = 85;
const WHITE: Rgb<u8> = Rgb([255; 3]);
/// What the finest step begins with: twice the largest square.
const ENOUGH: u32 = 2 * PhotoSize::Large.pixels();

/// What is to be seen of a picture, the right way up, on white, and not much larger than needed.
pub(super) fn reduced(
    picture: &DynamicImage,
    orientation: Orientation,
    framing: Framing,
) -> RgbImage {
    let part = Part::of(picture, framing);
    // By a whole number: each pixel is then the mean of as many as its neighbour.
    let factor = part.width.max(part.height) / ENOUGH;
    let small = if factor > 1 {
        let side = |length: u32| (length / factor).max(1);
        imageops::thumbnail(&part, side(part.width), side(part.height))
    } else {
        RgbImage::from_fn(part.width, part.height, |x, y| part.get_pixel(x, y))
    };
    // The middle is where it was, whichever way a picture is turned; and turning few pixels is cheap.
    let mut small = DynamicImage::ImageRgb8(small);
    small.apply_orientation(orientation);
    small.into_rgb8()
}

/// The picture as a square of so many pixels a side; what it leaves free is white.
pub(super) fn square(picture: &RgbImage, pixels: u32) -> RgbImage {
    let longest = picture.width().max(picture.height());
    // Rounded to the nearest, and no more than `pixels`, since no side is longer than the longest.
    let scaled = |side: u32| ((side * pixels + longest / 2) / longest).max(1);
    let (width, height) = (scaled(picture.width()), scaled(picture.height()));
    let scaled = imageops::resize(picture, width, height, FilterType::Lanczos3);
    let mut square = RgbImage::from_pixel(pixels, pixels, WHITE);
    let middle = |side: u32| i64::from((pixels - side) / 2);
    imageops::replace(&mut square, &scaled, middle(width), middle(height));
    square
}

pub(in crate::media) fn jpeg(picture: &RgbImage) -> Result<Bytes, PhotoError> {
    jpeg_of(picture, JPEG_QUALITY)
}

/// A JPEG of this quality, from 1 to 100.
pub(in crate::media) fn jpeg_of(picture: &RgbImage, quality: u8) -> Result<Bytes, PhotoError> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality).encode_image(picture).map_err(not_drawn)?;
    Ok(file.into())
}

pub(in crate::media) fn png(picture: &RgbImage) -> Result<Bytes, PhotoError> {
    let mut file = Vec::new();
    PngEncoder::new_with_quality(&mut file, CompressionType::Best, PngFilter::Adaptive)
        .write_image(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            image::ExtendedColorType::Rgb8,
        )
        .map_err(not_drawn)?;
    Ok(file.into())
}

/// A PNG of all that a picture has, its clear places included.
pub(in crate::media) fn png_of(picture: &DynamicImage) -> Result<Bytes, PhotoError> {
    let mut file = Vec::new();
    let (compression, filter) = (CompressionType::Default, PngFilter::Adaptive);
    let encoder = PngEncoder::new_with_quality(&mut file, compression, filter);
    picture.write_with_encoder(encoder).map_err(not_drawn)?;
    Ok(file.into())
}

fn not_drawn(error: ImageError) -> PhotoError {
    PhotoError::NotDrawn(error.to_string())
}

/// The part of a picture that is used, laid on white. A view: the pixels are not copied.
struct Part<'a> {
    picture: &'a DynamicImage,
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl<'a> Part<'a> {
    fn of(picture: &'a DynamicImage, framing: Framing) -> Self {
        let (width, height) = picture.dimensions();
        let whole = Self { picture, left: 0, top: 0, width, height };
        match framing {
            Framing::Whole => whole,
            Framing::Middle => {
                let side = width.min(height);
                let (left, top) = ((width - side) / 2, (height - side) / 2);
                Self { left, top, width: side, height: side, ..whole }
            }
        }
    }
}

impl GenericImageView for Part<'_> {
    type Pixel = Rgb<u8>;

    fn dimensions(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn get_pixel(&self, x: u32, y: u32) -> Rgb<u8> {
        on_white(self.picture.get_pixel(self.left + x, self.top + y))
    }
}

pub(in crate::media) fn on_white(Rgba([red, green, blue, opacity]): Rgba<u8>) -> Rgb<u8> {
    let opacity = u16::from(opacity);
    // At most 255, as both sides of the sum are shares of 255.
    let mixed = |colour: u8| (u16::from(colour) * opacity + 255 * (255 - opacity) + 127) / 255;
    Rgb([red, green, blue].map(|colour| u8::try_from(mixed(colour)).unwrap_or(u8::MAX)))
}
