//! Pictures, videos, sounds and files of messages, as far as the database has to do with them: that
//! their bytes are wanted, what was found, who may have them, and that they are to be removed. What is
//! uploaded and not sent yet is [`super::uploads`]'s.
//!
//! The bytes are [`crate::media::Storage`]'s. A task is written with what causes it, and deleted with
//! what came of it; so whoever dies in between does it again.

use app::domain::{
    Body, ConnectionId, Media, MediaId, MediaKind, MediaState, MemberId, RoomId, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    queries::uuid_of,
    row::{Row, from_json, to_json},
    schema::{MediaRow, MediaTaskRow, MessageRow, RoomRow, SeatRow},
    shares, timeline, views,
};
use crate::{
    line::inbound::{Attachment, Elsewhere},
    media::{ShareKey, names},
    outbox::store::{Share, Whence},
};

/// What is to be done about media.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// The bytes are to be fetched from LINE.
    Fetch,
    /// The bytes are to be fetched from where somebody else keeps them.
    FetchElsewhere(Elsewhere),
    /// The bytes are to be removed from here, if they have come.
    Remove,
    /// The parts in which they came are to be removed; the whole stays.
    Tidy,
}

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

/// Has the bytes fetched. The address of bytes that are elsewhere is kept as long as they are on their
/// way: it may be all that it takes to have them.
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

impl MediaTaskRow {
    /// How far the media is for whoever is to be sent it.
    pub(super) fn share(self) -> Result<Share, StoreError> {
        Ok(match from_json(Self::TABLE, self.work)? {
            Work::Fetch => Share::Coming(Whence::Line),
            Work::FetchElsewhere(_) => Share::Coming(Whence::Elsewhere),
            Work::Remove | Work::Tidy => Share::Nothing,
        })
    }
}

pub(super) fn task(draft: &mut Draft<'_>, media: MediaId, work: Work) {
    draft.put::<MediaTaskRow>(media, MediaTaskRow { work: to_json(&work) });
    draft.aftermath.media.push(media);
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

/// Bytes that were to be removed are not here any more, or never came.
pub struct MediaDone {
    /// Whose.
    pub media: MediaId,
    /// What was to be done, and is.
    pub work: Work,
}

impl Command for MediaDone {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        // More may have come to be done meanwhile.
        let task = draft.get::<MediaTaskRow>(self.media).await?;
        if task.is_some_and(|task| task.work == to_json(&self.work)) {
            draft.delete::<MediaTaskRow>(self.media);
        }
        Ok(())
    }
}

/// Something to be done about media.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaTask {
    /// Which.
    pub media: MediaId,
    /// What.
    pub what: MediaWork,
}

/// What is to be done about media, with all that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaWork {
    /// To be fetched.
    Fetch(Asked),
    /// To be removed from here.
    Remove,
    /// Only the parts in which it came are to be removed.
    Tidy,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The connection it came through.
    pub connection: ConnectionId,
    /// Whom to ask.
    pub of: Source,
    /// What LINE calls it.
    pub kind: MediaKind,
    /// Since when it is wanted.
    pub since: Timestamp,
}

/// Who has bytes that are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// LINE, by its id of the message, in the name of the connection.
    Line(String),
    /// Somebody else.
    Elsewhere(Elsewhere),
}

/// Media that a member may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What it is shown as.
    pub kind: MediaKind,
    /// Its file's name, as it may be shown.
    pub name: Option<String>,
    /// Its type, if it may be shown as what it is.
    pub content_type: Option<String>,
    /// How many bytes it has.
    pub size: u64,
    /// Whether there is a small picture of it.
    pub has_small: bool,
}

impl Store {
    /// What is to be done about media, the oldest first, from behind `after`, at most `limit`.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn media_tasks(
        &self,
        after: Option<MediaId>,
        limit: usize,
    ) -> Result<Vec<MediaTask>, StoreError> {
        let after = after.map(|media| MediaTaskRow::id(media).key);
        let mut tasks = Vec::new();
        for (id, task) in self.scan::<MediaTaskRow>(after, limit).await? {
            let Some(media) = uuid_of(&id).map(MediaId::new) else { continue };
            let what = match from_json(MediaTaskRow::TABLE, task.work)? {
                Work::Fetch => self.to_fetch(media, None).await?,
                Work::FetchElsewhere(elsewhere) => self.to_fetch(media, Some(elsewhere)).await?,
                Work::Remove => MediaWork::Remove,
                Work::Tidy => MediaWork::Tidy,
            };
            tasks.push(MediaTask { media, what });
        }
        Ok(tasks)
    }

    /// What is asked for; to be removed where the message was taken back.
    async fn to_fetch(
        &self,
        media: MediaId,
        elsewhere: Option<Elsewhere>,
    ) -> Result<MediaWork, StoreError> {
        let Some(row) = self.get::<MediaRow>(media).await? else { return Ok(MediaWork::Remove) };
        let Some((connection, line_id)) = row.connection.zip(row.line_message_id) else {
            return Ok(MediaWork::Remove);
        };
        Ok(MediaWork::Fetch(Asked {
            connection: ConnectionId::new(connection),
            of: elsewhere.map_or(Source::Line(line_id), Source::Elsewhere),
            kind: from_json(MediaRow::TABLE, row.kind)?,
            since: Timestamp::from_millis(row.created_at),
        }))
    }

    /// Media that is here, for a member who may see its message, or has uploaded it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or it is not for this member.
    pub async fn media(&self, member: MemberId, id: MediaId) -> Result<Held, StoreError> {
        let row = match self.get::<MediaRow>(id).await? {
            Some(row) => row,
            None => match self.upload(member, id).await {
                Ok(upload) => return upload.held().ok_or(StoreError::NotFound),
                // It may have been sent between the two looks.
                Err(StoreError::NotFound) => {
                    self.get::<MediaRow>(id).await?.ok_or(StoreError::NotFound)?
                }
                Err(error) => return Err(error),
            },
        };
        self.need_permission(member).await?;
        let (room_id, seq) = (RoomId::new(row.room), views::seq(row.seq));
        let seat = self.get::<SeatRow>((member, room_id)).await?.ok_or(StoreError::NotFound)?;
        let room = self.get::<RoomRow>(room_id).await?.ok_or(StoreError::NotFound)?;
        let message = self.get::<MessageRow>((room_id, seq)).await?.ok_or(StoreError::NotFound)?;
        let message = views::message(room_id, seq, message)?;
        let blocks = self.blocks(member).await?;
        let is_seen = seq >= views::first(&seat) && !blocks.hide(&room, message.author);
        match (message.body, row.size) {
            (Body::Media { media }, Some(size)) if is_seen && media.id == id => {
                Ok(Held::of(media.kind, row, size))
            }
            _ => Err(StoreError::NotFound),
        }
    }
}

impl Held {
    /// As a row says, shown as this.
    pub(super) fn of(kind: MediaKind, row: MediaRow, size: i64) -> Self {
        Self {
            kind,
            name: row.name,
            content_type: row.content_type,
            size: u64::try_from(size).unwrap_or_default(),
            has_small: row.has_small,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
