//! The outbox's questions, answered from the rows.

use app::domain::{
    Author, Body, ConnectionId, ContactId, DeliveryId, FailReason, Friendship, MemberId, RoomId,
    Timestamp,
};
use futures::future::BoxFuture;
use surrealdb::types::{RecordId, RecordIdKey, RecordIdKeyRange};
use uuid::Uuid;

use super::{
    Store, StoreError,
    calls::{NoteUnsure, Part},
    database::Vars,
    key::{KeyParts, QueuedKey},
    outcome::{BeginReply, DropReply, RecordOutcome, Shorten},
    party,
    queries::read_rows,
    row::{Row, from_json},
    schema::{
        ConnectionRow, ContactRow, DeliveryRow, DirectRow, MediaRow, MediaTaskRow, MemberRow,
        MessageRow, PartyRow, ProfileTaskRow, QueuedRow, RoomRow,
    },
    views,
};
use crate::outbox::store::{
    Begin, Content, Job, OutboxStore, Outcome, Reply, ReplyToken, Share, StoreFailed, Stored, Wait,
    Writer,
};
use crate::{greeting::CardLanguage, media::ShareKey};

impl From<StoreError> for StoreFailed {
    fn from(error: StoreError) -> Self {
        Self(Box::new(error))
    }
}

fn stored<'a, T>(
    future: impl Future<Output = Result<T, StoreError>> + Send + 'a,
) -> BoxFuture<'a, Result<T, StoreFailed>> {
    Box::pin(async move { future.await.map_err(StoreFailed::from) })
}

impl OutboxStore for Store {
    fn waiting_rooms(&self, after: Option<RoomId>, limit: u32) -> Stored<'_, Vec<RoomId>> {
        stored(self.rooms_with_queue(after, limit))
    }

    fn next(&self, room: RoomId) -> Stored<'_, Option<Job>> {
        stored(self.next_job(room))
    }

    fn begin_reply(
        &self,
        delivery: DeliveryId,
        token: &ReplyToken,
        at: Timestamp,
    ) -> Stored<'_, Begin> {
        let token = token.token.clone();
        stored(self.journal.run(BeginReply { delivery, token, at }))
    }

    fn drop_reply(&self, delivery: DeliveryId) -> Stored<'_, ()> {
        stored(self.journal.run(DropReply(delivery)))
    }

    fn shorten(&self, delivery: DeliveryId) -> Stored<'_, ()> {
        stored(self.journal.run(Shorten(delivery)))
    }

    fn unsure(&self, deliveries: Vec<DeliveryId>, at: Timestamp) -> Stored<'_, ()> {
        stored(self.journal.run(NoteUnsure { deliveries, at }))
    }

    fn doubt(&self, room: RoomId, at: Timestamp) -> Stored<'_, ()> {
        stored(Self::doubt(self, room, at))
    }

    fn share_call(&self, delivery: DeliveryId, key: Uuid) -> Stored<'_, ()> {
        stored(Self::share_call(self, delivery, key))
    }

    fn part(&self, deliveries: Vec<DeliveryId>) -> Stored<'_, ()> {
        stored(self.journal.run(Part(deliveries)))
    }

    fn record(
        &self,
        deliveries: Vec<DeliveryId>,
        outcome: Outcome,
        at: Timestamp,
    ) -> Stored<'_, ()> {
        stored(self.journal.run(RecordOutcome { deliveries, outcome, at }))
    }
}

impl Store {
    async fn rooms_with_queue(
        &self,
        after: Option<RoomId>,
        limit: u32,
    ) -> Result<Vec<RoomId>, StoreError> {
        // A room with a long queue must not fill the answer: each step jumps behind a room.
        let mut rooms = Vec::new();
        let mut after = after;
        while rooms.len() < limit as usize {
            let from = after.map_or(KeyParts::Numbered(Uuid::nil(), 0), |room| {
                KeyParts::Numbered(room.uuid(), i64::MAX)
            });
            let range = RecordIdKeyRange {
                start: std::ops::Bound::Excluded(from.into()),
                end: std::ops::Bound::Unbounded,
            };
            let id = RecordId::new(QueuedRow::TABLE, RecordIdKey::Range(Box::new(range)));
            let vars = Vars::new().with("range", id);
            let found = self.db.query("SELECT * FROM $range LIMIT 1", vars).await?.take(0)?;
            let Some((_, row)) = read_rows::<QueuedRow>(found)?.pop() else { break };
            let room = RoomId::new(row.room);
            rooms.push(room);
            after = Some(room);
        }
        Ok(rooms)
    }

