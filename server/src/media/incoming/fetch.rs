//! One media: asked for, kept as it comes, and looked at when it is whole.

use std::time::Duration;

use app::domain::{MediaId, MediaKind};

use super::{Incoming, elsewhere};
use crate::{
    line::{
        content::{Content, ContentAnswer, CutOff},
        token::TokenError,
    },
    media::{
        kinds,
        preview::Preview,
        storage::{Size, StorageError, Writing},
    },
    store::media::{Asked, Came, Found, Source},
};

/// Who does not give it for so long, in milliseconds, will not. LINE keeps what people send for a while and
/// does not tell how long.
const fn give_up(of: &Source) -> i64 {
    match of {
        Source::Line(_) => 24 * 60 * 60 * 1000,
        // Whoever chose that place must not have us ask there for a day.
        Source::Elsewhere(_) => 10 * 60 * 1000,
    }
}
/// The largest preview of a video that is looked at, in bytes.
const PREVIEW: u64 = 4 << 20;

/// How one try ended.
#[derive(Debug)]
pub enum End {
    /// It is known what came of it.
    Came(Came),
    /// It is to be tried again.
    Later(Later),
}

/// Why something is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// LINE is still preparing it.
    Preparing,
    /// Something is wrong, there or here; LINE may say how long it asks us to wait.
    Trouble(Option<Duration>),
}

/// The most bytes that are kept, by what LINE calls it. LINE's own limits are below.
const fn most(kind: MediaKind) -> u64 {
    match kind {
        MediaKind::Image => 20 << 20,
        MediaKind::Video | MediaKind::Audio => 200 << 20,
        MediaKind::File => 300 << 20,
    }
}

/// Whether what can be shown as this may stay. What cannot be shown is a file to be saved, but for what
/// comes from elsewhere: a page that only we can reach would be read by whoever named it.
fn may_stay(asked: &Asked, shown: MediaKind) -> bool {
    matches!(asked.of, Source::Line(_)) || shown != MediaKind::File
}

/// The same of bytes that begin so.
fn may_begin(asked: &Asked, head: &[u8]) -> bool {
    may_stay(asked, kinds::shown_as(asked.kind, head).map_or(MediaKind::File, |_| asked.kind))
}

/// What was kept of something that came to its end.
struct Kept {
    size: u64,
    head: Vec<u8>,
}

impl Incoming {
    /// Asks once.
    pub(super) async fn fetch(&self, media: MediaId, asked: &Asked) -> End {
        let end = match self.ask(asked).await {
            Ok(ContentAnswer::Ready(content)) => self.take(media, asked, content).await,
            Ok(ContentAnswer::Preparing) => self.progress(asked).await,
            Ok(ContentAnswer::Gone) => End::Came(Came::Gone),
            Ok(ContentAnswer::NotNow { retry_after }) => End::Later(Later::Trouble(retry_after)),
            Ok(ContentAnswer::Unauthorized) | Err(TokenError::Refused | TokenError::NotNow) => {
                End::Later(Later::Trouble(None))
            }
        };
        match end {
            End::Later(why) if self.clock.now().since(asked.since) > give_up(&asked.of) => {
                tracing::warn!(%media, ?why, "media is given up");
                End::Came(Came::Gone)
            }
            end => end,
        }
    }

    async fn ask(&self, asked: &Asked) -> Result<ContentAnswer, TokenError> {
        match &asked.of {
            Source::Line(id) => self.accounts.content(asked.connection, id).await,
            Source::Elsewhere(at) => {
                Ok(elsewhere::ask(&self.web, &at.original, elsewhere::WHOLE).await)
            }
        }
    }

    /// Whether it is of use to wait for what LINE prepares.
    async fn progress(&self, asked: &Asked) -> End {
        let (Source::Line(id), MediaKind::Video | MediaKind::Audio) = (&asked.of, asked.kind)
        else {
            return End::Later(Later::Preparing);
        };
        match self.accounts.content_progress(asked.connection, id).await {
            Ok(ContentAnswer::Gone) => End::Came(Came::Gone),
            Ok(_) => End::Later(Later::Preparing),
            Err(_) => End::Later(Later::Trouble(None)),
        }
    }

    async fn take(&self, media: MediaId, asked: &Asked, content: Content) -> End {
        match self.keep(media, asked, content).await {
            Ok(Some(kept)) => match self.look(media, asked, kept).await {
                Ok(found) if may_stay(asked, found.kind) => End::Came(Came::Here(found)),
                Ok(_) => self.refuse(media, asked).await,
                Err(error) => trouble(media, &error),
            },
            Ok(None) => {
                tracing::warn!(%media, kind = ?asked.kind, "media is too large, or something else");
                End::Came(Came::Refused)
            }
            Err(error) => trouble(media, &error),
        }
    }

