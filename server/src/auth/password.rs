//! Passwords: argon2id at the cost that OWASP recommends, off the async threads, a few at a time.
//!
//! Knows no account. An account that does not exist costs as much time as one that does.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{Output, ParamsString, SaltString},
};
use rand::CryptoRng;
use tokio::sync::Semaphore;

use crate::secret::SecretText;

/// Fewest characters of a new password.
pub const MIN_CHARS: usize = 8;

/// Most bytes of a password; more is nobody's password but somebody's attack.
const MAX_BYTES: usize = 1024;

/// Hashes computed at once: each takes its share of memory and a core.
const AT_ONCE: usize = 2;

/// How dear a guess is made.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Cost {
    /// OWASP's recommendation for argon2id (Password Storage Cheat Sheet).
    pub const OWASP: Self = Self { memory_kib: 19 * 1024, passes: 2 };
}

/// Makes and checks password hashes.
pub struct Passwords {
    argon2: Argon2<'static>,
    /// Stands in for an account that does not exist.
    dummy: Arc<str>,
    free: Arc<Semaphore>,
}

/// What a typed password is to a stored hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the password.
    Right,
    /// It is the password, and the hash was made at another cost: make a new one.
    RightButDated,
    /// It is not, or there is no such account.
    Wrong,
}

/// A password that may be given to an account.
#[derive(Clone, Debug)]
pub struct NewPassword(SecretText);

/// A password that may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NewPasswordError {
    /// Too easy to guess.
    #[error("the password must have at least {MIN_CHARS} characters")]
    TooShort,
    /// Too long to be meant.
    #[error("the password must not have more than {MAX_BYTES} bytes")]
    TooLong,
}

/// What makes two hashes of one password differ.
#[derive(Clone, Copy, Debug)]
pub struct Salt([u8; 16]);

impl Salt {
    /// Makes a new one.
    pub fn mint(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }
}

/// Hashing itself failed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The algorithm refused its parameters, or the stored hash is none.
    #[error("the password hash cannot be used: {0}")]
    Hash(argon2::password_hash::Error),
    /// The process is ending.
    #[error("the password could not be checked: the server is stopping")]
    Stopping,
}

impl NewPassword {
    /// Reads a password as typed.
    ///
    /// # Errors
    /// When it is too short or too long.
    pub fn parse(typed: SecretText) -> Result<Self, NewPasswordError> {
        if typed.reveal().chars().count() < MIN_CHARS {
            return Err(NewPasswordError::TooShort);
        }
        if typed.reveal().len() > MAX_BYTES {
            return Err(NewPasswordError::TooLong);
        }
        Ok(Self(typed))
    }
}

impl Passwords {
    /// Hashes at `cost`.
    ///
    /// # Errors
    /// When the algorithm does not take that cost.
    pub fn new(cost: Cost) -> Result<Self, PasswordError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None)
            .map_err(|error| PasswordError::Hash(error.into()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = nobodys(argon2.params()).map_err(PasswordError::Hash)?.into();
        Ok(Self { argon2, dummy, free: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// The hash of a new password, in PHC form, for the account's row.
    ///
    /// # Errors
    /// When the algorithm fails or the process is ending.
    pub async fn hash(&self, password: NewPassword, salt: Salt) -> Result<String, PasswordError> {
        self.compute(move |argon2| hash(argon2, password.0.reveal(), salt)).await
    }

    /// Compares what was typed with an account's hash; `None` when there is no such account.
    ///
    /// # Errors
    /// When the stored hash is none, or the process is ending.
    pub async fn check(
        &self,
        typed: SecretText,
        stored: Option<String>,
    ) -> Result<Verdict, PasswordError> {
        let dummy = Arc::clone(&self.dummy);
        self.compute(move |argon2| match stored {
            Some(stored) => verdict(argon2, &typed, &stored),
            None => verdict(argon2, &typed, &dummy).map(|_| Verdict::Wrong),
        })
        .await
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let argon2 = self.argon2.clone();
        let free = Arc::clone(&self.free);
        let permit = free.acquire_owned().await.map_err(|_| PasswordError::Stopping)?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&argon2)
        });
        done.await.map_err(|_| PasswordError::Stopping)?
    }
}

fn hash(argon2: &Argon2<'_>, password: &str, salt: Salt) -> Result<String, PasswordError> {
    let salt = SaltString::encode_b64(&salt.0).map_err(PasswordError::Hash)?;
    let hash = argon2.hash_password(password.as_bytes(), &salt).map_err(PasswordError::Hash)?;
    Ok(hash.to_string())
}

