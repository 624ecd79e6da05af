//! The only place that knows SurrealQL: what is kept, how it is written, how it is read.
//!
//! Writing goes through the [`journal`] alone, as [`journal::Command`]s; reading is by id and by
//! bounded ranges of ids. Rows become domain values in [`views`] and nowhere else.

pub mod address_book;
pub mod again;
pub mod binding;
pub mod blocks;
mod calls;
mod choosing;
pub mod company;
pub mod connections;
pub mod contacts;
pub mod database;
mod details;
pub mod directory;
pub mod discard;
mod draft;
pub mod edit_room;
mod erase;
pub mod error;
pub mod export;
pub mod greeting;
pub mod groups;
pub mod housekeeping;
pub mod import;
pub mod journal;
pub mod keeping;
pub mod key;
pub mod line_groups;
mod line_messages;
pub mod media;
pub mod members;
mod memory;
mod mentions;
mod outbox;
mod outcome;
pub mod party;
pub mod password_links;
pub mod permission;
pub mod photos;
pub mod previews;
pub mod profile;
pub mod public_page;
mod queries;
pub mod quota;
mod quotes;
pub mod read_marks;
pub mod receive;
mod recipients;
pub mod retry;
mod room_order;
mod row;
pub mod schema;
pub mod send;
pub mod sessions;
pub mod shares;
pub mod signs;
mod streams;
#[cfg(test)]
pub(crate) mod testing;
mod timeline;
pub mod uploads;
mod usage;
mod views;

use std::sync::Arc;

use app::domain::Epoch;
use surrealdb::types::{RecordId, RecordIdKey, RecordIdKeyRange};

pub use database::DatabaseUrl;
pub use draft::{Aftermath, News};
pub use error::{Refusal, StoreError};
pub use journal::{Audience, Command};
pub use streams::Behind;

use database::{Database, Vars};
use journal::{Journal, WriterTask};
use key::Singleton;
use queries::read_rows;
use row::Row;
use schema::{InstanceRow, TABLES};

/// Few, because each one is written with every row: ids answer nearly every question.
const INDEXES: &str = "
    DEFINE INDEX IF NOT EXISTS connection_member ON connection FIELDS member;
    DEFINE INDEX IF NOT EXISTS connection_basic_id ON connection FIELDS basic_id;
    DEFINE INDEX IF NOT EXISTS connection_premium_id ON connection FIELDS premium_id;";

/// The database, open.
#[derive(Clone)]
pub struct Store {
    db: Database,
    journal: Journal,
    epoch: Epoch,
    book: address_book::Shelf,
    room_orders: room_order::RoomOrders,
    acquaintances: choosing::Acquaintances,
}

/// What must be done at the end: [`Closing::close`].
pub struct Closing {
    db: Database,
    writer: WriterTask,
    by: OpenedBy,
}

/// Who opens the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedBy {
    /// A server: clients hold cursors of its life, so its end is noted, clean or not.
    Server,
    /// A command, which nobody listens to: it must not make an unclean end look clean.
    Command,
}

impl Store {
    /// Opens the database, makes what is missing, and starts the journal. `audience` is told of
    /// every commit.
    ///
    /// # Errors
    /// See [`Database::open`].
    pub async fn open(
        url: &DatabaseUrl,
        by: OpenedBy,
        audience: Arc<dyn Audience>,
    ) -> Result<(Self, Closing), StoreError> {
        Self::over(Database::open(url).await?, by, audience).await
    }

    /// The same over a database that is open already, maybe by another server.
    async fn over(
        db: Database,
        by: OpenedBy,
        audience: Arc<dyn Audience>,
    ) -> Result<(Self, Closing), StoreError> {
        let define = |table: &&str| format!("DEFINE TABLE IF NOT EXISTS {table};");
        let tables: Vec<String> = TABLES.iter().map(define).collect();
        db.query(&tables.concat(), Vars::new()).await?;
        db.query(INDEXES, Vars::new()).await?;
        // A database server outlives its clients, and answers for what it has shown.
        let by = if db.is_embedded() { by } else { OpenedBy::Command };
        let epoch = match by {
            OpenedBy::Server => begin_epoch(&db).await?,
            OpenedBy::Command => Epoch::default(),
        };
        let (journal, writer) = Journal::start(db.clone(), audience);
        let closing = Closing { db: db.clone(), writer, by };
        let (book, room_orders, acquaintances) = Default::default();
        Ok((Self { db, journal, epoch, book, room_orders, acquaintances }, closing))
    }

