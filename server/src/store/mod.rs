//! The only place that knows SurrealQL: what is kept, how it is written, how it is read.
//!
//! Writing goes through the [`journal`] alone, as [`journal::Command`]s; reading is by id and by
//! bounded ranges of ids. Rows become domain values in [`views`] and nowhere else.

pub mod connections;
pub mod contacts;
pub mod database;
pub mod draft;
pub mod error;
pub mod export;
pub mod journal;
pub mod members;
mod outbox;
mod queries;
pub mod read_marks;
pub mod receive;
mod row;
pub mod schema;
pub mod send;
pub mod sessions;
mod streams;
#[cfg(test)]
pub(crate) mod testing;
mod timeline;
mod views;

use std::sync::Arc;

use app::domain::Epoch;
use surrealdb::types::{RecordId, RecordIdKey, RecordIdKeyRange};

pub use database::DatabaseUrl;
pub use draft::Aftermath;
pub use error::{Refusal, StoreError};
pub use journal::{Audience, Command};
pub use streams::Behind;

use database::{Database, Vars};
use journal::Journal;
use queries::read_rows;
use row::Row;
use schema::{InstanceRow, Singleton, TABLES};

/// The database, open.
#[derive(Clone)]
pub struct Store {
    db: Database,
    journal: Journal,
    epoch: Epoch,
}

/// What must be done at the end: [`Closing::close`].
pub struct Closing {
    db: Database,
    journal: tokio::task::JoinHandle<()>,
}

impl Store {
    /// Opens the database, makes what is missing, and starts the journal. `audience` is told of
    /// every commit.
    ///
    /// # Errors
    /// See [`Database::open`].
    pub async fn open(
        url: &DatabaseUrl,
        audience: Arc<dyn Audience>,
    ) -> Result<(Self, Closing), StoreError> {
        let db = Database::open(url).await?;
        let tables: String =
            TABLES.iter().map(|table| format!("DEFINE TABLE IF NOT EXISTS {table};")).collect();
        db.query(&tables, Vars::new()).await?;
        let epoch = begin_epoch(&db).await?;
        let (journal, task) = Journal::start(db.clone(), audience);
        let closing = Closing { db: db.clone(), journal: task };
        Ok((Self { db, journal, epoch }, closing))
    }

    /// Runs a command and answers when it is on disk.
    ///
    /// # Errors
    /// The command's own refusal, or the database's failure.
    pub async fn run<C: Command>(&self, command: C) -> Result<C::Output, StoreError> {
        self.journal.run(command).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.get::<InstanceRow>(Singleton).await.map(drop)
    }

    /// Rows of a table in the order of their ids, from behind `after`, at most `limit`.
    ///
    /// # Errors
    /// The database's failure.
    async fn scan<R: Row>(
        &self,
        after: Option<RecordIdKey>,
        limit: usize,
    ) -> Result<Vec<(RecordId, R)>, StoreError> {
        let start = after.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
        let range = RecordIdKeyRange { start, end: std::ops::Bound::Unbounded };
        let id = RecordId::new(R::TABLE, RecordIdKey::Range(Box::new(range)));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let vars = Vars::new().with("range", id).with("limit", limit);
        read_rows(self.db.query("SELECT * FROM $range LIMIT $limit", vars).await?.take(0)?)
    }
}

impl Closing {
    /// Waits until everything that was accepted is written, notes that the end was clean, and closes
    /// the database. Every [`Store`] must have been dropped.
    pub async fn close(self) {
        if let Err(error) = self.journal.await {
            tracing::error!(%error, "the journal did not end well");
            return;
        }
        let noted = self.db.query("UPDATE instance SET clean = true", Vars::new()).await;
        if let Err(error) = noted {
            tracing::error!(%error, "the clean end could not be noted");
        }
        self.db.close().await;
    }
}

/// Opens an epoch: the same as before after a clean end, the next one after any other.
async fn begin_epoch(db: &Database) -> Result<Epoch, StoreError> {
    let sql = "
        LET $known = SELECT * FROM ONLY $id;
        LET $epoch = IF $known.clean = true OR $known = NONE { $known.epoch ?? 1 } ELSE { $known.epoch + 1 };
        UPSERT ONLY $id CONTENT { id: $id, epoch: $epoch, clean: false };";
    let mut found = db.query(sql, Vars::new().with("id", InstanceRow::id(Singleton))).await?;
    let row = InstanceRow::read(found.take(2)?)?;
    Ok(Epoch(u64::try_from(row.epoch).unwrap_or_default()))
}
