//! Identifiers, in LINE's shapes, and how they are drawn from the seed.

use std::{borrow::Borrow, fmt};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

macro_rules! id_type {
    ($(#[$about:meta] $name:ident;)+) => {$(
        #[$about]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

id_type! {
    /// A provider: the scope in which a LINE user has one user ID.
    ProviderId;
    /// A channel, and with it an official account.
    ChannelId;
    /// A person in the sandbox's world, over all providers.
    UserKey;
    /// A group (`C…`) or room (`R…`).
    GroupId;
    /// A message, as a decimal string.
    MessageId;
    /// A webhook event, as a ULID.
    EventId;
    /// A place where messages stand: `channel/user`, or a group's id.
    ChatKey;
}

impl ChatKey {
    /// The chat of one person with one official account.
    pub fn direct(channel: &ChannelId, user: &UserKey) -> Self {
        Self(format!("{channel}/{user}"))
    }

    /// The chat of a group.
    pub fn group(group: &GroupId) -> Self {
        Self(group.0.clone())
    }
}

/// Hexadecimal digits drawn from the seed and the parts; at most 64 of them.
pub fn drawn_hex(seed: &str, parts: &[&str], digits: usize) -> String {
    use fmt::Write as _;
    let mut hash = Sha256::new();
    hash.update(seed);
    for part in parts {
        hash.update([0]);
        hash.update(part);
    }
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex.truncate(digits);
    hex
}

/// The user ID of a person within one provider.
pub fn user_id(seed: &str, provider: &ProviderId, user: &UserKey) -> String {
    format!("U{}", drawn_hex(seed, &["user", &provider.0, &user.0], 32))
}

/// The user ID of a channel's bot, which webhooks name as their destination.
pub fn bot_user_id(seed: &str, channel: &ChannelId) -> String {
    format!("U{}", drawn_hex(seed, &["bot", &channel.0], 32))
}

/// A channel secret.
pub fn channel_secret(seed: &str, channel: &ChannelId) -> String {
    drawn_hex(seed, &["secret", &channel.0], 32)
}

/// A basic ID in the form `@123abcde`.
pub fn basic_id(seed: &str, channel: &ChannelId) -> String {
    let hex = drawn_hex(seed, &["basic", &channel.0], 8);
    let spread = hex.bytes().enumerate().map(|(place, digit)| {
        let value = char::from(digit).to_digit(16).unwrap_or_default();
        let base = if place < 3 { '0' } else { 'a' };
        let range = if place < 3 { 10 } else { 16 };
        char::from_u32(u32::from(base) + value % range).unwrap_or(base)
    });
    std::iter::once('@').chain(spread).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_another_id_in_every_provider() {
        let user = UserKey::from("hanako");
        let here = user_id("s", &ProviderId::from("a"), &user);
        assert_eq!(here, user_id("s", &ProviderId::from("a"), &user));
        assert_ne!(here, user_id("s", &ProviderId::from("b"), &user));
        assert_eq!(here.len(), 33);
        assert!(here.starts_with('U'));
    }

    #[test]
    fn a_basic_id_has_three_digits_and_five_letters() {
        let id = basic_id("s", &ChannelId::from("2000000001"));
        assert_eq!(id.len(), 9);
        assert!(id[1..4].chars().all(|c| c.is_ascii_digit()), "{id}");
        assert!(id[4..].chars().all(|c| c.is_ascii_lowercase()), "{id}");
    }
}
