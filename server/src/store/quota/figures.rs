//! What LINE says, and when it is to be asked.

use app::domain::{ConnectionId, JapanMonth, Timestamp};

use super::{ASK_WHILE_SPENT, keep};
use crate::{
    line::quota::Figures,
    store::{
        Store, StoreError,
        draft::Draft,
        journal::Command,
        queries::uuid_of,
        schema::{ConnectionRow, QuotaRow},
    },
};

/// LINE was asked about an account.
pub struct RecordFigures {
    /// Which connection.
    pub connection: ConnectionId,
    /// What LINE says; none when it does not tell this account.
    pub figures: Option<Figures>,
    /// What was pushed since the time before, when LINE was asked: it is in the figures.
    pub counted: i64,
    /// When LINE was asked.
    pub at: Timestamp,
}

impl Command for RecordFigures {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let row = draft.get::<ConnectionRow>(self.connection).await?;
        if !row.is_some_and(|row| row.is_bound()) {
            return Ok(());
        }
        let mut row = draft.get::<QuotaRow>(self.connection).await?.unwrap_or_default();
        row.wanted = false;
        row.asked_at = Some(self.at.millis());
        let month = JapanMonth::of(self.at).number();
        // What is of a month that has ended meanwhile says nothing of this one.
        if let Some(figures) = self.figures.filter(|_| month >= row.month) {
            let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
            row.limit = figures.limit.map(number);
            row.since = if month == row.month { row.since.saturating_sub(self.counted) } else { 0 };
            (row.month, row.used) = (month, number(figures.used));
            row.told_at = Some(self.at.millis());
        }
        keep(draft, self.connection, row).await
    }
}

/// Another month has begun.
pub struct TurnMonth {
    /// For which connection.
    pub connection: ConnectionId,
    /// When.
    pub now: Timestamp,
}

impl Command for TurnMonth {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let Some(mut row) = draft.get::<QuotaRow>(self.connection).await? else { return Ok(()) };
        row.turn_to(JapanMonth::of(self.now));
        keep(draft, self.connection, row).await
    }
}

/// What is to be done about the figures of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Another month has begun.
    Turn,
    /// LINE is to be asked.
    Ask {
        /// What was pushed since LINE last told.
        counted: i64,
    },
}

impl Store {
    /// What is to be done about the figures of connections. A company has a handful.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn figures_due(
        &self,
        now: Timestamp,
    ) -> Result<Vec<(ConnectionId, Due)>, StoreError> {
        let rows = self.scan::<QuotaRow>(None, usize::MAX).await?;
        let due = |row: &QuotaRow| {
            if row.month < JapanMonth::of(now).number() && row.limit.is_some() {
                return Some(Due::Turn);
            }
            let is_watched = row.is_spent() && !row.watchers.is_empty();
            let is_due = row.wanted || (is_watched && row.is_old(now, ASK_WHILE_SPENT));
            is_due.then_some(Due::Ask { counted: row.since })
        };
        let due =
            rows.iter().filter_map(|(id, row)| Some((ConnectionId::new(uuid_of(id)?), due(row)?)));
        Ok(due.collect())
    }
}
