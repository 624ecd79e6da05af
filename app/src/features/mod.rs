//! One folder a capability.

pub mod settings;
