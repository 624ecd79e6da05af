//! LINE calling the bot: signatures, bodies, and the sender that works off the outbox.

mod body;
mod sender;
mod signature;

pub use self::{
    body::{JsonStyle, body},
    sender::{Attempt, Outcome, call, run},
    signature::signature,
};
