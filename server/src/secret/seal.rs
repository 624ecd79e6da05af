//! Sealing: XChaCha20-Poly1305 with everything that gives the bytes their meaning bound in, so that
//! a sealed secret moved to another row, or made for another purpose, does not open.
//!
//! Form: version (1 byte, `1`) · key id (4) · nonce (24) · ciphertext and tag; base64url as text.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use rand::CryptoRng;

use super::{KeyId, SecretKey, SecretText};

const VERSION: u8 = 1;
const KEY_ID: std::ops::Range<usize> = 1..5;
const NONCE: std::ops::Range<usize> = 5..29;

/// What a sealed secret is for, and whose it is.
#[derive(Clone, Copy, Debug)]
pub enum Purpose<'a> {
    /// The channel secret of a connection.
    ChannelSecret {
        /// The channel that it belongs to.
        channel_id: &'a str,
    },
}

/// A number that is used for one seal only. At 24 random bytes none comes twice.
#[derive(Clone, Copy, Debug)]
pub struct Nonce([u8; 24]);

/// A sealed secret, as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

/// The cipher would not take the secret: it is beyond 256 GiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the secret is too long to be sealed")]
pub struct SealError;

/// Why a sealed secret does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Not the form that this server writes.
    #[error("it is not in a form that this version knows")]
    Form,
    /// Another key sealed it.
    #[error("it was sealed with another secret key")]
    OtherKey,
    /// Changed, moved from another row, or made for another purpose.
    #[error("it has been changed or belongs elsewhere")]
    Tampered,
}

impl Nonce {
    /// Makes a new one.
    pub fn mint(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 24];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }
}

impl Purpose<'_> {
    /// Bound into the seal: never change a label, sealed rows would no longer open.
    fn label(self) -> Vec<u8> {
        let Self::ChannelSecret { channel_id } = self;
        [b"kakehashi channel secret\0", channel_id.as_bytes()].concat()
    }
}

impl Sealed {
    /// Takes what the database kept; whether it opens is not known yet.
    ///
    /// # Errors
    /// When it is not in a form that is known.
    pub fn from_text(text: &str) -> Result<Self, OpenError> {
        URL_SAFE_NO_PAD.decode(text).map(Self).map_err(|_| OpenError::Form)
    }

    /// The form for the database.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0)
    }

    /// Which key is needed to open it.
    ///
    /// # Errors
    /// When it is not in a form that is known.
    pub fn key_id(&self) -> Result<KeyId, OpenError> {
        if self.0.first() != Some(&VERSION) || self.0.len() < NONCE.end {
            return Err(OpenError::Form);
        }
        self.0[KEY_ID].try_into().map(KeyId).map_err(|_| OpenError::Form)
    }
}

impl SecretKey {
    /// Seals `secret` for `purpose`.
    ///
    /// # Errors
    /// When the secret is beyond what the cipher takes.
    pub fn seal(
        &self,
        purpose: Purpose<'_>,
        nonce: Nonce,
        secret: &SecretText,
    ) -> Result<Sealed, SealError> {
        let mut sealed = vec![VERSION];
        sealed.extend_from_slice(&self.id().0);
        sealed.extend_from_slice(&nonce.0);
        let bound = bound(&sealed[..NONCE.start], purpose);
        let payload = Payload { msg: secret.reveal().as_bytes(), aad: &bound };
        let nonce = XNonce::from_slice(&nonce.0);
        sealed.extend(self.cipher().encrypt(nonce, payload).map_err(|_| SealError)?);
        Ok(Sealed(sealed))
    }

    /// Opens what [`SecretKey::seal`] sealed for the same `purpose`.
    ///
    /// # Errors
    /// When it was not sealed by this key for this purpose, or has been changed since.
    pub fn open(&self, purpose: Purpose<'_>, sealed: &Sealed) -> Result<SecretText, OpenError> {
        if sealed.key_id()? != self.id() {
            return Err(OpenError::OtherKey);
        }
        let bound = bound(&sealed.0[..NONCE.start], purpose);
        let payload = Payload { msg: &sealed.0[NONCE.end..], aad: &bound };
        let plain = self
            .cipher()
            .decrypt(XNonce::from_slice(&sealed.0[NONCE]), payload)
            .map_err(|_| OpenError::Tampered)?;
        String::from_utf8(plain).map(SecretText::new).map_err(|_| OpenError::Tampered)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.bytes().into())
    }
}

/// The head of the form (version, key id) and the purpose.
fn bound(head: &[u8], purpose: Purpose<'_>) -> Vec<u8> {
    [head, &purpose.label()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Purpose<'static> = Purpose::ChannelSecret { channel_id: "1234567890" };

    fn key(byte: &str) -> SecretKey {
        SecretKey::parse(&byte.repeat(32)).unwrap()
    }

    fn sealed() -> Sealed {
        let secret = SecretText::new("0123456789abcdef".into());
        key("11").seal(A, Nonce([7; 24]), &secret).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_and_cannot_be_read_before() {
        let sealed = sealed();
        assert_eq!(key("11").open(A, &sealed).unwrap().reveal(), "0123456789abcdef");
        let Sealed(bytes) = sealed;
        assert!(!bytes.windows(8).any(|w| w == b"01234567"));
    }

    #[test]
    fn the_text_form_leads_back() {
        assert_eq!(Sealed::from_text(&sealed().to_text()), Ok(sealed()));
        assert_eq!(Sealed::from_text("not base64!"), Err(OpenError::Form));
    }

    #[test]
    fn two_seals_of_one_secret_differ() {
        let secret = SecretText::new("s".into());
        let seal = || key("11").seal(A, Nonce::mint(&mut rand::rng()), &secret);
        assert_ne!(seal(), seal());
    }

    #[test]
    fn no_changed_byte_opens() {
        let Sealed(bytes) = sealed();
        for i in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[i] ^= 1;
            assert!(key("11").open(A, &Sealed(changed)).is_err(), "byte {i}");
        }
        for length in 0..bytes.len() {
            let cut = Sealed(bytes[..length].to_vec());
            assert!(key("11").open(A, &cut).is_err(), "cut to {length}");
        }
    }

    #[test]
    fn another_channel_or_key_does_not_open_it() {
        let other = Purpose::ChannelSecret { channel_id: "1234567891" };
        assert_eq!(key("11").open(other, &sealed()).unwrap_err(), OpenError::Tampered);
        assert_eq!(key("22").open(A, &sealed()).unwrap_err(), OpenError::OtherKey);
    }
}
