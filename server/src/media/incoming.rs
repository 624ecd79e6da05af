//! Brings what LINE users send here: fetches it from LINE or where LINE says it is, looks at it, keeps it,
//! and tells its message; and removes what is not to be kept.
//!
//! Work is rows (`media_task`): a hint after the commit makes it prompt, a slow sweep makes it sure, and
//! what a crash interrupts is begun anew. Only how often something was tried lives in memory. One media
//! is in one pair of hands at a time, so nothing is removed while it is still coming in.

mod elsewhere;
mod fetch;
mod pace;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::Arc, time::Duration};

use app::domain::{ConnectionId, MediaId};
use futures::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio_util::sync::CancellationToken;

use self::{
    fetch::{End, Later},
    pace::Pace,
};
use super::{PhotoShop, ShareKey, Storage};
use crate::{
    clock::Clock,
    line::account::Accounts,
    open_web::OpenWeb,
    realtime::Hub,
    store::{
        Store, StoreError,
        media::{Asked, MediaDone, MediaTask, MediaWork, RecordMedia, Source, Wanted, Work},
    },
};

/// Between looks at what may have been missed.
const SWEEP: Duration = Duration::from_mins(1);
/// Tasks read at once.
const ROUND: usize = 100;
/// Media under way at once. Each picture is held in memory while it is looked at.
const AT_ONCE: usize = 8;
/// Those among them that come from elsewhere: places that may be slow on purpose never take all.
const ELSEWHERE_AT_ONCE: usize = 2;

/// The worker.
pub struct Incoming {
    /// Where tasks and what came of them are kept.
    pub store: Store,
    /// Where the bytes are kept.
    pub storage: Storage,
    /// Who asks LINE.
    pub accounts: Arc<Accounts>,
    /// Where media is that LINE does not keep itself.
    pub web: Arc<OpenWeb>,
    /// Where previews are drawn.
    pub shop: Arc<PhotoShop>,
    /// Who says that there is something to do.
    pub hub: Arc<Hub>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

/// What is under way, and whose turn it took.
type UnderWay = HashMap<MediaId, Turn>;

/// Who could hold up what comes after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// LINE, asked in the name of a connection.
    Line(ConnectionId),
    /// A place that somebody named who talks through a connection. It may be slow on purpose.
    Elsewhere(ConnectionId),
    /// Nobody: it is removed here.
    Ours,
}

impl Turn {
    /// How many of the same are under way at once.
    const fn at_once(self) -> usize {
        match self {
            Self::Line(_) => 4,
            Self::Elsewhere(_) => 1,
            Self::Ours => AT_ONCE,
        }
    }

    /// Whether it is free beside those that are under way.
    fn is_free(self, taken: &UnderWay) -> bool {
        let same = taken.values().filter(|other| **other == self).count();
        let elsewhere = taken.values().filter(|other| matches!(other, Self::Elsewhere(_))).count();
        let is_crowded = matches!(self, Self::Elsewhere(_)) && elsewhere >= ELSEWHERE_AT_ONCE;
        taken.len() < AT_ONCE && same < self.at_once() && !is_crowded
    }
}

/// How work on one media went; nothing when it is done.
type Went = (MediaId, Option<Later>);

impl Incoming {
    /// Works until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        if let Err(error) = self.storage.sweep().await {
            tracing::error!(%error, "what was begun and not completed cannot be removed");
        }
        let (mut under_way, mut pace) = (UnderWay::new(), Pace::default());
        let mut at_work = FuturesUnordered::new();
        loop {
            match self.due(&under_way, &pace).await {
                Ok(tasks) => {
                    for task in tasks {
                        under_way.insert(task.media, task.turn());
                        at_work.push(self.work(task));
                    }
                }
                Err(error) => tracing::error!(%error, "media tasks cannot be read"),
            }
            // What is under way when the server stops is still a task, and begun anew by the next one.
            tokio::select! {
                () = stop.cancelled() => return,
                Some((media, later)) = at_work.next() => {
                    under_way.remove(&media);
                    pace.note(media, later);
                }
                () = self.hub.media_wanted() => {}
                () = tokio::time::sleep(pace.next().min(SWEEP)) => {}
            }
        }
    }

    /// What can be begun now, the oldest first: what waits for one must not hide another's.
    async fn due(&self, under_way: &UnderWay, pace: &Pace) -> Result<Vec<MediaTask>, StoreError> {
        let mut taken = under_way.clone();
        let (mut due, mut after) = (Vec::new(), None);
        while taken.len() < AT_ONCE {
            let tasks = self.store.media_tasks(after, ROUND).await?;
            let Some(last) = tasks.last() else { break };
            after = Some(last.media);
            for task in tasks {
                let turn = task.turn();
                if turn.is_free(&taken)
                    && !taken.contains_key(&task.media)
                    && pace.is_due(task.media)
                {
                    taken.insert(task.media, turn);
                    due.push(task);
                }
            }
        }
        Ok(due)
    }

    fn work(&self, task: MediaTask) -> BoxFuture<'_, Went> {
        Box::pin(async move {
            let media = task.media;
            let worked = match task.what {
                MediaWork::Fetch(asked) => match self.fetch(media, &asked).await {
                    End::Came(came) => {
                        let share = ShareKey::mint(&mut rand::rng());
                        self.record(RecordMedia { media, came, share }).await
                    }
                    End::Later(later) => return (media, Some(later)),
                },
                MediaWork::Remove => self.remove(media).await,
                MediaWork::Tidy => self.tidy(media).await,
            };
            let later = worked.err().map(|error| {
                tracing::error!(%media, %error, "what came of media cannot be kept");
                Later::Trouble(None)
            });
            (media, later)
        })
    }

    async fn record(&self, record: RecordMedia) -> Result<(), StoreError> {
        let media = record.media;
        match self.store.run(record).await? {
            Wanted::Still => {}
            // The task to remove it has its turn after this; but it may have been done by another server.
            Wanted::NoMore => self.clear(media).await,
        }
        Ok(())
    }

    async fn remove(&self, media: MediaId) -> Result<(), StoreError> {
        if let Err(error) = self.storage.remove(media).await {
            tracing::error!(%media, %error, "media that was taken back is still here");
            return Err(StoreError::Closed);
        }
        self.store.run(MediaDone { media, work: Work::Remove }).await
    }

    /// Removes the parts in which a member's file came.
    async fn tidy(&self, media: MediaId) -> Result<(), StoreError> {
        if let Err(error) = self.storage.remove_parts(media).await {
            tracing::error!(%media, %error, "the parts of a file are still here");
            return Err(StoreError::Closed);
        }
        self.store.run(MediaDone { media, work: Work::Tidy }).await
    }

    /// Removes what came and is not kept.
    async fn clear(&self, media: MediaId) {
        if let Err(error) = self.storage.remove(media).await {
            tracing::error!(%media, %error, "media that is not kept is still here");
        }
    }
}

impl MediaTask {
    fn turn(&self) -> Turn {
        match &self.what {
            MediaWork::Fetch(Asked { connection, of: Source::Line(_), .. }) => {
                Turn::Line(*connection)
            }
            MediaWork::Fetch(Asked { connection, of: Source::Elsewhere(_), .. }) => {
                Turn::Elsewhere(*connection)
            }
            MediaWork::Remove | MediaWork::Tidy => Turn::Ours,
        }
    }
}
