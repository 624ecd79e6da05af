//! Asks LINE what is left of the month's messages of official accounts, for those who look.
//!
//! What is wanted stands in rows: a hint after the commit makes it prompt, a slow sweep makes it sure. Only
//! how often LINE was asked in vain lives in memory.

use std::{sync::Arc, time::Duration};

use app::domain::ConnectionId;
use futures::{StreamExt, stream};
use rand::Rng;

use crate::{
    clock::Clock,
    line::{account::Accounts, lookup::LookupError},
    pace::{Doubling, Pace},
    realtime::Hub,
    rounds::Rounds,
    store::{
        Store, StoreError,
        quota::{Due, RecordFigures, TurnMonth},
    },
};

/// Between questions to a LINE that does not answer.
const PAUSES: Doubling =
    Doubling { first: Duration::from_secs(30), longest: Duration::from_mins(10) };
/// Calls to LINE at a time.
const AT_ONCE: usize = 8;

/// The worker.
pub struct Quotas {
    /// Where figures are kept.
    pub store: Store,
    /// Who asks LINE.
    pub accounts: Arc<Accounts>,
    /// Who says that there is something to do.
    pub hub: Arc<Hub>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl Rounds for Quotas {
    type Memory = Pace<ConnectionId>;

    const TROUBLE: &'static str = "what is left of the month's messages cannot be kept";

    async fn round(&self, pace: &mut Self::Memory) -> Result<Duration, StoreError> {
        let now = self.clock.now();
        for (connection, due) in self.store.figures_due(now).await? {
            if due == Due::Turn {
                self.store.run(TurnMonth { connection, now }).await?;
            }
        }
        let due = self.store.figures_due(now).await?.into_iter();
        let questions = due.filter_map(|(connection, due)| match due {
            Due::Ask { counted } if pace.is_due(connection) => Some((connection, counted)),
            Due::Ask { .. } | Due::Turn => None,
        });
        let questions: Vec<_> = questions.collect();
        let asked = questions.into_iter().map(|(connection, counted)| async move {
            (connection, self.ask(connection, counted).await)
        });
        let mut asked = stream::iter(asked).buffer_unordered(AT_ONCE);
        while let Some((connection, asked)) = asked.next().await {
            match asked? {
                Asked::Done => pace.done(connection),
                Asked::InVain => {
                    pace.later(connection, |tries| PAUSES.after(tries, rand::rng().random()));
                }
            }
        }
        Ok(pace.next())
    }

    async fn wanted(&self) {
        self.hub.quotas_wanted().await;
    }
}

impl Quotas {
    async fn ask(&self, connection: ConnectionId, counted: i64) -> Result<Asked, StoreError> {
        let at = self.clock.now();
        let figures = match self.accounts.figures(connection).await {
            Ok(figures) => Some(figures),
            Err(LookupError::NotAvailable) => None,
            // It stays wanted.
            Err(LookupError::Unauthorized | LookupError::NotNow) => return Ok(Asked::InVain),
        };
        self.store.run(RecordFigures { connection, figures, counted, at }).await?;
        Ok(Asked::Done)
    }
}

/// What a question came to.
enum Asked {
    /// LINE answered.
    Done,
    /// It did not, or not now.
    InVain,
}

#[cfg(test)]
mod tests;
