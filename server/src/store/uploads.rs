//! Files that members upload, from the first word of one until it is sent: whose they are, for which
//! room, and what they were found to be. The bytes are [`crate::media::Storage`]'s.

use app::domain::{
    Media, MediaId, MediaKind, MediaState, MemberId, NewUpload, RoomId, Timestamp, UploadFault,
    upload,
};
use serde::{Deserialize, Serialize};

use super::{
    Store, StoreError,
    draft::Draft,
    error::Refusal,
    journal::Command,
    media::{self, Held, Work},
    permission,
    queries::uuid_pair_of,
    row::{Row, from_json, to_json},
    schema::{MediaRow, MediaTaskRow, RoomRow, SeatRow, UploadRow},
    send, shares,
};
use crate::media::{ShareKey, names};

/// How long an upload waits to be sent, in milliseconds.
pub const LIFE: i64 = 24 * 60 * 60 * 1000;
/// What one member may have waiting: so many files, and so many bytes.
const MOST: (usize, u64) = (100, 2 << 30);

/// A member is about to upload a file for a room in which they can write.
pub struct BeginUpload {
    /// Who.
    pub member: MemberId,
    /// What.
    pub new: NewUpload,
    /// When.
    pub now: Timestamp,
}

impl Command for BeginUpload {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        draft.need::<SeatRow>((self.member, self.new.room)).await?;
        let room = draft.need::<RoomRow>(self.new.room).await?;
        send::need_way(draft, self.member, &room).await?;
        let key = (self.member, self.new.id);
        if draft.get::<UploadRow>(key).await?.is_some() {
            return Ok(());
        }
        // The bytes are found by this id alone: those of a message are begun anew by nobody.
        let is_said = draft.get::<MediaRow>(self.new.id).await?.is_some();
        if is_said || draft.get::<MediaTaskRow>(self.new.id).await?.is_some() {
            return Err(StoreError::Refused(Refusal::IdTaken));
        }
        let row = UploadRow {
            room: self.new.room.uuid(),
            name: names::cleaned(&self.new.name),
            size: i64::try_from(self.new.size).unwrap_or(i64::MAX),
            sendable: None,
            share: None,
            created_at: self.now.millis(),
        };
        draft.insert::<UploadRow>(key, row);
        Ok(())
    }
}

/// A file that is whole, as LINE gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sendable {
    /// What it is sent as.
    pub kind: MediaKind,
    /// Its type, if it may be shown as what it is.
    pub content_type: Option<String>,
    /// How many bytes it has.
    pub size: u64,
    /// Width and height of what is to be seen.
    pub pixels: Option<(u32, u32)>,
    /// How long it plays, in milliseconds.
    pub duration: Option<u32>,
    /// A few pixels as the text of a `data:` address.
    pub blur: Option<String>,
    /// Whether a small picture is here, too.
    pub has_small: bool,
}

impl Sendable {
    /// As its message shows it.
    pub fn media(self, id: MediaId, name: &str) -> Media {
        Media {
            id,
            kind: self.kind,
            state: MediaState::Here,
            name: (self.kind == MediaKind::File).then(|| name.to_owned()),
            size: Some(self.size),
            pixels: self.pixels,
            duration: self.duration,
            blur: self.blur,
            set: None,
        }
    }
}

/// All bytes of a file are here, and it was looked at. Its parts can go.
pub struct FinishUpload {
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub media: MediaId,
    /// What it was found to be.
    pub sendable: Sendable,
    /// What LINE will fetch it by, once it is sent.
    pub share: ShareKey,
}

impl Command for FinishUpload {
    type Output = Media;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Media, StoreError> {
        let key = (self.member, self.media);
        let mut row = draft.need::<UploadRow>(key).await?;
        let media = self.sendable.clone().media(self.media, &row.name);
        row.sendable = Some(to_json(&self.sendable));
        row.share = Some(self.share.as_str().to_owned());
        draft.put::<UploadRow>(key, row);
        media::task(draft, self.media, Work::Tidy);
        Ok(media)
    }
}

/// A member sends something else, or nothing; or did so for too long.
pub struct DropUpload {
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub media: MediaId,
}

impl Command for DropUpload {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let key = (self.member, self.media);
        // Sent meanwhile, or dropped before.
        if draft.get::<UploadRow>(key).await?.is_none() {
            return Ok(());
        }
        draft.delete::<UploadRow>(key);
        if draft.get::<MediaRow>(self.media).await?.is_none() {
            media::task(draft, self.media, Work::Remove);
        }
        Ok(())
    }
}

