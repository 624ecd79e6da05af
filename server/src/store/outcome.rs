//! What became of deliveries: the notes that the outbox leaves on their way to LINE.

use app::domain::{Delivery, DeliveryId, RoomId, Timestamp};

use super::{
    StoreError,
    draft::Draft,
    journal::Command,
    key::TextKey,
    row::to_json,
    schema::{DeliveryRow, QueuedRow, RoomRow, SpentReplyRow},
    timeline, views,
};
use crate::outbox::store::{Begin, Outcome, Via};

/// Takes a room's reply token for a delivery, before it is used.
pub struct BeginReply {
    /// The delivery.
    pub delivery: DeliveryId,
    /// The token it was offered.
    pub token: String,
    /// When.
    pub at: Timestamp,
}

impl Command for BeginReply {
    type Output = Begin;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Self::Output, StoreError> {
        let mut delivery = draft.need::<DeliveryRow>(self.delivery).await?;
        if delivery.done_at.is_some() || delivery.reply.is_some() {
            return Ok(Begin::Changed);
        }
        let room_id = RoomId::new(delivery.room);
        let mut room = draft.need::<RoomRow>(room_id).await?;
        let Some(reply) = room.reply.take_if(|reply| reply.token == self.token) else {
            return Ok(Begin::Gone);
        };
        let key = TextKey::of(&self.token);
        if draft.get::<SpentReplyRow>(key).await?.is_some() {
            // Another server took it, and ours wrote the room as it knew it.
            draft.put::<RoomRow>(room_id, room);
            return Ok(Begin::Gone);
        }
        draft.insert::<SpentReplyRow>(key, SpentReplyRow { delivery: self.delivery.uuid() });
        delivery.reply = Some(reply);
        delivery.reply_begun_at = Some(self.at.millis());
        draft.put::<DeliveryRow>(self.delivery, delivery);
        draft.put::<RoomRow>(room_id, room);
        Ok(Begin::Granted)
    }
}

/// Forgets a reply that LINE did certainly not take.
pub struct DropReply(pub DeliveryId);

impl Command for DropReply {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut delivery = draft.need::<DeliveryRow>(self.0).await?;
        delivery.reply = None;
        delivery.reply_begun_at = None;
        draft.put::<DeliveryRow>(self.0, delivery);
        Ok(())
    }
}

/// Records how a delivery ended.
pub struct RecordOutcome {
    /// The delivery.
    pub delivery: DeliveryId,
    /// How it ended.
    pub outcome: Outcome,
    /// When.
    pub at: Timestamp,
}

impl Command for RecordOutcome {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut delivery = draft.need::<DeliveryRow>(self.delivery).await?;
        if delivery.done_at.is_some() {
            return Ok(());
        }
        let (state, sent) = match &self.outcome {
            Outcome::Sent { via, messages } => {
                delivery.via = Some(if *via == Via::Reply { "reply" } else { "push" }.to_owned());
                (Delivery::Sent, messages.first().cloned())
            }
            Outcome::Failed(reason) => (Delivery::Failed { reason: *reason }, None),
        };
        delivery.state = to_json(&state);
        delivery.done_at = Some(self.at.millis());
        let (room, seq) = (RoomId::new(delivery.room), views::seq(delivery.seq));
        draft.put::<DeliveryRow>(self.delivery, delivery);
        draft.delete::<QueuedRow>((room, seq));
        timeline::set_delivery(draft, room, seq, |row| {
            row.delivery = Some(to_json(&state));
            if let Some(sent) = sent {
                row.line_message_id = Some(sent.id);
                row.quote_token = sent.quote_token;
            }
        })
        .await
    }
}
