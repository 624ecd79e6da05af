//! Lists that people bring from other programs, and take there: how one is posted, what encodings and
//! separators it may have, and how one is written so that a spreadsheet opens it.
//!
//! Knows nothing of what is listed.

mod decode;
mod posted;
mod table;
mod write;

pub use self::{
    posted::{Act, MAX_BODY_BYTES, Posted, seal},
    table::read,
    write::write,
};

#[cfg(test)]
pub use self::decode::decode;
