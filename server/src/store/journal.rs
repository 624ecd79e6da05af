//! The one writer of this process. It gathers the commands that wait, lets each make its draft, and
//! commits them together: one transaction, one fsync.
//!
//! - Writers do not collide, because there is one. A second server on the same database collides
//!   with us only on dense numbers, which are record ids: its loser sees "already exists", forgets
//!   what it thought it knew, and tries again.
//! - A bad command fails alone: its draft is dropped before anything is written.
//! - A commit whose answer was lost is never repeated before its outcome was read back.

use std::{
    collections::HashSet, future::Future, panic::AssertUnwindSafe, pin::Pin, sync::Arc,
    time::Duration,
};

use futures::FutureExt;
use rand::Rng;
use surrealdb::types::Value;
use tokio::{
    sync::{mpsc, oneshot},
    task::{JoinError, JoinHandle},
};
use tokio_util::sync::CancellationToken;

use super::{
    StoreError,
    database::{Database, Vars},
    draft::{Aftermath, Draft, Rows, Writes},
    key::WriterKey,
    row::Row,
    schema::WriterRow,
};

/// One change to the database, decided over a draft. May be run more than once, so it must take all
/// time, ids and randomness from its own fields.
pub trait Command: Send + Sync + 'static {
    /// What the caller learns after the commit.
    type Output: Send + 'static;

    /// Reads what it must know, and writes what follows.
    ///
    /// # Errors
    /// When it breaks a rule (nothing of it is written), or the database fails.
    fn apply(
        &self,
        draft: &mut Draft<'_>,
    ) -> impl Future<Output = Result<Self::Output, StoreError>> + Send;
}

/// Told of every commit, after it is on disk.
pub trait Audience: Send + Sync + 'static {
    /// Must return at once.
    fn committed(&self, aftermath: Aftermath);
}

/// Commands that may wait; beyond it, callers wait to be let in.
const QUEUE: usize = 4096;
/// Commands in one transaction. More gains nothing (measured) and makes the first one wait.
const BATCH: usize = 128;
/// Tries of a batch against faster writers.
const TRIES: u32 = 12;
/// Waits before each attempt to read back what became of a commit.
const READ_BACK_PAUSES: [Duration; 4] =
    [Duration::ZERO, Duration::from_millis(50), Duration::from_millis(500), Duration::from_secs(2)];
/// Rows kept in memory. Beyond it all are forgotten: simple, and rare.
const CACHE: usize = 200_000;
/// Tables whose rows are read again and again by commands. Only such rows as change together with a
/// dense number may be here: that is what finds out a stale one.
const CACHED: &[&str] =
    &["blocks", "company", "contact", "direct", "head", "line_user", "permission", "room", "seat"];

/// The way to the journal.
#[derive(Clone)]
pub struct Journal {
    queue: mpsc::Sender<Box<dyn Waiting>>,
}

