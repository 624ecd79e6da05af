//! How a client comes to hold the truth and keeps it: a snapshot, then events, nothing else.
//!
//! `snapshot` is what a client starts from; `apply` turns events into a new state (pure, the heart
//! of the property tests), `listed` is the room list in it; `store` lets views react to it; `connection` is the socket with its
//! cursor. What the member did and the server has not confirmed yet is kept apart: `pending` holds
//! what was written, `outbox` sends it, `reads` tells what was read, `acts` is
//! what was done in the list, `local` carries both over a
//! reload.

pub mod acts;
mod allowances;
pub mod apply;
pub mod connection;
pub mod listed;
pub mod local;
pub mod outbox;
pub mod pending;
pub mod reads;
pub mod snapshot;
pub mod store;

pub use apply::{Applied, End, Replica, Window};
pub use pending::{Obstacle, Pending, PendingState};
pub use snapshot::{MoreRooms, Opening, Page, Snapshot};
pub use store::{Link, Store};
