//! What failed on its way to LINE, put on it once more by a person.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use app::domain::{Delivery, DeliveryId, MemberId, RoomId, Seq, Timestamp};

use super::{
    StoreError, again,
    draft::Draft,
    error::Refusal,
    journal::Command,
    key::derived,
    party, permission,
    row::{Row, from_json, to_json},
    schema::{Call, DeliveryRow, MessageRow, RoomRow, SeatRow},
    send::{enqueue, need_way},
    timeline, views,
};

/// A member tries a failed message again.
pub struct Retry {
    /// Who.
    pub member: MemberId,
    /// Where.
    pub room: RoomId,
    /// Which message.
    pub seq: Seq,
    /// A fresh id, for when LINE may have forgotten the old one.
    pub fresh: DeliveryId,
    /// When.
    pub now: Timestamp,
}

impl Command for Retry {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        draft.need::<SeatRow>((self.member, self.room)).await?;
        let message = draft.need::<MessageRow>((self.room, self.seq)).await?;
        need_failed(&message)?;
        let room = draft.need::<RoomRow>(self.room).await?;
        need_way(draft, self.member, &room).await?;
        let failed = match message.delivery_id.map(DeliveryId::new) {
            Some(id) => vec![id],
            None => party::failed_parts(&message)?,
        };
        if failed.is_empty() {
            return Err(StoreError::Refused(Refusal::NotFailed));
        }
        for (seq, ids) in self.put_back(draft, failed).await? {
            again::call_off(draft, self.room, seq).await?;
            timeline::change(draft, self.room, seq, |row| on_its_way(row, &ids)).await?;
        }
        Ok(())
    }
}

/// Deliveries that go again, by the ids they had: those that they have from now on.
type Ids = HashMap<DeliveryId, DeliveryId>;

/// Has a message be on its way once more.
fn on_its_way(row: &mut MessageRow, ids: &Ids) -> Result<(), StoreError> {
    let Some(id) = row.delivery_id.map(DeliveryId::new) else {
        return party::parts_go_again(row, ids);
    };
    row.delivery = Some(to_json(&Delivery::Queued));
    row.delivery_id = Some(ids.get(&id).copied().unwrap_or(id).uuid());
    Ok(())
}

/// Refuses what has not failed, for nobody.
pub(super) fn need_failed(message: &MessageRow) -> Result<(), StoreError> {
    let state = message.delivery.clone();
    let state: Option<Delivery> =
        state.map(|state| from_json(MessageRow::TABLE, state)).transpose()?;
    let failed = state.is_some_and(Delivery::is_failed);
    failed.then_some(()).ok_or(StoreError::Refused(Refusal::NotFailed))
}

impl Retry {
    /// Puts failed deliveries back into the queue, with what has to go along. Answers them by message.
    async fn put_back(
        &self,
        draft: &mut Draft<'_>,
        failed: Vec<DeliveryId>,
    ) -> Result<BTreeMap<Seq, Ids>, StoreError> {
        let mut going = BTreeSet::new();
        for id in failed {
            going.extend(self.with_its_call(draft, id).await?);
        }
        let mut messages: BTreeMap<Seq, Ids> = BTreeMap::new();
        for id in going {
            let row = draft.need::<DeliveryRow>(id).await?;
            let fresh = match row.contact {
                Some(contact) => DeliveryId::new(derived(self.fresh.uuid(), contact.as_bytes())),
                None => self.fresh,
            };
            let kept = requeue(draft, id, fresh, self.now).await?;
            messages.entry(views::seq(row.seq)).or_default().insert(id, kept);
        }
        Ok(messages)
    }

