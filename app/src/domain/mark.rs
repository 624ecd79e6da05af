//! Stretches of a text that stand for something: a LINE emoji, somebody who is mentioned.

use serde::{Deserialize, Serialize};

use super::{PersonId, text::byte_at};

/// A stretch of a text. Those of one text follow each other and do not overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextMark {
    /// Where it begins, in UTF-16 units, as LINE counts.
    pub at: u32,
    /// How long it is, in UTF-16 units.
    pub len: u32,
    /// What it stands for.
    pub what: Marked,
}

/// What a stretch of a text stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "snake_case")]
pub enum Marked {
    /// A LINE emoji: a small picture. The text has what is read in its place, such as `(love)`.
    Emoji {
        /// LINE's id of the set: 24 hexadecimal digits.
        product: String,
        /// LINE's id of the picture in it: digits.
        emoji: String,
    },
    /// Somebody is mentioned.
    Mention {
        /// Who, where LINE tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<PersonId>,
    },
    /// The official account is mentioned.
    Us,
    /// Everybody in the group is mentioned.
    Everybody,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words that stand for themselves.
    Plain(&'a str),
    /// A stretch that stands for something.
    Marked(&'a str, &'a Marked),
}

/// Cuts a text at its marks. What does not fit the text is not a mark: it stays words.
pub fn pieces<'a>(text: &'a str, marks: &'a [TextMark]) -> Vec<Piece<'a>> {
    let (mut pieces, mut done) = (Vec::with_capacity(marks.len() * 2 + 1), 0);
    for mark in marks {
        let Some(from) = byte_at(text, mark.at as usize).filter(|from| *from >= done) else {
            continue;
        };
        let Some(to) = byte_at(text, mark.at.saturating_add(mark.len) as usize) else { continue };
        if to == from {
            continue;
        }
        if from > done {
            pieces.push(Piece::Plain(&text[done..from]));
        }
        pieces.push(Piece::Marked(&text[from..to], &mark.what));
        done = to;
    }
    if done < text.len() {
        pieces.push(Piece::Plain(&text[done..]));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(at: u32, len: u32) -> TextMark {
        TextMark { at, len, what: Marked::Us }
    }

    #[test]
    fn a_text_is_cut_at_its_marks() {
        let all = [mark(2, 4), mark(6, 3)];
        let us = &Marked::Us;
        assert_eq!(
            pieces("🙇@all@us!", &all),
            [
                Piece::Plain("🙇"),
                Piece::Marked("@all", us),
                Piece::Marked("@us", us),
                Piece::Plain("!"),
            ]
        );
    }

    #[test]
    fn what_does_not_fit_stays_words() {
        for wrong in [mark(1, 2), mark(0, 1), mark(9, 1), mark(0, 0), mark(u32::MAX, u32::MAX)] {
            assert_eq!(pieces("🙇a", std::slice::from_ref(&wrong)), [Piece::Plain("🙇a")]);
        }
        let overlapping = [mark(0, 2), mark(1, 2)];
        assert_eq!(
            pieces("abc", &overlapping),
            [Piece::Marked("ab", &Marked::Us), Piece::Plain("c")]
        );
    }

    #[test]
    fn marks_on_the_wire() {
        let who = Some(PersonId::LineUser("0191d5c8-0000-7000-8000-000000000001".parse().unwrap()));
        let emoji =
            Marked::Emoji { product: "5ac1bfd5040ab15980c9b435".into(), emoji: "001".into() };
        let all =
            [emoji, Marked::Mention { who }, Marked::Mention { who: None }, Marked::Everybody];
        insta::assert_json_snapshot!(all.map(|what| TextMark { at: 0, len: 2, what }));
    }

    proptest! {
        #[test]
        fn nothing_of_a_text_is_lost(
            text in any::<String>(), marks in prop::collection::vec((0..40_u32, 0..10_u32), 0..8),
        ) {
            let marks: Vec<TextMark> = marks.into_iter().map(|(at, len)| mark(at, len)).collect();
            let whole: String = pieces(&text, &marks).into_iter().map(|piece| match piece {
                Piece::Plain(words) | Piece::Marked(words, _) => words,
            }).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
