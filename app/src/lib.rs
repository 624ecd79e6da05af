//! All that a person sees, and the words it shares with the server.

pub mod api;
pub mod app;
#[cfg(feature = "ssr")]
pub mod backend;
pub mod browser;
pub mod domain;
pub mod features;
pub mod i18n;
pub mod json;
#[cfg(feature = "ssr")]
pub mod plain;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod sync;
pub mod ui;
