//! Reads an uploaded file: first what kind it is and how large, then, if that is bearable, its pixels.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, metadata::Orientation,
};

use super::{MAX_PIXELS, MAX_SIDE, PhotoError};

/// Room for the pixels of the largest picture, red, green, blue and opacity. What has sixteen bits for
/// each must be smaller.
const MAX_MEMORY: u64 = 4 * MAX_PIXELS;

/// The pixels of a file of one of these kinds, as they are stored, and how they are meant to be turned.
pub(in crate::media) fn open(
    file: &[u8],
    max_bytes: usize,
    kinds: &[ImageFormat],
) -> Result<(DynamicImage, Orientation), PhotoError> {
    if file.len() > max_bytes {
        return Err(PhotoError::TooLarge);
    }
    let mut decoder = reader(file, kinds)?.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(PhotoError::TooManyPixels);
    }
    // A picture whose note on this cannot be read is shown as it is stored.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

/// A reader for the kinds that are taken, which is decided by the file's first bytes and by nothing
/// that anybody says of it.
fn reader<'a>(
    file: &'a [u8],
    kinds: &[ImageFormat],
) -> Result<ImageReader<Cursor<&'a [u8]>>, PhotoError> {
    let kind = image::guess_format(file).ok();
    let kind = kind.filter(|kind| kinds.contains(kind)).ok_or(PhotoError::NotAPicture)?;
    if kind == ImageFormat::Jpeg && !has_end(file) {
        return Err(PhotoError::Damaged("a JPEG without an end".to_owned()));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), kind);
    reader.limits(limits);
    Ok(reader)
}

/// Whether a JPEG goes on to its end marker. The decoder paints grey what is missing; a photo that is
/// half grey is not what anybody wanted to upload. Segments are jumped over: a small picture in them
/// has an end of its own.
fn has_end(file: &[u8]) -> bool {
    const SCAN: u8 = 0xDA;
    let mut at = 2;
    while let [0xFF, marker, high, low, ..] = file.get(at..).unwrap_or_default() {
        match *marker {
            SCAN => return file[at..].windows(2).any(|pair| pair == [0xFF, 0xD9]),
            // Fill bytes may stand before a marker.
            0xFF => at += 1,
            _ => at += 2 + usize::from(u16::from_be_bytes([*high, *low])),
        }
    }
    false
}

impl From<ImageError> for PhotoError {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooManyPixels,
            error => Self::Damaged(error.to_string()),
        }
    }
}
