//! What became of deliveries: the notes that the outbox leaves on their way to LINE.

use app::domain::{ConnectionId, Delivery, DeliveryId, FailReason, RoomId, Seq, Timestamp};

use super::{
    StoreError,
    draft::Draft,
    journal::Command,
    key::TextKey,
    line_messages, party, quota,
    row::to_json,
    schema::{DeliveryRow, QueuedRow, ReplyToken, RoomRow, SpentReplyRow},
    timeline, views,
};
use crate::{
    greeting::Form,
    line::inbound::GroupId,
    outbox::store::{Begin, Outcome, Via},
};

/// Takes a reply token for a delivery, before it is used: its own, or its room's.
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
        if delivery.done_at.is_some() || delivery.reply_begun_at.is_some() {
            return Ok(Begin::Changed);
        }
        let Some(reply) = self.token(draft, &mut delivery).await? else { return Ok(Begin::Gone) };
        let key = TextKey::of(&self.token);
        if draft.get::<SpentReplyRow>(key).await?.is_some() {
            return Ok(Begin::Gone);
        }
        draft.insert::<SpentReplyRow>(key, SpentReplyRow { delivery: self.delivery.uuid() });
        delivery.reply = Some(reply);
        delivery.reply_begun_at = Some(self.at.millis());
        draft.put::<DeliveryRow>(self.delivery, delivery);
        Ok(Begin::Granted)
    }
}

impl BeginReply {
    async fn token(
        &self,
        draft: &mut Draft<'_>,
        delivery: &mut DeliveryRow,
    ) -> Result<Option<ReplyToken>, StoreError> {
        if let Some(own) = delivery.reply.take() {
            return Ok(Some(own));
        }
        let id = RoomId::new(delivery.room);
        let mut room = draft.need::<RoomRow>(id).await?;
        let taken = room.reply.take_if(|reply| reply.token == self.token);
        if taken.is_some() {
            // For good, also where another server took it and ours wrote the room as it knew it.
            draft.put::<RoomRow>(id, room);
        }
        Ok(taken)
    }
}

/// Forgets a reply that LINE did certainly not take.
pub struct DropReply(pub DeliveryId);

impl Command for DropReply {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut delivery = draft.need::<DeliveryRow>(self.0).await?;
        forget_reply(draft, &mut delivery);
        draft.put::<DeliveryRow>(self.0, delivery);
        Ok(())
    }
}

fn forget_reply(draft: &mut Draft<'_>, delivery: &mut DeliveryRow) {
    delivery.reply_begun_at = None;
    match (&delivery.greeting, &delivery.reply) {
        // Its own, to be begun anew.
        (Some(_), Some(own)) => draft.delete::<SpentReplyRow>(TextKey::of(&own.token)),
        _ => delivery.reply = None,
    }
}

/// A greeting that LINE refused, which is nothing but words from now on.
pub struct Shorten(pub DeliveryId);

impl Command for Shorten {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut delivery = draft.need::<DeliveryRow>(self.0).await?;
        forget_reply(draft, &mut delivery);
        delivery.greeting = Some(to_json(&Form::Words));
        draft.put::<DeliveryRow>(self.0, delivery);
        Ok(())
    }
}

/// Records how the deliveries of one call ended.
pub struct RecordOutcome {
    /// The deliveries, in the order of the call.
    pub deliveries: Vec<DeliveryId>,
    /// How they ended.
    pub outcome: Outcome,
    /// When.
    pub at: Timestamp,
}

impl Command for RecordOutcome {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut is_counted = false;
        for (place, id) in self.deliveries.iter().enumerate() {
            let delivery = draft.need::<DeliveryRow>(*id).await?;
            if delivery.done_at.is_some() {
                continue;
            }
            // A call counts once, however much is in it.
            if !is_counted {
                self.count(draft, &delivery).await?;
                is_counted = true;
            }
            self.record(draft, (*id, delivery), place).await?;
        }
        Ok(())
    }
}

impl RecordOutcome {
    async fn record(
        &self,
        draft: &mut Draft<'_>,
        (id, mut delivery): (DeliveryId, DeliveryRow),
        place: usize,
    ) -> Result<(), StoreError> {
        let (state, sent) = match &self.outcome {
            Outcome::Sent { via, messages } => {
                delivery.via = Some(if *via == Via::Reply { "reply" } else { "push" }.to_owned());
                // LINE may have taken more than is left of the call: which is which is not known then.
                let is_whole = messages.len() == self.deliveries.len();
                (Delivery::Sent, messages.get(place).filter(|_| is_whole).cloned())
            }
            Outcome::Failed(reason) if delivery.unsure_since.is_some() => {
                (Delivery::Failed { reason: reason.of_a_doubtful() }, None)
            }
            Outcome::Failed(reason) => (Delivery::Failed { reason: *reason }, None),
        };
        delivery.state = to_json(&state);
        delivery.done_at = Some(self.at.millis());
        let (room, seq) = (RoomId::new(delivery.room), views::seq(delivery.seq));
        let key = delivery.key(id);
        let is_part = delivery.contact.is_some();
        draft.put::<DeliveryRow>(id, delivery);
        draft.delete::<QueuedRow>(key);
        if seq == Seq::ZERO {
            return Ok(());
        }
        if is_part {
            return party::part_ended(draft, (room, seq), id, state, sent).await;
        }
        if let Some(sent) = &sent {
            line_messages::note(draft, &sent.id, (room, i64::from(seq.0)), None);
        }
        timeline::change(draft, room, seq, |row| {
            row.delivery = Some(to_json(&state));
            if let Some(sent) = sent {
                row.line_message_id = Some(sent.id);
                row.quote_token = sent.quote_token;
            }
            Ok(())
        })
        .await
    }

    /// What it counts in the month of its account: a push to a LINE user one, to a group as many as are in
    /// it, a reply nothing.
    async fn count(&self, draft: &mut Draft<'_>, delivery: &DeliveryRow) -> Result<(), StoreError> {
        let account = ConnectionId::new(delivery.connection);
        match self.outcome {
            Outcome::Sent { via: Via::Push, .. } => {
                let people = recipients(draft, delivery).await?;
                quota::count(draft, account, people, self.at).await
            }
            Outcome::Failed(FailReason::QuotaSpent) => {
                let people = recipients(draft, delivery).await?;
                quota::ran_out(draft, account, people, self.at).await
            }
            Outcome::Sent { via: Via::Reply, .. } | Outcome::Failed(_) => Ok(()),
        }
    }
}

/// To how many LINE brings a delivery.
async fn recipients(draft: &mut Draft<'_>, delivery: &DeliveryRow) -> Result<i64, StoreError> {
    if GroupId::of_recipient(&delivery.recipient).is_none() {
        return Ok(1);
    }
    let room = draft.need::<RoomRow>(RoomId::new(delivery.room)).await?;
    Ok(room.line_users.unwrap_or_default().max(1))
}
