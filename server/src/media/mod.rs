//! Pictures that live elsewhere, served from here: the reader's browser talks to nobody but us.

mod pictures;

pub use pictures::{Pictures, routes};
