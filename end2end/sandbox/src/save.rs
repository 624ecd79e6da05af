//! Keeps the world in a file: read at the start, written shortly after changes and at the end.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use crate::{sandbox::Sandbox, world::World};

const PAUSE: Duration = Duration::from_millis(500);

/// Reads the world of an earlier run, if there was one.
pub fn load(path: &Path) -> io::Result<Option<World>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes beside the file and renames, so that a crash leaves the old state or the new one.
fn store(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mut file = fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(beside, path)
}

/// Writes the world as it is now.
pub fn save(sandbox: &Sandbox, path: &Path) -> io::Result<()> {
    let bytes = serde_json::to_vec(&*sandbox.world())?;
    store(path, &bytes)
}

/// Writes the world whenever something has happened, until the process ends.
pub async fn keep(sandbox: Arc<Sandbox>, path: PathBuf) {
    let mut saved = 0;
    loop {
        tokio::time::sleep(PAUSE).await;
        let last = sandbox.world().journal.last();
        if last == saved {
            continue;
        }
        saved = last;
        if let Err(error) = save(&sandbox, &path) {
            tracing::error!(%error, path = %path.display(), "the state was not saved");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_comes_back_from_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        assert!(load(&path).unwrap().is_none());
        let mut world = World::new("seed", "http://here");
        world.provider(None, None);
        store(&path, &serde_json::to_vec(&world).unwrap()).unwrap();
        let back = load(&path).unwrap().unwrap();
        assert_eq!((back.seed.as_str(), back.providers.len()), ("seed", 1));
    }
}