    async fn next_job(&self, room: RoomId) -> Result<Option<Job>, StoreError> {
        let (first, last) = (QueuedKey::first(room), QueuedKey::last(room));
        loop {
            // With what stands behind it, which may go in the same call.
            let queued = self.range::<QueuedRow>(first, last, 2).await?;
            let mut queued = queued.into_iter().map(|(_, row)| DeliveryId::new(row.delivery));
            let Some(delivery) = queued.next() else { return Ok(None) };
            let row = self.get::<DeliveryRow>(delivery).await?.ok_or(StoreError::NotFound)?;
            let room_row = self.get::<RoomRow>(room).await?.ok_or(StoreError::NotFound)?;
            // A reply that was begun is seen to its end: it may be with LINE already.
            let barred = match row.reply_begun_at {
                None => self.barred(&row, &room_row).await?,
                Some(_) => None,
            };
            if let Some((reason, at)) = barred {
                self.bar((delivery, &row), reason, at).await?;
                continue;
            }
            // A room with several LINE users has no token of its own: each belongs to a chat.
            let offered = room_row.reply.as_ref().filter(|reply| reply.seq < row.seq);
            let reply = match (&row.reply, row.reply_begun_at, offered) {
                (Some(begun), Some(_), _) => Reply::Begun(reply_token(begun)),
                (Some(own), None, _) => Reply::Own(reply_token(own)),
                (None, _, Some(offered)) => Reply::Offered(reply_token(offered)),
                (None, _, None) => Reply::None,
            };
            let content = self.content(&row, &room_row).await?;
            let call = self.call_of((delivery, &row), &room_row, queued.next()).await?;
            return Ok(Some(Job {
                delivery,
                made_at: Timestamp::from_millis(row.made_at),
                room,
                seq: views::seq(row.seq),
                connection: ConnectionId::new(row.connection),
                to: row.recipient,
                content,
                reply,
                call,
                unsure: row.unsure_since.is_some(),
            }));
        }
    }
}

impl Store {
    /// What a delivery brings, which is no greeting.
    pub(super) async fn said(
        &self,
        row: &DeliveryRow,
        room: &RoomRow,
    ) -> Result<Content, StoreError> {
        let body = match row.body.clone() {
            Some(body) => from_json(DeliveryRow::TABLE, body)?,
            None => Body::text(row.text.clone().unwrap_or_default()),
        };
        let author = match row.speaker.map(ContactId::new) {
            Some(speaker) => self.speaker(speaker).await?,
            None => self.writer(row.member.map(MemberId::new)).await?,
        };
        let share = self.share(&body, row, room).await?;
        let called = self.called(&body, (RoomId::new(row.room), room)).await?;
        let buttons = row.buttons.clone().map(|kept| from_json(DeliveryRow::TABLE, kept));
        Ok(Content::Said {
            body,
            quote_token: self.quote_token(row).await?,
            author,
            called,
            buttons: buttons.transpose()?.unwrap_or_default(),
            share,
        })
    }

    async fn content(&self, row: &DeliveryRow, room: &RoomRow) -> Result<Content, StoreError> {
        let Some(form) = row.greeting.clone() else { return self.said(row, room).await };
        let member = row.member.map(MemberId::new);
        let contact = room.contact.map(ContactId::new).ok_or(StoreError::NotFound)?;
        let member = member.ok_or(StoreError::NotFound)?;
        let form = from_json(DeliveryRow::TABLE, form)?;
        let greeting = self.greeting(form, member, contact).await?.into();
        let wait = match self.get::<ProfileTaskRow>(contact).await? {
            Some(_) => Wait::Profile,
            None => Wait::None,
        };
        Ok(Content::Greeting { greeting, wait })
    }

    /// LINE's token of the message that a delivery quotes, in the chat that it goes to; none where LINE
    /// gave none, and then it goes without.
    async fn quote_token(&self, row: &DeliveryRow) -> Result<Option<String>, StoreError> {
        let Some(seq) = row.quotes.map(views::seq) else { return Ok(None) };
        let quoted = self.get::<MessageRow>((RoomId::new(row.room), seq)).await?;
        let Some(quoted) = quoted else { return Ok(None) };
        let Some(contact) = row.contact.map(ContactId::new) else { return Ok(quoted.quote_token) };
        let mut parts = party::parts_of(&quoted)?.into_iter();
        if let Some(part) = parts.find(|part| part.contact == contact) {
            return Ok(part.quote_token);
        }
        let author: Author = from_json(MessageRow::TABLE, quoted.author)?;
        Ok(quoted.quote_token.filter(|_| author == Author::LineUser(contact)))
    }

    /// How LINE fetches the media of a delivery, if it has any.
    async fn share(
        &self,
        body: &Body,
        row: &DeliveryRow,
        room: &RoomRow,
    ) -> Result<Share, StoreError> {
        let Body::Media { media } = body else { return Ok(Share::Nothing) };
        let Some(found) = self.get::<MediaRow>(media.id).await? else { return Ok(Share::Nothing) };
        if found.size.is_none() {
            let task = self.get::<MediaTaskRow>(media.id).await?;
            return task.map_or(Ok(Share::Nothing), MediaTaskRow::share);
        }
        let Some(key) = found.share.as_deref().and_then(ShareKey::parse) else {
            return Ok(Share::Nothing);
        };
        let (content_type, has_small) = (found.content_type, found.has_small);
        Ok(Share::Here { key, content_type, has_small, language: self.language(row, room).await? })
    }

