//! One-time links by which members choose a password: the token in the address, of which only a hash
//! is kept, and how long it lives.

use app::domain::{MemberId, Timestamp};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    secret::SecretText,
    store::password_links::{LinkHash, NewLink},
};

/// How long a link lives: 72 hours, in milliseconds.
const LIFE_MS: i64 = 72 * 3_600_000;

/// Bytes of a secret.
const SECRET: usize = 32;

/// Bytes of the member's id before it.
const ID: usize = 16;

/// What the address carries: whose password it is for, and 32 random bytes.
pub struct LinkToken {
    /// Whose password.
    pub member: MemberId,
    secret: Zeroizing<[u8; SECRET]>,
}

impl LinkToken {
    /// Makes a new one.
    pub fn mint(member: MemberId, rng: &mut impl CryptoRng) -> Self {
        let mut secret = Zeroizing::new([0; SECRET]);
        rng.fill_bytes(secret.as_mut_slice());
        Self { member, secret }
    }

    /// Reads what stands in an address.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        let (id, secret) = bytes.split_at_checked(ID)?;
        let member = MemberId::new(Uuid::from_slice(id).ok()?);
        Some(Self { member, secret: Zeroizing::new(secret.try_into().ok()?) })
    }

    /// The path that opens it, to be given to the member and nobody else.
    pub fn path(&self) -> SecretText {
        let mut bytes = Zeroizing::new([0; ID + SECRET]);
        bytes[..ID].copy_from_slice(self.member.uuid().as_bytes());
        bytes[ID..].copy_from_slice(self.secret.as_slice());
        SecretText::new(format!("/password/{}", URL_SAFE_NO_PAD.encode(bytes.as_slice())))
    }

    /// What the database knows it by.
    pub fn hash(&self) -> LinkHash {
        LinkHash(Sha256::digest(self.secret.as_slice()).into())
    }

    /// What is kept of a link that is given out at `now`.
    pub fn kept(&self, now: Timestamp) -> NewLink {
        NewLink { hash: self.hash(), expires_at: now.plus_millis(LIFE_MS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_its_path_and_from_no_other() {
        let token = LinkToken::mint(MemberId::new(Uuid::now_v7()), &mut rand::rng());
        let path = token.path();
        let text = path.reveal().strip_prefix("/password/").unwrap();
        let read = LinkToken::parse(text).unwrap();
        assert_eq!((read.member, read.hash()), (token.member, token.hash()));
        for bad in ["", "AAAA", &text[1..], &text[..text.len() - 1], &format!("{text}A"), "..%2f"] {
            assert!(LinkToken::parse(bad).is_none(), "{bad}");
        }
        let other = LinkToken::mint(token.member, &mut rand::rng());
        assert_ne!(other.hash(), token.hash());
    }
}
