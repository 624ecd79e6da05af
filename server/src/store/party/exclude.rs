//! A guest whose permission ends takes part no longer in the rooms of others' official accounts, and those
//! rooms say so. The rooms of one's own account are only out of sight, and come back with the permission.

use app::domain::{ConnectionId, MemberId, Notice, RoomId, RoomKind, Timestamp};
use uuid::Uuid;

use super::{
    super::{
        Store, StoreError,
        draft::Draft,
        journal::Command,
        key::derived,
        permission,
        schema::{ConnectionRow, MemberRow, RoomRow, SeatRow},
        views,
    },
    notes::note,
    seats::unseat,
};

/// Ends a guest's part in one room.
struct ExcludeGuest {
    member: MemberId,
    room: RoomId,
    now: Timestamp,
}

impl Command for ExcludeGuest {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let active = draft.need::<MemberRow>(self.member).await?.active;
        if active && permission::permitted(draft, self.member).await? {
            return Ok(());
        }
        if draft.get::<SeatRow>((self.member, self.room)).await?.is_none() {
            return Ok(());
        }
        let row = draft.need::<RoomRow>(self.room).await?;
        let host = draft.need::<ConnectionRow>(ConnectionId::new(row.connection)).await?.member;
        if views::kind(&row)? == RoomKind::Direct || host == self.member.uuid() {
            return Ok(());
        }
        unseat(draft, self.room, self.member).await?;
        // Of this room, this member and this moment: no other event has the id.
        let moment = [
            self.member.uuid().into_bytes(),
            u128::from(row.last_seq.unsigned_abs()).to_be_bytes(),
        ];
        let fresh = derived(self.room.uuid(), moment.as_flattened());
        note(draft, self.room, Notice::Excluded { who: self.member }, fresh, self.now).await
    }
}

impl Store {
    /// Ends a member's part in the rooms of others' official accounts, if they may not talk with LINE
    /// users any more.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn exclude_guest(&self, member: MemberId, now: Timestamp) -> Result<(), StoreError> {
        let first = (member, RoomId::new(Uuid::nil()));
        let last = (member, RoomId::new(Uuid::max()));
        for (_, seat) in self.range::<SeatRow>(first, last, usize::MAX).await? {
            let room = RoomId::new(seat.room);
            self.run(ExcludeGuest { member, room, now }).await?;
        }
        Ok(())
    }
}
