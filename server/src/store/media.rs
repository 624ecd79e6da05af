//! Pictures, videos, sounds and files of messages, as far as the database has to do with them: that
//! their bytes are wanted, what was found, and that nobody has them any more. What is still to be done is
//! [`tasks`]'s, who may have them [`held`]'s; what is uploaded and not sent yet is [`super::uploads`]'s.
//!
//! The bytes are [`crate::media::Storage`]'s.

mod held;
mod tasks;
#[cfg(test)]
pub(crate) mod tests;

use app::domain::{Body, ConnectionId, Media, MediaId, MediaKind, MediaState, RoomId, Timestamp};

use super::{
    StoreError,
    draft::Draft,
    journal::Command,
    row::{Row, from_json, to_json},
    schema::{MediaRow, MediaTaskRow, MessageRow},
    shares, timeline, views,
};
use crate::{
    line::inbound::{Attachment, Elsewhere},
    media::{ShareKey, names},
};

pub use held::Held;
pub(super) use tasks::task;
pub use tasks::{Asked, MediaDone, MediaTask, MediaWork, Source, Work};

/// Where media comes from.
pub(super) struct Origin {
    /// The room, and the number that its message will have there.
    pub at: (RoomId, i64),
    /// The connection it came through.
    pub connection: ConnectionId,
    /// LINE's id of the message.
    pub line_id: String,
    /// Where its bytes are, where LINE does not keep them itself.
    pub elsewhere: Option<Elsewhere>,
}

/// Media as LINE tells of it, before anybody has asked for its bytes.
pub(super) fn as_told(id: MediaId, attachment: &Attachment) -> Media {
    Media {
        id,
        kind: attachment.kind,
        state: MediaState::Coming,
        name: attachment.name.as_deref().map(names::cleaned),
        size: attachment.size,
        pixels: None,
        duration: attachment.duration,
        blur: None,
        set: attachment.set.clone(),
    }
}

/// Has the bytes fetched. The address of bytes that are elsewhere stands in the task alone, and goes with it:
/// it may be all that it takes to have them.
pub(super) fn want(draft: &mut Draft<'_>, media: &Media, from: Origin, now: Timestamp) {
    let row = MediaRow {
        room: from.at.0.uuid(),
        seq: from.at.1,
        connection: Some(from.connection.uuid()),
        line_message_id: Some(from.line_id),
        kind: to_json(&media.kind),
        name: media.name.clone(),
        content_type: None,
        size: None,
        has_small: false,
        share: None,
        created_at: now.millis(),
    };
    draft.insert::<MediaRow>(media.id, row);
    task(draft, media.id, from.elsewhere.map_or(Work::Fetch, Work::FetchElsewhere));
}

/// Has the bytes of a message removed, or not fetched, if it has any. Nobody has them from now on,
/// whatever addresses they were given.
pub(super) async fn forget(draft: &mut Draft<'_>, body: &Body) -> Result<(), StoreError> {
    let Body::Media { media } = body else { return Ok(()) };
    if let Some(mut row) = draft.get::<MediaRow>(media.id).await? {
        shares::close(draft, &mut row);
    }
    draft.delete::<MediaRow>(media.id);
    task(draft, media.id, Work::Remove);
    Ok(())
}

/// What came of asking for bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// They are here.
    Here(Found),
    /// Who had them does not have them any more, or never gave them.
    Gone,
    /// They are more than is taken, or not what they were said to be.
    Refused,
}

/// Bytes that are here, as they were found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What they can be shown as.
    pub kind: MediaKind,
    /// Their type, if they may be shown as what they are.
    pub content_type: Option<&'static str>,
    /// How many there are.
    pub size: u64,
    /// Width and height of what is to be seen.
    pub pixels: Option<(u32, u32)>,
    /// A few pixels as the text of a `data:` address.
    pub blur: Option<String>,
    /// Whether a small picture is here, too.
    pub has_small: bool,
}

impl Found {
    /// Bytes that are only kept to be taken away as a file.
    pub const fn file(size: u64) -> Self {
        Self {
            kind: MediaKind::File,
            content_type: None,
            size,
            pixels: None,
            blur: None,
            has_small: false,
        }
    }
}

/// Whether bytes that were fetched are still wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// They stay.
    Still,
    /// The message was taken back meanwhile: nothing of them may stay.
    NoMore,
}

/// Records what came of asking for bytes, in the message too, for everybody who sees it.
pub struct RecordMedia {
    /// Whose bytes.
    pub media: MediaId,
    /// What came of it.
    pub came: Came,
    /// What LINE will fetch it by, where it is passed on to others.
    pub share: ShareKey,
}

impl Command for RecordMedia {
    type Output = Wanted;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Wanted, StoreError> {
        let task = draft.get::<MediaTaskRow>(self.media).await?;
        let work = task.map(|task| from_json(MediaTaskRow::TABLE, task.work)).transpose()?;
        let is_fetch = matches!(work, Some(Work::Fetch | Work::FetchElsewhere(_)));
        let Some(mut row) = draft.get::<MediaRow>(self.media).await?.filter(|_| is_fetch) else {
            return Ok(Wanted::NoMore);
        };
        draft.delete::<MediaTaskRow>(self.media);
        let at = (RoomId::new(row.room), views::seq(row.seq));
        let message = draft.need::<MessageRow>(at).await?;
        let Body::Media { media } = from_json(MessageRow::TABLE, message.body)? else {
            draft.delete::<MediaRow>(self.media);
            return Ok(Wanted::NoMore);
        };
        if let Came::Here(found) = &self.came {
            row.content_type = found.content_type.map(str::to_owned);
            row.size = i64::try_from(found.size).ok();
            row.has_small = found.has_small;
            row.kind = to_json(&found.kind);
            if message.parts.is_some() {
                shares::open(draft, self.media, &mut row, self.share.as_str().to_owned());
            }
            draft.put::<MediaRow>(self.media, row);
        }
        let body = Body::Media { media: Box::new(self.came.shown(*media)) };
        timeline::change(draft, at.0, at.1, |row| {
            row.body = to_json(&body);
            Ok(())
        })
        .await?;
        Ok(Wanted::Still)
    }
}

impl Came {
    /// Media as its message shows it from now on.
    fn shown(&self, media: Media) -> Media {
        match self {
            Self::Here(found) => Media {
                kind: found.kind,
                state: MediaState::Here,
                size: Some(found.size),
                pixels: found.pixels,
                blur: found.blur.clone(),
                ..media
            },
            Self::Gone => Media { state: MediaState::Gone, ..media },
            Self::Refused => Media { state: MediaState::Refused, ..media },
        }
    }
}
