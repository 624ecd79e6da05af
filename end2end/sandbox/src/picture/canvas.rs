//! A small canvas: smooth discs and rounded boxes on RGBA, and its way to PNG.

use std::ops::RangeInclusive;

/// A colour with opacity.
pub type Colour = [u8; 4];

/// The canvas.
pub struct Canvas {
    size: u32,
    pixels: Vec<u8>,
}

struct Bounds {
    x: RangeInclusive<f32>,
    y: RangeInclusive<f32>,
}

impl Bounds {
    /// A box with a little room for the soft edge.
    fn around(x: f32, y: f32, rx: f32, ry: f32) -> Self {
        const EDGE: f32 = 0.01;
        Self { x: x - rx - EDGE..=x + rx + EDGE, y: y - ry - EDGE..=y + ry + EDGE }
    }
}

/// Lays a colour over a pixel that is covered by it in part.
fn paint(pixel: &mut [u8; 4], colour: Colour, covered: f32) {
    let part = covered * f32::from(colour[3]) / 255.0;
    if part > 0.0 {
        for (below, above) in pixel.iter_mut().zip(colour).take(3) {
            *below = blend(*below, above, part);
        }
        pixel[3] = blend(pixel[3], 255, part);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a blend of two bytes by a part of one is a byte"
)]
fn blend(below: u8, above: u8, part: f32) -> u8 {
    (f32::from(below) + (f32::from(above) - f32::from(below)) * part).round() as u8
}

impl Canvas {
    /// A square canvas of one colour.
    pub fn new(size: u32, colour: Colour) -> Self {
        let pixels = colour.repeat((size * size) as usize);
        Self { size, pixels }
    }

    /// Fills where `distance` is negative; it is asked within the bounds only. All lengths are
    /// parts of the canvas' width.
    fn fill(&mut self, colour: Colour, bounds: &Bounds, distance: impl Fn(f32, f32) -> f32) {
        let side = u16::try_from(self.size).map_or(1.0, f32::from);
        let width = self.size as usize;
        let middle = |n: usize| (u16::try_from(n).map_or(0.0, f32::from) + 0.5) / side;
        let rows = self.pixels.chunks_exact_mut(width * 4).enumerate();
        for (row, pixels) in rows.filter(|(row, _)| bounds.y.contains(&middle(*row))) {
            let y = middle(row);
            for (column, pixel) in pixels.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                let x = middle(column);
                if bounds.x.contains(&x) {
                    paint(pixel, colour, (0.5 - distance(x, y) * side).clamp(0.0, 1.0));
                }
            }
        }
    }

    /// A disc.
    pub fn disc(&mut self, colour: Colour, x: f32, y: f32, radius: f32) {
        self.ellipse(colour, x, y, radius, radius);
    }

    /// An ellipse.
    pub fn ellipse(&mut self, colour: Colour, x: f32, y: f32, rx: f32, ry: f32) {
        self.fill(colour, &Bounds::around(x, y, rx, ry), |px, py| {
            (((px - x) / rx).hypot((py - y) / ry) - 1.0) * rx.min(ry)
        });
    }

    /// The lower part of a ring: a smile.
    pub fn smile(&mut self, colour: Colour, x: f32, y: f32, radius: f32, thick: f32) {
        let reach = radius + thick;
        self.fill(colour, &Bounds::around(x, y, reach, reach), |px, py| {
            let ring = ((px - x).hypot(py - y) - radius).abs() - thick;
            ring.max(y - py + radius * 0.2)
        });
    }

    /// All below a line that goes from edge to edge.
    pub fn ground(&mut self, colour: Colour, height: impl Fn(f32) -> f32) {
        let all = Bounds { x: 0.0..=1.0, y: 0.0..=1.0 };
        self.fill(colour, &all, |px, py| height(px) - py);
    }

    /// The canvas as PNG.
    pub fn png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.size, self.size);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let written =
            encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.pixels));
        if let Err(error) = written {
            tracing::error!(%error, "a picture was not drawn");
        }
        bytes
    }
}
