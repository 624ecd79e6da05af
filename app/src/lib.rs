//! All that a person sees, and the words it shares with the server.

pub mod api;
#[cfg(feature = "ssr")]
pub mod backend;
pub mod domain;
pub mod features;
pub mod i18n;
pub mod sync;
pub mod ui;
