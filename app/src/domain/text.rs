//! What may be written: the one rule for the text of a message, kept by composer and server alike.

use serde::{Deserialize, Serialize};

/// LINE's limit for one text message, in UTF-16 code units
/// (reference: Messaging API, message objects, text message).
pub const MAX_UTF16: usize = 5000;

/// Text that may be sent: not blank, within LINE's limit, free of control characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TextMessage(String);

/// Why a text may not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There is nothing to read in it.
    #[error("the message is empty")]
    Blank,
    /// It is longer than LINE takes.
    #[error("the message is {over} characters too long")]
    TooLong {
        /// UTF-16 code units beyond the limit.
        over: usize,
    },
}

impl TextMessage {
    /// Reads text as typed: line ends become `\n`, control characters other than line break and tab
    /// are dropped (LINE refuses or shows them as boxes), blank lines at both ends are cut.
    ///
    /// # Errors
    /// When nothing visible is left, or when it is over [`MAX_UTF16`].
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        let clean: String = typed
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        let text = clean.trim_end().trim_start_matches('\n');
        if text.chars().all(is_invisible) {
            return Err(TextError::Blank);
        }
        match utf16_len(text).checked_sub(MAX_UTF16) {
            Some(over) if over > 0 => Err(TextError::TooLong { over }),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TextMessage {
    type Error = TextError;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        Self::parse(&typed)
    }
}

impl From<TextMessage> for String {
    fn from(text: TextMessage) -> Self {
        text.0
    }
}

/// Length as LINE counts it.
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The byte at which so many UTF-16 units are over; none inside of a character or behind the end.
pub fn byte_at(text: &str, units: usize) -> Option<usize> {
    let mut left = units;
    for (byte, c) in text.char_indices() {
        if left == 0 {
            return Some(byte);
        }
        left = left.checked_sub(c.len_utf16())?;
    }
    (left == 0).then_some(text.len())
}

/// The first line's worth of a text, for lists: white space folded, at most `max` characters.
pub fn preview(text: &str, max: usize) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.chars().count() > max {
            out = out.chars().take(max).collect();
            out.push('…');
            break;
        }
    }
    out
}

/// Characters that leave nothing on the screen: white space, zero-width and directional marks, and
/// the fillers that people use to send "nothing".
pub(super) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{00AD}' | '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_limit_counts_utf16_units() {
        assert!(TextMessage::parse(&"あ".repeat(5000)).is_ok());
        assert!(TextMessage::parse(&"𠮷".repeat(2500)).is_ok());
        let over = TextMessage::parse(&"𠮷".repeat(2501));
        assert_eq!(over, Err(TextError::TooLong { over: 2 }));
    }

    #[test]
    fn what_nobody_can_see_is_blank() {
        for typed in
            ["", "  \n\t ", "\u{200B}\u{FEFF}", "\u{202E}\u{2066}", "\u{3164}", "\u{0}\u{1b}"]
        {
            assert_eq!(TextMessage::parse(typed), Err(TextError::Blank), "{typed:?}");
        }
    }

    #[test]
    fn markup_and_direction_marks_stay_as_written() {
        let typed = "<script>alert(1)</script> \u{202E}abc";
        assert_eq!(TextMessage::parse(typed).unwrap().as_str(), typed);
    }

    #[test]
    fn a_text_is_cut_where_browsers_count() {
        let bytes = [0, 1, 2, 3, 4, 5].map(|units| byte_at("🙇由b", units));
        assert_eq!(bytes, [Some(0), None, Some(4), Some(7), Some(8), None]);
    }

    #[test]
    fn preview_folds_and_cuts() {
        assert_eq!(preview("a\n\n  b", 80), "a b");
        assert_eq!(preview(&"字".repeat(100), 10), format!("{}…", "字".repeat(10)));
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(typed in any::<String>()) {
            if let Ok(text) = TextMessage::parse(&typed) {
                prop_assert_eq!(TextMessage::parse(text.as_str()), Ok(text.clone()));
                prop_assert!(utf16_len(text.as_str()) <= MAX_UTF16);
            }
        }
    }
}
