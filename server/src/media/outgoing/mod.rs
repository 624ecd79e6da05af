//! Makes what a member has uploaded, part by part, into what LINE takes: one file, with a small picture
//! where there is something to see. What LINE does not take as what it is goes as a file, by a link.

mod fit;
#[cfg(test)]
mod tests;

use app::domain::{MediaId, MediaKind, Seen, upload};
use axum::body::Bytes;

pub use self::fit::Fit;
use super::{
    PhotoShop, Storage, StorageError, kinds,
    preview::Preview,
    storage::{Part, Size, Writing},
};
use crate::store::uploads::{Sendable, Upload};

/// What LINE shows of a video whose still could not be had.
const NO_STILL: &[u8] = include_bytes!("no_still.jpg");

/// Why an upload does not become a file.
#[derive(Debug, thiserror::Error)]
pub enum NotWhole {
    /// Parts are missing, or not of the length that they must have.
    #[error("some of it is missing")]
    Incomplete,
    /// Bytes cannot be kept or read.
    #[error(transparent)]
    Storage(StorageError),
}

impl From<StorageError> for NotWhole {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::NotFound => Self::Incomplete,
            error @ StorageError::Failed(_) => Self::Storage(error),
        }
    }
}

/// What it takes to put a file together.
pub struct Bench<'a> {
    /// Where its parts are, and where the whole will be.
    pub storage: &'a Storage,
    /// Where pictures are drawn.
    pub shop: &'a PhotoShop,
    /// Which file.
    pub media: MediaId,
    /// What was said of it.
    pub upload: &'a Upload,
}

impl Bench<'_> {
    /// Puts the file together, as what the browser saw in it where that is true.
    ///
    /// # Errors
    /// [`NotWhole`]; the parts stay.
    pub async fn whole(&self, seen: Seen) -> Result<Sendable, NotWhole> {
        let head = self.storage.part(self.media, Part::Nth(0)).await?;
        let head = &head[..head.len().min(kinds::HEAD)];
        let fits = upload::check(seen.kind, self.upload.size).is_ok();
        match (seen.kind, kinds::sent_as(seen.kind, head).filter(|_| fits), seen.duration) {
            (MediaKind::Image, Some(_), _) => self.picture().await,
            (MediaKind::Video, Some(content_type), _) => self.video(content_type, seen).await,
            (MediaKind::Audio, Some(content_type), Some(1..)) => {
                let file = self.as_file().await?;
                let (content_type, duration) = (Some(content_type.to_owned()), seen.duration);
                Ok(Sendable { kind: seen.kind, content_type, duration, ..file })
            }
            _ => self.as_file().await,
        }
    }

    /// A picture that cannot be drawn goes as the file that it is.
    async fn picture(&self) -> Result<Sendable, NotWhole> {
        let mut file = Vec::new();
        for part in 0..upload::parts(self.upload.size) {
            file.extend_from_slice(&self.part(part).await?);
        }
        match self.shop.fit(file.into()).await {
            Ok(fit) => {
                let size = fit.file.len() as u64;
                self.keep(Size::Original, fit.file).await?;
                let content_type = Some(fit.content_type.to_owned());
                let picture = Sendable { kind: MediaKind::Image, content_type, ..bare(size) };
                self.with_preview(picture, fit.preview).await
            }
            Err(reason) => {
                tracing::info!(media = %self.media, %reason, "a picture goes as a file");
                self.as_file().await
            }
        }
    }

    async fn video(&self, content_type: &str, seen: Seen) -> Result<Sendable, NotWhole> {
        let file = self.as_file().await?;
        let content_type = Some(content_type.to_owned());
        let (kind, duration) = (MediaKind::Video, seen.duration);
        let video = Sendable { kind, content_type, duration, ..file };
        if let Some(preview) = self.still().await? {
            return self.with_preview(video, preview).await;
        }
        self.keep(Size::Small, Bytes::from_static(NO_STILL)).await?;
        Ok(Sendable { has_small: true, ..video })
    }

    /// The still that the browser took, which may be anything.
    async fn still(&self) -> Result<Option<Preview>, NotWhole> {
        match self.storage.part(self.media, Part::Still).await {
            Ok(still) => Ok(self.shop.preview(still).await.ok()),
            Err(StorageError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn as_file(&self) -> Result<Sendable, NotWhole> {
        let mut writing = self.storage.begin(self.media, Size::Original);
        match self.copy(&mut writing).await {
            Ok(()) => {
                writing.finish().await?;
                Ok(bare(self.upload.size))
            }
            Err(error) => {
                writing.abandon().await;
                Err(error)
            }
        }
    }

    async fn copy(&self, writing: &mut Writing) -> Result<(), NotWhole> {
        for part in 0..upload::parts(self.upload.size) {
            writing.put(self.part(part).await?).await?;
        }
        Ok(())
    }

    async fn part(&self, part: u64) -> Result<Bytes, NotWhole> {
        let bytes = self.storage.part(self.media, Part::Nth(part)).await?;
        let is_whole = bytes.len() as u64 == upload::part_len(self.upload.size, part);
        is_whole.then_some(bytes).ok_or(NotWhole::Incomplete)
    }

    async fn with_preview(
        &self,
        sendable: Sendable,
        preview: Preview,
    ) -> Result<Sendable, NotWhole> {
        self.keep(Size::Small, preview.small).await?;
        let (pixels, blur) = (Some(preview.pixels), Some(preview.blur));
        Ok(Sendable { pixels, blur, has_small: true, ..sendable })
    }

    async fn keep(&self, size: Size, bytes: Bytes) -> Result<(), NotWhole> {
        let mut writing = self.storage.begin(self.media, size);
        writing.put(bytes).await?;
        Ok(writing.finish().await?)
    }
}

const fn bare(size: u64) -> Sendable {
    Sendable {
        kind: MediaKind::File,
        content_type: None,
        size,
        pixels: None,
        duration: None,
        blur: None,
        has_small: false,
    }
}
