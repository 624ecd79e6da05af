//! The only place that reads or writes LINE's JSON. Knows nothing of the database.

pub mod credentials;
pub mod inbound;
pub mod payload;
