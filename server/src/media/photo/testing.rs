//! Files that tests upload, made on the spot.

use image::{
    DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
};

use super::{Framing, Photo};

pub const RED: [u8; 3] = [220, 20, 20];
pub const GREEN: [u8; 3] = [20, 180, 20];
pub const BLUE: [u8; 3] = [20, 20, 220];
pub const WHITE: [u8; 3] = [255; 3];

/// What nobody must find in a photo: it stands in the files' metadata.
pub const SECRET: &str = "35.681236N 139.767125E";

/// A file of a kind.
pub fn file(picture: impl Into<DynamicImage>, kind: ImageFormat) -> Vec<u8> {
    file_with(picture, kind, None)
}

/// The same with metadata.
pub fn file_with(
    picture: impl Into<DynamicImage>,
    kind: ImageFormat,
    exif: Option<Vec<u8>>,
) -> Vec<u8> {
    let (picture, mut file) = (picture.into(), Vec::new());
    match kind {
        ImageFormat::Jpeg => encode(JpegEncoder::new_with_quality(&mut file, 95), &picture, exif),
        ImageFormat::Png => encode(PngEncoder::new(&mut file), &picture, exif),
        ImageFormat::WebP => encode(WebPEncoder::new_lossless(&mut file), &picture, exif),
        other => panic!("{other:?}"),
    }
    file
}

fn encode(mut encoder: impl ImageEncoder, picture: &DynamicImage, exif: Option<Vec<u8>>) {
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    picture.write_with_encoder(encoder).unwrap();
}

/// A PNG of one colour.
pub fn plain(colour: [u8; 3]) -> Vec<u8> {
    file(RgbImage::from_pixel(8, 8, Rgb(colour)), ImageFormat::Png)
}

/// A photo of one colour.
pub fn photo(colour: [u8; 3]) -> Photo {
    Photo::of_file(&plain(colour), Framing::Middle).unwrap()
}

/// Metadata that says how a picture is to be turned, and where it was taken.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(SECRET.as_bytes());
    exif
}

/// A PNG of a few bytes that claims to be this large.
pub fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut file = plain(RED);
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&file[12..29]);
    file[29..33].copy_from_slice(&sum.to_be_bytes());
    file
}

/// A JPEG of a few bytes that claims to be this large.
pub fn jpeg_that_claims(width: u16, height: u16) -> Vec<u8> {
    let mut file = file(RgbImage::from_pixel(8, 8, Rgb(RED)), ImageFormat::Jpeg);
    let frame = file.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    file[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    file[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    file
}

/// The check sum of a part of a PNG.
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}
