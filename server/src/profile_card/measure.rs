//! How wide text is: it is shaped by what draws it later, so that accents, Thai vowels and kerning are
//! where they will be. Knows neither lines nor the card.

use resvg::usvg::{Node, Text};

use super::{CardError, fonts::Face, picture, svg::Svg};

/// Characters of one text that are looked at; no card has room for more.
const MOST: usize = 1000;

/// Characters that stand on one another; more of them would climb out of their line.
const PILED: usize = 4;

/// What text is measured at, in pixels.
const SIZE: f32 = 100.0;

/// The least that is moved to another line: a letter with all that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cluster {
    /// The letter.
    pub text: String,
    /// Its font.
    pub face: Face,
    /// From where it begins to where the next one does, in ems.
    pub advance: f32,
}

impl Cluster {
    /// Whether it is a space.
    pub(super) fn is_space(&self) -> bool {
        self.text == " "
    }
}

/// Text in one font. Each is shaped alone, because what falls back from font to font may lose its
/// place.
#[derive(Debug, PartialEq)]
struct Run {
    face: Face,
    text: String,
}

/// Measures texts of one line each. White space is folded, and what no font has is left out: a box in
/// its place would tell nobody anything.
///
/// # Errors
/// When they cannot be shaped, which is a fault of ours.
pub(super) fn measure(texts: &[&str]) -> Result<Vec<Vec<Cluster>>, CardError> {
    let runs: Vec<(usize, Run)> = texts
        .iter()
        .enumerate()
        .flat_map(|(at, text)| runs(text).into_iter().map(move |run| (at, run)))
        .collect();
    let mut svg = Svg::new(1, 1);
    for (id, (_, run)) in runs.iter().enumerate() {
        svg.measured(id, run.face, SIZE, &run.text);
    }
    let tree = picture::read(&svg.finish(), None)?;
    let mut measured = vec![Vec::new(); texts.len()];
    for node in tree.root().children() {
        let Node::Text(text) = node else { continue };
        let run = text.id().parse().ok().and_then(|id: usize| runs.get(id));
        if let Some((at, run)) = run {
            measured[*at].extend(clusters(text, run.face));
        }
    }
    Ok(measured)
}

/// What can be drawn of a text, font by font.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut after_space = true;
    for c in text.chars().take(MOST) {
        let c = if c.is_whitespace() { ' ' } else { c };
        let Some(face) = Face::of(c) else { continue };
        if c == ' ' && after_space {
            continue;
        }
        after_space = c == ' ';
        match runs.last_mut() {
            Some(run) if run.face == face || c == ' ' => run.text.push(c),
            _ => runs.push(Run { face, text: c.to_string() }),
        }
    }
    runs
}

fn clusters(text: &Text, face: Face) -> Vec<Cluster> {
    let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
    let (mut starts, mut texts) = (Vec::new(), Vec::new());
    let mut start = None;
    for glyph in glyphs {
        let here = *start.get_or_insert(glyph.transform().tx);
        // The text of a cluster stands at its last glyph.
        if !glyph.text.is_empty() {
            starts.push(here);
            texts.push(glyph.text.chars().take(PILED).collect::<String>());
            start = None;
        }
    }
    let ends = starts.iter().skip(1).copied().chain([text.bounding_box().right()]);
    let advances = starts.iter().zip(ends).map(|(start, end)| (end - start).max(0.0) / SIZE);
    texts.into_iter().zip(advances).map(|(text, advance)| Cluster { text, face, advance }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        measure(&[text]).unwrap().remove(0).into_iter().map(|cluster| cluster.text).collect()
    }

    #[test]
    fn a_letter_keeps_what_belongs_to_it() {
        assert_eq!(texts("กี้ทำ"), ["กี้", "ทำ"].map(String::from));
        assert_eq!(texts("e\u{301}a"), ["e\u{301}", "a"].map(String::from));
        assert_eq!(texts("か\u{3099}く"), ["か\u{3099}", "く"].map(String::from));
        assert_eq!(
            texts("\u{1112}\u{1161}\u{11AB}글"),
            ["\u{1112}\u{1161}\u{11AB}", "글"].map(String::from)
        );
    }

    #[test]
    fn what_no_font_has_is_left_out_and_space_is_folded() {
        assert_eq!(texts(" a\u{202E} 😀\t\n b👩‍💻ا ").concat(), "a b ");
        assert_eq!(texts("😀שלום"), Vec::<String>::new());
    }

    #[test]
    fn widths_are_those_of_the_fonts() {
        let all = measure(&["漢字かな", "iW", "한", "กี้"]).unwrap();
        assert!(all[0].iter().all(|cluster| (cluster.advance - 1.0).abs() < 0.01), "{:?}", all[0]);
        assert!(all[1][0].advance * 2.0 < all[1][1].advance);
        assert!((0.8..1.0).contains(&all[2][0].advance));
        assert!((0.4..0.8).contains(&all[3][0].advance), "marks take no room: {:?}", all[3]);
    }

    #[test]
    fn nothing_piles_up() {
        let tower = format!("Z{}", "\u{301}".repeat(400));
        assert!(texts(&tower).iter().all(|text| text.chars().count() <= PILED));
    }
}
