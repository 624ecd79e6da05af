//! Who looks: members who open rooms of an account, and those who look after it.

use app::domain::{Allowance, ConnectionId, MemberId, RoomId, Timestamp};

use super::{shown, tell};
use crate::store::{
    StoreError,
    draft::Draft,
    journal::Command,
    permission,
    schema::{ConnectionRow, QuotaRow, RoomRow, SeatRow, WatcherRow},
};

/// A member has opened a room: LINE is asked about its account, unless it was a moment ago, and the member
/// is told from now on.
pub struct LookAtAllowance {
    /// Who.
    pub member: MemberId,
    /// Which room.
    pub room: RoomId,
    /// When.
    pub now: Timestamp,
}

impl Command for LookAtAllowance {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        draft.need::<SeatRow>((self.member, self.room)).await?;
        let account = ConnectionId::new(draft.need::<RoomRow>(self.room).await?.connection);
        if !draft.need::<ConnectionRow>(account).await?.is_bound() {
            return Ok(());
        }
        let mut row = draft.get::<QuotaRow>(account).await?.unwrap_or_default();
        let begins = self.begin(draft, account, &mut row).await?;
        if row.want(draft, account, self.now) || begins {
            draft.put::<QuotaRow>(account, row);
        }
        Ok(())
    }
}

impl LookAtAllowance {
    /// Puts the member among those who are told. Answers whether they were not: then they are told at
    /// once, for the page that they have may be older.
    async fn begin(
        &self,
        draft: &mut Draft<'_>,
        account: ConnectionId,
        row: &mut QuotaRow,
    ) -> Result<bool, StoreError> {
        let known = row.watchers.iter().find(|known| known.member == self.member.uuid());
        if let Some(known) = known
            && draft.get::<SeatRow>((self.member, RoomId::new(known.room))).await?.is_some()
        {
            return Ok(false);
        }
        row.watchers.retain(|known| known.member != self.member.uuid());
        let (member, room) = (self.member.uuid(), self.room.uuid());
        row.watchers.push(WatcherRow { member, room });
        let quota = shown(row)?;
        tell(draft, self.member, Allowance { account, quota }).await?;
        Ok(true)
    }
}

/// Somebody looks after a connection: LINE is asked about its account, unless it was a moment ago.
pub struct WantFigures {
    /// Which.
    pub connection: ConnectionId,
    /// When.
    pub now: Timestamp,
}

impl Command for WantFigures {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        if !draft.need::<ConnectionRow>(self.connection).await?.is_bound() {
            return Ok(());
        }
        let mut row = draft.get::<QuotaRow>(self.connection).await?.unwrap_or_default();
        if row.want(draft, self.connection, self.now) {
            draft.put::<QuotaRow>(self.connection, row);
        }
        Ok(())
    }
}
