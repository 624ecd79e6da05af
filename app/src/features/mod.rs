//! One folder a capability.

pub mod composer;
#[cfg(feature = "ssr")]
pub mod login;
pub mod messenger;
pub mod profile;
pub mod rooms;
pub mod settings;
pub mod timeline;
