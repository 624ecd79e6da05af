//! The fonts of the card and which characters they have. `server/fonts/README.md` says how they
//! were made. No font of the machine is ever used: a card looks the same wherever it is drawn.

use std::{
    ops::RangeInclusive,
    sync::{Arc, LazyLock},
};

use resvg::usvg::fontdb::{Database, Source};

static CJK: &[u8] = include_bytes!("../../fonts/NotoSansCJK-Card.otf");
static LATIN: &[u8] = include_bytes!("../../fonts/NotoSans-Card.ttf");
static THAI: &[u8] = include_bytes!("../../fonts/NotoSansThai-Card.ttf");

/// A font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// For Latin letters.
    Latin,
    /// For Thai.
    Thai,
    /// For everything else.
    Cjk,
}

/// In the order in which they are asked for a character.
const FACES: [Face; 3] = [Face::Latin, Face::Thai, Face::Cjk];

impl Face {
    /// What the font calls itself.
    pub(super) const fn family(self) -> &'static str {
        match self {
            Self::Latin => "Noto Sans",
            Self::Thai => "Noto Sans Thai",
            Self::Cjk => "Noto Sans CJK JP",
        }
    }

    /// The file of the font.
    const fn file(self) -> &'static [u8] {
        match self {
            Self::Latin => LATIN,
            Self::Thai => THAI,
            Self::Cjk => CJK,
        }
    }

    /// The first font that has a character.
    pub(super) fn of(c: char) -> Option<Self> {
        static CHARACTERS: LazyLock<[(Face, Characters); 3]> =
            LazyLock::new(|| FACES.map(|face| (face, Characters::of(face.file()))));
        CHARACTERS.iter().find_map(|(face, characters)| characters.has(c).then_some(*face))
    }
}

/// All fonts, read once.
pub(super) fn database() -> Arc<Database> {
    static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut fonts = Database::new();
        for face in FACES {
            fonts.load_font_source(Source::Binary(Arc::new(face.file())));
        }
        Arc::new(fonts)
    });
    Arc::clone(&FONTS)
}

/// Which characters a font has: stretches in the order of their code points.
struct Characters(Vec<RangeInclusive<u32>>);

impl Characters {
    /// Of one of our fonts; of another kind of file there are none.
    fn of(font: &[u8]) -> Self {
        Self(read(font).unwrap_or_default())
    }

    fn has(&self, c: char) -> bool {
        let c = u32::from(c);
        let after = self.0.partition_point(|stretch| *stretch.start() <= c);
        after.checked_sub(1).is_some_and(|at| self.0[at].contains(&c))
    }
}

/// Reads the only character map of our fonts (OpenType specification: `cmap`, format 12).
fn read(font: &[u8]) -> Option<Vec<RangeInclusive<u32>>> {
    let tables = usize::from(u16::from_be_bytes(*font.get(4..)?.first_chunk()?));
    let mut records = font.get(12..)?.chunks_exact(16).take(tables);
    let record = records.find(|record| record.starts_with(b"cmap"))?;
    let cmap = font.get(number(record, 8)?..)?;
    let map = cmap.get(number(cmap, 8)?..)?;
    if !map.starts_with(&[0, 12]) {
        return None;
    }
    let groups = map.get(16..)?.chunks_exact(12).take(number(map, 12)?);
    groups.map(|group| Some(code(group, 0)?..=code(group, 4)?)).collect()
}

fn code(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(code(bytes, at)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_these_countries_can_be_written() {
        for (face, name) in [
            (Face::Cjk, "林葵髙﨑𠮷田ﾊﾔｼ（株）①㈱김민준陳怡君简体…"),
            (Face::Latin, "Zoë Müller-Łukasz O’Şimşek Nguyễn Thị Ánh · “@_.”"),
            (Face::Thai, "พิมพ์ชนกศรีสุข"),
        ] {
            let strange = name.chars().find(|c| Face::of(*c) != Some(face));
            assert_eq!(strange, None, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_known() {
        for c in ['😀', '\u{200D}', '\u{202E}', '\u{FE0F}', 'ا', 'א', '\n', '\u{0}', '\u{E000}']
        {
            assert_eq!(Face::of(c), None, "{c:?}");
        }
    }

    #[test]
    fn all_are_found_by_their_names() {
        let fonts = database();
        let names: Vec<_> = fonts.faces().map(|face| face.families[0].0.as_str()).collect();
        assert_eq!(names, FACES.map(Face::family));
    }

    #[test]
    fn another_file_has_no_characters() {
        for file in [&b""[..], b"OTTO", &[0xFF; 64]] {
            assert!(Characters::of(file).0.is_empty());
        }
    }
}
