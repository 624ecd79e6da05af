//! Which deliveries go to LINE in one call.
//!
//! What is in a call is noted at each of its deliveries, and stays: under one retry key LINE must never
//! be asked for more than it was asked for first.

use app::domain::{Body, DeliveryId, FailReason, RoomId, Timestamp};
use uuid::Uuid;

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::QueuedKey,
    outcome::RecordOutcome,
    row::{Row, from_json},
    schema::{Call, DeliveryRow, MediaRow, QueuedRow, RoomRow},
};
use crate::outbox::store::{self as outbox, Fellow, Outcome};

/// What LINE takes in one call at most, by push and by reply.
/// <https://developers.line.biz/en/reference/messaging-api/#send-push-message>
pub const MESSAGES_PER_CALL: usize = 5;
/// So much of a queue is looked through for what goes to the same LINE user, in a room where each message
/// goes to every one of them.
const LOOK_AHEAD: usize = 200;

/// Notes a call for the first of these deliveries, and for those behind it that may go along.
pub struct ShareCall {
    /// Deliveries to one recipient, as they stand in the queue of their room.
    pub deliveries: Vec<DeliveryId>,
    /// The call's retry key.
    pub key: Uuid,
}

impl Command for ShareCall {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let Some((first_id, behind)) = self.deliveries.split_first() else { return Ok(()) };
        let first = draft.need::<DeliveryRow>(*first_id).await?;
        if first.call.is_some() || first.done_at.is_some() {
            return Ok(());
        }
        let mut together = vec![(*first_id, first)];
        if together[0].1.may_share() {
            for id in behind {
                let row = draft.need::<DeliveryRow>(*id).await?;
                let may_follow = row.may_follow(&together[0].1) && !is_coming(draft, &row).await?;
                if together.len() == MESSAGES_PER_CALL || !may_follow {
                    break;
                }
                together.push((*id, row));
            }
        }
        let call = match together.as_slice() {
            [_] => Call::alone(*first_id),
            several => {
                let deliveries = several.iter().map(|(id, _)| id.uuid()).collect();
                Call { key: self.key, deliveries }
            }
        };
        for (id, row) in together {
            draft.put::<DeliveryRow>(id, DeliveryRow { call: Some(call.clone()), ..row });
        }
        Ok(())
    }
}

/// Whether a delivery brings media that is not here yet: it would hold up what goes along with it.
async fn is_coming(draft: &mut Draft<'_>, row: &DeliveryRow) -> Result<bool, StoreError> {
    let Some(body) = row.body.clone() else { return Ok(false) };
    let Body::Media { media } = from_json(DeliveryRow::TABLE, body)? else { return Ok(false) };
    Ok(draft.get::<MediaRow>(media.id).await?.is_some_and(|media| media.size.is_none()))
}

/// Has deliveries go alone that LINE did certainly not take together.
pub struct Part(pub Vec<DeliveryId>);

impl Command for Part {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        for id in &self.0 {
            let row = draft.need::<DeliveryRow>(*id).await?;
            draft.put::<DeliveryRow>(*id, DeliveryRow { call: Some(Call::alone(*id)), ..row });
        }
        Ok(())
    }
}

/// Notes that LINE may have deliveries by a try that had no certain end.
pub struct NoteUnsure {
    /// Which.
    pub deliveries: Vec<DeliveryId>,
    /// When.
    pub at: Timestamp,
}

impl Command for NoteUnsure {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        for id in &self.deliveries {
            let Some(mut row) = draft.get::<DeliveryRow>(*id).await? else { continue };
            if row.done_at.is_none() && row.unsure_since.is_none() {
                row.unsure_since = Some(self.at.millis());
                draft.put::<DeliveryRow>(*id, row);
            }
        }
        Ok(())
    }
}

impl Store {
    /// Notes the same of what a lane that left no word may have tried: what stands first in the queue of
    /// a room, up to the first that was not put in front of it, with all that goes in their calls. Only
    /// notices, which have no number, and what a person puts back, whose call is noted, are put there.
    pub(super) async fn doubt(&self, room: RoomId, at: Timestamp) -> Result<(), StoreError> {
        let (first, last) = (QueuedKey::first(room), QueuedKey::last(room));
        let queued = self.range::<QueuedRow>(first, last, usize::MAX).await?;
        let mut deliveries = Vec::new();
        for id in queued.into_iter().map(|(_, row)| DeliveryId::new(row.delivery)) {
            let Some(row) = self.get::<DeliveryRow>(id).await? else { continue };
            deliveries.push(id);
            match row.call {
                Some(call) => deliveries.extend(call.deliveries.into_iter().map(DeliveryId::new)),
                None if row.seq != 0 => break,
                None => {}
            }
        }
        self.journal.run(NoteUnsure { deliveries, at }).await
    }

