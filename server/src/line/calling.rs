//! Words that call upon people of a LINE group, as LINE takes them: a key in braces for each of them.
//!
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#text-message-v2>

use std::collections::{BTreeMap, HashMap};

use app::domain::{
    Marked, PersonId, TextMark,
    mark::{Piece, pieces},
    mention::MAX_MENTIONS,
    text::{MAX_UTF16, utf16_len},
};
use serde::Serialize;

/// What a key in the words stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "mention")]
pub struct Substitution {
    mentionee: Mentionee,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Mentionee {
    All,
    User { user_id: String },
}

/// The words with keys, and what these stand for; none where nobody is called upon whom LINE's ids of the
/// people in the group have, or where LINE would not take it.
pub(super) fn calling(
    text: &str,
    marks: &[TextMark],
    ids: &HashMap<PersonId, String>,
) -> Option<(String, BTreeMap<String, Substitution>)> {
    let (mut calling, mut substitution) = (String::with_capacity(text.len()), BTreeMap::new());
    for piece in pieces(text, marks) {
        let (words, whom) = match piece {
            Piece::Plain(words) => (words, None),
            Piece::Marked(words, marked) => (words, mentionee(marked, ids)),
        };
        if let Some(mentionee) = whom.filter(|_| substitution.len() < MAX_MENTIONS) {
            let key = format!("m{}", substitution.len());
            calling.extend(["{", &key, "}"]);
            substitution.insert(key, Substitution { mentionee });
        } else {
            // Braces of the words themselves.
            calling.push_str(&words.replace('{', "{{").replace('}', "}}"));
        }
    }
    let is_taken = !substitution.is_empty() && utf16_len(&calling) <= MAX_UTF16;
    is_taken.then_some((calling, substitution))
}

fn mentionee(marked: &Marked, ids: &HashMap<PersonId, String>) -> Option<Mentionee> {
    match marked {
        Marked::Everybody => Some(Mentionee::All),
        Marked::Mention { who: Some(who) } => {
            ids.get(who).map(|id| Mentionee::User { user_id: id.clone() })
        }
        Marked::Mention { who: None } | Marked::Us | Marked::Emoji { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use app::domain::ContactId;
    use uuid::Uuid;

    use super::*;

    fn person(n: u128) -> PersonId {
        PersonId::LineUser(ContactId::new(Uuid::from_u128(n)))
    }

    fn mark(at: u32, len: u32, what: Marked) -> TextMark {
        TextMark { at, len, what }
    }

    #[test]
    fn people_become_keys_and_braces_stay_braces() {
        let ids = HashMap::from([(person(1), "U1".to_owned())]);
        let marks = [
            mark(0, 3, Marked::Mention { who: Some(person(1)) }),
            mark(4, 3, Marked::Mention { who: Some(person(2)) }),
            mark(8, 4, Marked::Everybody),
        ];
        let (text, substitution) = calling("@由紀 @健太 @All {m0}", &marks, &ids).unwrap();
        assert_eq!(text, "{m0} @健太 {m1} {{m0}}");
        insta::assert_json_snapshot!(substitution);
    }

    #[test]
    fn words_that_call_upon_nobody_are_words() {
        let nobody = HashMap::new();
        let gone = [mark(0, 2, Marked::Mention { who: Some(person(1)) })];
        assert_eq!(calling("@A {}", &gone, &nobody), None);
        assert_eq!(calling("@A", &[], &nobody), None);
        // Braces count twice: what grows too long by them goes as words.
        let text = format!("@All{}", "{".repeat(2600));
        assert_eq!(calling(&text, &[mark(0, 4, Marked::Everybody)], &nobody), None);
    }

    #[test]
    fn no_more_are_called_than_line_takes() {
        let marks: Vec<_> = (0..30).map(|n| mark(n * 2, 2, Marked::Everybody)).collect();
        let (_, substitution) = calling(&"@A".repeat(30), &marks, &HashMap::new()).unwrap();
        assert_eq!(substitution.len(), MAX_MENTIONS);
    }
}