/// Who sends an upload, and where.
pub(super) struct Sending {
    pub member: MemberId,
    pub room: RoomId,
    /// The number that the message will have.
    pub seq: i64,
    pub now: Timestamp,
}

/// Makes an upload a message's media. Nobody sends what another has uploaded, or for another room.
pub(super) async fn take(
    draft: &mut Draft<'_>,
    id: MediaId,
    sending: Sending,
) -> Result<Media, StoreError> {
    let key = (sending.member, id);
    let row = draft.get::<UploadRow>(key).await?;
    let row = row.filter(|row| row.room == sending.room.uuid());
    let row = row.ok_or(StoreError::Refused(Refusal::NoUpload))?;
    let whole = row.sendable.zip(row.share);
    let (sendable, share) = whole.ok_or(StoreError::Refused(Refusal::NoUpload))?;
    let sendable: Sendable = from_json(UploadRow::TABLE, sendable)?;
    let mut kept = MediaRow {
        room: sending.room.uuid(),
        seq: sending.seq,
        connection: None,
        line_message_id: None,
        kind: to_json(&sendable.kind),
        name: Some(row.name.clone()),
        content_type: sendable.content_type.clone(),
        size: i64::try_from(sendable.size).ok(),
        has_small: sendable.has_small,
        share: None,
        created_at: sending.now.millis(),
    };
    draft.delete::<UploadRow>(key);
    shares::open(draft, id, &mut kept, share);
    draft.insert::<MediaRow>(id, kept);
    Ok(sendable.media(id, &row.name))
}

/// An upload as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its file's name, as it may be shown.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// What it was found to be, once it is whole.
    pub sendable: Option<Sendable>,
}

impl Upload {
    fn read(row: UploadRow) -> Result<Self, StoreError> {
        let sendable = row.sendable.map(|kept| from_json(UploadRow::TABLE, kept)).transpose()?;
        let size = u64::try_from(row.size).unwrap_or_default();
        Ok(Self { name: row.name, size, sendable })
    }

    /// What the uploader may see of it.
    pub(super) fn held(self) -> Option<Held> {
        let sendable = self.sendable?;
        Some(Held {
            kind: sendable.kind,
            name: Some(self.name),
            content_type: sendable.content_type,
            size: sendable.size,
            has_small: sendable.has_small,
        })
    }
}

impl Store {
    /// A member's own upload, which nobody else can see.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or the member may not talk with LINE users.
    pub async fn upload(&self, member: MemberId, media: MediaId) -> Result<Upload, StoreError> {
        self.need_permission(member).await?;
        let row = self.get::<UploadRow>((member, media)).await?;
        Upload::read(row.ok_or(StoreError::NotFound)?)
    }

    /// Whether a member may have so many bytes more waiting to be sent.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn space_for(
        &self,
        member: MemberId,
        size: u64,
    ) -> Result<Result<(), UploadFault>, StoreError> {
        let key = |end: u128| (member, MediaId::new(uuid::Uuid::from_u128(end)));
        let (count, bytes) = MOST;
        let waiting = self.range::<UploadRow>(key(0), key(u128::MAX), count).await?;
        let sizes = waiting.iter().map(|(_, row)| u64::try_from(row.size).unwrap_or_default());
        let is_free = waiting.len() < count && sizes.sum::<u64>() + size <= bytes;
        Ok(if is_free { Ok(()) } else { Err(UploadFault::TooMuch) })
    }

    /// Uploads that were begun before, whose life is over.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn stale_uploads(&self, now: Timestamp) -> Result<Vec<DropUpload>, StoreError> {
        let (mut stale, mut after) = (Vec::new(), None);
        loop {
            let rows = self.scan::<UploadRow>(after, 1000).await?;
            let Some((last, _)) = rows.last() else { return Ok(stale) };
            after = Some(last.key.clone());
            stale.extend(rows.iter().filter_map(|(id, row)| {
                let (member, media) = uuid_pair_of(id)?;
                let (member, media) = (MemberId::new(member), MediaId::new(media));
                let is_over = now.millis() - row.created_at > LIFE;
                is_over.then_some(DropUpload { member, media })
            }));
        }
    }
}

/// Whether a part of an upload has as many bytes as it must have.
pub fn fits(upload: &Upload, part: u64, bytes: u64) -> bool {
    part < upload::parts(upload.size) && bytes == upload::part_len(upload.size, part)
}
