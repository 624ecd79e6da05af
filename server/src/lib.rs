//! The server: keeps what is said, brings it to LINE, and tells every open client.

pub mod clock;
pub mod line;
pub mod outbox;
pub mod store;
