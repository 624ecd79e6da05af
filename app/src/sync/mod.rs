//! How a client comes to hold the truth and keeps it: a snapshot, then events, nothing else.
//!
//! `snapshot` is what a client starts from; `apply` turns events into a new state (pure, the heart
//! of the property tests); `connection` is the socket with its cursor; `store` lets views react.

pub mod apply;
pub mod snapshot;

pub use apply::{Applied, Replica, Window};
pub use snapshot::{Opening, Page, Snapshot};
