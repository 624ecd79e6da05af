//! A picture that a member sends, as LINE takes it: a JPEG or PNG of at most 10 MB, drawn anew, so that
//! nothing of the file but its looks is in it: no place, no device, no name.
//!
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#image-message>

use axum::body::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, imageops};

use crate::media::{
    photo::{PhotoError, draw, open},
    preview::{KINDS, Preview},
};

/// The largest file that is looked at, in bytes.
pub const MAX_BYTES: usize = 20 << 20;
/// What LINE takes, in bytes.
const TAKEN: usize = 10_000_000;
/// The longest side, in pixels: sharp on any screen, with room to look closer.
const LONGEST: u32 = 4096;
/// Drawings and screenshots stay PNG up to so many bytes: letters suffer as JPEG.
const PNG_MOST: usize = 3_000_000;
/// How good a JPEG is, the best first; the next where one is too large.
const QUALITIES: [u8; 3] = [90, 75, 50];

/// A picture that LINE takes.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The file.
    pub file: Bytes,
    /// Its type.
    pub content_type: &'static str,
    /// What stands in a timeline for it, and in a LINE chat until it is looked at.
    pub preview: Preview,
}

impl Fit {
    /// Draws a file. Takes up to some seconds of a processor: see [`crate::media::PhotoShop`].
    ///
    /// # Errors
    /// When the file is not fit for it, at the least cost that shows it.
    pub fn of_file(file: &[u8]) -> Result<Self, PhotoError> {
        let (mut picture, orientation) = open::open(file, MAX_BYTES, KINDS)?;
        picture.apply_orientation(orientation);
        let picture = within(picture);
        let (file, content_type) = written(&picture, image::guess_format(file).ok(), TAKEN)?;
        let preview = Preview::of_picture(&picture)?;
        Ok(Self { file, content_type, preview })
    }
}

fn within(picture: DynamicImage) -> DynamicImage {
    let longest = picture.width().max(picture.height());
    if longest <= LONGEST {
        return picture;
    }
    let side = |length: u32| {
        let scaled = u64::from(length) * u64::from(LONGEST) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(LONGEST).max(1)
    };
    let (width, height) = (side(picture.width()), side(picture.height()));
    DynamicImage::ImageRgba8(imageops::thumbnail(&picture, width, height))
}

/// The picture as a file of at most so many bytes, and its type.
fn written(
    picture: &DynamicImage,
    was: Option<ImageFormat>,
    most: usize,
) -> Result<(Bytes, &'static str), PhotoError> {
    if was == Some(ImageFormat::Png) {
        let png = draw::png_of(picture)?;
        if png.len() <= PNG_MOST {
            return Ok((png, "image/png"));
        }
    }
    let rgba = picture.to_rgba8();
    let flat = RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| -> Rgb<u8> {
        draw::on_white(*rgba.get_pixel(x, y))
    });
    for quality in QUALITIES {
        let jpeg = draw::jpeg_of(&flat, quality)?;
        if jpeg.len() <= most {
            return Ok((jpeg, "image/jpeg"));
        }
    }
    Err(PhotoError::TooLarge)
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;
    use crate::media::photo::testing::{RED, SECRET, exif, file_with, png_that_claims};

    fn said(file: &[u8]) -> (u32, u32, Option<ImageFormat>) {
        let picture = image::load_from_memory(file).unwrap();
        (picture.width(), picture.height(), image::guess_format(file).ok())
    }

    #[test]
    fn a_photo_stands_upright_and_tells_nothing_of_its_place() {
        let photo = RgbImage::from_pixel(600, 300, Rgb(RED));
        let sent = file_with(photo, ImageFormat::Jpeg, Some(exif(6)));
        assert!(sent.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()));
        let fit = Fit::of_file(&sent).unwrap();
        assert_eq!(said(&fit.file), (300, 600, Some(ImageFormat::Jpeg)));
        assert_eq!((fit.content_type, fit.preview.pixels), ("image/jpeg", (300, 600)));
        assert!(!fit.file.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()));
    }

    #[test]
    fn a_huge_picture_becomes_as_large_as_is_of_use() {
        let wide = RgbImage::from_pixel(8192, 16, Rgb(RED));
        let fit = Fit::of_file(&file_with(wide, ImageFormat::Jpeg, None)).unwrap();
        assert_eq!(said(&fit.file), (4096, 8, Some(ImageFormat::Jpeg)));
        assert_eq!(fit.preview.pixels, (4096, 8));
    }

    #[test]
    fn a_picture_gets_as_bad_as_it_must_and_no_worse() {
        // Noise is what JPEG makes least of.
        let mut state = 1_u32;
        let noise = RgbImage::from_fn(200, 200, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [_, bytes @ ..] = state.to_be_bytes();
            Rgb(bytes)
        });
        let noise = DynamicImage::ImageRgb8(noise);
        let size = |most| written(&noise, None, most).map(|(file, _)| file.len());
        let best = size(usize::MAX).unwrap();
        let worse = size(best - 1).unwrap();
        let last = size(worse - 1).unwrap();
        assert!(best > worse && worse > last, "{best} {worse} {last}");
        assert!(matches!(size(last - 1), Err(PhotoError::TooLarge)));
    }

    #[test]
    fn a_drawing_that_can_be_seen_through_stays_one() {
        let clear = RgbaImage::from_pixel(20, 10, Rgba([0, 0, 0, 0]));
        let mut file = std::io::Cursor::new(Vec::new());
        clear.write_to(&mut file, ImageFormat::Png).unwrap();
        let fit = Fit::of_file(file.get_ref()).unwrap();
        assert_eq!(fit.content_type, "image/png");
        let again = image::load_from_memory(&fit.file).unwrap().to_rgba8();
        assert_eq!(again.get_pixel(0, 0).0[3], 0);
    }

    #[test]
    fn what_is_hostile_is_not_drawn() {
        for file in
            [&png_that_claims(60_000, 60_000)[..], b"<svg onload=alert(1)>", b"\xFF\xD8\xFF"]
        {
            assert!(Fit::of_file(file).is_err());
        }
    }
}
