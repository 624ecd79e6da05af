//! What was said, and its way from and to LINE.

use app::domain::{Delivery, DeliveryId, RoomId, Timestamp};
use serde_json::Value as Json;
use surrealdb::types::SurrealValue;

use super::super::{key::QueuedKey, row::to_json};
use super::{PreviewKept, ReplyToken};

/// A message.
#[derive(Clone, Debug, SurrealValue)]
pub struct MessageRow {
    /// `domain::MessageId`.
    pub message: uuid::Uuid,
    /// When it happened, in Unix milliseconds.
    pub at: i64,
    /// `domain::Author`.
    pub author: Json,
    /// `domain::Body`.
    pub body: Json,
    /// `domain::Delivery`, for what goes to LINE.
    pub delivery: Option<Json>,
    /// The delivery that carries it, where it is one.
    pub delivery_id: Option<uuid::Uuid>,
    /// `party::Part`s: the deliveries that carry it, where it goes to each LINE user of a room.
    pub parts: Option<Json>,
    /// LINE's id of the message, once known.
    pub line_message_id: Option<String>,
    /// LINE's token to quote it with, if it gave one.
    pub quote_token: Option<String>,
    /// LINE's token to mark it read with, if it gave one.
    pub mark_as_read_token: Option<String>,
    /// The number of the message that it quotes; 0 when it quotes one that is not here.
    pub quotes: Option<i64>,
    /// When its words were last changed, in Unix milliseconds.
    pub edited_at: Option<i64>,
    /// When it goes again by itself, in Unix milliseconds, if it has failed.
    pub again_at: Option<i64>,
    /// What the page says of itself to which its first link leads.
    pub preview: Option<PreviewKept>,
}

/// Where the message with a client's id was put.
#[derive(Clone, Debug, SurrealValue)]
pub struct MessageKeyRow {
    /// The room.
    pub room: uuid::Uuid,
    /// The number there.
    pub seq: i64,
    /// Who sent it.
    pub member: uuid::Uuid,
}

/// One message on its way to one LINE recipient.
#[derive(Clone, Debug, SurrealValue)]
pub struct DeliveryRow {
    /// The room it was written in.
    pub room: uuid::Uuid,
    /// The message's number there; 0 for what stands in no timeline.
    pub seq: i64,
    /// The connection it goes through.
    pub connection: uuid::Uuid,
    /// LINE's id of the recipient.
    pub recipient: String,
    /// The member in whose name it goes.
    pub member: Option<uuid::Uuid>,
    /// The LINE user in whose name it goes: what they said in a room with several.
    pub speaker: Option<uuid::Uuid>,
    /// The recipient, where the message goes to each LINE user of a room.
    pub contact: Option<uuid::Uuid>,
    /// `domain::Body`: what it brings.
    pub body: Option<Json>,
    /// The words it brings, in rows of a time when there was nothing but words.
    pub text: Option<String>,
    /// The number of the message that it quotes.
    pub quotes: Option<i64>,
    /// `relay::Button`s below it.
    pub buttons: Option<Json>,
    /// `greeting::Form`, for the greeting that answers a follow: it has no body, what it says is put
    /// together when it goes out.
    pub greeting: Option<Json>,
    /// `domain::Delivery`.
    pub state: Json,
    /// When its id was made, in Unix milliseconds: LINE knows a retry key for 24 hours.
    pub made_at: i64,
    /// The reply token it has begun to use; its outcome is unsure until the delivery ends. A greeting
    /// has its own from the start, begun or not.
    pub reply: Option<ReplyToken>,
    /// When it began to use it, in Unix milliseconds; none when it has not.
    pub reply_begun_at: Option<i64>,
    /// The call that it goes in, once that is settled.
    pub call: Option<Call>,
    /// Since when LINE may have it by a try that had no certain end, in Unix milliseconds.
    pub unsure_since: Option<i64>,
    /// `push` or `reply`, once sent.
    pub via: Option<String>,
    /// When it ended, in Unix milliseconds.
    pub done_at: Option<i64>,
}

impl DeliveryRow {
    /// A delivery that begins now; what it says is still to be put in.
    pub fn queued(to: Address, made_at: Timestamp) -> Self {
        Self {
            room: to.room.uuid(),
            seq: to.seq,
            connection: to.connection,
            recipient: to.recipient,
            member: None,
            speaker: None,
            contact: None,
            body: None,
            text: None,
            quotes: None,
            buttons: None,
            greeting: None,
            state: to_json(&Delivery::Queued),
            made_at: made_at.millis(),
            reply: None,
            reply_begun_at: None,
            call: None,
            unsure_since: None,
            via: None,
            done_at: None,
        }
    }

