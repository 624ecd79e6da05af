//! Secrets at rest and in memory: the server's key, and what is sealed with it.
//!
//! Nothing here can be printed, and nothing here talks to the database: the store keeps sealed
//! bytes and never sees what is in them.

mod file;
mod key;
mod seal;
mod text;

pub use file::{KeyFileError, Succession, load_or_make};
pub use key::{KeyError, KeyId, SecretKey};
pub use seal::{Nonce, OpenError, Purpose, SealError, Sealed};
pub use text::SecretText;
