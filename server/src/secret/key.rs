//! The server's one key, from which nothing is derived but seals.

use std::fmt;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Length of the key, in bytes.
const LENGTH: usize = 32;

/// The key that secrets are sealed with.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; LENGTH]>);

/// Which key sealed something, so that a later rotation knows what to seal anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyId(pub [u8; 4]);

/// The text is not a key. It is not repeated here: it may be one but for a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 32 bytes in base64 or hex; `openssl rand -base64 32` makes one")]
pub struct KeyError;

impl SecretKey {
    /// Makes a new key.
    pub fn mint(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Reads 32 bytes in hex, or in base64 of either alphabet, padded or not.
    ///
    /// # Errors
    /// When it is neither, or of another length.
    pub fn parse(typed: &str) -> Result<Self, KeyError> {
        let typed = typed.trim();
        let bytes = Zeroizing::new(from_hex(typed).or_else(|| from_base64(typed)).ok_or(KeyError)?);
        let mut key = Zeroizing::new([0; LENGTH]);
        if bytes.len() != LENGTH {
            return Err(KeyError);
        }
        key.copy_from_slice(&bytes);
        Ok(Self(key))
    }

    /// The key as text that [`SecretKey::parse`] reads.
    pub fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0.as_slice()))
    }

    /// The key's name. Tells nothing about the key.
    pub fn id(&self) -> KeyId {
        let digest = Sha256::new()
            .chain_update(b"kakehashi key id\0")
            .chain_update(self.0.as_slice())
            .finalize();
        let [a, b, c, d, ..]: [u8; 32] = digest.into();
        KeyId([a, b, c, d])
    }

    pub(super) fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({:?})", self.id())
    }
}

fn from_hex(typed: &str) -> Option<Vec<u8>> {
    if typed.len() != 2 * LENGTH || !typed.is_ascii() {
        return None;
    }
    (0..LENGTH).map(|i| u8::from_str_radix(&typed[2 * i..2 * i + 2], 16).ok()).collect()
}

fn from_base64(typed: &str) -> Option<Vec<u8>> {
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    [&alphabet::STANDARD, &alphabet::URL_SAFE]
        .into_iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, lenient).decode(typed).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_in_every_usual_form() {
        let key = SecretKey::parse(&"fb".repeat(32)).unwrap();
        for form in [
            "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=",
            "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s",
            "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s\n",
            &"FB".repeat(32),
        ] {
            assert_eq!(SecretKey::parse(form).unwrap().bytes(), key.bytes(), "{form:?}");
        }
        assert_eq!(SecretKey::parse(&key.to_base64()).unwrap().bytes(), key.bytes());
    }

    #[test]
    fn what_is_not_32_bytes_is_refused() {
        for typed in ["", "secret", &"ab".repeat(31), &"zz".repeat(32), &"é".repeat(32)] {
            assert_eq!(SecretKey::parse(typed).unwrap_err(), KeyError, "{typed:?}");
        }
    }

    #[test]
    fn debug_never_prints() {
        let key = SecretKey::mint(&mut rand::rng());
        let shown = format!("{key:?}");
        assert!(!shown.contains(key.to_base64().as_str()) && shown.len() < 48, "{shown}");
    }
}