    /// Whether it may go in one call with others that go to the same recipient in the same name.
    pub fn may_share(&self) -> bool {
        let is_untried = self.reply.is_none() && self.call.is_none() && self.unsure_since.is_none();
        is_untried && self.greeting.is_none() && self.done_at.is_none()
    }

    /// Whether it may go in one call with `first`, and behind it. What it quotes must be at LINE before.
    pub fn may_follow(&self, first: &Self) -> bool {
        self.may_share()
            && self.recipient == first.recipient
            && self.connection == first.connection
            && (self.member, self.speaker) == (first.member, first.speaker)
            && self.contact == first.contact
            && self.buttons == first.buttons
            && self.quotes.is_none_or(|quoted| quoted < first.seq)
    }

    /// Whether it brings anything still: what was taken back does not.
    pub const fn brings_something(&self) -> bool {
        self.body.is_some() || self.text.is_some() || self.greeting.is_some()
    }

    /// Where it stands in its room's queue.
    pub fn key(&self, id: DeliveryId) -> QueuedKey {
        QueuedKey { room: RoomId::new(self.room), seq: self.seq, delivery: id }
    }
}

/// What goes to LINE in one call.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct Call {
    /// Its retry key, where it goes by push: the delivery's own id where it goes alone, whatever waits behind it.
    pub key: uuid::Uuid,
    /// The deliveries that go in it, in order.
    pub deliveries: Vec<uuid::Uuid>,
}

impl Call {
    /// The call of a delivery that goes alone.
    pub fn alone(delivery: DeliveryId) -> Self {
        Self { key: delivery.uuid(), deliveries: vec![delivery.uuid()] }
    }
}

/// Where a delivery comes from, and where it goes.
pub struct Address {
    /// The room it was written in.
    pub room: RoomId,
    /// The message's number there; 0 for what stands in no timeline.
    pub seq: i64,
    /// The connection it goes through.
    pub connection: uuid::Uuid,
    /// LINE's id of the recipient.
    pub recipient: String,
}

/// Which message has this id at LINE, in one of the chats that it was said in or brought to: by it
/// LINE users quote, take back and change.
#[derive(Clone, Debug, SurrealValue)]
pub struct LineMessageRow {
    /// The room; nil as long as the message has not come.
    pub room: uuid::Uuid,
    /// The number there; 0 as long as the message has not come.
    pub seq: i64,
    /// LINE's id of the webhook event that brought it, if it came by one.
    pub event: Option<String>,
    /// `line_messages::Early`: what was done with it before it came.
    pub early: Option<Json>,
}

/// A message that was taken back, and still stands in streams of events.
#[derive(Clone, Debug, SurrealValue)]
pub struct EraseTaskRow {
    /// The room.
    pub room: uuid::Uuid,
    /// The number there.
    pub seq: i64,
}

/// A failed message that goes again at a time.
#[derive(Clone, Debug, SurrealValue)]
pub struct AgainTaskRow {
    /// The room.
    pub room: uuid::Uuid,
    /// The member who wants it.
    pub member: uuid::Uuid,
    /// When, in Unix milliseconds.
    pub at: i64,
}

/// A delivery that is still on its way; deleted when it ends, so that a scan finds only what is due,
/// in the order of rooms and of messages in them.
#[derive(Clone, Debug, SurrealValue)]
pub struct QueuedRow {
    /// The room, again.
    pub room: uuid::Uuid,
    /// The delivery.
    pub delivery: uuid::Uuid,
    /// The recipient, where the message goes to each LINE user of a room.
    pub contact: Option<uuid::Uuid>,
}

/// A reply token that a delivery has taken: there is one row for each, so nobody takes it twice.
#[derive(Clone, Debug, SurrealValue)]
pub struct SpentReplyRow {
    /// The delivery.
    pub delivery: uuid::Uuid,
}

/// A webhook event, kept as it came.
#[derive(Clone, Debug, SurrealValue)]
pub struct WebhookEventRow {
    /// LINE's id of the event.
    pub event_id: String,
    /// The connection it came through.
    pub connection: uuid::Uuid,
    /// LINE's time of the event, in Unix milliseconds.
    pub at: i64,
    /// When it was committed here, in Unix milliseconds.
    pub received_at: i64,
    /// The event's JSON; nothing when it was dropped, because its sender is blocked, or it told of words
    /// that may be taken back.
    pub raw: String,
}
