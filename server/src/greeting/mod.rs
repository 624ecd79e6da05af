//! The greeting that LINE users get when they add an official account: what it says, in which language
//! ([`words`]), and how it looks ([`card`]); and the page on which a member writes their own ([`page`]).
//!
//! Pure but for the page: what stands on a card comes in as an argument. When a greeting is queued and
//! what is known then is the store's (`store::greeting`); how it reaches LINE, the outbox's.

mod card;
mod page;
mod words;

pub use card::{Addressee, Form, Greeting, Host};
pub use page::routes;
pub use words::CardLanguage;
