//! Where the bytes of media are kept: in files of the data directory, or in a bucket of an S3-compatible
//! service. Knows no message and no member.
//!
//! What has a name here is whole: files are written under another name first, and a bucket shows only
//! what was completed. So what a crash leaves behind is seen by nobody, and [`Storage::sweep`] removes
//! it.

mod parts;

use std::{
    fs::File,
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use app::domain::MediaId;
use axum::body::Bytes;
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{
    GetOptions, GetRange, ObjectStore, ObjectStoreExt, aws::AmazonS3Builder, buffered::BufWriter,
    local::LocalFileSystem, path::Path as Key, prefix::PrefixStore,
};
use tokio::{io::AsyncWriteExt, task::spawn_blocking};

pub use self::parts::Part;
use crate::config::{Bucket, MediaPlace};

/// What is held in memory of something that is being written, in bytes: S3 takes no smaller parts.
const CHUNK: usize = 5 << 20;

/// Which of its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As it was sent.
    Original,
    /// A small picture of it.
    Small,
}

/// Why bytes could not be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// There are none under this name.
    #[error("not there")]
    NotFound,
    /// The place cannot be used.
    #[error("media cannot be kept or read: {0}")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<object_store::Error> for StorageError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            error => Self::Failed(Box::new(error)),
        }
    }
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// The bytes of media.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    /// The directory, where it is one.
    files: Option<(Arc<LocalFileSystem>, PathBuf)>,
}

impl Storage {
    /// Opens a place; a directory is made if there is none.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn open(place: &MediaPlace) -> Result<Self, StorageError> {
        match place {
            MediaPlace::Directory(dir) => Self::in_directory(dir),
            MediaPlace::Bucket(bucket) => {
                Ok(Self { store: Arc::new(in_bucket(bucket)?), files: None })
            }
        }
    }

    fn in_directory(dir: &Path) -> Result<Self, StorageError> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(dir)?;
        // The paths of what is in it come without symbolic links.
        let dir = dir.canonicalize()?;
        let files = Arc::new(LocalFileSystem::new_with_prefix(&dir)?);
        Ok(Self { store: files.clone(), files: Some((files, dir)) })
    }

    /// A place that is gone with the test.
    #[cfg(test)]
    pub fn in_memory() -> Self {
        Self { store: Arc::new(object_store::memory::InMemory::new()), files: None }
    }

    /// Begins to keep something. What was there under the name stays until it is whole.
    pub fn begin(&self, media: MediaId, size: Size) -> Writing {
        let key = key(media, size);
        let writer = BufWriter::with_capacity(self.store.clone(), key.clone(), CHUNK);
        Writing { storage: self.clone(), key, writer: writer.with_max_concurrency(1), bytes: 0 }
    }

    /// Some of the bytes, as they come.
    ///
    /// # Errors
    /// [`StorageError::NotFound`] when there are none.
    pub async fn read(
        &self,
        media: MediaId,
        size: Size,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, io::Result<Bytes>>, StorageError> {
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let found = self.store.get_opts(&key(media, size), options).await?;
        Ok(found.into_stream().map_err(io::Error::other).boxed())
    }

    /// All of the bytes, for what is known to be small.
    ///
    /// # Errors
    /// [`StorageError::NotFound`] when there are none.
    pub async fn whole(&self, media: MediaId, size: Size) -> Result<Bytes, StorageError> {
        Ok(self.store.get(&key(media, size)).await?.bytes().await?)
    }

    async fn delete(&self, key: &Key) -> Result<(), StorageError> {
        match self.store.delete(key).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes all that is kept of something, which may be nothing.
    ///
    /// # Errors
    /// When it may still be there.
    pub async fn remove(&self, media: MediaId) -> Result<(), StorageError> {
        self.remove_parts(media).await?;
        for size in [Size::Small, Size::Original] {
            self.delete(&key(media, size)).await?;
        }
        Ok(())
    }

    /// Removes what was begun and not completed when the server ended. To be called before anything is
    /// begun. A bucket has rules of its own for that.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub async fn sweep(&self) -> Result<(), StorageError> {
        let Some((_, dir)) = self.files.clone() else { return Ok(()) };
        let swept = spawn_blocking(move || sweep(&dir)).await;
        Ok(swept.map_err(io::Error::other)??)
    }

    /// Has the machine write a file and its name to its disk: what a row says is here must be here after a
    /// power failure.
    async fn settle(&self, key: &Key) -> Result<(), StorageError> {
        self.on_disk(key, |place, path| {
            File::open(path)?.sync_all()?;
            // A folder that is new has its name in the one above it.
            let mut folders = path.ancestors().skip(1).take_while(|one| one.starts_with(place));
            folders.try_for_each(|folder| File::open(folder)?.sync_all())
        })
        .await
    }

    /// Has the machine write a file to its disk, and leaves open when its name gets there: after a power
    /// failure all of it is here, or nothing.
    async fn settle_bytes(&self, key: &Key) -> Result<(), StorageError> {
        self.on_disk(key, |_, path| File::open(path)?.sync_data()).await
    }

    /// Does something with a file, by the place and the file's path. A bucket sees to itself.
    async fn on_disk(
        &self,
        key: &Key,
        act: impl FnOnce(&Path, &Path) -> io::Result<()> + Send + 'static,
    ) -> Result<(), StorageError> {
        let Some((files, place)) = self.files.clone() else { return Ok(()) };
        let path = files.path_to_filesystem(key)?;
        let acted = spawn_blocking(move || act(&place, &path)).await;
        Ok(acted.map_err(io::Error::other)??)
    }
}

