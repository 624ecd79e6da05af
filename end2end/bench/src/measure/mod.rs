//! What is measured, each kind in a file of its own. Every one answers with figures.

pub mod limits;
pub mod media;
pub mod pages;
pub mod receive;
pub mod send;
pub mod sockets;

/// How many messages are under way at once, for each figure of latency.
pub const UNDER_WAY: [usize; 3] = [1, 32, 256];

/// LINE users who write and are written to. A multiple of each of [`UNDER_WAY`], so that no two
/// messages of one person are under way at once.
pub const LINE_USERS: usize = 256;
