//! What becomes of files, good and bad.

use app::domain::PhotoSize;
use image::{DynamicImage, GenericImageView, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};

use super::{
    Framing, MAX_BYTES, Photo, PhotoError,
    testing::{
        BLUE, GREEN, RED, SECRET, WHITE, exif, file, file_with, jpeg_that_claims, plain,
        png_that_claims,
    },
};

const KINDS: [ImageFormat; 3] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];

fn drawn(file: &[u8], framing: Framing) -> Photo {
    Photo::of_file(file, framing).unwrap()
}

fn refused(file: &[u8]) -> PhotoError {
    Photo::of_file(file, Framing::Middle).unwrap_err()
}

fn open(photo: &Photo, size: PhotoSize) -> DynamicImage {
    image::load_from_memory(photo.bytes(size)).unwrap()
}

/// Whether the icon has these colours at these places, each a share of the side in hundredths.
#[track_caller]
fn expect(photo: &Photo, places: &[((u32, u32), [u8; 3])]) {
    let icon = open(photo, PhotoSize::Icon);
    for ((x, y), colour) in places {
        let Rgba([r, g, b, _]) = icon.get_pixel(x * 240 / 100, y * 240 / 100);
        let far = [r, g, b].iter().zip(colour).any(|(is, wanted)| is.abs_diff(*wanted) > 12);
        assert!(!far, "{:?} at {x}, {y}, not {colour:?}", [r, g, b]);
    }
}

/// Three stripes beside each other.
fn stripes(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        Rgb([RED, GREEN, BLUE][usize::try_from(3 * x / width).unwrap()])
    })
}

/// Another colour in each quarter.
fn quarters() -> RgbImage {
    RgbImage::from_fn(64, 64, |x, y| match (x < 32, y < 32) {
        (true, true) => Rgb(RED),
        (false, true) => Rgb(GREEN),
        (true, false) => Rgb(BLUE),
        (false, false) => Rgb(WHITE),
    })
}

#[test]
fn every_kind_becomes_the_squares_that_are_promised() {
    for kind in KINDS {
        let photo = drawn(&file(stripes(300, 100), kind), Framing::Middle);
        expect(&photo, &[((5, 5), GREEN), ((95, 95), GREEN)]);
        for size in PhotoSize::ALL {
            let kind = image::guess_format(photo.bytes(size)).unwrap();
            assert_eq!(size.file().ends_with("png"), kind == ImageFormat::Png);
            assert_eq!(open(&photo, size).dimensions(), (size.pixels(), size.pixels()));
        }
    }
}

#[test]
fn a_picture_is_turned_as_its_metadata_says_which_are_gone_then() {
    let corners = [(25, 25), (75, 25), (25, 75), (75, 75)];
    for (orientation, colours) in [
        (1, [RED, GREEN, BLUE, WHITE]),
        (2, [GREEN, RED, WHITE, BLUE]),
        (3, [WHITE, BLUE, GREEN, RED]),
        (4, [BLUE, WHITE, RED, GREEN]),
        (5, [RED, BLUE, GREEN, WHITE]),
        (6, [BLUE, RED, WHITE, GREEN]),
        (7, [WHITE, GREEN, BLUE, RED]),
        (8, [GREEN, WHITE, RED, BLUE]),
        // There is no such turn.
        (9, [RED, GREEN, BLUE, WHITE]),
    ] {
        for kind in KINDS {
            let file = file_with(quarters(), kind, Some(exif(orientation)));
            assert!(holds(&file, SECRET), "{kind:?}");
            let photo = drawn(&file, Framing::Middle);
            expect(&photo, &corners.into_iter().zip(colours).collect::<Vec<_>>());
            for size in PhotoSize::ALL {
                for trace in [SECRET, "Exif", "eXIf", "II*\0", "ICC_PROFILE", "iCCP"] {
                    assert!(!holds(photo.bytes(size), trace), "{trace} in {size:?} of {kind:?}");
                }
            }
        }
    }
}

