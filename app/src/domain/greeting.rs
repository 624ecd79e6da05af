//! The greeting that LINE users get when they add an official account: what may be written in it, and
//! what the company has settled.

use serde::{Deserialize, Serialize};

/// The most characters of a greeting as it is written.
pub const GREETING_MAX: usize = 500;

/// Words of a greeting: something to read, at most [`GREETING_MAX`] characters, lines kept. What
/// stands in braces is a [`Blank`] and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GreetingText(String);

/// A place in a greeting that is filled in for each LINE user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// `{name}`: the LINE user's name.
    Name,
    /// `{me}`: the member's name.
    Me,
}

/// A piece of a greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// To be read as it is.
    Words(&'a str),
    /// To be filled in.
    Blank(Blank),
}

/// Why a greeting cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GreetingFault {
    /// It is longer than [`GREETING_MAX`].
    #[error("longer than {GREETING_MAX} characters")]
    TooLong,
    /// Something else than a [`Blank`] stands in braces: a slip that every LINE user would read.
    #[error("only {{name}} and {{me}} may stand in braces")]
    UnknownBlank,
}

/// What the company has settled of greetings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greetings {
    /// Whether LINE users are greeted.
    pub greet: Greet,
    /// The language for who does not tell theirs.
    pub language: GreetingLanguage,
    /// What is said in English, if not the words of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub english: Option<GreetingText>,
    /// What is said in Japanese, if not the words of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub japanese: Option<GreetingText>,
}

/// Whether LINE users are greeted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Greet {
    /// They are.
    #[default]
    On,
    /// They are not: the company greets by other means, or not at all.
    Off,
}

/// A language that a company writes greetings in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum GreetingLanguage {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
}

impl GreetingText {
    /// Reads a greeting as typed; none when there is nothing to read in it.
    ///
    /// # Errors
    /// When it is too long, or has something unknown in braces.
    pub fn parse(typed: &str) -> Result<Option<Self>, GreetingFault> {
        let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
        let clean: String = lines.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let text = clean.trim();
        if text.chars().count() > GREETING_MAX {
            return Err(GreetingFault::TooLong);
        }
        if pieces(text)
            .any(|piece| matches!(piece, Piece::Words(words) if words.contains(['{', '}'])))
        {
            return Err(GreetingFault::UnknownBlank);
        }
        Ok((!text.is_empty()).then(|| Self(text.to_owned())))
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for GreetingText {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok().flatten().ok_or("not a greeting")
    }
}

impl From<GreetingText> for String {
    fn from(text: GreetingText) -> Self {
        text.0
    }
}

impl Greetings {
    /// What the company says in a language, if it has written that.
    pub const fn text(&self, language: GreetingLanguage) -> Option<&GreetingText> {
        match language {
            GreetingLanguage::English => self.english.as_ref(),
            GreetingLanguage::Japanese => self.japanese.as_ref(),
        }
    }
}

/// A greeting's words and blanks, in order.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    const BLANKS: [(&str, Blank); 2] = [("{name}", Blank::Name), ("{me}", Blank::Me)];
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        for (written, blank) in BLANKS {
            if let Some(after) = rest.strip_prefix(written) {
                rest = after;
                return Some(Piece::Blank(blank));
            }
        }
        let next = BLANKS.iter().filter_map(|(written, _)| rest.find(written)).min();
        let (words, after) = rest.split_at(next.unwrap_or(rest.len()));
        rest = after;
        Some(Piece::Words(words))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_and_blanks_are_told_apart() {
        let found: Vec<_> = pieces("Hi {name}, I am {me}{me}.").collect();
        let (name, me) = (Piece::Blank(Blank::Name), Piece::Blank(Blank::Me));
        assert_eq!(
            found,
            [Piece::Words("Hi "), name, Piece::Words(", I am "), me, me, Piece::Words(".")]
        );
    }

    #[test]
    fn a_slip_in_braces_is_not_sent_to_anybody() {
        for typed in ["{Name}", "{ name }", "hello {", "} {me}", "{{name}}"] {
            assert_eq!(GreetingText::parse(typed), Err(GreetingFault::UnknownBlank), "{typed}");
        }
    }

    #[test]
    fn a_greeting_has_five_hundred_characters_at_most_and_keeps_its_lines() {
        assert!(GreetingText::parse(&"あ".repeat(GREETING_MAX)).unwrap().is_some());
        let long = GreetingText::parse(&"あ".repeat(GREETING_MAX + 1));
        assert_eq!(long, Err(GreetingFault::TooLong));
        let lines = GreetingText::parse(" a\r\nb\u{0} \n").unwrap().unwrap();
        assert_eq!(lines.as_str(), "a\nb");
        assert_eq!(GreetingText::parse(" \n ").unwrap(), None);
    }

    proptest! {
        #[test]
        fn no_piece_is_lost(text in "([a-z{}]|\\{name\\}|\\{me\\}|あ){0,40}") {
            let whole: String = pieces(&text)
                .map(|piece| match piece {
                    Piece::Words(words) => words,
                    Piece::Blank(Blank::Name) => "{name}",
                    Piece::Blank(Blank::Me) => "{me}",
                })
                .collect();
            prop_assert_eq!(whole, text);
        }
    }
}
