//! Where the data is kept, as a setting: text into the store's [`DatabaseUrl`].

use std::path::{Path, PathBuf};

use url::Url;

use crate::{secret::SecretText, store::DatabaseUrl};

/// Why a database address cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// No scheme that is known.
    #[error("must begin with surrealkv://, ws:// or wss://, or be mem://")]
    Scheme,
    /// The engine was left out of this program.
    #[cfg(not(feature = "rocksdb"))]
    #[error("names RocksDB, which this program was built without (cargo feature `rocksdb`)")]
    WithoutRocksDb,
    /// An engine that needs a directory, without one.
    #[error("must name a directory, as in surrealkv:///var/lib/kakehashi/database")]
    Directory,
    /// Engine parameters: they could switch off the flush to disk that every answer waits for.
    #[error("must not contain a ?")]
    Parameters,
    /// Not an address of a server.
    #[error("must name a server, as in ws://127.0.0.1:8000")]
    Server,
    /// A user or a password inside the address, which would end up in logs.
    #[error("must not contain a user name or a password: there are settings of their own for them")]
    UserInfo,
    /// Only one of user and password.
    #[error("needs both KAKEHASHI_DATABASE_USER and KAKEHASHI_DATABASE_PASSWORD, or neither")]
    HalfALogin,
}

/// Whom to sign in as on a database server.
#[derive(Clone, Debug, Default)]
pub struct DatabaseLogin {
    /// The user's name, if any.
    pub user: Option<String>,
    /// The user's password, if any.
    pub password: Option<SecretText>,
}

/// Reads the address. `login` is for database servers; embedded engines have no use for it.
///
/// # Errors
/// When nothing could be opened under it.
pub fn parse(typed: &str, login: DatabaseLogin) -> Result<DatabaseUrl, DatabaseUrlError> {
    let (scheme, rest) = typed.split_once("://").ok_or(DatabaseUrlError::Scheme)?;
    match scheme {
        "mem" if rest.is_empty() => Ok(DatabaseUrl::Memory),
        "surrealkv" => embedded(Path::new(rest)),
        #[cfg(feature = "rocksdb")]
        "rocksdb" => directory(Path::new(rest)).map(DatabaseUrl::RocksDb),
        #[cfg(not(feature = "rocksdb"))]
        "rocksdb" => Err(DatabaseUrlError::WithoutRocksDb),
        "ws" | "wss" => remote(typed, login),
        _ => Err(DatabaseUrlError::Scheme),
    }
}

/// The embedded engine in a directory.
///
/// # Errors
/// When the engine could not take the directory's name.
pub fn embedded(path: &Path) -> Result<DatabaseUrl, DatabaseUrlError> {
    directory(path).map(DatabaseUrl::SurrealKv)
}

/// The engine takes its parameters from behind a `?` in the path, and the path as text.
fn directory(path: &Path) -> Result<PathBuf, DatabaseUrlError> {
    let text = path.to_str().filter(|text| !text.is_empty()).ok_or(DatabaseUrlError::Directory)?;
    if text.contains('?') {
        return Err(DatabaseUrlError::Parameters);
    }
    Ok(path.to_owned())
}

fn remote(typed: &str, login: DatabaseLogin) -> Result<DatabaseUrl, DatabaseUrlError> {
    let url = Url::parse(typed).map_err(|_| DatabaseUrlError::Server)?;
    if url.host_str().is_none_or(str::is_empty) {
        return Err(DatabaseUrlError::Server);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(DatabaseUrlError::UserInfo);
    }
    if url.query().is_some() {
        return Err(DatabaseUrlError::Parameters);
    }
    let login = match (login.user, login.password) {
        (Some(user), Some(password)) => Some((user, password.reveal().to_owned())),
        (None, None) => None,
        _ => return Err(DatabaseUrlError::HalfALogin),
    };
    Ok(DatabaseUrl::Remote { url: typed.trim_end_matches('/').to_owned(), login })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<DatabaseUrl, DatabaseUrlError> {
        parse(typed, DatabaseLogin::default())
    }

    #[test]
    fn engines_by_scheme() {
        assert_eq!(read("mem://"), Ok(DatabaseUrl::Memory));
        assert_eq!(read("surrealkv://./data/db"), Ok(DatabaseUrl::SurrealKv("./data/db".into())));
        assert_eq!(read("surrealkv:///srv/db"), Ok(DatabaseUrl::SurrealKv("/srv/db".into())));
        let login =
            DatabaseLogin { user: Some("u".into()), password: Some(SecretText::new("p".into())) };
        let remote = DatabaseUrl::Remote {
            url: "wss://db:8000".into(),
            login: Some(("u".into(), "p".into())),
        };
        assert_eq!(parse("wss://db:8000/", login), Ok(remote));
    }

    #[test]
    fn what_cannot_be_opened_is_refused() {
        for (typed, error) in [
            ("", DatabaseUrlError::Scheme),
            ("./data", DatabaseUrlError::Scheme),
            ("postgres://db", DatabaseUrlError::Scheme),
            ("mem://x", DatabaseUrlError::Scheme),
            ("surrealkv://", DatabaseUrlError::Directory),
            ("surrealkv:///srv/db?sync=never", DatabaseUrlError::Parameters),
            ("ws://", DatabaseUrlError::Server),
            ("ws://u:p@db", DatabaseUrlError::UserInfo),
        ] {
            assert_eq!(read(typed), Err(error), "{typed:?}");
        }
        let half = DatabaseLogin { user: Some("u".into()), password: None };
        assert_eq!(parse("ws://db", half), Err(DatabaseUrlError::HalfALogin));
    }
}
