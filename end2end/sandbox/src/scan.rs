//! Finds the QR code in a picture, as a phone's camera does. A reader of its own, so that what the
//! product draws is read by somebody else.

use std::io::Cursor;

use image::{ImageReader, Limits};

/// The largest picture that is taken, in bytes.
pub const LARGEST: usize = 16 << 20;
/// What decoding one may take, in bytes, and the longest side in pixels.
const MEMORY: u64 = 256 << 20;
const LONGEST_SIDE: u32 = 10_000;

/// Why there is nothing to read.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// Not a PNG or JPEG, or a damaged or enormous one.
    #[error("this is not a PNG or JPEG picture that can be read")]
    NotAPicture,
    /// There is no code in it, or none that can be made out.
    #[error("there is no QR code in this picture")]
    NoCode,
}

/// The text of the first code in a picture.
pub fn read_code(bytes: &[u8]) -> Result<String, ScanError> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| ScanError::NotAPicture)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| ScanError::NotAPicture)?.into_luma8();
    let size = (picture.width() as usize, picture.height() as usize);
    let lightness = |x: usize, y: usize| picture.as_raw()[y * size.0 + x];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(size.0, size.1, lightness);
    let codes = prepared.detect_grids();
    codes.iter().find_map(|code| code.decode().ok()).map(|(_, text)| text).ok_or(ScanError::NoCode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_or_has_no_code_is_told_apart() {
        for bytes in [&b""[..], b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg/>"] {
            assert!(matches!(read_code(bytes), Err(ScanError::NotAPicture)));
        }
        let landscape = crate::picture::landscape(7);
        assert!(matches!(read_code(&landscape), Err(ScanError::NoCode)));
    }
}
