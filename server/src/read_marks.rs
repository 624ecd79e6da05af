//! Marks at LINE as read what members have read here, where they have chosen that LINE users see it.
//!
//! Work is rows (`read_task`): a hint after the commit makes it prompt, a slow sweep makes it sure. To mark
//! twice harms nothing, so whoever dies in between does it again.

use std::{sync::Arc, time::Duration};

use app::domain::RoomId;
use futures::{StreamExt, stream};
use rand::Rng;

use crate::{
    line::{account::Accounts, lookup::LookupError},
    pace::{Doubling, Pace},
    realtime::Hub,
    rounds::Rounds,
    store::{
        Store, StoreError,
        read_marks::{BeginMark, EndMark},
    },
};

/// Tasks read at once.
const ROUND: usize = 200;
/// Between tries while LINE does not take a mark.
const PAUSES: Doubling =
    Doubling { first: Duration::from_secs(1), longest: Duration::from_mins(10) };
/// Calls to LINE at a time.
const AT_ONCE: usize = 8;

/// The worker.
pub struct Marks {
    /// Where the tasks are kept.
    pub store: Store,
    /// Who tells LINE.
    pub accounts: Arc<Accounts>,
    /// Who says that there is something to do.
    pub hub: Arc<Hub>,
}

impl Rounds for Marks {
    type Memory = Pace<RoomId>;

    const TROUBLE: &'static str = "what was read cannot be marked at LINE";

    async fn round(&self, pace: &mut Self::Memory) -> Result<Duration, StoreError> {
        let mut after = None;
        loop {
            let rooms = self.store.read_tasks(after, ROUND).await?;
            let Some(last) = rooms.last() else { return Ok(pace.next()) };
            after = Some(*last);
            let due: Vec<RoomId> = rooms.into_iter().filter(|room| pace.is_due(*room)).collect();
            let marked = due.into_iter().map(|room| async move { (room, self.mark(room).await) });
            let mut marked = stream::iter(marked).buffer_unordered(AT_ONCE);
            while let Some((room, marked)) = marked.next().await {
                match marked? {
                    Marked::Ended => pace.done(room),
                    Marked::NotNow => {
                        pace.later(room, |tries| PAUSES.after(tries, rand::rng().random()));
                    }
                }
            }
        }
    }

    async fn wanted(&self) {
        self.hub.reads_wanted().await;
    }
}

impl Marks {
    async fn mark(&self, room: RoomId) -> Result<Marked, StoreError> {
        let Some(mark) = self.store.run(BeginMark(room)).await? else { return Ok(Marked::Ended) };
        match self.accounts.mark_as_read(mark.connection, &mark.token).await {
            Ok(()) => {}
            Err(LookupError::NotAvailable) => {
                tracing::warn!(%room, "LINE does not take a read mark; it is let go");
            }
            Err(LookupError::Unauthorized | LookupError::NotNow) => return Ok(Marked::NotNow),
        }
        self.store.run(EndMark { room, token: mark.token }).await?;
        Ok(Marked::Ended)
    }
}

/// What a try came to.
enum Marked {
    /// Nothing is left to be done.
    Ended,
    /// LINE did not take it, or not now.
    NotNow,
}

#[cfg(test)]
mod tests;
