//! Whom a member calls upon in the words that they write to a LINE group.

use serde::{Deserialize, Serialize};

use super::{ContactId, Marked, PersonId, TextMark, text::utf16_len};

/// LINE's limit for one message.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#text-message-v2>
pub const MAX_MENTIONS: usize = 20;

/// Somebody who is called upon by a stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it begins, in UTF-16 units.
    pub at: u32,
    /// How long it is, in UTF-16 units.
    pub len: u32,
    /// Who.
    pub whom: Called,
}

/// Who is called upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum Called {
    /// All of the LINE group.
    Everybody,
    /// One of them.
    One {
        /// Who.
        contact: ContactId,
    },
}

impl From<Mention> for TextMark {
    fn from(mention: Mention) -> Self {
        let what = match mention.whom {
            Called::Everybody => Marked::Everybody,
            Called::One { contact } => Marked::Mention { who: Some(PersonId::LineUser(contact)) },
        };
        Self { at: mention.at, len: mention.len, what }
    }
}

/// Somebody whom a member has chosen to call upon, by the name that then stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Who.
    pub whom: Called,
    /// The name, without the sign before it.
    pub name: String,
}

/// The beginning of a name that ends what is written before the caret: what follows the last `@`, if that
/// stands where a name can begin, which is not within an address.
pub fn asked(before: &str) -> Option<&str> {
    let (head, asked) = before.rsplit_once(['@', '＠'])?;
    let is_address = head.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
    let is_name = !asked.starts_with(char::is_whitespace)
        && !asked.contains('\n')
        && asked.chars().count() <= 40;
    (is_name && !is_address).then_some(asked)
}

/// Where those who were chosen stand in a text, in its order: each once for each time that they were
/// chosen, the longest names first, for one can begin with another.
pub fn mentions(text: &str, chosen: &[Chosen]) -> Vec<Mention> {
    let mut chosen: Vec<_> = chosen.iter().filter(|one| !one.name.is_empty()).collect();
    chosen.sort_by_key(|one| std::cmp::Reverse(one.name.len()));
    let mut found: Vec<(usize, usize, Called)> = Vec::new();
    for one in chosen {
        let sign = format!("@{}", one.name);
        let free =
            |at: &usize| found.iter().all(|(from, to, _)| at + sign.len() <= *from || at >= to);
        let place = text.match_indices(&sign).map(|(at, _)| at).find(free);
        if let Some(at) = place {
            found.push((at, at + sign.len(), one.whom));
        }
    }
    found.sort_by_key(|(at, ..)| *at);
    found.truncate(MAX_MENTIONS);
    let units = |text: &str| u32::try_from(utf16_len(text)).unwrap_or(u32::MAX);
    let mention =
        |(from, to, whom)| Mention { at: units(&text[..from]), len: units(&text[from..to]), whom };
    found.into_iter().map(mention).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::mark::{Piece, pieces},
        *,
    };

    fn one(n: u128, name: &str) -> Chosen {
        let contact = ContactId::new(uuid::Uuid::from_u128(n));
        Chosen { whom: Called::One { contact }, name: name.to_owned() }
    }

    fn places(text: &str, chosen: &[Chosen]) -> Vec<(u32, u32, Called)> {
        mentions(text, chosen).into_iter().map(|one| (one.at, one.len, one.whom)).collect()
    }

    #[test]
    fn a_name_is_asked_for_behind_its_sign() {
        for (before, expected) in [
            ("@", Some("")),
            ("はい@由", Some("由")),
            ("はい＠由", Some("由")),
            ("hi @Emma St", Some("Emma St")),
            ("mail aoi@", None),
            ("mail aoi@example", None),
            ("@Emma\nand", None),
            ("at noon @ the", None),
            ("nobody", None),
            ("@a @b", Some("b")),
        ] {
            assert_eq!(asked(before), expected, "{before:?}");
        }
    }

    #[test]
    fn those_who_were_chosen_are_found_where_they_stand() {
        let (emma, stone) = (one(1, "Emma"), one(2, "Emma Stone"));
        let both = [emma.clone(), stone.clone()];
        let text = "🙇@Emma Stone, @Emma!";
        assert_eq!(places(text, &both), [(2, 11, stone.whom), (15, 5, emma.whom)]);
        // Of a name that was chosen once and stands twice, the first is called.
        assert_eq!(places("@Emma @Emma", std::slice::from_ref(&emma)), [(0, 5, emma.whom)]);
        // Two of one name are called in the order in which they were chosen.
        let other = one(3, "Emma");
        let two = places("@Emma @Emma", &[emma.clone(), other.clone()]);
        assert_eq!(two, [(0, 5, emma.whom), (6, 5, other.whom)]);
        // What was rubbed out again calls nobody.
        assert_eq!(places("Emma", &[emma]), []);
        assert_eq!(places("@", &[one(4, "")]), []);
    }

    proptest! {
        #[test]
        fn each_mention_is_a_whole_stretch_of_its_own(
            text in "[@ab🙇 ]{0,30}", names in prop::collection::vec("[ab🙇]{0,3}", 0..6),
        ) {
            let chosen: Vec<_> = names.iter().zip(0..).map(|(name, n)| one(n, name)).collect();
            let found = mentions(&text, &chosen);
            let marks: Vec<TextMark> = found.iter().copied().map(TextMark::from).collect();
            let marked = pieces(&text, &marks).into_iter().filter_map(|piece| match piece {
                Piece::Marked(words, _) => Some(words.strip_prefix('@').unwrap().to_owned()),
                Piece::Plain(_) => None,
            });
            let marked: Vec<String> = marked.collect();
            prop_assert_eq!(marked.len(), found.len());
            prop_assert!(marked.iter().all(|name| names.contains(name)));
        }
    }
}
