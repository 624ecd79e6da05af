//! What is drawn: all of it our own, and the same id always gives the same picture.

use sha2::{Digest, Sha256};

use super::canvas::{Canvas, Colour};

const GROUNDS: [Colour; 8] = [
    [0x4f, 0x6d, 0x9c, 255],
    [0x9c, 0x5a, 0x5a, 255],
    [0x5a, 0x8a, 0x6a, 255],
    [0x8a, 0x6a, 0x9c, 255],
    [0xb0, 0x7d, 0x3c, 255],
    [0x3f, 0x86, 0x8c, 255],
    [0x7a, 0x7f, 0x3e, 255],
    [0x9a, 0x55, 0x7e, 255],
];
const SKINS: [Colour; 4] = [
    [0xf3, 0xd3, 0xb5, 255],
    [0xe3, 0xb4, 0x8d, 255],
    [0xb9, 0x85, 0x5f, 255],
    [0x86, 0x5a, 0x3e, 255],
];
const HAIRS: [Colour; 4] = [
    [0x2b, 0x22, 0x20, 255],
    [0x55, 0x38, 0x28, 255],
    [0x8c, 0x6a, 0x3f, 255],
    [0x6b, 0x6b, 0x70, 255],
];
const BODIES: [Colour; 6] = [
    [0xf2, 0xb7, 0x05, 255],
    [0x6f, 0xb1, 0xd9, 255],
    [0xe5, 0x8a, 0x8a, 255],
    [0x8c, 0xc0, 0x84, 255],
    [0xb9, 0xa1, 0xd9, 255],
    [0xe0, 0xa0, 0x60, 255],
];
const INK: Colour = [0x2a, 0x24, 0x24, 255];
const CLEAR: Colour = [255, 255, 255, 0];

fn pick<const N: usize>(from: &[Colour; N], byte: u8) -> Colour {
    from[usize::from(byte) % N]
}

/// A profile picture.
pub fn face(id: &str) -> Vec<u8> {
    let traits = Sha256::digest(id);
    let skin = pick(&SKINS, traits[1]);
    let hair = pick(&HAIRS, traits[2]);
    let mut canvas = Canvas::new(240, pick(&GROUNDS, traits[0]));
    canvas.ellipse(pick(&BODIES, traits[3]), 0.5, 1.05, 0.36, 0.3);
    if traits[4].is_multiple_of(2) {
        canvas.ellipse(hair, 0.5, 0.55, 0.29, 0.36);
    }
    canvas.ellipse(hair, 0.5, 0.4, 0.26, 0.27);
    canvas.ellipse(skin, 0.5, 0.5, 0.215, 0.26);
    let fringe = 0.3 + f32::from(traits[5] % 8) * 0.003;
    canvas.ellipse(hair, 0.5, fringe, 0.2, 0.11);
    canvas.disc(INK, 0.42, 0.5, 0.02);
    canvas.disc(INK, 0.58, 0.5, 0.02);
    canvas.smile(INK, 0.5, 0.57, 0.075, 0.01);
    canvas.png()
}

/// A sticker: a round creature on a clear ground.
pub fn sticker(id: &str) -> Vec<u8> {
    let traits = Sha256::digest(id);
    let body = pick(&BODIES, traits[0]);
    let mut canvas = Canvas::new(240, CLEAR);
    let ears = 0.17 + f32::from(traits[1] % 16) * 0.008;
    canvas.ellipse(INK, 0.5 - ears, 0.24, 0.085, 0.135);
    canvas.ellipse(INK, 0.5 + ears, 0.24, 0.085, 0.135);
    canvas.ellipse(body, 0.5 - ears, 0.24, 0.07, 0.12);
    canvas.ellipse(body, 0.5 + ears, 0.24, 0.07, 0.12);
    canvas.ellipse(INK, 0.5, 0.56, 0.375, 0.355);
    canvas.ellipse(body, 0.5, 0.56, 0.36, 0.34);
    canvas.ellipse([255, 255, 255, 110], 0.5, 0.7, 0.2, 0.15);
    let eye = 0.022 + f32::from(traits[2] % 8) * 0.003;
    canvas.disc(INK, 0.38, 0.5, eye);
    canvas.disc(INK, 0.62, 0.5, eye);
    let blush = [0xf0, 0x70, 0x70, 120];
    canvas.ellipse(blush, 0.28, 0.6, 0.055, 0.035);
    canvas.ellipse(blush, 0.72, 0.6, 0.055, 0.035);
    if traits[3].is_multiple_of(3) {
        canvas.ellipse(INK, 0.5, 0.63, 0.045, 0.06);
    } else {
        canvas.smile(INK, 0.5, 0.56, 0.08, 0.012);
    }
    canvas.png()
}

/// A picture that somebody might send.
pub fn landscape(seed: u8) -> Vec<u8> {
    let mut canvas = Canvas::new(480, [0xbf, 0xdc, 0xee, 255]);
    let wave = f32::from(seed);
    canvas.disc([0xff, 0xe0, 0x8a, 255], 0.75, 0.22, 0.09);
    canvas.ground([0x8f, 0xa9, 0xbd, 255], |x| 0.5 + 0.12 * (x * 7.0 + wave).sin());
    canvas.ground([0x7d, 0xa8, 0x7b, 255], |x| 0.68 + 0.05 * (x * 9.0 + wave * 2.0).sin());
    canvas.ground([0x5b, 0x8b, 0x62, 255], |x| 0.84 + 0.03 * (x * 12.0).cos());
    canvas.png()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_png_and_the_same_for_the_same_id() {
        for draw in [face, sticker] {
            let picture = draw("1988");
            assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"));
            assert_eq!(picture, draw("1988"));
            assert_ne!(picture, draw("1989"));
        }
    }
}
