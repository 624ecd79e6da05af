//! LINE users whom a member has blocked. Each member blocks for themselves; the LINE user is not told.

use serde::{Deserialize, Serialize};

use super::{Person, Timestamp};

/// What a member does about a LINE user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Hears no more from them, and writes to them no more.
    On,
    /// Hears again what comes from now on.
    Off,
}

/// Whom a member has blocked. Read when somebody looks, and again when its edition has grown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockList {
    /// How often the member had blocked or unblocked somebody by then.
    pub edition: u32,
    /// Everybody, the newest block first.
    pub people: Vec<Blocked>,
}

/// Somebody who is blocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocked {
    /// Who.
    #[serde(flatten)]
    pub person: Person,
    /// Since when.
    pub since: Timestamp,
    /// How much of what they sent was dropped since then. Nothing else is known of it.
    pub dropped: u32,
}
