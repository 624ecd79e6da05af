//! Writes an SVG. Everything that people typed goes through [`escaped`]; nothing else reaches the
//! document but numbers and what stands in our own code.

use super::fonts::Face;

/// An SVG that is being written.
pub(super) struct Svg(String);

/// How text is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pen {
    /// Its size, in pixels.
    pub size: f32,
    /// Its colour, such as `#1a2330`.
    pub colour: &'static str,
    /// How heavy it is.
    pub weight: Weight,
}

/// How heavy text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// As the fonts have it.
    Regular,
    /// With an outline, because the fonts have one weight.
    Bold,
}

/// How thick the outline of bold text is, in ems.
const BOLD: f32 = 0.025;

impl Svg {
    /// An empty one of this size, in pixels.
    pub(super) fn new(width: u32, height: u32) -> Self {
        Self(format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">"#
        ))
    }

    /// The whole document.
    pub(super) fn finish(self) -> String {
        self.0 + "</svg>"
    }

    /// Adds drawing that is ours as it stands.
    pub(super) fn add(&mut self, drawing: &str) {
        self.0.push_str(drawing);
    }

    /// Adds text of one font from a place on its baseline.
    pub(super) fn text(&mut self, (x, y): (f32, f32), face: Face, pen: Pen, text: &str) {
        let Pen { size, colour, weight } = pen;
        let (family, text) = (face.family(), escaped(text));
        let outline = match weight {
            Weight::Regular => String::new(),
            Weight::Bold => format!(
                r#" stroke="{colour}" stroke-width="{:.2}" stroke-linejoin="round""#,
                size * BOLD
            ),
        };
        self.add(&format!(
            r#"<text x="{x:.2}" y="{y:.2}" font-family="{family}" font-size="{size}" fill="{colour}"{outline} xml:space="preserve">{text}</text>"#
        ));
    }

    /// Adds text of one font that is only to be measured, under a number.
    pub(super) fn measured(&mut self, id: usize, face: Face, size: f32, text: &str) {
        let (family, text) = (face.family(), escaped(text));
        self.add(&format!(
            r#"<text id="{id}" font-family="{family}" font-size="{size}" xml:space="preserve">{text}</text>"#
        ));
    }
}

/// Text as it may stand in an SVG: no character of it means anything there.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // XML has no way to write the others.
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use resvg::usvg::roxmltree::{Document, Node};

    use super::*;

    const PEN: Pen = Pen { size: 10.0, colour: "#000", weight: Weight::Bold };

    proptest! {
        #[test]
        fn whatever_is_typed_stays_one_text(typed in any::<String>()) {
            let mut svg = Svg::new(1, 1);
            svg.text((0.0, 0.0), Face::Cjk, PEN, &typed);
            let svg = svg.finish();
            // XML cannot hold these two; the fonts have neither.
            prop_assume!(!typed.contains(['\u{FFFE}', '\u{FFFF}']));
            let document = Document::parse(&svg).unwrap();
            let elements: Vec<_> = document.descendants().filter(Node::is_element).collect();
            let clean: String =
                typed.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            prop_assert_eq!(elements.len(), 2);
            prop_assert_eq!(elements[1].text().unwrap_or_default(), clean);
        }
    }

    #[test]
    fn markup_and_entities_are_words() {
        assert_eq!(
            escaped("</text><image href='x'/>&xxe;\u{0}"),
            "&lt;/text&gt;&lt;image href=&apos;x&apos;/&gt;&amp;xxe;"
        );
    }
}
