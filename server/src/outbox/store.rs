//! What the outbox asks of the database, and the shapes it asks with.
//!
//! Each call that changes something is one transaction, on disk before it answers. A message that
//! goes out by push costs one such call, one that goes out by reply two: a push needs no note before
//! it, because its retry key, the delivery's id, was made durable together with the message. Messages
//! that go in one push cost two together.

use std::collections::HashMap;

use app::domain::{
    Body, ConnectionId, DeliveryId, FailReason, PersonId, PhotoVersion, RoomId, Seq, Timestamp,
};
use futures::future::BoxFuture;
use uuid::Uuid;

use crate::{
    greeting::{CardLanguage, Greeting},
    line::payload::SentMessage,
    media::ShareKey,
    relay::Button,
};

/// What a call to the store comes to.
pub type Stored<'a, T> = BoxFuture<'a, Result<T, StoreFailed>>;

/// The store could not do it. For a change, nothing is known of its effect; every call of
/// [`OutboxStore`] may be repeated.
#[derive(Debug, thiserror::Error)]
#[error("the store failed: {0}")]
pub struct StoreFailed(pub Box<dyn std::error::Error + Send + Sync>);

/// The deliveries that are queued, as the database knows them. It is the only truth: the worker
/// keeps no queue of its own and reads each next job fresh, so a delivery that was cancelled, failed
/// or put back by somebody else is seen as it is.
pub trait OutboxStore: Send + Sync {
    /// Rooms that have a queued delivery, in order of their ids, from behind `after`, at most
    /// `limit`. Asked at the start and every sweep.
    fn waiting_rooms(&self, after: Option<RoomId>, limit: u32) -> Stored<'_, Vec<RoomId>>;

    /// The queued delivery of `room` with the lowest number, or none.
    fn next(&self, room: RoomId) -> Stored<'_, Option<Job>>;

    /// Takes the offered reply token for this delivery: in one transaction the token leaves the
    /// room, unless it was the delivery's own, and the delivery notes it with `at`, so that
    /// [`Job::reply`] is [`Reply::Begun`] from then on.
    fn begin_reply(
        &self,
        delivery: DeliveryId,
        token: &ReplyToken,
        at: Timestamp,
    ) -> Stored<'_, Begin>;

    /// LINE did definitely not take the reply: removes the note, so that a push is safe. The token
    /// does not return to the room; a delivery keeps its own.
    fn drop_reply(&self, delivery: DeliveryId) -> Stored<'_, ()>;

    /// Notes that LINE may have these by a try that had no certain end. They keep their calls from then
    /// on, and never end with a reason that says LINE certainly has not got them.
    fn unsure(&self, deliveries: Vec<DeliveryId>, at: Timestamp) -> Stored<'_, ()>;

    /// Notes the same of whatever stands first in the queue of `room`: a lane that left no word may have
    /// tried it. That is everything up to the first that was not put in front of others, with all that goes
    /// in their calls.
    fn doubt(&self, room: RoomId, at: Timestamp) -> Stored<'_, ()>;

    /// Notes that this delivery goes in one call with those queued behind it that may, under this retry
    /// key: nothing joins that call from then on. Only for deliveries that were certainly never tried: a
    /// call of its own before would have had another key. Does nothing where a call is noted already.
    fn share_call(&self, delivery: DeliveryId, key: Uuid) -> Stored<'_, ()>;

    /// LINE did definitely not take a call of several: each goes alone from now on.
    fn part(&self, deliveries: Vec<DeliveryId>) -> Stored<'_, ()>;

    /// LINE refused a greeting: removes the note as [`Self::drop_reply`] does, and notes that only
    /// its words are sent from now on.
    fn shorten(&self, delivery: DeliveryId) -> Stored<'_, ()>;

    /// The end of the deliveries of one call, in its order, with their stream rows. Does nothing to a
    /// delivery that is no longer queued.
    fn record(
        &self,
        deliveries: Vec<DeliveryId>,
        outcome: Outcome,
        at: Timestamp,
    ) -> Stored<'_, ()>;
}

/// One message on its way to one LINE user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name, and the retry key that LINE is given where it goes alone.
    pub delivery: DeliveryId,
    /// When that name was made, and the message committed. LINE remembers a retry key for a day from
    /// its first use, which cannot be earlier than this. A retry by hand that keeps the name keeps
    /// this too.
    pub made_at: Timestamp,
    /// The room whose order it keeps.
    pub room: RoomId,
    /// The message's number there.
    pub seq: Seq,
    /// The official account that sends it.
    pub connection: ConnectionId,
    /// The LINE user's id.
    pub to: String,
    /// What it brings.
    pub content: Content,
    /// Whether it can go, or has begun to go, by reply.
    pub reply: Reply,
    /// The call that it goes in.
    pub call: Call,
    /// Whether LINE may have it, and what goes in its call, by a try that had no certain end.
    pub unsure: bool,
}

