//! How far members have read.

use app::domain::{Event, MemberId, RoomId, Seq};

use super::{
    StoreError,
    draft::Draft,
    journal::Command,
    permission,
    schema::{RoomRow, SeatRow},
    timeline, views,
};

/// A member has read a room up to a message.
pub struct MarkRead {
    /// Who.
    pub member: MemberId,
    /// Which room.
    pub room: RoomId,
    /// The last message that was seen.
    pub seq: Seq,
}

impl Command for MarkRead {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        let mut seat = draft.need::<SeatRow>((self.member, self.room)).await?;
        let row = draft.need::<RoomRow>(self.room).await?;
        let seq = i64::from(self.seq.0).min(row.last_seq);
        if seq <= seat.read_seq {
            return Ok(());
        }
        seat.read_to(seq);
        let contact = timeline::room_contact(draft, &row).await?;
        let eyes = timeline::eyes(draft, self.member).await?;
        let room = views::room(self.room, &row, &seat, contact.as_ref(), &eyes)?;
        draft.put::<SeatRow>((self.member, self.room), seat);
        draft.emit(self.member, Event::Room { room }).await
    }
}
