//! Members: who they are and what they may choose for themselves.

use serde::{Deserialize, Serialize};

use super::{MemberId, OwnAccounts, Profile};

/// What a member may do beyond talking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May manage members, connections and settings.
    Admin,
    /// May use the messenger.
    Member,
}

/// The language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// As the browser asks.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// English.
    #[serde(rename = "en")]
    En,
    /// Japanese.
    #[serde(rename = "ja")]
    Ja,
}

/// The colour scheme of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Whether LINE users see that a member has read what they wrote to the member's official account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadMarks {
    /// They see it.
    Shown,
    /// They do not.
    #[default]
    NotShown,
}

/// The member who is signed in, as their own client sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who I am.
    pub id: MemberId,
    /// My name in the company directory.
    pub name: String,
    /// Where this server serves my photo (a path on this site), if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// My group in the company directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What I signed in with.
    pub email: Email,
    /// What I may do.
    pub role: Role,
    /// My choice of language.
    pub language: Language,
    /// My choice of colours.
    pub theme: Theme,
    /// Whether the admin lets me talk with LINE users. Without it there is nothing of LINE to see.
    pub permitted: bool,
    /// My official account's ID, such as `@123abcde`, when one is connected and I am permitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_id: Option<String>,
    /// Whether I may connect an official account of my own.
    #[serde(default)]
    pub own_account: OwnAccounts,
    /// The company's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// What LINE users read of me besides.
    pub profile: Profile,
    /// Whether LINE users see that I have read what they wrote.
    #[serde(default)]
    pub read_marks: ReadMarks,
    /// How often I blocked or unblocked somebody: a [`BlockList`](super::BlockList) of an older edition
    /// must be read again.
    #[serde(default)]
    pub blocks: u32,
}

/// An e-mail address as an account name: trimmed, lower-case, with something on both sides of `@`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmail;

impl Email {
    /// Reads an address as typed.
    ///
    /// # Errors
    /// When nothing could be delivered to it: no `@`, an empty side, white space or control
    /// characters inside, or more than 254 bytes.
    pub fn parse(typed: &str) -> Result<Self, NotAnEmail> {
        let address = typed.trim().to_lowercase();
        let (user, host) = address.rsplit_once('@').ok_or(NotAnEmail)?;
        let clean = !address.chars().any(|c| c.is_whitespace() || c.is_control());
        if user.is_empty() || host.is_empty() || !clean || address.len() > 254 {
            return Err(NotAnEmail);
        }
        Ok(Self(address))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        Self::parse(&typed)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn an_address_is_trimmed_and_lower_case() {
        assert_eq!(Email::parse(" Aoi@Example.COM ").unwrap().as_str(), "aoi@example.com");
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        for typed in ["", "aoi", "@example.com", "aoi@", "a b@example.com", "a@b\u{0}c"] {
            assert!(Email::parse(typed).is_err(), "{typed:?}");
        }
    }
}
