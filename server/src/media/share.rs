//! What the address of shared media has in it: nobody can guess it, and whoever has it may fetch the
//! media as long as it is kept. LINE has no session.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::CryptoRng;

/// Bytes of chance.
const LENGTH: usize = 24;

/// The key of shared media.
#[derive(Clone, PartialEq, Eq)]
pub struct ShareKey(String);

impl ShareKey {
    /// Makes a new one.
    pub fn mint(rng: &mut impl CryptoRng) -> Self {
        let mut chance = [0; LENGTH];
        rng.fill_bytes(&mut chance);
        Self(URL_SAFE_NO_PAD.encode(chance))
    }

    /// Reads one that is kept, or stands in an address.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == LENGTH).then(|| Self(text.to_owned()))
    }

    /// The key itself, for its row and the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it is fetched as it was sent. The name is for programs that judge by its end.
    pub fn original(&self, end: &str) -> String {
        format!("/files/{}/original{end}", self.0)
    }

    /// Where a small picture of it is fetched.
    pub fn small(&self) -> String {
        format!("/files/{}/small.jpg", self.0)
    }
}

impl std::fmt::Debug for ShareKey {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShareKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_made_and_nothing_else_is_one() {
        let key = ShareKey::mint(&mut rand::rng());
        assert_eq!(ShareKey::parse(key.as_str()), Some(key.clone()));
        assert_ne!(ShareKey::mint(&mut rand::rng()), key);
        for other in ["", "AAAA", "../../etc/passwd", &format!("{}A", key.as_str())] {
            assert_eq!(ShareKey::parse(other), None, "{other}");
        }
        assert!(!format!("{key:?}").contains(key.as_str()));
    }
}
