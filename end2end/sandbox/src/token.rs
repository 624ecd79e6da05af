//! Opaque tokens that name a message: quote tokens and mark-as-read tokens.
//!
//! They carry the message id and a short authentication code instead of being kept in a table, so
//! that a long load run does not grow the state by three strings a message.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::ids::MessageId;

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Quoting the message.
    Quote,
    /// Quoting the message after it was edited: another token, while the first stays good.
    QuoteEdited(u32),
    /// Marking the message and all before it as read.
    MarkAsRead,
}

impl Purpose {
    fn letter(self) -> String {
        match self {
            Self::Quote => "q".to_owned(),
            Self::QuoteEdited(edition) => format!("e{edition}"),
            Self::MarkAsRead => "r".to_owned(),
        }
    }
}

fn code(seed: &str, purpose: &str, message: &str) -> [u8; 12] {
    let mut code = [0; 12];
    // HMAC takes a key of any length, so there is no other branch to take.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(seed.as_bytes()) {
        mac.update(purpose.as_bytes());
        mac.update(message.as_bytes());
        code.copy_from_slice(&mac.finalize().into_bytes()[..12]);
    }
    code
}

/// A token for a message.
pub fn mint(seed: &str, purpose: Purpose, message: &MessageId) -> String {
    let letter = purpose.letter();
    let mut bytes = code(seed, &letter, &message.0).to_vec();
    bytes.extend_from_slice(format!("{letter}.{message}").as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn open(seed: &str, token: &str) -> Option<(String, MessageId)> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (given, named) = bytes.split_at_checked(12)?;
    let (letter, message) = std::str::from_utf8(named).ok()?.split_once('.')?;
    (given == code(seed, letter, message)).then(|| (letter.to_owned(), MessageId::from(message)))
}

/// The message that a quote token names.
pub fn quoted(seed: &str, token: &str) -> Option<MessageId> {
    let (letter, message) = open(seed, token)?;
    (letter.starts_with('q') || letter.starts_with('e')).then_some(message)
}

/// The message that a mark-as-read token names.
pub fn read(seed: &str, token: &str) -> Option<MessageId> {
    let (letter, message) = open(seed, token)?;
    (letter == "r").then_some(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_serves_one_purpose_only() {
        let message = MessageId::from("500000000000000001");
        let quote = mint("s", Purpose::Quote, &message);
        assert_eq!(quoted("s", &quote), Some(message.clone()));
        assert_eq!(read("s", &quote), None);
        assert_eq!(quoted("other", &quote), None);
        assert_ne!(quote, mint("s", Purpose::QuoteEdited(1), &message));
        assert_eq!(read("s", &mint("s", Purpose::MarkAsRead, &message)), Some(message));
        assert_eq!(quoted("s", "nonsense"), None);
    }
}
