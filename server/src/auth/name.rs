//! Names in the company directory.

use std::str::FromStr;

/// Most characters of a name.
const MAX_CHARS: usize = 80;

/// A name that shows, on one line, and says what it seems to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryName(String);

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is nothing to see.
    #[error("the name is empty")]
    Blank,
    /// Longer than any list has room for.
    #[error("the name must not have more than {MAX_CHARS} characters")]
    TooLong,
    /// Control characters, or marks that turn the direction of what stands beside the name.
    #[error("the name must not contain control or direction characters")]
    Hostile,
}

impl DirectoryName {
    /// The name.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromStr for DirectoryName {
    type Err = NameError;

    fn from_str(typed: &str) -> Result<Self, NameError> {
        let name = typed.trim();
        if name.chars().any(is_hostile) {
            return Err(NameError::Hostile);
        }
        if name.chars().all(is_invisible) {
            return Err(NameError::Blank);
        }
        if name.chars().count() > MAX_CHARS {
            return Err(NameError::TooLong);
        }
        Ok(Self(name.to_owned()))
    }
}

fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{00AD}' | '\u{115F}' | '\u{1160}' | '\u{200B}'
                ..='\u{200D}' | '\u{2060}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_as_they_are() {
        for name in
            ["佐藤 由紀", "O'Brien", "<script>alert(1)</script>", "'; DROP TABLE member;--", "👩‍👩‍👧"]
        {
            assert_eq!(name.parse::<DirectoryName>().unwrap().into_string(), name);
        }
        assert_eq!("  Aoi ".parse::<DirectoryName>().unwrap().into_string(), "Aoi");
    }

    #[test]
    fn what_hides_or_deceives_is_refused() {
        for (name, error) in [
            ("", NameError::Blank),
            (" \u{3000} ", NameError::Blank),
            ("\u{200B}\u{3164}", NameError::Blank),
            ("Aoi\u{202E}nimda", NameError::Hostile),
            ("Aoi\nRen", NameError::Hostile),
            ("Aoi\u{0}", NameError::Hostile),
            (&"あ".repeat(81), NameError::TooLong),
        ] {
            assert_eq!(name.parse::<DirectoryName>(), Err(error), "{name:?}");
        }
    }
}
