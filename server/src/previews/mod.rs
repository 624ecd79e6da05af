//! Previews of links: looks at the first page that a message names, after the message is on disk, and
//! has everybody who sees the message see what the page says of itself.
//!
//! Nothing waits for it, neither who sends nor LINE. Where a link leads is chosen by others, so it is
//! asked in one place alone ([`crate::open_web`]). Work is rows (`preview_task`): a hint after the commit
//! makes it prompt, a slow sweep makes it sure. What LINE and its users' profiles have is not fetched here.

mod fetch;
mod look;
mod page;
mod picture;
mod refused;
#[cfg(test)]
mod tests;
mod turns;

use std::{collections::HashSet, sync::Arc, time::Duration};

use futures::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use self::turns::Turns;
use crate::{
    clock::Clock,
    realtime::Hub,
    store::{
        Store, StoreError,
        previews::{Looked, PreviewTask, RecordPreview},
    },
};

pub use look::Looker;
pub use picture::routes;

/// Between looks at what may have been missed.
const SWEEP: Duration = Duration::from_mins(1);
/// Tasks read at once.
const ROUND: usize = 100;
/// Links looked at at once. Each holds up to 2 MB in memory.
const AT_ONCE: usize = 4;
/// Links that are remembered as looked at, so that more messages with them need not take turns.
const REMEMBERED: usize = 1000;
/// How long a host is left alone when what it said could not be kept.
const TROUBLE: Duration = Duration::from_mins(1);

/// The worker.
pub struct Previews {
    /// Where tasks and what came of them are kept.
    pub store: Store,
    /// Who looks; nobody, where links are not looked at.
    pub looker: Option<Looker>,
    /// Who says that there is something to do.
    pub hub: Arc<Hub>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

/// What a worker bears in mind.
#[derive(Default)]
struct Mind {
    under_way: HashSet<String>,
    /// Links of which the store knows, or did when they were last asked.
    known: HashSet<String>,
    turns: Turns,
}

/// How work on one link went.
struct Went {
    url: String,
    kept: Result<(), StoreError>,
}

impl Previews {
    /// Works until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        let mut mind = Mind::default();
        let mut at_work = FuturesUnordered::new();
        loop {
            match self.due(&mut mind).await {
                Ok(tasks) => at_work.extend(tasks.into_iter().map(|task| self.work(task))),
                Err(error) => tracing::error!(%error, "preview tasks cannot be read"),
            }
            // What is under way when the server stops is still a task, and begun anew by the next one.
            tokio::select! {
                () = stop.cancelled() => return,
                Some(went) = at_work.next() => mind.note(went),
                () = self.hub.previews_wanted() => {}
                () = tokio::time::sleep(mind.turns.next(Instant::now()).min(SWEEP)) => {}
            }
        }
    }

    /// What can be begun now. A link is in one pair of hands at a time: who comes later finds what is
    /// known of it then.
    async fn due(&self, mind: &mut Mind) -> Result<Vec<PreviewTask>, StoreError> {
        let (mut due, mut after) = (Vec::new(), None);
        while mind.under_way.len() < AT_ONCE {
            let tasks = self.store.preview_tasks(after, ROUND).await?;
            let Some(last) = tasks.last() else { break };
            after = Some(last.at);
            for task in tasks {
                if mind.may_begin(&task.url) {
                    mind.under_way.insert(task.url.clone());
                    due.push(task);
                }
            }
        }
        Ok(due)
    }

    fn work(&self, task: PreviewTask) -> BoxFuture<'_, Went> {
        Box::pin(async move {
            let url = task.url.clone();
            let kept = match self.look(&url).await {
                Ok(looked) => self.store.run(RecordPreview { task, looked }).await,
                Err(error) => Err(error),
            };
            Went { url, kept }
        })
    }

    async fn look(&self, url: &str) -> Result<Looked, StoreError> {
        let Some(looker) = &self.looker else { return Ok(Looked::Never) };
        let now = self.clock.now();
        if let Some(known) = self.store.known_link(url, now).await? {
            return Ok(known);
        }
        let page = looker.look(url).await;
        let page = page.inspect_err(|reason| tracing::debug!(%reason, "nothing to be shown")).ok();
        Ok(Looked::Now(page, now))
    }
}

impl Mind {
    /// Whether a link's time has come. Takes its host's turn where it may have to be asked.
    fn may_begin(&mut self, url: &str) -> bool {
        let is_free = self.under_way.len() < AT_ONCE && !self.under_way.contains(url);
        is_free && (self.known.contains(url) || self.turns.take(&host_of(url), Instant::now()))
    }

    fn note(&mut self, Went { url, kept }: Went) {
        self.under_way.remove(&url);
        match kept {
            Ok(()) => {
                if self.known.len() >= REMEMBERED {
                    self.known.clear();
                }
                self.known.insert(url);
            }
            Err(error) => {
                tracing::error!(%error, "a preview cannot be kept");
                self.known.remove(&url);
                self.turns.wait(&host_of(&url), Instant::now() + TROUBLE);
            }
        }
    }
}

/// Whose turn a link takes.
fn host_of(url: &str) -> String {
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_default()
}
