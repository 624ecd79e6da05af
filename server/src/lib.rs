//! The server: keeps what is said, brings it to LINE, and tells every open client.

pub mod admin;
pub mod auth;
pub mod backend;
pub mod cli;
pub mod clock;
pub mod config;
pub mod credentials;
pub mod health;
pub mod line;
pub mod media;
pub mod member_profile;
pub mod outbox;
pub mod photos;
pub mod profile_card;
pub mod profiles;
pub mod public_profile;
pub mod realtime;
pub mod router;
pub mod secret;
pub mod shutdown;
pub mod site;
pub mod state;
pub mod store;
pub mod telemetry;
pub mod webhook;
