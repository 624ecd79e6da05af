//! The engine itself: embedded or remote, opened with bounded memory, behind one way to query.
//!
//! Owns the only mention of how the engine is opened. Knows no table.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use surrealdb::{
    IndexedResults, Surreal,
    engine::{any::Any, local::Db},
    opt::auth::Root,
    types::{SurrealValue, Value},
};
use surrealdb_cnf::ConfigMap;
use surrealdb_core::kvs::Datastore;

use super::StoreError;

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// In this process' memory; gone with it.
    Memory,
    /// A SurrealKV directory, held by one process at a time.
    SurrealKv(PathBuf),
    /// A RocksDB directory, held by one process at a time.
    #[cfg(feature = "rocksdb")]
    RocksDb(PathBuf),
    /// A database server, shared by any number of processes.
    Remote {
        /// `ws://` or `wss://` and a host.
        url: String,
        /// Its user and password, if it asks for them.
        login: Option<(String, String)>,
    },
}

/// The name of the namespace and of the database inside the engine.
const SPACE: &str = "kakehashi";

/// Bounds for the embedded engine, which would otherwise claim half of the machine's memory:
/// blocks read from disk, and what was written but not yet sorted into files.
const BLOCK_CACHE_BYTES: u64 = 192 << 20;
const MEMTABLE_BYTES: u64 = 96 << 20;

/// An open database.
#[derive(Clone)]
pub enum Database {
    /// In this process.
    Embedded(Surreal<Db>, Arc<Datastore>),
    /// Elsewhere.
    Remote(Surreal<Any>),
}

impl Database {
    /// Opens the database.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process holds it; [`StoreError::NotOpened`] when it is
    /// damaged, out of reach, or refuses the credentials.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let place = url.to_string();
        let not_opened = |reason: String| {
            // In the words of SurrealKV and of RocksDB; neither gives the reason a type.
            let held = ["locked by another process", "While lock file"];
            let held = held.iter().any(|words| reason.contains(words));
            if held {
                StoreError::Locked
            } else {
                StoreError::NotOpened { place: place.clone(), reason }
            }
        };
        match url {
            DatabaseUrl::Remote { url, login } => {
                let remote = remote(url, login.as_ref()).await;
                remote.map(Self::Remote).map_err(|e| not_opened(e.to_string()))
            }
            local => embedded(local).await.map_err(not_opened),
        }
    }

    /// Runs one or several statements. Every statement's error is reported.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another writer was faster, [`StoreError::Database`] otherwise.
    pub async fn query(&self, sql: &str, vars: Vars) -> Result<IndexedResults, StoreError> {
        let results = match self {
            Self::Embedded(db, _) => db.query(sql).bind(vars.0).await,
            Self::Remote(db) => db.query(sql).bind(vars.0).await,
        };
        Ok(settle(results?)?)
    }

    /// Whether the engine lives and dies with this process.
    pub const fn is_embedded(&self) -> bool {
        matches!(self, Self::Embedded(..))
    }

    /// Lets the engine finish what it does on the side, so that the directory is free and clean.
    pub async fn close(&self) {
        if let Self::Embedded(_, datastore) = self
            && let Err(error) = datastore.shutdown().await
        {
            tracing::error!(%error, "the database did not close cleanly");
        }
    }
}

/// Reports the error that *caused* a failed transaction: all its other statements only say that they
/// were not executed.
fn settle(mut results: IndexedResults) -> Result<IndexedResults, surrealdb::Error> {
    let errors = results.take_errors();
    let mut errors: Vec<_> = errors.into_iter().collect();
    errors.sort_by_key(|(statement, _)| *statement);
    let cause = errors.iter().position(|(_, e)| {
        !matches!(
            e.query_details(),
            Some(
                surrealdb::types::QueryError::NotExecuted | surrealdb::types::QueryError::Cancelled
            )
        )
    });
    match (cause, errors.is_empty()) {
        (_, true) => Ok(results),
        (at, false) => Err(errors.swap_remove(at.unwrap_or(0)).1),
    }
}

/// Parameters of a query.
#[derive(Default)]
pub struct Vars(surrealdb::types::Variables);

impl Vars {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl SurrealValue) -> Self {
        self.0.insert(name, value.into_value());
        self
    }

    /// Adds a list.
    #[must_use]
    pub fn with_list(self, name: &str, values: Vec<Value>) -> Self {
        self.with(name, Value::Array(values.into()))
    }
}

async fn embedded(url: &DatabaseUrl) -> Result<Database, String> {
    let config = ConfigMap::empty()
        .with_key_value("surrealkv_block_cache_capacity", BLOCK_CACHE_BYTES.to_string())
        .with_key_value("surrealkv_max_memtable_size", MEMTABLE_BYTES.to_string())
        .with_key_value("datastore_sync", "every".to_owned());
    if let DatabaseUrl::SurrealKv(directory) = url {
        std::fs::create_dir_all(directory).map_err(|e| e.to_string())?;
        check_whole(directory)?;
    }
    // Maintenance writes; before the version is written, that would make the engine take its own
    // new directory for one of an older version.
    let datastore = Datastore::builder()
        .with_config(config)
        .without_maintenance_tasks()
        .build_with_path(&url.engine_path())
        .await
        .map_err(|e| e.to_string())?;
    datastore.check_version().await.map_err(|e| e.to_string())?;
    datastore.bootstrap().await.map_err(|e| e.to_string())?;
    datastore.start_maintenance_tasks();
    let db = Surreal::<Db>::unstable_from_datastore(Arc::clone(&datastore), None)
        .await
        .map_err(|e| e.to_string())?;
    db.use_ns(SPACE).use_db(SPACE).await.map_err(|e| e.to_string())?;
    Ok(Database::Embedded(db, datastore))
}

/// Without its manifest the engine would take a directory full of tables for a new, empty database.
fn check_whole(directory: &Path) -> Result<(), String> {
    let has = |name: &str| {
        let entries = std::fs::read_dir(directory.join(name));
        entries.is_ok_and(|mut entries| entries.next().is_some())
    };
    let tables = ["sstables", "vlog", "wal"].into_iter().any(has);
    if tables && !has("manifest") { Err("its manifest is missing".to_owned()) } else { Ok(()) }
}

async fn remote(
    url: &str,
    login: Option<&(String, String)>,
) -> Result<Surreal<Any>, surrealdb::Error> {
    let db = surrealdb::engine::any::connect(url).await?;
    if let Some((username, password)) = login {
        db.signin(Root { username: username.clone(), password: password.clone() }).await?;
    }
    db.use_ns(SPACE).use_db(SPACE).await?;
    Ok(db)
}

impl DatabaseUrl {
    fn engine_path(&self) -> String {
        match self {
            Self::Memory => "memory".to_owned(),
            Self::SurrealKv(directory) => format!("surrealkv://{}", directory.display()),
            #[cfg(feature = "rocksdb")]
            Self::RocksDb(directory) => format!("rocksdb://{}", directory.display()),
            Self::Remote { url, .. } => url.clone(),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

impl std::fmt::Display for DatabaseUrl {
    /// Without credentials: fit for logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.engine_path())
    }
}
