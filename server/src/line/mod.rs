//! The only place that reads or writes LINE's JSON. Knows nothing of the database.
//!
//! In: [`signature`] proves where a webhook comes from, [`webhook`] turns it into our words
//! ([`inbound`]). Out: [`account`] calls in the name of a connection, with access tokens from
//! [`tokens`], asks about people and accounts ([`lookup`]), what is left of the month's messages ([`quota`]) and where webhooks go ([`endpoint`]), fetches what
//! people send ([`content`]);
//! [`client`] is the one place that speaks HTTP.

pub mod account;
mod calling;
pub mod client;
pub mod content;
pub mod credentials;
pub mod endpoint;
pub mod flex;
pub mod inbound;
pub mod lookup;
pub mod media_message;
pub mod message;
pub mod payload;
pub mod quota;
pub mod send;
pub mod signature;
mod surrogate;
pub mod token;
pub mod tokens;
pub mod webhook;

#[cfg(test)]
pub(crate) mod tests;