    /// The language of who gets a delivery; where LINE does not tell it, the writer's, or the company's.
    async fn language(
        &self,
        row: &DeliveryRow,
        room: &RoomRow,
    ) -> Result<CardLanguage, StoreError> {
        let reader = match row.contact.or(room.contact).map(ContactId::new) {
            Some(contact) => self.get::<ContactRow>(contact).await?,
            None => None,
        };
        let writer = match row.member.map(MemberId::new) {
            Some(member) => self.get::<MemberRow>(member).await?,
            None => None,
        };
        let writer = writer.map(|row| from_json(MemberRow::TABLE, row.language)).transpose()?;
        let tag = reader.and_then(|row| row.language);
        let company = self.greetings().await?.language;
        Ok(CardLanguage::choose(tag.as_deref(), writer.unwrap_or_default(), company))
    }

    async fn writer(&self, member: Option<MemberId>) -> Result<Option<Writer>, StoreError> {
        let Some(member) = member else { return Ok(None) };
        let row = self.get::<MemberRow>(member).await?;
        Ok(row.map(|row| Writer::Member { photo: views::photo(&row), name: row.name }))
    }

    /// A LINE user, by LINE's own name for them.
    async fn speaker(&self, contact: ContactId) -> Result<Option<Writer>, StoreError> {
        let row = self.get::<ContactRow>(contact).await?;
        Ok(row.and_then(|row| {
            Some(Writer::LineUser { name: row.name?, picture_url: row.picture_url })
        }))
    }

    /// Why a delivery must not go out now, and since when.
    async fn barred(
        &self,
        delivery: &DeliveryRow,
        room: &RoomRow,
    ) -> Result<Option<(FailReason, Timestamp)>, StoreError> {
        if let (Some(member), Some(contact)) = (delivery.member, room.contact)
            && let Some(since) = self.blocks(MemberId::new(member)).await?.since(contact)
        {
            return Ok(Some((FailReason::Blocked, since)));
        }
        if let Some(since) = self.unfollowed_since(delivery, room).await? {
            return Ok(Some((FailReason::Unfollowed, since)));
        }
        if let Some(contact) = delivery.contact.map(ContactId::new) {
            // Whoever was removed since then reads nothing more, not even what is older.
            let party = self.get::<PartyRow>(RoomId::new(delivery.room)).await?.unwrap_or_default();
            if !party.people.contains(&contact.uuid()) {
                let written = Timestamp::from_millis(delivery.made_at);
                return Ok(Some((FailReason::Gone, written)));
            }
        }
        if let Some(since) = room.left_at {
            return Ok(Some((FailReason::LeftGroup, Timestamp::from_millis(since))));
        }
        let connection = ConnectionId::new(delivery.connection);
        let connection = self.get::<ConnectionRow>(connection).await?;
        if let Some(since) = connection.and_then(|row| row.unbound_at) {
            let since = Timestamp::from_millis(since);
            return Ok(Some((FailReason::Disconnected, since)));
        }
        let Some(member) = delivery.member.map(MemberId::new) else { return Ok(None) };
        let permitted = self.permitted(member).await?;
        let written = Timestamp::from_millis(delivery.made_at);
        Ok((!permitted).then_some((FailReason::NotPermitted, written)))
    }
}

impl Store {
    /// Since when the recipient has blocked or removed the official account. LINE answers 200 to a
    /// push that it then does not deliver: the member must be told.
    async fn unfollowed_since(
        &self,
        delivery: &DeliveryRow,
        room: &RoomRow,
    ) -> Result<Option<Timestamp>, StoreError> {
        let since = |room: &RoomRow| {
            let unfollowed = views::friendship(room)? == Friendship::Unfollowed;
            Ok(unfollowed.then(|| Timestamp::from_millis(room.friendship_at)))
        };
        let Some(contact) = delivery.contact.map(ContactId::new) else { return since(room) };
        let key = (ConnectionId::new(delivery.connection), contact);
        let Some(direct) = self.get::<DirectRow>(key).await? else { return Ok(None) };
        match self.get::<RoomRow>(RoomId::new(direct.room)).await? {
            Some(chat) => since(&chat),
            None => Ok(None),
        }
    }
}

fn reply_token(token: &super::schema::ReplyToken) -> ReplyToken {
    ReplyToken {
        token: token.token.clone(),
        received_at: Timestamp::from_millis(token.received_at),
    }
}
