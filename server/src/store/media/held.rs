//! Media that is here, for those who may have it.

use app::domain::{Body, MediaId, MediaKind, MemberId, RoomId};

use crate::store::{
    Store, StoreError,
    schema::{MediaRow, MessageRow, RoomRow, SeatRow},
    views,
};

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
    pub(in crate::store) fn of(kind: MediaKind, row: MediaRow, size: i64) -> Self {
        Self {
            kind,
            name: row.name,
            content_type: row.content_type,
            size: u64::try_from(size).unwrap_or_default(),
            has_small: row.has_small,
        }
    }
}
