//! Members' streams of events, and the processes that write them.

use app::domain::Cursor;
use surrealdb::types::SurrealValue;

/// This database.
#[derive(Clone, Debug, SurrealValue)]
pub struct InstanceRow {
    /// Grows with each unclean end: what was seen then may not have reached the disk.
    pub epoch: i64,
    /// Whether the last process ended cleanly.
    pub clean: bool,
}

/// A member's stream as a whole.
#[derive(Clone, Debug, SurrealValue)]
pub struct HeadRow {
    /// The number of the newest event.
    pub n: i64,
    /// Events up to this number are removed.
    pub floor: i64,
    /// A cursor below this needs a snapshot: what the member may see changed as a whole.
    pub afresh: Option<i64>,
}

impl HeadRow {
    /// Where every stream begins.
    pub const START: Self = Self { n: 0, floor: 0, afresh: None };

    /// The place of the newest event.
    pub fn cursor(&self) -> Cursor {
        Cursor(u64::try_from(self.n).unwrap_or_default())
    }
}

/// One event of a member's stream.
#[derive(Clone, Debug, SurrealValue)]
pub struct StreamRow {
    /// The whole frame as it is sent.
    pub frame: String,
}

/// The last batch a process committed, to find out what became of a commit whose answer was lost.
#[derive(Clone, Debug, SurrealValue)]
pub struct WriterRow {
    /// The batch's number.
    pub batch: i64,
}
