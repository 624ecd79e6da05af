//! A QR code as squares: what is drawn on the screen and in the picture that is saved comes from
//! here. Pure, so that it is drawn without asking anybody.

use qrcode::{Color, EcLevel, QrCode};

/// The white border that a reader needs, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code with its quiet zone. Measured in modules from the outer corner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    width: usize,
    dark: Vec<bool>,
}

/// Dark modules side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first one's column.
    pub x: usize,
    /// Their row.
    pub y: usize,
    /// How many.
    pub length: usize,
}

impl Qr {
    /// The code of a text; none when it is too long for one, which is beyond 1,600 bytes. A quarter
    /// of it may be damaged or covered (level Q): it will be printed.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
        let dark = code.to_colors().into_iter().map(|colour| colour == Color::Dark).collect();
        Some(Self { width: code.width(), dark })
    }

    /// Its width and height.
    pub const fn side(&self) -> usize {
        self.width + 2 * QUIET
    }

    /// Everything dark, row by row.
    pub fn runs(&self) -> impl Iterator<Item = Run> {
        self.dark.chunks(self.width).zip(QUIET..).flat_map(|(row, y)| {
            let mut x = QUIET;
            row.chunk_by(|one, next| one == next).filter_map(move |same| {
                let run = Run { x, y, length: same.len() };
                x += same.len();
                same.contains(&true).then_some(run)
            })
        })
    }

    /// Everything dark as one SVG path.
    pub fn path(&self) -> String {
        self.runs().fold(String::new(), |path, Run { x, y, length }| {
            path + &format!("M{x} {y}h{length}v1h-{length}z")
        })
    }

    /// How many whole pixels a module has in a picture of at least `least` pixels a side.
    pub const fn module(&self, least: usize) -> usize {
        least.div_ceil(self.side())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quircs::Quirc;

    use super::*;
    use crate::domain::line_id::contact_url;

    /// The code in shades of grey, as a camera sees it: one byte a pixel.
    fn picture(qr: &Qr, module: usize) -> (usize, Vec<u8>) {
        let side = qr.side() * module;
        let mut pixels = vec![255; side * side];
        for Run { x, y, length } in qr.runs() {
            for row in y * module..(y + 1) * module {
                let start = row * side + x * module;
                pixels[start..start + length * module].fill(0);
            }
        }
        (side, pixels)
    }

    fn decoded(qr: &Qr) -> Vec<String> {
        let (side, pixels) = picture(qr, 4);
        let mut reader = Quirc::default();
        let codes = reader.identify(side, side, &pixels);
        codes
            .map(|code| String::from_utf8(code.unwrap().decode().unwrap().payload).unwrap())
            .collect()
    }

    #[test]
    fn a_reader_finds_the_contact_url() {
        let url = contact_url("@123abcde");
        assert_eq!(decoded(&Qr::of(&url).unwrap()), [url]);
    }

    #[test]
    fn nothing_dark_is_in_the_quiet_zone() {
        let qr = Qr::of("https://line.me/R/ti/p/%40123abcde").unwrap();
        let inside = QUIET..qr.side() - QUIET;
        let is_inside = |run: Run| {
            inside.contains(&run.x) && inside.contains(&run.y) && run.x + run.length <= inside.end
        };
        assert!(qr.runs().all(is_inside));
        assert!(qr.runs().any(|run| run == Run { x: QUIET, y: QUIET, length: 7 }), "its corner");
    }

    #[test]
    fn the_path_holds_every_dark_module() {
        let qr = Qr::of("A").unwrap();
        let dark = qr.dark.iter().filter(|dark| **dark).count();
        assert_eq!(qr.runs().map(|run| run.length).sum::<usize>(), dark);
        assert_eq!(qr.path().matches('M').count(), qr.runs().count());
        assert!(qr.path().starts_with("M4 4h7v1h-7z"));
    }

    #[test]
    fn a_picture_has_whole_pixels_and_is_large_enough() {
        let qr = Qr::of("https://line.me/R/ti/p/%40123abcde").unwrap();
        let module = qr.module(1024);
        assert!(qr.side() * module >= 1024 && qr.side() * (module - 1) < 1024);
    }

    #[test]
    fn what_is_too_long_for_a_code_has_none() {
        assert_eq!(Qr::of(&"x".repeat(2000)), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn a_reader_finds_the_url_of_any_id(id in "@[a-z0-9._-]{4,18}") {
            let url = contact_url(&id);
            prop_assert_eq!(decoded(&Qr::of(&url).unwrap()), [url]);
        }
    }
}
