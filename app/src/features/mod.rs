//! One folder a capability.

#[cfg(feature = "ssr")]
pub mod login;
pub mod settings;
