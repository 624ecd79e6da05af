//! What a LINE user may learn of a member, besides name, photo and group, which come from the company
//! directory: About, Phone and Website, written by the member.

use serde::{Deserialize, Serialize};

/// The most characters of an About text.
pub const ABOUT_MAX: usize = 500;

/// What a member says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The introduction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// Where they can be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Where more is to be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<Website>,
}

/// The three fields as typed; an empty one is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileForm {
    /// The introduction.
    pub about: String,
    /// A phone number, national or international.
    pub phone: String,
    /// An address, with or without `https://`.
    pub website: String,
}

/// What is wrong with a [`ProfileForm`]; each fault belongs to one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileFault {
    /// The introduction is longer than [`ABOUT_MAX`].
    AboutTooLong,
    /// Nobody can be called there.
    PhoneUnknown,
    /// It is no address of a website.
    WebsiteUnknown,
}

/// An introduction: something to read, at most [`ABOUT_MAX`] characters, lines kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct About(String);

/// The introduction is longer than [`ABOUT_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("longer than {ABOUT_MAX} characters")]
pub struct AboutTooLong;

impl About {
    /// Reads an introduction as typed; none when there is nothing to read in it.
    ///
    /// # Errors
    /// When it is over [`ABOUT_MAX`] characters.
    pub fn parse(typed: &str) -> Result<Option<Self>, AboutTooLong> {
        let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
        let clean: String = lines.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let text = clean.trim();
        match text.chars().count() {
            0 => Ok(None),
            1..=ABOUT_MAX => Ok(Some(Self(text.to_owned()))),
            _ => Err(AboutTooLong),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for About {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok().flatten().ok_or("not an introduction")
    }
}

impl From<About> for String {
    fn from(about: About) -> Self {
        about.0
    }
}

/// A phone number that the server has checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// To be called: `+` and digits (E.164).
    pub number: String,
    /// To be read: as people of the company's country write it.
    pub shown: String,
}

/// The address of a website that the server has checked: `http` or `https`, without a log-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Website(String);

/// The text is not the address of a website.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a website")]
pub struct NotAWebsite;

impl Website {
    /// The address, to be followed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as people read it: without scheme and closing slash.
    pub fn shown(&self) -> &str {
        let bare = self.0.strip_prefix("https://").or_else(|| self.0.strip_prefix("http://"));
        bare.unwrap_or(&self.0).trim_end_matches('/')
    }
}

impl TryFrom<String> for Website {
    type Error = NotAWebsite;

    /// Holds the one rule that keeps a link harmless, also where nothing has parsed the address.
    fn try_from(address: String) -> Result<Self, Self::Error> {
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let clean = !address.chars().any(|c| c.is_whitespace() || c.is_control());
        if clean && host.is_some_and(|host| !host.is_empty()) {
            Ok(Self(address))
        } else {
            Err(NotAWebsite)
        }
    }
}

impl From<Website> for String {
    fn from(website: Website) -> Self {
        website.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_introduction_keeps_its_lines_and_nothing_unseen() {
        let about = About::parse("  図面から\r\n工事まで\u{0}\u{7}\n ").unwrap().unwrap();
        assert_eq!(about.as_str(), "図面から\n工事まで");
        assert_eq!(About::parse(" \n ").unwrap(), None);
    }

    #[test]
    fn an_introduction_has_five_hundred_characters_at_most() {
        assert!(About::parse(&"あ".repeat(ABOUT_MAX)).unwrap().is_some());
        assert_eq!(About::parse(&"あ".repeat(ABOUT_MAX + 1)), Err(AboutTooLong));
    }

    #[test]
    fn a_website_is_nothing_but_http() {
        for hostile in ["javascript:alert(1)", "data:text/html,x", "https://", "https://a b", "//x"]
        {
            assert_eq!(Website::try_from(hostile.to_owned()), Err(NotAWebsite), "{hostile}");
        }
        let website = Website::try_from("https://sagawa.example/".to_owned()).unwrap();
        assert_eq!(website.shown(), "sagawa.example");
    }
}