impl Journal {
    /// Starts the writer. It ends when it is told to, after all that waited by then is done.
    pub fn start(db: Database, audience: Arc<dyn Audience>) -> (Self, WriterTask) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let end = CancellationToken::new();
        let writer = Writer {
            db,
            audience,
            cache: Rows::new(),
            key: WriterKey(uuid::Uuid::now_v7()),
            batch: 0,
        };
        let task = tokio::spawn(writer.run(waiting, end.clone()));
        (Self { queue }, WriterTask { task, end })
    }

    /// Whether commands are still taken.
    pub fn is_open(&self) -> bool {
        !self.queue.is_closed()
    }

    /// Runs a command and answers when it is on disk.
    ///
    /// # Errors
    /// The command's own refusal, or the database's failure.
    pub async fn run<C: Command>(&self, command: C) -> Result<C::Output, StoreError> {
        let (done, answer) = oneshot::channel();
        let waiting = Entry { command, outcome: None, done: Some(done) };
        self.queue.send(Box::new(waiting)).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

/// The running writer.
pub struct WriterTask {
    task: JoinHandle<()>,
    end: CancellationToken,
}

impl WriterTask {
    /// Takes no more commands, and waits until those that wait are done.
    ///
    /// # Errors
    /// When the writer has died.
    pub async fn finish(self) -> Result<(), JoinError> {
        self.end.cancel();
        self.task.await
    }

    /// Ends the writer where it stands.
    #[cfg(test)]
    pub async fn kill(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

struct Entry<C: Command> {
    command: C,
    outcome: Option<Result<C::Output, StoreError>>,
    done: Option<oneshot::Sender<Result<C::Output, StoreError>>>,
}

/// A command with the place its answer goes to, whatever its type.
trait Waiting: Send {
    /// Runs the command; answers whether its draft is to be committed.
    fn draft<'a>(
        &'a mut self,
        draft: &'a mut Draft<'_>,
    ) -> Pin<Box<dyn Future<Output = Drafted> + Send + 'a>>;
    /// Gives the caller what the draft came to.
    fn answer(&mut self);
    /// Gives the caller an error instead.
    fn fail(&mut self, error: StoreError);
}

enum Drafted {
    Ready,
    Refused,
    Stale,
}

impl<C: Command> Waiting for Entry<C> {
    fn draft<'a>(
        &'a mut self,
        draft: &'a mut Draft<'_>,
    ) -> Pin<Box<dyn Future<Output = Drafted> + Send + 'a>> {
        Box::pin(async move {
            // A command that panics fails alone; the writer serves everybody.
            let applied = AssertUnwindSafe(self.command.apply(draft)).catch_unwind().await;
            let outcome = applied.unwrap_or(Err(StoreError::Panicked));
            let drafted = match &outcome {
                Ok(_) => Drafted::Ready,
                Err(StoreError::Conflict) => Drafted::Stale,
                Err(_) => Drafted::Refused,
            };
            self.outcome = Some(outcome);
            drafted
        })
    }

    fn answer(&mut self) {
        if let (Some(done), Some(outcome)) = (self.done.take(), self.outcome.take()) {
            // The caller may have gone away; the commit stands all the same.
            let _ = done.send(outcome);
        }
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Some(Err(error));
        self.answer();
    }
}

struct Writer {
    db: Database,
    audience: Arc<dyn Audience>,
    cache: Rows,
    key: WriterKey,
    batch: i64,
}

type Batch = Vec<Box<dyn Waiting>>;

/// Why a batch was not committed, and how sure that is.
enum Failed {
    /// Nothing of it was written.
    Certainly(StoreError),
    /// It may have been written: it must not be tried again.
    Maybe(StoreError),
}

impl Writer {
    async fn run(mut self, mut waiting: mpsc::Receiver<Box<dyn Waiting>>, end: CancellationToken) {
        let mut batch = Batch::new();
        loop {
            tokio::select! {
                biased;
                () = end.cancelled(), if !waiting.is_closed() => waiting.close(),
                count = waiting.recv_many(&mut batch, BATCH) => {
                    if count == 0 {
                        return;
                    }
                    self.commit_all(std::mem::take(&mut batch)).await;
                }
            }
        }
    }

    /// Commits a batch. If it certainly did not take place for a reason of its own, each command is
    /// tried alone, so that only the bad one fails.
    async fn commit_all(&mut self, mut batch: Batch) {
        match self.commit(&mut batch).await {
            Ok(()) => batch.iter_mut().for_each(|waiting| waiting.answer()),
            Err(Failed::Certainly(error)) if batch.len() > 1 => {
                tracing::warn!(%error, commands = batch.len(), "a batch failed; one by one now");
                for waiting in batch {
                    Box::pin(self.commit_all(vec![waiting])).await;
                }
            }
            Err(Failed::Certainly(error) | Failed::Maybe(error)) => {
                let error = Arc::new(error);
                for waiting in &mut batch {
                    waiting.fail(StoreError::NotCommitted(Arc::clone(&error)));
                }
            }
        }
    }

