//! News to open clients: who listens ([`hub`]), and how they are told ([`stream`]).
//!
//! The stream rows in the database are the truth. What passes through memory only saves reading them:
//! a frame that is lost here is found there.

mod hub;
mod stream;

pub use hub::Hub;
pub use stream::routes;
