//! One folder a capability.

#[cfg(feature = "ssr")]
pub mod admin;
pub mod attach;
pub mod blocking;
pub mod composer;
pub mod contacts;
pub mod create;
pub mod details;
#[cfg(feature = "ssr")]
pub mod greeting;
#[cfg(feature = "ssr")]
pub mod login;
pub mod mention;
pub mod messenger;
pub mod parts;
#[cfg(feature = "ssr")]
pub mod photo;
pub mod profile;
#[cfg(feature = "ssr")]
pub mod public_profile;
pub mod rooms;
pub mod settings;
pub mod stickers;
pub mod timeline;
pub mod viewer;
pub mod voice;
