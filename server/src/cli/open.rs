//! The data directory, the key and the database, as every command needs them.

use std::{fs, io, path::Path, sync::Arc};

use super::CliError;
use crate::{
    config::Config,
    secret::{self, SecretKey},
    store::{Aftermath, Audience, Closing, DatabaseUrl, OpenedBy, Store},
};

/// The key: the one that was given, else the one that the data directory keeps.
///
/// # Errors
/// When the data directory or the key's file cannot be used.
pub fn key(config: &Config) -> Result<SecretKey, CliError> {
    if let Some(key) = &config.secret_key {
        return Ok(key.clone());
    }
    data_dir(&config.data_dir)?;
    Ok(secret::load_or_make(&config.data_dir, &mut rand::rng())?)
}

/// The database, with `audience` told of every commit.
///
/// # Errors
/// When it is in use by another process, damaged, or out of reach.
pub async fn database(
    config: &Config,
    by: OpenedBy,
    audience: Arc<dyn Audience>,
) -> Result<(Store, Closing), CliError> {
    if matches!(config.database, DatabaseUrl::SurrealKv(_)) {
        data_dir(&config.data_dir)?;
    }
    Ok(Store::open(&config.database, by, audience).await?)
}

/// For commands that nobody listens to.
pub struct Nobody;

impl Audience for Nobody {
    fn committed(&self, _: Aftermath) {}
}

/// Makes the data directory if it is not there.
///
/// # Errors
/// When it cannot be made.
pub fn data_dir(dir: &Path) -> Result<(), CliError> {
    make_private(dir).map_err(|source| CliError::DataDir { dir: dir.display().to_string(), source })
}

/// A directory that is made here is the owner's alone; one that is there keeps its rights.
fn make_private(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}
