//! What members send, kept and put on its way. What becomes of it is in [`super::outcome`].

use app::domain::{
    Author, Body, ConnectionId, ContactId, Delivery, DeliveryId, MemberId, Message, MessageId,
    Outbound, Quote, RoomId, RoomKind, Seq, Timestamp, Writing,
};

use super::{
    StoreError, blocks,
    draft::Draft,
    error::Refusal,
    journal::Command,
    key::MessageKey,
    mentions,
    party::{self, Relay, Voice},
    permission, quotes,
    read_marks::{self, HasRead},
    row::to_json,
    schema::{
        Address, ContactRow, DeliveryRow, MessageKeyRow, MessageRow, QueuedRow, RoomRow, SeatRow,
    },
    timeline::{self, LineTokens, NewMessage},
    uploads, views,
};

/// A member sends something to the LINE users of a room.
pub struct SendMessage {
    /// Who sends.
    pub member: MemberId,
    /// Where.
    pub room: RoomId,
    /// The id the client gave it; a repeated command with it answers the first one's message.
    pub id: MessageId,
    /// What.
    pub writing: Writing,
    /// A fresh id for the delivery.
    pub delivery: DeliveryId,
    /// When.
    pub now: Timestamp,
}

impl Command for SendMessage {
    type Output = Message;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Message, StoreError> {
        permission::need(draft, self.member).await?;
        let mut seat = draft.need::<SeatRow>((self.member, self.room)).await?;
        if let Some(known) = draft.get::<MessageKeyRow>(MessageKey(self.id.uuid())).await? {
            return self.known(draft, known).await;
        }
        let mut room = draft.need::<RoomRow>(self.room).await?;
        need_way(draft, self.member, &room).await?;
        let body = self.body(draft, &room).await?;
        let new = NewMessage {
            id: self.id,
            at: self.now,
            author: Author::Member(self.member),
            body,
            delivery: Some(Delivery::Queued),
            delivery_id: None,
            parts: Vec::new(),
            tokens: LineTokens::default(),
            quote: self.quote(draft, views::first(&seat)).await?,
            edited_at: None,
        };
        let new = if views::kind(&room)? == RoomKind::Multi {
            let voice = Voice::Member(self.member);
            let relay = Relay { room: self.room, row: &room, base: self.delivery, now: self.now };
            NewMessage { parts: relay.pass_on(draft, voice, &new).await?, ..new }
        } else {
            self.queue(draft, &room, &new).await?;
            NewMessage { delivery_id: Some(self.delivery.uuid()), ..new }
        };
        let message = timeline::append(draft, self.room, &mut room, new, self.now);
        let key = MessageKeyRow {
            room: self.room.uuid(),
            seq: room.last_seq,
            member: self.member.uuid(),
        };
        draft.insert::<MessageKeyRow>(MessageKey(self.id.uuid()), key);
        // Whoever writes has seen what stands above.
        let read = HasRead { member: self.member, before: seat.read_seq, seq: room.last_seq };
        seat.read_to(room.last_seq);
        read_marks::has_read(draft, (self.room, &room), read).await?;
        draft.put::<SeatRow>((self.member, self.room), seat);
        timeline::tell_message(draft, self.room, &room, &message).await?;
        Ok(message)
    }
}

impl SendMessage {
    /// What it says. Of what was uploaded only the id is believed.
    async fn body(&self, draft: &mut Draft<'_>, room: &RoomRow) -> Result<Body, StoreError> {
        match &self.writing.what {
            Outbound::Text { text, mentions } => {
                mentions::words(draft, (self.room, room), text, mentions).await
            }
            Outbound::Media { media } => {
                let (member, seq) = (self.member, room.last_seq + 1);
                let sending = uploads::Sending { member, room: self.room, seq, now: self.now };
                let media = uploads::take(draft, media.id, sending).await?;
                Ok(Body::Media { media: Box::new(media) })
            }
            what @ (Outbound::Sticker { .. } | Outbound::Place { .. }) => Ok(what.clone().into()),
        }
    }

    /// What it quotes: something that the member can see in the room, and that LINE lets be quoted.
    async fn quote(&self, draft: &mut Draft<'_>, first: Seq) -> Result<Option<Quote>, StoreError> {
        let Some(seq) = self.writing.quote else { return Ok(None) };
        match quotes::of(draft, self.room, seq).await? {
            Quote::Known { seq, author, body } if seq >= first && body.can_be_quoted() => {
                Ok(Some(Quote::Known { seq, author, body }))
            }
            // Taken back in the meantime: the words go to the same people without it.
            _ => Ok(None),
        }
    }

