//! What official accounts may send in a month, and what was sent from here.

use serde_json::Value as Json;
use surrealdb::types::SurrealValue;

/// How a connection stands with the month's messages. Apart from the connection's row, because it changes
/// while nobody looks after it.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct QuotaRow {
    /// `domain::JapanMonth`, by its number: what the figures are of.
    pub month: i64,
    /// Messages that the plan has; none when it has no limit, or LINE has not told.
    pub limit: Option<i64>,
    /// Messages that were used when LINE last told.
    pub used: i64,
    /// What was pushed from here since then.
    pub since: i64,
    /// When LINE last told, in Unix milliseconds.
    pub told_at: Option<i64>,
    /// When LINE was last asked and answered in any way, in Unix milliseconds.
    pub asked_at: Option<i64>,
    /// Whether LINE is to be asked.
    pub wanted: bool,
    /// `domain::Quota`, as members have been told it.
    pub shown: Option<Json>,
    /// Who is told.
    pub watchers: Vec<WatcherRow>,
}

/// A member who has opened a room of a connection, and is told how it stands as long as they may see that
/// room.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct WatcherRow {
    /// Who.
    pub member: uuid::Uuid,
    /// The room.
    pub room: uuid::Uuid,
}

/// How much was pushed through a connection on a day.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct UseRow {
    /// Messages as LINE counts them: by recipients.
    pub count: i64,
}