/// Something that is being kept. Dropped before [`Self::finish`], it leaves nothing under its name.
pub struct Writing {
    storage: Storage,
    key: Key,
    writer: BufWriter,
    bytes: u64,
}

impl Writing {
    /// Adds bytes.
    ///
    /// # Errors
    /// When the place takes no more.
    pub async fn put(&mut self, bytes: Bytes) -> Result<(), StorageError> {
        self.bytes += bytes.len() as u64;
        Ok(self.writer.put(bytes).await?)
    }

    /// How many bytes there are by now.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// All has come: from now on it is there.
    ///
    /// # Errors
    /// When it may not be there.
    pub async fn finish(mut self) -> Result<(), StorageError> {
        self.writer.shutdown().await?;
        self.storage.settle(&self.key).await
    }

    /// Lets go of what has come.
    pub async fn abandon(mut self) {
        if let Err(error) = self.writer.abort().await {
            tracing::warn!(%error, "what was begun stays until the next start");
        }
    }
}

/// Spread over folders by the end of the id: its beginning is the time, which would fill one after the
/// other.
fn key(media: MediaId, size: Size) -> Key {
    let id = media.uuid().simple().to_string();
    let end = match size {
        Size::Original => "",
        Size::Small => ".small",
    };
    Key::from(format!("{}/{id}{end}", &id[id.len() - 2..]))
}

fn in_bucket(bucket: &Bucket) -> Result<PrefixStore<impl ObjectStore>, StorageError> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.access_key)
        .with_secret_access_key(bucket.secret_key.reveal());
    if let Some(endpoint) = &bucket.endpoint {
        let address = endpoint.to_string();
        builder = builder
            .with_endpoint(address.trim_end_matches('/'))
            .with_allow_http(endpoint.url().scheme() == "http");
    }
    Ok(PrefixStore::new(builder.build()?, bucket.prefix.as_str()))
}