    /// Puts the one delivery on its way that brings it to LINE.
    async fn queue(
        &self,
        draft: &mut Draft<'_>,
        room: &RoomRow,
        new: &NewMessage,
    ) -> Result<(), StoreError> {
        let recipient = recipient(draft, room).await?;
        let seq = room.last_seq + 1;
        let to = Address { room: self.room, seq, connection: room.connection, recipient };
        let offers = match room.contact.map(ContactId::new) {
            Some(contact) => {
                let chat = (ConnectionId::new(room.connection), contact);
                party::offers(draft, chat, (self.delivery, self.now)).await?
            }
            None => Vec::new(),
        };
        let row = DeliveryRow {
            member: Some(self.member.uuid()),
            body: Some(to_json(&new.body)),
            buttons: (!offers.is_empty()).then(|| to_json(&offers)),
            quotes: self.writing.quote.map(|seq| i64::from(seq.0)),
            ..DeliveryRow::queued(to, self.now)
        };
        enqueue(draft, self.delivery, &row);
        draft.insert::<DeliveryRow>(self.delivery, row);
        Ok(())
    }

    async fn known(
        &self,
        draft: &mut Draft<'_>,
        known: MessageKeyRow,
    ) -> Result<Message, StoreError> {
        if known.room != self.room.uuid() || known.member != self.member.uuid() {
            return Err(StoreError::Refused(Refusal::IdTaken));
        }
        let seq = views::seq(known.seq);
        let row = draft.need::<MessageRow>((self.room, seq)).await?;
        let mut message = views::message(self.room, seq, row.clone())?;
        quotes::fill(draft, &row, &mut message).await?;
        Ok(message)
    }
}

/// Refuses what cannot reach anybody, or what the member does not want to reach.
pub(super) async fn need_way(
    draft: &mut Draft<'_>,
    member: MemberId,
    room: &RoomRow,
) -> Result<(), StoreError> {
    let blocks = blocks::of(draft, member).await?;
    match views::barred(room, &blocks)? {
        Some(barred) => Err(StoreError::Refused(barred.into())),
        None => Ok(()),
    }
}

/// Whom LINE is to bring what is written in a room: a LINE user, or a LINE group.
async fn recipient(draft: &mut Draft<'_>, room: &RoomRow) -> Result<String, StoreError> {
    if let Some(group) = &room.line_id {
        return Ok(group.clone());
    }
    let contact = ContactId::new(room.contact.ok_or(StoreError::NotFound)?);
    Ok(draft.need::<ContactRow>(contact).await?.line_user_id)
}

/// Puts a delivery into its room's queue.
pub(super) fn enqueue(draft: &mut Draft<'_>, id: DeliveryId, row: &DeliveryRow) {
    let queued = QueuedRow { room: row.room, delivery: id.uuid(), contact: row.contact };
    draft.put::<QueuedRow>(row.key(id), queued);
    draft.aftermath.queued.push(RoomId::new(row.room));
}

#[cfg(test)]
mod tests {
    use app::{
        domain::{Body, FailReason, TextMessage},
        sync::snapshot::PageAt,
    };
    use uuid::Uuid;

    use super::*;
    use crate::{
        line::inbound::{Inbound, What},
        outbox::store::{Begin, Content, Job, OutboxStore, Outcome, Reply, Via},
        store::{
            receive::ReceiveEvent,
            testing::{Company, NOW, says},
        },
    };