    /// Runs a command and answers when it is on disk.
    ///
    /// # Errors
    /// The command's own refusal, or the database's failure.
    pub async fn run<C: Command>(&self, command: C) -> Result<C::Output, StoreError> {
        self.journal.run(command).await
    }

    /// Whether the database answers, and the journal takes commands.
    ///
    /// # Errors
    /// When one of them does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        if !self.journal.is_open() {
            return Err(StoreError::Closed);
        }
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
    /// the database. Whoever still holds a [`Store`] is refused from then on.
    pub async fn close(self) {
        if let Err(error) = self.writer.finish().await {
            tracing::error!(%error, "the journal did not end well");
            return;
        }
        if self.by == OpenedBy::Server {
            let noted = self.db.query("UPDATE instance SET clean = true", Vars::new()).await;
            if let Err(error) = noted {
                tracing::error!(%error, "the clean end could not be noted");
            }
        }
        self.db.close().await;
    }
}

#[cfg(test)]
impl Closing {
    /// As far as the database can tell, the process died.
    pub(crate) async fn abandon(self) {
        self.writer.kill().await;
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::store::testing::Company;

    fn url(dir: &Path) -> DatabaseUrl {
        DatabaseUrl::SurrealKv(dir.join("database"))
    }

    #[tokio::test]
    async fn what_was_said_is_there_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let company = Company::at(&url(dir.path())).await;
        company.hear("U1", "e1", "hi").await;
        let before = company.store.snapshot(company.member).await.unwrap();
        company.close().await;
        let company = Company::at(&url(dir.path())).await;
        assert_eq!(company.store.snapshot(company.member).await.unwrap(), before);
        company.close().await;
    }

    #[tokio::test]
    async fn an_unclean_end_begins_another_epoch() {
        let dir = tempfile::tempdir().unwrap();
        let company = Company::at(&url(dir.path())).await;
        let first = company.store.epoch();
        company.abandon().await;
        let company = Company::at(&url(dir.path())).await;
        assert_eq!(company.store.epoch().0, first.0 + 1);
        company.close().await;
    }

    #[tokio::test]
    async fn a_directory_in_use_is_said_to_be_in_use() {
        let dir = tempfile::tempdir().unwrap();
        let company = Company::at(&url(dir.path())).await;
        let listener: Arc<dyn Audience> = company.listener.clone();
        let second = Store::open(&url(dir.path()), OpenedBy::Command, listener).await;
        assert!(matches!(second, Err(StoreError::Locked)), "{:?}", second.err());
        company.close().await;
    }

    #[tokio::test]
    async fn a_damaged_directory_is_a_clear_error() {
        let dir = tempfile::tempdir().unwrap();
        Company::at(&url(dir.path())).await.close().await;
        for entry in walk(&dir.path().join("database")) {
            if !entry.ends_with("LOCK") {
                std::fs::write(entry, b"not a database").unwrap();
            }
        }
        let listener: Arc<dyn Audience> = Arc::new(testing::Listener::default());
        let opened = Store::open(&url(dir.path()), OpenedBy::Command, listener).await;
        assert!(matches!(opened, Err(StoreError::NotOpened { .. })), "{:?}", opened.err());
    }

    #[tokio::test]
    async fn a_database_without_its_manifest_is_not_taken_for_a_new_one() {
        let dir = tempfile::tempdir().unwrap();
        Company::at(&url(dir.path())).await.close().await;
        std::fs::remove_dir_all(dir.path().join("database/manifest")).unwrap();
        let listener: Arc<dyn Audience> = Arc::new(testing::Listener::default());
        let opened = Store::open(&url(dir.path()), OpenedBy::Server, listener).await;
        assert!(matches!(opened, Err(StoreError::NotOpened { .. })), "{:?}", opened.err());
    }

    #[tokio::test]
    async fn a_command_does_not_make_an_unclean_end_look_clean() {
        let dir = tempfile::tempdir().unwrap();
        let company = Company::at(&url(dir.path())).await;
        let first = company.store.epoch();
        company.abandon().await;
        let listener: Arc<dyn Audience> = Arc::new(testing::Listener::default());
        let (store, closing) =
            Store::open(&url(dir.path()), OpenedBy::Command, listener).await.unwrap();
        drop(store);
        closing.close().await;
        let company = Company::at(&url(dir.path())).await;
        assert_eq!(company.store.epoch().0, first.0 + 1);
        company.close().await;
    }

    fn walk(dir: &Path) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
    }
}