    /// What has to go along: where LINE may have taken the whole call, nothing of it goes without the rest
    /// while LINE knows the call's key. Where it certainly has not, each goes for itself.
    async fn with_its_call(
        &self,
        draft: &mut Draft<'_>,
        id: DeliveryId,
    ) -> Result<Vec<DeliveryId>, StoreError> {
        let row = draft.need::<DeliveryRow>(id).await?;
        let is_certain = is_certain(&row)?;
        let bound = row.call.filter(|_| key_lives(row.made_at, self.now) && !is_certain);
        let Some(call) = bound else { return Ok(vec![id]) };
        let mut failed = Vec::new();
        for id in call.deliveries.into_iter().map(DeliveryId::new) {
            if let Some(row) = draft.get::<DeliveryRow>(id).await?
                && key_lives(row.made_at, self.now)
                && row.brings_something()
                && matches!(from_json(DeliveryRow::TABLE, row.state)?, Delivery::Failed { .. })
            {
                failed.push(id);
            }
        }
        Ok(failed)
    }
}

/// Whether LINE has certainly not got what has failed.
fn is_certain(row: &DeliveryRow) -> Result<bool, StoreError> {
    let state: Delivery = from_json(DeliveryRow::TABLE, row.state.clone())?;
    Ok(matches!(state, Delivery::Failed { reason } if reason.is_certain()))
}

/// Whether LINE still knows the retry key of a delivery that was made then.
fn key_lives(made_at: i64, now: Timestamp) -> bool {
    crate::outbox::retry_key_lives(Timestamp::from_millis(made_at), now)
}

/// Puts a failed delivery on its way once more. Answers its id: a new one where LINE may have forgotten
/// the old; within its life the old key makes a repeat harmless, whatever became of the first calls.
/// From now on it goes in no call that it was not in.
async fn requeue(
    draft: &mut Draft<'_>,
    id: DeliveryId,
    fresh: DeliveryId,
    now: Timestamp,
) -> Result<DeliveryId, StoreError> {
    let mut row = draft.need::<DeliveryRow>(id).await?;
    if row.greeting.is_some() {
        return Err(StoreError::Refused(Refusal::Greeting));
    }
    let certain = is_certain(&row)?;
    if !certain {
        // Whatever becomes of it now, LINE may have it from before, also under another id.
        row.unsure_since.get_or_insert(now.millis());
    }
    let kept = if key_lives(row.made_at, now) {
        let call = row.call.take().filter(|_| !certain);
        row.call = Some(call.unwrap_or_else(|| Call::alone(id)));
        id
    } else {
        // Nothing of the old one stays: what is deleted or taken back is looked for under the new id.
        draft.delete::<DeliveryRow>(id);
        row.made_at = now.millis();
        row.call = Some(Call::alone(fresh));
        fresh
    };
    row.state = to_json(&Delivery::Queued);
    row.reply = None;
    row.reply_begun_at = None;
    row.done_at = None;
    enqueue(draft, kept, &row);
    draft.put::<DeliveryRow>(kept, row);
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use app::domain::FailReason;
    use uuid::Uuid;

    use super::*;
    use crate::{
        outbox::store::{OutboxStore, Outcome},
        store::testing::{Company, NOW},
    };

    #[tokio::test]
    async fn a_failed_message_is_tried_again_with_the_same_retry_key() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        let message = company.say(room, "はい").await.unwrap();
        let store = &company.store;
        let job = store.next(room).await.unwrap().unwrap();
        let retry = |now| {
            let (member, fresh) = (company.member, DeliveryId::new(Uuid::now_v7()));
            store.run(Retry { member, room, seq: message.seq, fresh, now })
        };
        let early = retry(NOW).await;
        assert!(matches!(early, Err(StoreError::Refused(Refusal::NotFailed))));
        let failed = Outcome::Failed(FailReason::NoAnswer);
        store.record(vec![job.delivery], failed.clone(), NOW).await.unwrap();
        retry(NOW).await.unwrap();
        let again = store.next(room).await.unwrap().unwrap();
        assert_eq!((again.delivery, again.unsure), (job.delivery, true), "LINE may have it");
        store.record(vec![again.delivery], failed, NOW).await.unwrap();
        retry(NOW.plus_millis(24 * 3_600_000)).await.unwrap();
        let next_day = store.next(room).await.unwrap().unwrap();
        assert_ne!(next_day.delivery, job.delivery);
        let old = store.get::<DeliveryRow>(job.delivery).await.unwrap();
        assert!(old.is_none(), "its words stand in one place, where they can be deleted");
    }
}
