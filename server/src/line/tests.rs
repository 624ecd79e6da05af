//! Against a small LINE of our own, over real HTTP.

mod endpoint;
mod groups;
pub(crate) mod mini;
mod sending;
mod tokens_in_use;