/// Files that are still being written carry a `#` in their names.
fn sweep(dir: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sweep(&entry.path())?;
        } else if entry.file_name().to_string_lossy().contains('#') {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub const ID: MediaId = MediaId::new(uuid::Uuid::from_u128(7));

    pub async fn kept(storage: &Storage, bytes: &[u8]) {
        let mut writing = storage.begin(ID, Size::Original);
        for chunk in bytes.chunks(100_000) {
            writing.put(Bytes::copy_from_slice(chunk)).await.unwrap();
        }
        writing.finish().await.unwrap();
    }

    pub fn files(dir: &Path) -> Vec<String> {
        let folders = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
        let files = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap());
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[tokio::test]
    async fn what_is_large_is_kept_and_read_in_parts() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&MediaPlace::Directory(dir.path().join("media"))).unwrap();
        let bytes: Vec<u8> = (0..12_000_000_u32).map(|n| n.to_le_bytes()[1]).collect();
        kept(&storage, &bytes).await;
        assert_eq!(storage.whole(ID, Size::Original).await.unwrap(), bytes);
        let part = storage.read(ID, Size::Original, 5_999_999..6_000_300).await.unwrap();
        let part: Vec<Bytes> = part.try_collect().await.unwrap();
        assert_eq!(part.concat(), bytes[5_999_999..6_000_300]);
        storage.remove(ID).await.unwrap();
        storage.remove(ID).await.unwrap();
        let gone = storage.whole(ID, Size::Original).await;
        assert!(matches!(gone, Err(StorageError::NotFound)), "{gone:?}");
    }

    #[tokio::test]
    async fn what_was_not_completed_is_not_there_and_is_swept_away() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&MediaPlace::Directory(dir.path().to_owned())).unwrap();
        kept(&storage, b"whole").await;
        let mut cut = storage.begin(ID, Size::Small);
        for _ in 0..3 {
            cut.put(Bytes::from(vec![0; CHUNK])).await.unwrap();
        }
        // The process dies: nothing is done any more.
        std::mem::forget(cut);
        assert_eq!(files(dir.path()).len(), 2);
        assert!(storage.whole(ID, Size::Small).await.is_err());
        storage.sweep().await.unwrap();
        assert_eq!(files(dir.path()).len(), 1);
        assert_eq!(storage.whole(ID, Size::Original).await.unwrap(), "whole");
    }

    #[tokio::test]
    async fn what_is_abandoned_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&MediaPlace::Directory(dir.path().to_owned())).unwrap();
        let mut cut = storage.begin(ID, Size::Original);
        cut.put(Bytes::from(vec![0; 2 * CHUNK])).await.unwrap();
        cut.abandon().await;
        assert_eq!(files(dir.path()), [""; 0]);
    }

    /// A bucket that takes small things, and shows what it was asked.
    async fn bucket() -> (String, Arc<std::sync::Mutex<Vec<String>>>) {
        use axum::{Router, extract::Request, response::IntoResponse};
        let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
        let (note, kept) = (asked.clone(), Arc::new(std::sync::Mutex::new(Bytes::new())));
        let respond = move |request: Request| {
            let (note, kept) = (note.clone(), kept.clone());
            async move {
                let (head, body) = request.into_parts();
                let signed = head.headers.contains_key("authorization");
                note.lock().unwrap().push(format!("{} {} {signed}", head.method, head.uri.path()));
                let body = axum::body::to_bytes(body, CHUNK).await.unwrap();
                let kept = match head.method.as_str() {
                    "PUT" => std::mem::replace(&mut *kept.lock().unwrap(), body),
                    _ if head.uri.query().is_some_and(|asked| asked.contains("list-type")) => {
                        Bytes::from_static(b"<ListBucketResult></ListBucketResult>")
                    }
                    "POST" => Bytes::from_static(
                        b"<DeleteResult><Deleted><Key>x</Key></Deleted></DeleteResult>",
                    ),
                    _ => kept.lock().unwrap().clone(),
                };
                let dated = ("last-modified", "Wed, 25 Nov 2026 07:00:00 GMT");
                ([("etag", "\"1\""), dated], kept).into_response()
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(respond);
        tokio::spawn(async move { axum::serve(listener, router).await });
        (url, asked)
    }

    #[tokio::test]
    async fn a_bucket_keeps_it_under_its_prefix_and_is_asked_with_the_key() {
        let (url, asked) = bucket().await;
        let place = MediaPlace::Bucket(Box::new(Bucket {
            name: "company".into(),
            prefix: "kakehashi".into(),
            region: "us-east-1".into(),
            endpoint: Some(url.parse().unwrap()),
            access_key: "key".into(),
            secret_key: crate::secret::SecretText::new("hunter2".into()),
        }));
        let storage = Storage::open(&place).unwrap();
        kept(&storage, b"whole").await;
        assert_eq!(storage.whole(ID, Size::Original).await.unwrap(), "whole");
        storage.remove(ID).await.unwrap();
        let name = "/company/kakehashi/07/00000000000000000000000000000007";
        let asked = asked.lock().unwrap().clone();
        assert_eq!(asked[..2], [format!("PUT {name} true"), format!("GET {name} true")]);
        let (list, remove) = ("GET /company true", "POST /company true");
        assert_eq!(asked[2..], [list, remove, remove], "its parts are looked for");
    }
}