/// The call that a delivery goes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Its own.
    Own,
    /// Its own, or one with what is queued behind it: nothing is noted yet, and nothing was tried.
    Open,
    /// One with others, which LINE takes as a whole or not at all.
    Shared {
        /// Its retry key, where it goes by push.
        key: Uuid,
        /// What goes in it behind the delivery.
        others: Vec<Fellow>,
    },
}

/// What goes in the call of another delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fellow {
    /// Its name.
    pub delivery: DeliveryId,
    /// What it brings.
    pub content: Content,
}

impl Job {
    /// The retry key of its push.
    pub fn retry_key(&self) -> Uuid {
        match &self.call {
            Call::Own | Call::Open => self.delivery.uuid(),
            Call::Shared { key, .. } => *key,
        }
    }

    /// What goes in its call behind it.
    pub fn fellows(&self) -> &[Fellow] {
        match &self.call {
            Call::Own | Call::Open => &[],
            Call::Shared { others, .. } => others,
        }
    }

    /// All that goes in its call, in order.
    pub fn deliveries(&self) -> Vec<DeliveryId> {
        let fellows = self.fellows().iter().map(|fellow| fellow.delivery);
        std::iter::once(self.delivery).chain(fellows).collect()
    }
}

/// What a delivery brings.
#[expect(clippy::large_enum_variant, reason = "nearly every one is what somebody said")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// What somebody said.
    Said {
        /// What.
        body: Body,
        /// LINE's token of the message that it quotes.
        quote_token: Option<String>,
        /// Who said it.
        author: Option<Writer>,
        /// LINE's ids of those whom it calls upon, as far as they are where it goes.
        called: HashMap<PersonId, String>,
        /// What can be answered with a touch.
        buttons: Vec<Button>,
        /// Its media.
        share: Share,
    },
    /// The greeting for a new friend, as it would be now. It goes by the reply token of the follow
    /// and by no other way.
    Greeting {
        /// The greeting.
        greeting: Box<Greeting>,
        /// What it still waits for.
        wait: Wait,
    },
}

/// What LINE is told of media, which it fetches from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Share {
    /// There is none to be had.
    Nothing,
    /// It is still coming from the LINE user who sent it.
    Coming(Whence),
    /// It is here.
    Here {
        /// What it is fetched by.
        key: ShareKey,
        /// Its type, if it may be shown as what it is.
        content_type: Option<String>,
        /// Whether a small picture of it is here, too.
        has_small: bool,
        /// The language of who reads it.
        language: CardLanguage,
    },
}

/// Where media comes from that a LINE user sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// From LINE.
    Line,
    /// From where a mini app has put it.
    Elsewhere,
}

/// What a greeting still waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Nothing.
    None,
    /// The LINE user's profile, which tells name and language, is being asked for.
    Profile,
}

/// Who wrote a message, as LINE users see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writer {
    /// A member.
    Member {
        /// The name.
        name: String,
        /// The photo.
        photo: Option<PhotoVersion>,
    },
    /// A LINE user of a room with several: by LINE's own name for them, whatever the company calls them.
    LineUser {
        /// The name.
        name: String,
        /// Where LINE keeps the picture.
        picture_url: Option<String>,
    },
}

/// A job's part in a reply token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The room holds no token: push.
    None,
    /// The room holds this unused token, its newest (and keeps no other).
    Offered(ReplyToken),
    /// This token is the delivery's own; a greeting goes by no other way.
    Own(ReplyToken),
    /// [`OutboxStore::begin_reply`] was committed for this delivery, and no end was recorded.
    Begun(ReplyToken),
}

/// The right to answer a webhook once, free of charge, within about a minute.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyToken {
    /// As LINE gave it.
    pub token: String,
    /// When its webhook reached this server.
    pub received_at: Timestamp,
}

impl std::fmt::Debug for ReplyToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReplyToken").field("received_at", &self.received_at).finish_non_exhaustive()
    }
}

/// Whether a reply token is this delivery's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// It is; the note is on disk.
    Granted,
    /// Another delivery has it.
    Gone,
    /// The delivery is not queued any more, or has begun already: read it again.
    Changed,
}

/// How a delivery ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// LINE has it.
    Sent {
        /// The road it took.
        via: Via,
        /// LINE's names for what it took, one for each message in the call; empty when the answer that
        /// named them was lost.
        messages: Vec<SentMessage>,
    },
    /// It will not go without a person's word.
    Failed(FailReason),
}

/// The road a message took to LINE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// By reply token: costs nothing.
    Reply,
    /// By push: counts in the month's quota.
    Push,
}
