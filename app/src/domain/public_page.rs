//! The address of a member's public page: `/p/` and one of two names, by the member's choice.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// What must be encoded in a part of a path: all but RFC 3986's unreserved characters and the `@` that
/// official accounts' IDs begin with.
const IN_A_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');

/// A name that nobody can guess: 128 random bits in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageKey(String);

/// Which name a member's public page goes by. The other one leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageName {
    /// The one that nobody can guess: whoever has the address was given it.
    Key,
    /// The official account's ID, which is easy to say, and to try.
    LineId,
}

/// A name in an address, as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It looks like a [`PageKey`].
    Key(PageKey),
    /// It looks like an official account's ID.
    LineId(String),
}

/// How a member's public page is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicPage {
    /// The name that nobody can guess; kept while the page goes by the ID.
    pub key: PageKey,
    /// The member's choice.
    pub name: PageName,
}

/// Characters of a [`PageKey`].
const LENGTH: usize = 32;

impl PageKey {
    /// The name made of 128 random bits.
    pub fn of(bits: u128) -> Self {
        Self(format!("{bits:032x}"))
    }

    /// Takes what stands in an address or in a row.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == LENGTH && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }

    /// As it stands in rows.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Asked {
    /// Reads the part of the address behind `/p/`.
    pub fn parse(text: &str) -> Option<Self> {
        match PageKey::parse(text) {
            Some(key) => Some(Self::Key(key)),
            None => text.starts_with('@').then(|| Self::LineId(text.to_owned())),
        }
    }
}

impl PublicPage {
    /// Where the page is, as a path on this site, while the official account has this ID.
    pub fn path(&self, line_id: &str) -> String {
        match self.name {
            PageName::Key => path(self.key.as_str()),
            PageName::LineId => path(line_id),
        }
    }
}

/// Where the page with this name is: `/p/@123abcde`.
pub fn path(name: &str) -> String {
    format!("/p/{}", utf8_percent_encode(name, IN_A_PATH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_key_or_an_id() {
        let key = PageKey::of(0xaf);
        assert_eq!(Asked::parse(key.as_str()), Some(Asked::Key(key.clone())));
        assert_eq!(key.as_str().len(), LENGTH);
        assert_eq!(Asked::parse("@123abcde"), Some(Asked::LineId("@123abcde".into())));
        for text in ["", "123abcde", "af", &"g".repeat(32), &key.as_str().to_uppercase()] {
            assert_eq!(Asked::parse(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_in_a_name_leads_to_another_place() {
        assert_eq!(path("@sagawa-kitchen_1.2"), "/p/@sagawa-kitchen_1.2");
        assert_eq!(path("@../x?y#z/あ"), "/p/@..%2Fx%3Fy%23z%2F%E3%81%82");
    }
}
