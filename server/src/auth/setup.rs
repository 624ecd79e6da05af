//! The first admin: as long as there is no member, whoever can read the server's log may make one.

use app::domain::Timestamp;
use rand::CryptoRng;
use sha2::{Digest, Sha256, digest::CtOutput};
use tokio::sync::{Mutex, MutexGuard};

use super::limit::{Rate, TooManyTries, Tries};
use crate::store::{Store, StoreError};

/// A code has 80 bits, so this only keeps the log quiet.
const RATE: Rate = Rate { burst: 10, every_ms: 60_000 };

/// Crockford's base 32: no letter is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code that is good for one set-up, in the life of one process.
pub struct SetupCode([u8; 16]);

impl SetupCode {
    /// Makes a new one.
    pub fn mint(rng: &mut impl CryptoRng) -> Self {
        let mut letters = [0; 16];
        rng.fill_bytes(&mut letters);
        Self(letters.map(|byte| ALPHABET[usize::from(byte % 32)]))
    }

    /// `ABCD-EFGH-JKMN-PQRS`, for the log.
    pub fn to_text(&self) -> String {
        let groups: Vec<_> = self.0.chunks(4).map(String::from_utf8_lossy).collect();
        groups.join("-")
    }

    /// Compares in a time that tells nothing of how much was right. Case, spaces and dashes do not
    /// count.
    fn matches(&self, typed: &str) -> bool {
        let typed: Vec<u8> = typed
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_uppercase())
            .collect();
        digest(&typed) == digest(&self.0)
    }
}

fn digest(bytes: &[u8]) -> CtOutput<Sha256> {
    CtOutput::new(Sha256::digest(bytes))
}

/// Whether the first admin may be made, and by whom.
pub struct Setup {
    /// There is none when the server started with members.
    code: Option<SetupCode>,
    tries: Tries<()>,
    one_at_a_time: Mutex<()>,
}

/// The right to make the first admin. While it is held nobody else has it.
pub struct Permit<'a>(#[expect(dead_code, reason = "held for its lock")] MutexGuard<'a, ()>);

/// Why the first admin cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// There are members: this server is set up.
    #[error("this server is set up")]
    Done,
    /// Not the code from the log.
    #[error("not the code from the log")]
    WrongCode,
    /// Too many wrong codes.
    #[error(transparent)]
    TooManyTries(#[from] TooManyTries),
    /// Nobody knows whether there are members.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Setup {
    /// Set-up with a code, or none at all.
    pub fn new(code: Option<SetupCode>) -> Self {
        Self { code, tries: Tries::new(RATE), one_at_a_time: Mutex::default() }
    }

    /// Whether there is still nobody.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn is_open(&self, store: &Store) -> Result<bool, StoreError> {
        Ok(self.code.is_some() && !store.any_member().await?)
    }

    /// Lets one who knows the code make the first admin, while nobody else can.
    ///
    /// # Errors
    /// When there are members, the code is wrong, or too many were.
    pub async fn permit(
        &self,
        typed: &str,
        store: &Store,
        now: Timestamp,
    ) -> Result<Permit<'_>, SetupError> {
        let guard = self.one_at_a_time.lock().await;
        if !self.is_open(store).await? {
            return Err(SetupError::Done);
        }
        self.tries.take((), now)?;
        if !self.code.as_ref().is_some_and(|code| code.matches(typed)) {
            return Err(SetupError::WrongCode);
        }
        self.tries.give_back(&());
        Ok(Permit(guard))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = SetupCode::mint(&mut rand::rng());
        let text = code.to_text();
        assert_eq!(text.len(), 19);
        assert!(code.matches(&text));
        assert!(code.matches(&format!(" {} ", text.to_lowercase().replace('-', " "))));
        assert!(!code.matches(""));
        assert!(!code.matches(&text[..18]));
        assert!(!code.matches(&SetupCode::mint(&mut rand::rng()).to_text()));
    }
}
