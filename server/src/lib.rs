//! x

pub mod clock;
pub mod line;
pub mod outbox;
