//! Lines: where text is broken, what is cut, and the size at which it fits. Pure.
//!
//! Chinese and Japanese break between any two characters but those that may not begin or end a line;
//! Thai between clusters, a vowel staying with its consonant; everything else, Korean too, between
//! words, and within one only where a line has no other place.

use super::{fonts::Face, measure::Cluster};

/// What may not begin a line: closing brackets, full stops, small kana, what repeats or prolongs.
const NEVER_FIRST: &str = "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】°′″℃％‰…‥\
    ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ\
    ,.:;?!)]}%ะาำๅๆฯ";

/// What may not end a line: opening brackets, and Thai vowels that stand before their consonant.
const NEVER_LAST: &str = "‘“（〔［｛〈《「『【￥＄￡｢([{$£¥#@เแโใไ";

/// A size to try, and how many lines of it there is room for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    /// In pixels.
    pub size: f32,
    /// At least one.
    pub lines: usize,
}

/// Text in lines, at the size that was found for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    /// In pixels.
    pub size: f32,
    /// From the top.
    pub lines: Vec<Line>,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line(Vec<Cluster>);

/// What stands for the rest of a text that was cut.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ellipsis {
    /// After Chinese and Japanese.
    pub wide: Vec<Cluster>,
    /// After everything else.
    pub narrow: Vec<Cluster>,
}

impl Ellipsis {
    /// The texts of both, to be measured: wide, narrow.
    pub(super) const TEXTS: [&str; 2] = ["…", "..."];

    fn after(&self, last: Option<&Cluster>) -> &[Cluster] {
        if last.is_some_and(is_wide) { &self.wide } else { &self.narrow }
    }
}

impl Line {
    /// Its width in ems.
    pub(super) fn width(&self) -> f32 {
        width(&self.0)
    }

    /// Its text by font, each with where it begins, in ems.
    pub(super) fn runs(&self) -> impl Iterator<Item = (f32, Face, String)> {
        let mut x = 0.0;
        self.0.chunk_by(|one, next| one.face == next.face).map(move |run| {
            let start = x;
            x += width(run);
            (start, run[0].face, run.iter().map(|cluster| cluster.text.as_str()).collect())
        })
    }

    /// Cuts it so that it fits with an ellipsis behind it.
    fn cut(mut self, room: f32, ellipsis: &Ellipsis) -> Self {
        loop {
            while self.0.last().is_some_and(Cluster::is_space) {
                self.0.pop();
            }
            let end = ellipsis.after(self.0.last());
            if self.0.is_empty() || self.width() + width(end) <= room {
                self.0.extend_from_slice(end);
                return self;
            }
            self.0.pop();
        }
    }
}

/// Text at the largest size at which all of it fits; at the smallest it is cut where the room ends.
/// `room` is the width in pixels; each paragraph begins a line.
pub(super) fn fit(
    paragraphs: &[Vec<Cluster>],
    room: f32,
    steps: &[Step],
    ellipsis: &Ellipsis,
) -> Block {
    let mut block = Block { size: 0.0, lines: Vec::new() };
    for Step { size, lines: most } in steps.iter().copied() {
        let room = room / size;
        let mut lines: Vec<Line> =
            paragraphs.iter().flat_map(|paragraph| broken(paragraph, room)).collect();
        let fits = lines.len() <= most;
        if !fits {
            lines.truncate(most);
            let last = lines.pop().unwrap_or_default();
            lines.push(last.cut(room, ellipsis));
        }
        block = Block { size, lines };
        if fits {
            break;
        }
    }
    block
}

/// A paragraph in lines of at most `room` ems. An empty one is an empty line.
fn broken(paragraph: &[Cluster], room: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut rest = paragraph;
    loop {
        let end = end_of_line(rest, room);
        let (line, after) = rest.split_at(end);
        lines.push(Line(trimmed(line).to_vec()));
        let spaces = after.iter().take_while(|cluster| cluster.is_space()).count();
        rest = &after[spaces..];
        if rest.is_empty() {
            return lines;
        }
    }
}

/// How many clusters the next line takes. Spaces at its end take no room.
fn end_of_line(rest: &[Cluster], room: f32) -> usize {
    let (mut used, mut place) = (0.0, None);
    for (at, cluster) in rest.iter().enumerate() {
        if at > 0 && may_break(&rest[at - 1], cluster) {
            place = Some(at);
        }
        used += cluster.advance;
        if used > room && !cluster.is_space() {
            // Where no place will do, the line ends in the middle of a word, and takes one at least.
            return place.unwrap_or(at).max(1);
        }
    }
    rest.len()
}

fn may_break(before: &Cluster, after: &Cluster) -> bool {
    let (Some(last), Some(first)) = (before.text.chars().next(), after.text.chars().next()) else {
        return false;
    };
    if after.is_space() {
        return false;
    }
    if before.is_space() {
        return true;
    }
    if NEVER_LAST.contains(last) || NEVER_FIRST.contains(first) {
        return false;
    }
    let thai = before.face == Face::Thai && after.face == Face::Thai;
    thai || is_wide(before) || is_wide(after) || matches!(last, '-' | '–' | '—')
}