    /// Lets go of a picture that turned out to be none.
    async fn refuse(&self, media: MediaId, asked: &Asked) -> End {
        tracing::warn!(%media, kind = ?asked.kind, "media from elsewhere cannot be shown");
        match self.storage.remove(media).await {
            Ok(()) => End::Came(Came::Refused),
            Err(error) => trouble(media, &error.into()),
        }
    }

    /// Keeps the bytes as they come; nothing when there are too many of them, or may not stay.
    async fn keep(
        &self,
        media: MediaId,
        asked: &Asked,
        mut content: Content,
    ) -> Result<Option<Kept>, Cause> {
        if content.announced().is_some_and(|size| size > most(asked.kind)) {
            return Ok(None);
        }
        let (mut writing, mut head) = (self.storage.begin(media, Size::Original), Vec::new());
        match copy(asked, &mut content, &mut writing, &mut head).await {
            Ok(true) => {
                let size = writing.bytes();
                writing.finish().await?;
                Ok(Some(Kept { size, head }))
            }
            Ok(false) => {
                writing.abandon().await;
                Ok(None)
            }
            Err(cause) => {
                writing.abandon().await;
                Err(cause)
            }
        }
    }

    /// What the bytes are.
    async fn look(&self, media: MediaId, asked: &Asked, kept: Kept) -> Result<Found, Cause> {
        let file = Found::file(kept.size);
        let Some(content_type) = kinds::shown_as(asked.kind, &kept.head) else { return Ok(file) };
        let found = Found { kind: asked.kind, content_type: Some(content_type), ..file.clone() };
        match asked.kind {
            MediaKind::Image => {
                let bytes = self.storage.whole(media, Size::Original).await?;
                match self.shop.preview(bytes).await {
                    Ok(preview) => self.with_preview(media, found, preview).await,
                    Err(reason) => {
                        tracing::warn!(%media, %reason, "a picture cannot be drawn");
                        Ok(file)
                    }
                }
            }
            MediaKind::Video => match self.still(asked).await {
                Some(preview) => self.with_preview(media, found, preview).await,
                None => Ok(found),
            },
            MediaKind::Audio | MediaKind::File => Ok(found),
        }
    }

    async fn with_preview(
        &self,
        media: MediaId,
        found: Found,
        preview: Preview,
    ) -> Result<Found, Cause> {
        let mut writing = self.storage.begin(media, Size::Small);
        writing.put(preview.small).await?;
        writing.finish().await?;
        let (pixels, blur) = (Some(preview.pixels), Some(preview.blur));
        Ok(Found { pixels, blur, has_small: true, ..found })
    }

    /// The still of a video. It has the shape of the video, which can be done without.
    async fn still(&self, asked: &Asked) -> Option<Preview> {
        let answer = match &asked.of {
            Source::Line(id) => self.accounts.content_preview(asked.connection, id).await.ok()?,
            Source::Elsewhere(at) => {
                elsewhere::ask(&self.web, at.preview.as_ref()?, elsewhere::STILL).await
            }
        };
        let ContentAnswer::Ready(mut content) = answer else { return None };
        let mut file = Vec::new();
        while let Some(bytes) = content.next().await.ok()? {
            if (file.len() + bytes.len()) as u64 > PREVIEW {
                return None;
            }
            file.extend_from_slice(&bytes);
        }
        self.shop.preview(file.into()).await.ok()
    }
}

/// Copies to the end; answers whether it got there: not beyond the most that is kept, and not with what
/// may not stay.
async fn copy(
    asked: &Asked,
    content: &mut Content,
    writing: &mut Writing,
    head: &mut Vec<u8>,
) -> Result<bool, Cause> {
    while let Some(bytes) = content.next().await? {
        let missing = kinds::HEAD.saturating_sub(head.len());
        head.extend_from_slice(&bytes[..missing.min(bytes.len())]);
        let is_told = head.len() == kinds::HEAD;
        let is_too_much = writing.bytes() + bytes.len() as u64 > most(asked.kind);
        if is_too_much || is_told && !may_begin(asked, head) {
            return Ok(false);
        }
        writing.put(bytes).await?;
    }
    Ok(may_begin(asked, head))
}

#[derive(Debug, thiserror::Error)]
enum Cause {
    #[error(transparent)]
    CutOff(#[from] CutOff),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

fn trouble(media: MediaId, cause: &Cause) -> End {
    match cause {
        Cause::CutOff(_) => tracing::warn!(%media, %cause, "media did not come whole"),
        Cause::Storage(_) => tracing::error!(%media, %cause, "media cannot be kept"),
    }
    End::Later(Later::Trouble(None))
}
