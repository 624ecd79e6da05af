//! The key's file in the data directory, for servers that are given no key.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use rand::CryptoRng;

use super::{KeyError, SecretKey};

const NAME: &str = "secret.key";
/// The next key, from when it is announced until it takes its place.
const NEXT: &str = "secret.key.next";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file could not be read or written.
    #[error("the secret key's file {} cannot be used: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is something else in the file.
    #[error("the secret key's file {} does not hold a key: it {source}", path.display())]
    NotAKey {
        /// Which file.
        path: PathBuf,
        /// What a key is.
        source: KeyError,
    },
    /// A rotation was interrupted: which of two keys the secrets are sealed with is for it to find out.
    #[error(
        "a rotation of the secret key was interrupted ({} is there): run `kakehashi key rotate` again",
        path.display()
    )]
    Unfinished {
        /// The next key's file.
        path: PathBuf,
    },
    /// Another new key was given than the one that an interrupted rotation had begun with.
    #[error(
        "a rotation to another new key was interrupted ({} is there): finish it first, without \
         giving a key",
        path.display()
    )]
    OtherNext {
        /// The next key's file.
        path: PathBuf,
    },
    /// Others could read it.
    #[error("the secret key's file {0} may be read by others: run `chmod 600 {0}`", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
    },
}

/// Reads the key that is kept in `dir`, or makes one and keeps it there, readable by the owner only.
/// Of several processes that start at once in an empty directory, all get the same key.
///
/// # Errors
/// When the file cannot be read or made, holds no key, may be read by others, or is just being
/// replaced by another.
pub fn load_or_make(dir: &Path, rng: &mut impl CryptoRng) -> Result<SecretKey, KeyFileError> {
    let next = dir.join(NEXT);
    if next.exists() {
        return Err(KeyFileError::Unfinished { path: next });
    }
    kept_or_made(dir, rng)
}

fn kept_or_made(dir: &Path, rng: &mut impl CryptoRng) -> Result<SecretKey, KeyFileError> {
    let path = dir.join(NAME);
    if let Some(key) = load(&path)? {
        return Ok(key);
    }
    let key = SecretKey::mint(rng);
    keep(dir, &path, &key, rng).map_err(|source| KeyFileError::Io { path, source })?;
    kept_or_made(dir, rng)
}

/// The key in a file, if there is one.
fn load(path: &Path) -> Result<Option<SecretKey>, KeyFileError> {
    let path = path.to_owned();
    match fs::read_to_string(&path) {
        Ok(text) => {
            refuse_if_open(&path)?;
            let key = SecretKey::parse(&text);
            key.map(Some).map_err(|source| KeyFileError::NotAKey { path, source })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(KeyFileError::Io { path, source }),
    }
}

/// Writes a whole file under another name first: a crash leaves no half key, and linking it to its
/// place fails when another process was faster.
fn keep(dir: &Path, path: &Path, key: &SecretKey, rng: &mut impl CryptoRng) -> io::Result<()> {
    let draft = dir.join(format!("{NAME}.{:016x}", rng.next_u64()));
    let mut file = owner_only().write(true).create_new(true).open(&draft)?;
    let linked = file
        .write_all(key.to_base64().as_bytes())
        .and_then(|()| file.write_all(b"\n"))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        Ok(()) => File::open(dir)?.sync_all(),
    }
}

/// A kept key on its way to be replaced. Between [`Succession::announce`] and [`Succession::finish`]
/// both keys are in the directory, so whichever the secrets are sealed with is there; a server does
/// not start then, and the same succession, taken up again, comes to its end.
pub struct Succession<'a> {
    dir: &'a Path,
    /// The key that is kept.
    pub old: SecretKey,
    /// The one that is to be.
    pub new: SecretKey,
}

impl<'a> Succession<'a> {
    /// From the key in `dir` to the one that an interrupted succession has announced, else to the
    /// one that is given, else to a fresh one. Changes nothing yet.
    ///
    /// # Errors
    /// When a file cannot be used, or another key was announced than is given.
    pub fn plan(
        dir: &'a Path,
        given: Option<SecretKey>,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, KeyFileError> {
        let old = kept_or_made(dir, rng)?;
        let path = dir.join(NEXT);
        let new = match (load(&path)?, given) {
            (Some(announced), Some(given)) if announced.id() != given.id() => {
                return Err(KeyFileError::OtherNext { path });
            }
            (Some(announced), _) => announced,
            (None, Some(given)) => given,
            (None, None) => SecretKey::mint(rng),
        };
        Ok(Self { dir, old, new })
    }

    /// Keeps the new key beside the old one, on disk before this returns.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn announce(&self, rng: &mut impl CryptoRng) -> Result<(), KeyFileError> {
        let path = self.dir.join(NEXT);
        let kept = keep(self.dir, &path, &self.new, rng);
        kept.map_err(|source| KeyFileError::Io { path, source })
    }

    /// Puts the new key in the place of the old one, at once. To be called when every secret is sealed
    /// with it.
    ///
    /// # Errors
    /// When the file cannot be put there.
    pub fn finish(self) -> Result<(), KeyFileError> {
        let (next, path) = (self.dir.join(NEXT), self.dir.join(NAME));
        let replaced = fs::rename(next, &path).and_then(|()| File::open(self.dir)?.sync_all());
        replaced.map_err(|source| KeyFileError::Io { path, source })
    }
}

#[cfg(unix)]
fn owner_only() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
fn owner_only() -> OpenOptions {
    OpenOptions::new()
}

#[cfg(unix)]
fn refuse_if_open(path: &Path) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt;
    let path = path.to_owned();
    match fs::metadata(&path) {
        Ok(found) if found.permissions().mode().trailing_zeros() >= 6 => Ok(()),
        Ok(_) => Err(KeyFileError::Open { path }),
        Err(source) => Err(KeyFileError::Io { path, source }),
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on other systems the directory's rights decide")]
fn refuse_if_open(_: &Path) -> Result<(), KeyFileError> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn key_in(dir: &Path) -> Result<String, KeyFileError> {
        load_or_make(dir, &mut rand::rng()).map(|key| key.to_base64().to_string())
    }

    #[test]
    fn a_key_is_made_once_and_only_the_owner_reads_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = key_in(dir.path()).unwrap();
        assert_eq!(key_in(dir.path()).unwrap(), first);
        let found = fs::metadata(dir.path().join(NAME)).unwrap();
        assert_eq!(found.permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no draft is left behind");
    }

    #[test]
    fn processes_that_start_together_agree() {
        let dir = tempfile::tempdir().unwrap();
        let keys: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(|| key_in(dir.path()).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(keys.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        key_in(dir.path()).unwrap();
        fs::set_permissions(dir.path().join(NAME), fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(key_in(dir.path()), Err(KeyFileError::Open { .. })));
    }

    #[test]
    fn a_damaged_key_is_refused_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        key_in(dir.path()).unwrap();
        fs::write(dir.path().join(NAME), "half a k").unwrap();
        let error = key_in(dir.path()).unwrap_err().to_string();
        assert!(error.contains("does not hold a key") && !error.contains("half a k"), "{error}");
    }
}
