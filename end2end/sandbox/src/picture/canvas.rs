//! A small canvas: smooth discs and rounded boxes on RGBA, and its way to PNG.

/// A colour with opacity.
pub type Colour = [u8; 4];

/// The canvas.
pub struct Canvas {
    size: u32,
    pixels: Vec<u8>,
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

    /// Fills where `distance` (in units of the canvas' width, negative inside) is below nothing.
    /// Coordinates run from 0 to 1.
    pub fn fill(&mut self, colour: Colour, distance: impl Fn(f32, f32) -> f32) {
        let side = u16::try_from(self.size).map_or(1.0, f32::from);
        let width = self.size as usize;
        for (place, pixel) in self.pixels.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let part_of = |n: usize| (u16::try_from(n).map_or(0.0, f32::from) + 0.5) / side;
            let away = distance(part_of(place % width), part_of(place / width));
            let cover = (0.5 - away * side).clamp(0.0, 1.0) * f32::from(colour[3]) / 255.0;
            if cover > 0.0 {
                for (below, above) in pixel.iter_mut().zip(colour).take(3) {
                    *below = blend(*below, above, cover);
                }
                pixel[3] = blend(pixel[3], 255, cover);
            }
        }
    }

    /// A disc.
    pub fn disc(&mut self, colour: Colour, x: f32, y: f32, radius: f32) {
        self.fill(colour, |px, py| (px - x).hypot(py - y) - radius);
    }

    /// An ellipse.
    pub fn ellipse(&mut self, colour: Colour, x: f32, y: f32, rx: f32, ry: f32) {
        self.fill(colour, |px, py| (((px - x) / rx).hypot((py - y) / ry) - 1.0) * rx.min(ry));
    }

    /// The lower half of a ring: a smile.
    pub fn smile(&mut self, colour: Colour, x: f32, y: f32, radius: f32, thick: f32) {
        self.fill(colour, |px, py| {
            let ring = ((px - x).hypot(py - y) - radius).abs() - thick;
            ring.max(y - py + radius * 0.2)
        });
    }

    /// A band from edge to edge below a height.
    pub fn ground(&mut self, colour: Colour, height: impl Fn(f32) -> f32) {
        self.fill(colour, |px, py| height(px) - py);
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
