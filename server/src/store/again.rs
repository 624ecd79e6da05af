//! What failed on its way to LINE, and goes again at a time that a member chose.
//!
//! The time stands with the message, for all to see, and in a task, for the worker: both or none.

use std::time::Duration;

use app::domain::{Delivery, DeliveryId, MemberId, RoomId, Seq, Timestamp};

use super::{
    Store, StoreError,
    draft::Draft,
    error::Refusal,
    journal::Command,
    permission,
    queries::last_number,
    retry::{Retry, need_failed},
    schema::{AgainTaskRow, MessageRow, SeatRow},
    timeline, views,
};

/// The farthest time that is taken: beyond the beginning of the next month, whose messages many wait for.
const FARTHEST_DAYS: u64 = 62;
/// Tasks read at once.
const ROUND: usize = 200;

/// A member has a failed message go again at a time, or not go again by itself.
pub struct RetryAt {
    /// Who.
    pub member: MemberId,
    /// Where.
    pub room: RoomId,
    /// Which message.
    pub seq: Seq,
    /// When; none for never.
    pub at: Option<Timestamp>,
    /// What time it is.
    pub now: Timestamp,
}

impl Command for RetryAt {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        draft.need::<SeatRow>((self.member, self.room)).await?;
        let message = draft.need::<MessageRow>((self.room, self.seq)).await?;
        let Some(at) = self.at else { return call_off(draft, self.room, self.seq).await };
        need_failed(&message)?;
        let farthest = i64::try_from(Duration::from_hours(24 * FARTHEST_DAYS).as_millis());
        let farthest = self.now.plus_millis(farthest.unwrap_or(i64::MAX));
        if at <= self.now || at > farthest {
            return Err(StoreError::Refused(Refusal::NoSuchTime));
        }
        let task =
            AgainTaskRow { room: self.room.uuid(), member: self.member.uuid(), at: at.millis() };
        draft.put::<AgainTaskRow>((self.room, self.seq), task);
        timeline::change(draft, self.room, self.seq, |row| {
            row.again_at = Some(at.millis());
            Ok(())
        })
        .await
    }
}

/// The time of a message has come.
pub struct GoAgain {
    /// Where.
    pub room: RoomId,
    /// Which message.
    pub seq: Seq,
    /// A fresh id, for when LINE may have forgotten the old one.
    pub fresh: DeliveryId,
    /// What time it is.
    pub now: Timestamp,
}

impl Command for GoAgain {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let (room, seq) = (self.room, self.seq);
        let Some(task) = draft.get::<AgainTaskRow>((room, seq)).await? else { return Ok(()) };
        if task.at > self.now.millis() {
            return Ok(());
        }
        let member = MemberId::new(task.member);
        let retry = Retry { member, room, seq, fresh: self.fresh, now: self.now };
        match retry.apply(draft).await {
            // What cannot go now stays as it is, and says so.
            Err(StoreError::Refused(_) | StoreError::NotFound) => call_off(draft, room, seq).await,
            done => done,
        }
    }
}

/// Has a message not go again by itself.
pub(super) async fn call_off(
    draft: &mut Draft<'_>,
    room: RoomId,
    seq: Seq,
) -> Result<(), StoreError> {
    if draft.get::<AgainTaskRow>((room, seq)).await?.is_none() {
        return Ok(());
    }
    draft.delete::<AgainTaskRow>((room, seq));
    timeline::change(draft, room, seq, |row| {
        row.again_at = None;
        Ok(())
    })
    .await
}

impl Store {
    /// Every message that is to go again, and when. Few wait at any time.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn to_go_again(&self) -> Result<Vec<(RoomId, Seq, Timestamp)>, StoreError> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let rows = self.scan::<AgainTaskRow>(after, ROUND).await?;
            let Some((last, _)) = rows.last() else { return Ok(all) };
            after = Some(last.key.clone());
            all.extend(rows.into_iter().map(|(id, row)| {
                let seq = views::seq(last_number(&id));
                (RoomId::new(row.room), seq, Timestamp::from_millis(row.at))
            }));
        }
    }
}

/// Whether something waits for a time, by what stands with the message.
pub(super) fn again_at(row: &MessageRow, delivery: Option<Delivery>) -> Option<Timestamp> {
    let failed = delivery.is_some_and(Delivery::is_failed);
    row.again_at.filter(|_| failed).map(Timestamp::from_millis)
}

#[cfg(test)]
mod tests;