    /// Notes a call for a delivery that is the first of its room's queue, and what may go along.
    pub(super) async fn share_call(&self, first: DeliveryId, key: Uuid) -> Result<(), StoreError> {
        let row = self.get::<DeliveryRow>(first).await?.ok_or(StoreError::NotFound)?;
        let behind = self.queued_behind((first, &row), MESSAGES_PER_CALL - 1).await?;
        let deliveries = std::iter::once(first).chain(behind).collect();
        self.journal.run(ShareCall { deliveries, key }).await
    }

    /// What is queued behind a delivery for the same recipient, in order, at most so much of it.
    async fn queued_behind(
        &self,
        (id, row): (DeliveryId, &DeliveryRow),
        most: usize,
    ) -> Result<Vec<DeliveryId>, StoreError> {
        let (own, last) = (row.key(id), QueuedKey::last(RoomId::new(row.room)));
        // One message goes to each LINE user once: the next for the same is behind it for all.
        let (from, looked_at) = match row.contact {
            Some(_) => (own.next_message(), LOOK_AHEAD),
            None => (own, 1 + most),
        };
        let queued = self.range::<QueuedRow>(from, last, looked_at).await?;
        let queued = queued.into_iter().map(|(_, queued)| queued);
        // Rows of a time when they did not say for whom they are may be for the same.
        let told = queued.take_while(|one| one.contact.is_some() == row.contact.is_some());
        let same = told.filter(|one| one.contact == row.contact && one.delivery != id.uuid());
        Ok(same.take(most).map(|one| DeliveryId::new(one.delivery)).collect())
    }

    /// The call of the first delivery of a queue, which `next` stands behind.
    pub(super) async fn call_of(
        &self,
        (id, row): (DeliveryId, &DeliveryRow),
        room: &RoomRow,
        next: Option<DeliveryId>,
    ) -> Result<outbox::Call, StoreError> {
        match &row.call {
            Some(call) if call.key == id.uuid() => Ok(outbox::Call::Own),
            Some(call) => {
                let mut others = Vec::new();
                for (id, row) in self.rest_of(id, call).await? {
                    let content = self.said(&row, room).await?;
                    others.push(Fellow { delivery: id, content });
                }
                Ok(outbox::Call::Shared { key: call.key, others })
            }
            None if row.may_share() => {
                let next = match row.contact {
                    Some(_) => self.queued_behind((id, row), 1).await?.pop(),
                    None => next,
                };
                let next = match next {
                    Some(next) => self.get::<DeliveryRow>(next).await?,
                    None => None,
                };
                let may_share = next.is_some_and(|next| next.may_follow(row));
                Ok(if may_share { outbox::Call::Open } else { outbox::Call::Own })
            }
            None => Ok(outbox::Call::Own),
        }
    }

    /// What is still to go in a call behind its first delivery. What a person did not put back in time,
    /// after the whole of it had failed, has left it.
    async fn rest_of(
        &self,
        first: DeliveryId,
        call: &Call,
    ) -> Result<Vec<(DeliveryId, DeliveryRow)>, StoreError> {
        let mut behind = Vec::new();
        for id in call.deliveries.iter().copied().map(DeliveryId::new).filter(|id| *id != first) {
            if let Some(row) = self.get::<DeliveryRow>(id).await?
                && row.done_at.is_none()
            {
                behind.push((id, row));
            }
        }
        Ok(behind)
    }

    /// Fails a delivery with all that goes in its call: LINE may have the whole of it, so nothing of it
    /// may go out under another key.
    pub(super) async fn bar(
        &self,
        (id, row): (DeliveryId, &DeliveryRow),
        reason: FailReason,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let behind = match &row.call {
            Some(call) => self.rest_of(id, call).await?,
            None => Vec::new(),
        };
        let deliveries = std::iter::once(id).chain(behind.into_iter().map(|(id, _)| id)).collect();
        let outcome = Outcome::Failed(reason);
        self.journal.run(RecordOutcome { deliveries, outcome, at }).await
    }
}

#[cfg(test)]
mod tests;
