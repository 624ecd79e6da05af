//! The parts in which a file comes, each kept by itself until the whole is put together. They stand in a
//! folder beside where that will be.

use std::io;

use app::domain::MediaId;
use axum::body::Bytes;
use futures::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt, path::Path as Key};

use super::{Size, Storage, StorageError, key};

/// A piece of a file that a member uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One of its parts, from 0.
    Nth(u64),
    /// A still of a video.
    Still,
}

impl Storage {
    /// Keeps a part of a file; one that was kept before is replaced.
    ///
    /// A power failure may take the names of parts, which is found when the whole is put together: they are
    /// missing then, and the browser brings them again. It may not take some of a part's bytes, which nobody
    /// would find, nor a still, without which the whole is put together just as well.
    ///
    /// # Errors
    /// When the place takes no more.
    pub async fn keep_part(
        &self,
        media: MediaId,
        part: Part,
        bytes: Bytes,
    ) -> Result<(), StorageError> {
        let key = part_key(media, part);
        self.store.put(&key, bytes.into()).await?;
        match part {
            Part::Nth(_) => self.settle_bytes(&key).await,
            Part::Still => self.settle(&key).await,
        }
    }

    /// A part of a file.
    ///
    /// # Errors
    /// [`StorageError::NotFound`] when it has not come.
    pub async fn part(&self, media: MediaId, part: Part) -> Result<Bytes, StorageError> {
        Ok(self.store.get(&part_key(media, part)).await?.bytes().await?)
    }

    /// Removes all parts of a file, of which there may be none. The whole stays.
    ///
    /// # Errors
    /// When some may still be there.
    pub async fn remove_parts(&self, media: MediaId) -> Result<(), StorageError> {
        let folder = parts(media);
        let found: Vec<_> = self.store.list(Some(&folder)).try_collect().await?;
        for part in found {
            self.delete(&part.location).await?;
        }
        let Some((files, _)) = &self.files else { return Ok(()) };
        let folder = files.path_to_filesystem(&folder)?;
        match tokio::fs::remove_dir(folder).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Where the parts of a file are, beside where the whole will be.
fn parts(media: MediaId) -> Key {
    Key::from(format!("{}.parts", key(media, Size::Original)))
}

fn part_key(media: MediaId, part: Part) -> Key {
    let name = match part {
        Part::Nth(n) => n.to_string(),
        Part::Still => "still".to_owned(),
    };
    Key::from(format!("{}/{name}", parts(media)))
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{ID, files, kept},
        *,
    };
    use crate::config::MediaPlace;

    #[tokio::test]
    async fn parts_come_in_any_order_and_go_without_the_whole() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&MediaPlace::Directory(dir.path().to_owned())).unwrap();
        storage.remove_parts(ID).await.unwrap();
        for (part, bytes) in [
            (Part::Nth(1), "two"),
            (Part::Still, "look"),
            (Part::Nth(0), "x"),
            (Part::Nth(0), "one"),
        ] {
            storage.keep_part(ID, part, Bytes::from_static(bytes.as_bytes())).await.unwrap();
        }
        assert_eq!(storage.part(ID, Part::Nth(0)).await.unwrap(), "one");
        let missing = storage.part(ID, Part::Nth(2)).await;
        assert!(matches!(missing, Err(StorageError::NotFound)), "{missing:?}");
        kept(&storage, b"whole").await;
        storage.remove_parts(ID).await.unwrap();
        assert_eq!(files(dir.path()), ["00000000000000000000000000000007"]);
        storage.keep_part(ID, Part::Nth(0), Bytes::from_static(b"one")).await.unwrap();
        storage.remove(ID).await.unwrap();
        assert_eq!(files(dir.path()), [""; 0]);
    }
}