fn holds(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn transparency_is_white_and_darkens_no_edge() {
    let half = RgbaImage::from_fn(100, 100, |x, _| {
        if x < 50 { Rgba([0; 4]) } else { Rgba([255, 255, 255, 255]) }
    });
    for kind in [ImageFormat::Png, ImageFormat::WebP] {
        let photo = drawn(&file(half.clone(), kind), Framing::Middle);
        expect(&photo, &[((10, 50), WHITE), ((49, 50), WHITE), ((50, 50), WHITE)]);
    }
    let veil = RgbaImage::from_pixel(8, 8, Rgba([255, 0, 0, 128]));
    let photo = drawn(&file(veil, ImageFormat::Png), Framing::Middle);
    expect(&photo, &[((50, 50), [255, 127, 127])]);
}

#[test]
fn a_large_picture_keeps_its_colours_and_its_middle() {
    let photo = drawn(&file(stripes(4500, 1500), ImageFormat::Png), Framing::Middle);
    expect(&photo, &[((3, 3), GREEN), ((97, 97), GREEN)]);
}

#[test]
fn a_logo_is_shown_whole_on_white() {
    let photo = drawn(&file(stripes(300, 100), ImageFormat::Png), Framing::Whole);
    expect(&photo, &[((50, 10), WHITE), ((50, 90), WHITE)]);
    expect(&photo, &[((10, 50), RED), ((50, 50), GREEN), ((90, 50), BLUE)]);
    let line = drawn(&file(stripes(3000, 1), ImageFormat::Png), Framing::Whole);
    expect(&line, &[((50, 10), WHITE), ((50, 90), WHITE)]);
}

#[test]
fn the_smallest_and_the_colourless_are_pictures_too() {
    for kind in KINDS {
        let dot = RgbImage::from_pixel(1, 1, Rgb(BLUE));
        expect(&drawn(&file(dot, kind), Framing::Middle), &[((50, 50), BLUE)]);
    }
    let grey = image::ImageBuffer::from_pixel(9, 9, Luma([0x8080_u16]));
    let photo = drawn(&file(DynamicImage::ImageLuma16(grey), ImageFormat::Png), Framing::Middle);
    expect(&photo, &[((50, 50), [128; 3])]);
}

#[test]
fn noise_makes_an_icon_that_line_still_takes() {
    let mut seed = 1_u32;
    let noise = RgbImage::from_fn(240, 240, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, r, g, b] = seed.to_le_bytes();
        Rgb([r, g, b])
    });
    let photo = drawn(&file(noise, ImageFormat::Png), Framing::Middle);
    assert!(photo.bytes(PhotoSize::Icon).len() < 1_000_000);
}

#[test]
fn too_many_pixels_are_refused_before_any_is_read() {
    for file in [
        png_that_claims(6_400, 6_400),
        png_that_claims(30_000, 30_000),
        png_that_claims(1, 65_535),
        png_that_claims(u32::MAX >> 1, u32::MAX >> 1),
        jpeg_that_claims(6_400, 6_400),
        jpeg_that_claims(65_535, 65_535),
        jpeg_that_claims(1, 65_535),
        jpeg_that_claims(65_535, 1),
    ] {
        let error = refused(&file);
        assert!(matches!(error, PhotoError::TooManyPixels), "{error}");
    }
}

#[test]
fn what_has_no_picture_of_a_kind_that_is_taken_is_none() {
    let gif =
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let files: [&[u8]; 8] = [
        b"",
        b"\x89PN",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"BM\x3a\0\0\0\0\0\0\0",
        b"PK\x03\x04",
        gif,
    ];
    for file in files {
        let error = refused(file);
        assert!(matches!(error, PhotoError::NotAPicture), "{error}");
    }
}

#[test]
fn half_a_picture_is_damaged() {
    for kind in KINDS {
        let noise = RgbImage::from_fn(64, 64, |x, y| {
            let byte = |n: u32| u8::try_from(n % 256).unwrap();
            Rgb([byte(x * y * 7), byte(x * 31 + y), byte(y * y * 3)])
        });
        let file = file(noise, kind);
        for length in [20, 40, file.len() / 2, file.len() - 40] {
            let half = Photo::of_file(&file[..length], Framing::Middle);
            let is_damaged = matches!(half, Err(PhotoError::Damaged(_)));
            assert!(is_damaged, "{length} of {} of {kind:?}: {half:?}", file.len());
        }
    }
}

#[test]
fn a_file_that_is_too_large_is_not_even_looked_at() {
    let mut file = plain(RED);
    file.resize(MAX_BYTES + 1, 0);
    assert!(matches!(refused(&file), PhotoError::TooLarge));
}

#[test]
fn a_second_meaning_does_not_survive() {
    let second = "<script>alert(1)</script><?php system($_GET[0]); ?>PK\x03\x04";
    for kind in KINDS {
        let file = [file(quarters(), kind), second.as_bytes().to_vec()].concat();
        let photo = drawn(&file, Framing::Middle);
        for size in PhotoSize::ALL {
            assert!(!holds(photo.bytes(size), "script") && !holds(photo.bytes(size), "PK\x03\x04"));
        }
    }
}

#[tokio::test]
async fn who_gives_up_does_not_keep_others_from_their_photo() {
    let shop = super::PhotoShop::default();
    let draw = || shop.draw(file(stripes(600, 200), ImageFormat::Png), Framing::Middle);
    for _ in 0..4 {
        let _given_up = tokio::time::timeout(std::time::Duration::ZERO, draw()).await;
    }
    assert!(draw().await.is_ok());
}
