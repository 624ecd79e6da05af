//! A stand-in for the LINE Platform: what the product's tests and its demo run against.
//!
//! It owns its own reading of LINE's documents and shares no type with the product, so that a
//! misreading on one side cannot hide on the other.
//! `world` holds the state and the rules and does no I/O; `line` is the API a bot calls; `webhook`
//! is LINE calling the bot; `control` is what tests steer it with; `phone` is the page with which a
//! person plays a LINE user.

mod calendar;
mod clock;
mod control;
mod demo;
mod fault;
mod fetch;
mod ids;
mod line;
mod listener;
mod options;
mod phone;
mod picture;
mod sandbox;
mod save;
mod scan;
mod serve;
mod token;
mod validate;
mod webhook;
mod world;

pub use options::Options;
pub use serve::{ServeError, serve};
