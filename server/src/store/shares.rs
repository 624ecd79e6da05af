//! Addresses under which LINE, and whoever was given one, fetches media: opened with the message that
//! carries it, closed for good when it is withdrawn or taken back.

use app::domain::{Author, Body, MediaId, MediaState, MemberId, RoomId, Seq};

use super::{
    Store, StoreError,
    draft::Draft,
    error::Refusal,
    journal::Command,
    key::TextKey,
    media::Held,
    permission,
    row::{Row, from_json, to_json},
    schema::{MediaRow, MessageRow, SeatRow, ShareRow},
    timeline,
};
use crate::media::ShareKey;

/// Opens an address for media, whose row says so from then on.
pub(super) fn open(draft: &mut Draft<'_>, media: MediaId, row: &mut MediaRow, key: String) {
    draft.insert::<ShareRow>(TextKey::of(&key), ShareRow { media: media.uuid() });
    row.share = Some(key);
}

/// Closes the address of media, if it has one. Its row is not written by this.
pub(super) fn close(draft: &mut Draft<'_>, row: &mut MediaRow) {
    if let Some(key) = row.share.take() {
        draft.delete::<ShareRow>(TextKey::of(&key));
    }
}

/// A member withdraws the address of something that they sent: nobody fetches it any more. What LINE has
/// fetched before is LINE's.
pub struct Withdraw {
    /// Who.
    pub member: MemberId,
    /// Where.
    pub room: RoomId,
    /// Which message.
    pub seq: Seq,
}

impl Command for Withdraw {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        draft.need::<SeatRow>((self.member, self.room)).await?;
        let message = draft.need::<MessageRow>((self.room, self.seq)).await?;
        let author: Author = from_json(MessageRow::TABLE, message.author)?;
        let Body::Media { mut media } = from_json(MessageRow::TABLE, message.body)? else {
            return Err(StoreError::NotFound);
        };
        if author != Author::Member(self.member) {
            return Err(StoreError::Refused(Refusal::NotTheirs));
        }
        let mut row = draft.need::<MediaRow>(media.id).await?;
        close(draft, &mut row);
        draft.put::<MediaRow>(media.id, row);
        media.state = MediaState::Withdrawn;
        timeline::change(draft, self.room, self.seq, |row| {
            row.body = to_json(&Body::Media { media });
            Ok(())
        })
        .await
    }
}

impl Store {
    /// Media that is fetched by its address.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none by it.
    pub async fn shared_media(&self, key: &ShareKey) -> Result<(MediaId, Held), StoreError> {
        let share = self.get::<ShareRow>(TextKey::of(key.as_str())).await?;
        let media = MediaId::new(share.ok_or(StoreError::NotFound)?.media);
        let row = self.get::<MediaRow>(media).await?.ok_or(StoreError::NotFound)?;
        let size = row.size.ok_or(StoreError::NotFound)?;
        Ok((media, Held::of(from_json(MediaRow::TABLE, row.kind.clone())?, row, size)))
    }
}