    fn text_of(job: &Job) -> &str {
        match &job.content {
            Content::Said { body: Body::Text { text, .. }, .. } => text,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_message_with_the_same_id_is_made_once() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let (room, id) = (company.room().await, MessageId::new(Uuid::now_v7()));
        let all = futures::future::join_all((0..20).map(|_| company.say_as(room, id, "はい")));
        let made: Vec<Message> = all.await.into_iter().map(Result::unwrap).collect();
        assert!(made.iter().all(|message| *message == made[0]));
        let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
        assert_eq!(page.messages.len(), 2);
    }

    #[tokio::test]
    async fn an_id_of_another_message_is_refused() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let one = company.room().await;
        let id = MessageId::new(Uuid::now_v7());
        company.say_as(one, id, "はい").await.unwrap();
        company.hear("U2", "e2", "hi").await;
        let other = company.room().await;
        assert_ne!(one, other);
        let refused = company.say_as(other, id, "はい").await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::IdTaken))), "{refused:?}");
    }

    #[tokio::test]
    async fn nobody_writes_where_they_have_no_seat() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        let outsider = MemberId::new(Uuid::now_v7());
        let send = SendMessage {
            member: outsider,
            room,
            id: MessageId::new(Uuid::now_v7()),
            writing: TextMessage::parse("psst").unwrap().into(),
            delivery: DeliveryId::new(Uuid::now_v7()),
            now: NOW,
        };
        assert!(matches!(company.store.run(send).await, Err(StoreError::NotFound)));
        let page = company.store.page(outsider, room, PageAt::Head).await;
        assert!(matches!(page, Err(StoreError::NotFound)));
    }

    #[tokio::test]
    async fn who_unfollowed_cannot_be_written_to() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        company.store.run(company.event("U1", "e2", NOW, What::Unfollow)).await.unwrap();
        let refused = company.say(company.room().await, "はい").await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::Unreachable))));
    }

    #[tokio::test]
    async fn a_delivery_goes_from_queued_to_sent_and_everybody_learns_of_it() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        company.say(room, "一").await.unwrap();
        company.say(room, "二").await.unwrap();
        let store = &company.store;
        assert_eq!(store.waiting_rooms(None, 10).await.unwrap(), [room]);
        let job = store.next(room).await.unwrap().unwrap();
        assert_eq!((text_of(&job), job.to.as_str()), ("一", "U1"));
        let Reply::Offered(token) = job.reply.clone() else { panic!("{:?}", job.reply) };
        assert_eq!(store.begin_reply(job.delivery, &token, NOW).await.unwrap(), Begin::Granted);
        let again = store.begin_reply(job.delivery, &token, NOW).await.unwrap();
        assert_eq!(again, Begin::Changed);
        assert!(matches!(store.next(room).await.unwrap().unwrap().reply, Reply::Begun(_)));
        let sent = Outcome::Sent { via: Via::Reply, messages: Vec::new() };
        store.record(vec![job.delivery], sent, NOW).await.unwrap();
        let second = store.next(room).await.unwrap().unwrap();
        assert_eq!((text_of(&second), &second.reply), ("二", &Reply::None));
        let failed = Outcome::Failed(FailReason::QuotaSpent);
        store.record(vec![second.delivery], failed, NOW).await.unwrap();
        assert!(store.next(room).await.unwrap().is_none());
        assert!(store.waiting_rooms(None, 10).await.unwrap().is_empty());
        let page = store.page(company.member, room, PageAt::Head).await.unwrap();
        let states: Vec<_> = page.messages.iter().map(|m| m.delivery).collect();
        let reason = FailReason::QuotaSpent;
        assert_eq!(states, [None, Some(Delivery::Sent), Some(Delivery::Failed { reason })]);
    }

    #[tokio::test]
    async fn what_is_queued_when_the_line_user_unfollows_fails_visibly() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        company.say(room, "はい").await.unwrap();
        company.store.run(company.event("U1", "e2", NOW, What::Unfollow)).await.unwrap();
        assert!(company.store.next(room).await.unwrap().is_none());
        let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
        let reason = FailReason::Unfollowed;
        assert_eq!(page.messages[1].delivery, Some(Delivery::Failed { reason }));
    }

    #[tokio::test]
    async fn a_reply_token_that_came_after_a_message_is_not_for_it() {
        let company = Company::in_memory().await;
        let quiet =
            Inbound { reply_token: None, ..company.event("U1", "e1", NOW, says("hi")).event };
        let first = company.event("U1", "e1", NOW, What::Follow { again: false });
        company.store.run(ReceiveEvent { event: quiet, ..first }).await.unwrap();
        let room = company.room().await;
        company.say(room, "はい").await.unwrap();
        company.hear("U1", "e2", "more").await;
        company.say(room, "again").await.unwrap();
        let first = company.store.next(room).await.unwrap().unwrap();
        assert_eq!(first.reply, Reply::None);
        let sent = Outcome::Sent { via: Via::Push, messages: Vec::new() };
        company.store.record(vec![first.delivery], sent, NOW).await.unwrap();
        let second = company.store.next(room).await.unwrap().unwrap();
        assert!(matches!(second.reply, Reply::Offered(_)));
    }
}