/// A hash that belongs to no password: comparing with it costs as much as with any other, making it nothing.
fn nobodys(params: &Params) -> argon2::password_hash::Result<String> {
    let salt = SaltString::encode_b64(&[0; 16])?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params)?,
        salt: Some(salt.as_salt()),
        hash: Some(Output::new(&[0; Params::DEFAULT_OUTPUT_LEN])?),
    };
    Ok(hash.to_string())
}

fn verdict(
    argon2: &Argon2<'_>,
    typed: &SecretText,
    stored: &str,
) -> Result<Verdict, PasswordError> {
    use argon2::password_hash::Error;

    let stored = PasswordHash::new(stored).map_err(PasswordError::Hash)?;
    // Nobody has a password this long; the cost of looking is bounded all the same.
    let typed = &typed.reveal().as_bytes()[..typed.reveal().len().min(MAX_BYTES + 1)];
    match argon2.verify_password(typed, &stored) {
        Ok(()) if is_dated(argon2.params(), &stored) => Ok(Verdict::RightButDated),
        Ok(()) => Ok(Verdict::Right),
        Err(Error::Password) => Ok(Verdict::Wrong),
        Err(error) => Err(PasswordError::Hash(error)),
    }
}

fn is_dated(ours: &Params, stored: &PasswordHash<'_>) -> bool {
    let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
    let same_cost = Params::try_from(stored).is_ok_and(|theirs| cost(&theirs) == cost(ours));
    stored.algorithm != Algorithm::Argon2id.ident() || !same_cost
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

    fn passwords(cost: Cost) -> Passwords {
        Passwords::new(cost).unwrap()
    }

    fn secret(text: &str) -> SecretText {
        SecretText::new(text.into())
    }

    async fn hashed(passwords: &Passwords, text: &str) -> String {
        let password = NewPassword::parse(secret(text)).unwrap();
        let salt = Salt::mint(&mut rand::rng());
        passwords.hash(password, salt).await.unwrap()
    }

    #[tokio::test]
    async fn only_the_password_is_right() {
        let passwords = passwords(CHEAP);
        let stored = hashed(&passwords, "かけはし架け橋!!").await;
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
        for (typed, verdict) in [
            ("かけはし架け橋!!", Verdict::Right),
            ("かけはし架け橋!", Verdict::Wrong),
            ("", Verdict::Wrong),
            (&"a".repeat(1 << 20), Verdict::Wrong),
        ] {
            assert_eq!(
                passwords.check(secret(typed), Some(stored.clone())).await.unwrap(),
                verdict
            );
        }
    }

    #[tokio::test]
    async fn two_hashes_of_one_password_differ() {
        let passwords = passwords(CHEAP);
        assert_ne!(hashed(&passwords, "same again").await, hashed(&passwords, "same again").await);
    }

    #[tokio::test]
    async fn no_account_is_wrong_and_costs_as_much_as_one() {
        let passwords = passwords(CHEAP);
        for typed in ["", "long enough"] {
            assert_eq!(passwords.check(secret(typed), None).await.unwrap(), Verdict::Wrong);
        }
        let stored = hashed(&passwords, "long enough").await;
        let [theirs, nobodys] =
            [&stored, &*passwords.dummy].map(|hash| PasswordHash::new(hash).unwrap());
        assert_eq!((theirs.algorithm, theirs.version), (nobodys.algorithm, nobodys.version));
        assert_eq!(theirs.params, nobodys.params);
        let lengths =
            |hash: &PasswordHash<'_>| (hash.salt.unwrap().len(), hash.hash.unwrap().len());
        assert_eq!(lengths(&theirs), lengths(&nobodys));
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_dated() {
        let stored = hashed(&passwords(CHEAP), "long enough").await;
        let dearer = passwords(Cost { memory_kib: 16, passes: 1 });
        let verdict = dearer.check(secret("long enough"), Some(stored)).await.unwrap();
        assert_eq!(verdict, Verdict::RightButDated);
    }

    #[test]
    fn new_passwords_have_bounds() {
        let error = |text: &str| NewPassword::parse(secret(text)).err();
        assert_eq!(error("1234567"), Some(NewPasswordError::TooShort));
        assert_eq!(error("パスワードです。"), None);
        assert_eq!(error(&"a".repeat(1025)), Some(NewPasswordError::TooLong));
    }
}