    async fn commit(&mut self, batch: &mut Batch) -> Result<(), Failed> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_commit(batch).await {
                Err(Failed::Certainly(StoreError::Conflict)) if tries < TRIES => {
                    self.cache.clear();
                    let pause = rand::rng().random_range(0..(2 << tries.min(8)));
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
                other => return other,
            }
        }
    }

    async fn try_commit(&mut self, batch: &mut Batch) -> Result<(), Failed> {
        let (mut rows, mut writes, mut aftermath) =
            (Rows::new(), Writes::default(), Aftermath::default());
        for waiting in batch.iter_mut() {
            let mut draft = Draft::new(&self.db, &self.cache, &rows);
            let drafted = waiting.draft(&mut draft).await;
            let finished = draft.finish();
            match drafted {
                Drafted::Ready => finished.merge_into(&mut rows, &mut writes, &mut aftermath),
                Drafted::Refused => {}
                Drafted::Stale => return Err(Failed::Certainly(StoreError::Conflict)),
            }
        }
        if !writes.is_empty() {
            self.write(writes).await?;
        }
        self.remember(rows);
        self.audience.committed(aftermath);
        Ok(())
    }

    /// One transaction. When the answer is lost, the writer's own row tells whether it took place.
    async fn write(&mut self, writes: Writes) -> Result<(), Failed> {
        self.batch += 1;
        let (sql, vars) = self.transaction(writes);
        let error = match self.db.query(&sql, vars).await {
            Ok(_) => return Ok(()),
            Err(StoreError::Conflict) => return Err(Failed::Certainly(StoreError::Conflict)),
            Err(error) => error,
        };
        self.cache.clear();
        match self.read_back().await {
            Some(batch) if batch == self.batch => Ok(()),
            Some(_) => Err(Failed::Certainly(error)),
            None => Err(Failed::Maybe(error)),
        }
    }

    /// The last batch of ours that is in the database; none when it cannot be read either.
    async fn read_back(&self) -> Option<i64> {
        for pause in READ_BACK_PAUSES {
            tokio::time::sleep(pause).await;
            match self.committed_batch().await {
                Ok(batch) => return Some(batch.unwrap_or(0)),
                Err(error) => {
                    tracing::error!(%error, "the outcome of a commit cannot be read back");
                }
            }
        }
        None
    }

    fn transaction(&self, writes: Writes) -> (String, Vars) {
        let mut sql = String::from("BEGIN;");
        let mut vars = Vars::new();
        for (table, values) in writes.inserts {
            // Not the table's bare name: `$session` is the engine's own.
            let name = format!("new_{table}");
            sql.extend(["INSERT INTO ", table, " $", &name, " RETURN NONE;"]);
            vars = vars.with_list(&name, values);
        }
        let mut puts: Vec<Value> = writes.puts.into_values().collect();
        puts.push(WriterRow { batch: self.batch }.write(self.key));
        sql.push_str("FOR $row IN $puts { UPSERT ONLY $row.id CONTENT $row RETURN NONE };");
        vars = vars.with_list("puts", puts);
        if !writes.updates.is_empty() {
            sql.push_str("FOR $row IN $updates { UPDATE ONLY $row.id CONTENT $row RETURN NONE };");
            vars = vars.with_list("updates", writes.updates.into_values().collect());
        }
        if !writes.deletes.is_empty() {
            sql.push_str("DELETE $deletes RETURN NONE;");
            let ids = writes.deletes.into_iter().map(Value::RecordId).collect();
            vars = vars.with_list("deletes", ids);
        }
        sql.push_str("COMMIT;");
        (sql, vars)
    }

    async fn committed_batch(&self) -> Result<Option<i64>, StoreError> {
        let id = WriterRow::id(self.key);
        let mut found = self.db.query("SELECT * FROM ONLY $id", Vars::new().with("id", id)).await?;
        let value: Option<Value> = found.take(0).map_err(StoreError::from)?;
        let value = value.filter(|value| !matches!(value, Value::None | Value::Null));
        Ok(value.map(WriterRow::read).transpose()?.map(|row| row.batch))
    }

    fn remember(&mut self, rows: Rows) {
        if self.cache.len() > CACHE {
            self.cache.clear();
        }
        let cached: HashSet<&str> = CACHED.iter().copied().collect();
        self.cache.extend(rows.into_iter().filter(|(id, _)| cached.contains(id.table.as_str())));
    }
}

#[cfg(test)]
mod tests;
