//! Brings deliveries to LINE: once each, in the order of their room, or to a visible failure.

pub mod store;
