//! From SVG to PNG. What is read here can name nothing outside itself: the only picture it may show is
//! the one that is handed in, under the name [`PHOTO`].

use std::sync::Arc;

use image::{
    ExtendedColorType, ImageEncoder as _,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{FontResolver, ImageHrefResolver, ImageKind, Options, Tree},
};

use super::{CardError, fonts};

/// What the photo is called in an SVG.
pub(super) const PHOTO: &str = "photo";

/// A photo, for what may show one.
#[derive(Clone)]
pub(super) struct Photo(ImageKind);

impl Photo {
    /// A JPEG or PNG; other files are no photos.
    pub(super) fn of(bytes: Vec<u8>) -> Option<Self> {
        let kind = match bytes.as_slice() {
            [0xFF, 0xD8, 0xFF, ..] => ImageKind::JPEG(Arc::new(bytes)),
            [0x89, b'P', b'N', b'G', ..] => ImageKind::PNG(Arc::new(bytes)),
            _ => return None,
        };
        Some(Self(kind))
    }
}

/// Reads an SVG that we have written, and shapes its text.
///
/// # Errors
/// When it does not read, which is a fault of ours.
pub(super) fn read(svg: &str, photo: Option<&Photo>) -> Result<Tree, CardError> {
    let options = Options {
        fontdb: fonts::database(),
        font_resolver: FontResolver {
            select_fallback: Box::new(|_, _, _| None),
            ..FontResolver::default()
        },
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|name, _| {
                photo.filter(|_| name == PHOTO).map(|photo| photo.0.clone())
            }),
        },
        ..Options::default()
    };
    Ok(Tree::from_str(svg, &options)?)
}

/// Draws an SVG at its own size. There is nothing to be seen through: what covers the whole ground is
/// the SVG's part.
///
/// # Errors
/// When there is no memory for it.
pub(super) fn draw(tree: &Tree) -> Result<Vec<u8>, CardError> {
    let size = tree.size().to_int_size();
    let mut canvas = Pixmap::new(size.width(), size.height()).ok_or(CardError::NoCanvas)?;
    resvg::render(tree, Transform::identity(), &mut canvas.as_mut());
    let rgb: Vec<u8> =
        canvas.data().chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive)
        .write_image(&rgb, size.width(), size.height(), ExtendedColorType::Rgb8)?;
    Ok(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="4" height="4">{inside}</svg>"#
        )
    }

    fn png() -> Vec<u8> {
        draw(&read(&svg(r##"<rect width="4" height="4" fill="#f00"/>"##), None).unwrap()).unwrap()
    }

    #[test]
    fn only_what_is_handed_in_is_shown() {
        let photo = Photo::of(png()).unwrap();
        let shown = |name: &str| {
            let image = format!(r#"<image width="4" height="4" href="{name}"/>"#);
            read(&svg(&image), Some(&photo)).unwrap().root().has_children()
        };
        assert!(shown(PHOTO));
        for name in
            ["/etc/passwd", "file:///etc/passwd", "https://evil.example/a.png", "photo.png", ""]
        {
            assert!(!shown(name), "{name}");
        }
        assert!(!shown("data:image/svg+xml;base64,PHN2Zy8+"));
    }

    #[test]
    fn entities_of_a_document_are_not_read() {
        let bomb = r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><text>&x;</text></svg>"#;
        assert!(read(bomb, None).is_err());
    }

    #[test]
    fn a_photo_is_jpeg_or_png() {
        assert!(Photo::of(png()).is_some());
        for bytes in
            [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"GIF89a", b"", b"\xFF\xD8"]
        {
            assert!(Photo::of(bytes.to_vec()).is_none());
        }
    }
}