/// Whether it is written without spaces between words: kana, hanzi, and what belongs to them.
fn is_wide(cluster: &Cluster) -> bool {
    let wide = |c: char| {
        matches!(c, '…' | '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FF01}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
    };
    cluster.text.chars().next().is_some_and(wide)
}

fn trimmed(line: &[Cluster]) -> &[Cluster] {
    let end = line.iter().rposition(|cluster| !cluster.is_space()).map_or(0, |last| last + 1);
    &line[..end]
}

fn width(clusters: &[Cluster]) -> f32 {
    clusters.iter().map(|cluster| cluster.advance).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::profile_card::measure::measure;

    fn ellipsis() -> Ellipsis {
        let [wide, narrow] = measure(&Ellipsis::TEXTS).unwrap().try_into().unwrap();
        Ellipsis { wide, narrow }
    }

    fn text(line: &Line) -> String {
        line.0.iter().map(|cluster| cluster.text.as_str()).collect()
    }

    /// Lines of `room` ems.
    fn lines(typed: &str, room: f32) -> Vec<String> {
        let paragraph = measure(&[typed]).unwrap().remove(0);
        broken(&paragraph, room).iter().map(text).collect()
    }

    #[test]
    fn japanese_breaks_anywhere_but_where_it_may_not() {
        assert_eq!(lines("工事のあとまで私が", 4.0), ["工事のあ", "とまで私", "が"]);
        assert_eq!(lines("工事まで、私が", 4.0), ["工事ま", "で、私が"], "a comma begins no line");
        assert_eq!(lines("工事の「あと」", 4.0), ["工事の", "「あと」"], "a bracket ends no line");
        assert_eq!(lines("キッチンコーナー", 3.0), ["キッチ", "ンコー", "ナー"]);
    }

    #[test]
    fn latin_and_korean_break_between_words() {
        assert_eq!(lines("kitchen and bath", 5.0), ["kitchen", "and bath"]);
        assert_eq!(lines("주방과 욕실 공사", 4.5), ["주방과", "욕실 공사"]);
    }

    #[test]
    fn a_word_that_is_longer_than_a_line_is_broken() {
        let lines = lines("Donaudampfschifffahrt", 4.0);
        assert!(lines.len() > 1 && lines.concat() == "Donaudampfschifffahrt", "{lines:?}");
    }

    #[test]
    fn thai_breaks_between_clusters_and_keeps_its_vowels() {
        let typed = "บริการออกแบบห้องครัวและห้องน้ำตั้งแต่แปลน";
        for line in lines(typed, 3.0) {
            let (first, last) = (line.chars().next().unwrap(), line.chars().last().unwrap());
            assert!(!matches!(first, '\u{E30}'..='\u{E3A}' | '\u{E45}'..='\u{E4E}'), "{line}");
            assert!(!matches!(last, 'เ'..='ไ'), "{line}");
        }
        assert_eq!(lines(typed, 3.0).concat(), typed);
    }

    #[test]
    fn long_text_becomes_smaller_before_it_is_cut() {
        let steps = [Step { size: 40.0, lines: 1 }, Step { size: 20.0, lines: 2 }];
        let fitted = |typed: &str| {
            let block = fit(&measure(&[typed]).unwrap(), 200.0, &steps, &ellipsis());
            (block.size, block.lines.iter().map(text).collect::<Vec<_>>())
        };
        assert_eq!(fitted("林葵"), (40.0, vec!["林葵".to_owned()]));
        assert_eq!(fitted(&"字".repeat(20)), (20.0, vec!["字".repeat(10); 2]));
        let cut = vec!["字".repeat(10), format!("{}…", "字".repeat(9))];
        assert_eq!(fitted(&"字".repeat(21)), (20.0, cut));
        assert!(fitted(&"word ".repeat(20)).1[1].ends_with("word..."));
    }

    #[test]
    fn paragraphs_begin_lines_and_empty_ones_keep_theirs() {
        let paragraphs = measure(&["a", "", "b"]).unwrap();
        let block = fit(&paragraphs, 100.0, &[Step { size: 10.0, lines: 3 }], &ellipsis());
        assert_eq!(block.lines.iter().map(text).collect::<Vec<_>>(), ["a", "", "b"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_line_is_wider_than_its_room(
            typed in prop_oneof![
                any::<String>(),
                "[a-zA-Z ,.\u{300}-\u{310}-]{0,300}",
                "[ก-๛ ]{0,300}",
                "[ぁ-ヿ一-龥、。「」（）]{0,300}",
                "[가-힣 a-z]{0,300}",
                "[א-תا-ي a-z😀-😎]{0,300}",
            ],
            room in 40.0_f32..400.0,
            lines in 1_usize..5,
        ) {
            let typed: Vec<&str> = typed.lines().collect();
            let paragraphs = measure(&typed).unwrap();
            let block = fit(&paragraphs, room, &[Step { size: 16.0, lines }], &ellipsis());
            prop_assert!(block.lines.len() <= lines);
            for line in &block.lines {
                prop_assert!(line.width() * block.size <= room + 0.01, "{line:?}");
            }
        }
    }
}
