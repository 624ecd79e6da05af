//! What LINE told us, kept: the transaction behind the answer to a webhook.
//!
//! Everything an event brings about (contact, room, message, greeting, stream rows, tasks) is written
//! with the event itself, so a webhook that was answered 200 is whole, and one that LINE delivers again
//! is known by its event id and changes nothing.

use app::domain::{
    Author, Body, ConnectionId, ContactId, Delivery, DeliveryId, Friendship, MemberId, MessageId,
    Notice, RoomId, RoomKind, Timestamp, Unsupported,
};
use uuid::Uuid;

use super::{
    StoreError,
    draft::Draft,
    greeting::{self, Follow},
    journal::Command,
    key::TextKey,
    row::to_json,
    schema::{
        ConnectionRow, ContactRow, DirectRow, LineUserRow, ProfileTaskRow, ReplyToken, RoomRow,
        SeatRow, WebhookEventRow,
    },
    timeline::{self, LineTokens, NewMessage},
    views,
};
use crate::{
    greeting::Form,
    line::inbound::{Inbound, LineUserId, Source, What},
};

/// One event of a webhook, with the ids that what it brings about will have.
pub struct ReceiveEvent {
    /// The connection it came through.
    pub connection: ConnectionId,
    /// The event.
    pub event: Inbound,
    /// When it reached us.
    pub received_at: Timestamp,
    /// For the message, and if they are new, for contact and room.
    pub fresh: Fresh,
}

/// Ids to use for whatever turns out to be new.
#[derive(Clone, Copy, Debug)]
pub struct Fresh {
    /// For the message.
    pub message: MessageId,
    /// For the contact, if the LINE user is new.
    pub contact: ContactId,
    /// For the room, if there is none yet.
    pub room: RoomId,
    /// For the greeting, if it is answered with one.
    pub delivery: DeliveryId,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is kept.
    Kept,
    /// It was kept before.
    Known,
}

impl Command for ReceiveEvent {
    type Output = Received;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Received, StoreError> {
        let key = TextKey::of(&self.event.event_id.0);
        if draft.get::<WebhookEventRow>(key).await?.is_some() {
            return Ok(Received::Known);
        }
        let row = WebhookEventRow {
            event_id: self.event.event_id.0.clone(),
            connection: self.connection.uuid(),
            at: self.event.at.millis(),
            received_at: self.received_at.millis(),
            raw: self.event.raw.clone(),
        };
        draft.insert::<WebhookEventRow>(key, row);
        if let Source::User(user) = &self.event.source {
            self.in_direct_room(draft, user).await?;
        }
        Ok(Received::Kept)
    }
}

impl ReceiveEvent {
    async fn in_direct_room(
        &self,
        draft: &mut Draft<'_>,
        user: &LineUserId,
    ) -> Result<(), StoreError> {
        let contact = self.contact(draft, user).await?;
        let (id, mut room) = self.room(draft, contact).await?;
        if let Some(friendship) = self.friendship(&room)? {
            room.friendship = to_json(&friendship);
            room.friendship_at = self.event.at.millis();
        }
        let mut message = self.message(contact);
        let token = self.event.reply_token.clone().map(|token| ReplyToken {
            token,
            received_at: self.received_at.millis(),
            seq: room.last_seq + 1,
        });
        if let Some(follow) = self.follow(user, id, token.as_ref(), &room)?
            && let Some(delivery) = greeting::answer(draft, follow).await?
        {
            message.delivery = Some(Delivery::Queued);
            message.delivery_id = Some(delivery.uuid());
        } else {
            // The newest: the room keeps no other.
            room.reply = token.or(room.reply);
        }
        let message = timeline::append(draft, id, &mut room, message, self.received_at);
        timeline::tell_message(draft, id, &room, &message).await
    }

    async fn contact(
        &self,
        draft: &mut Draft<'_>,
        user: &LineUserId,
    ) -> Result<ContactId, StoreError> {
        let key = TextKey::of(&user.0);
        if let Some(known) = draft.get::<LineUserRow>(key).await? {
            let id = ContactId::new(known.contact);
            // Who adds us anew may have a new face, or one that LINE would not show before.
            if matches!(self.event.what, What::Follow { .. }) {
                self.want_profile(draft, id);
            }
            return Ok(id);
        }
        let id = self.fresh.contact;
        draft.insert::<LineUserRow>(key, LineUserRow { contact: id.uuid() });
        let row = ContactRow {
            line_user_id: user.0.clone(),
            name: None,
            picture_url: None,
            status_message: None,
            language: None,
            profile_at: None,
            rooms: Vec::new(),
            kept: None,
            created_at: self.received_at.millis(),
        };
        draft.insert::<ContactRow>(id, row);
        self.want_profile(draft, id);
        Ok(id)
    }

    fn want_profile(&self, draft: &mut Draft<'_>, contact: ContactId) {
        let task = ProfileTaskRow { connection: self.connection.uuid() };
        draft.put::<ProfileTaskRow>(contact, task);
        draft.aftermath.profiles.push(contact);
    }

    async fn room(
        &self,
        draft: &mut Draft<'_>,
        contact: ContactId,
    ) -> Result<(RoomId, RoomRow), StoreError> {
        let key = (self.connection, contact);
        if let Some(known) = draft.get::<DirectRow>(key).await? {
            let id = RoomId::new(known.room);
            return Ok((id, draft.need::<RoomRow>(id).await?));
        }
        let connection = draft.need::<ConnectionRow>(self.connection).await?;
        let id = self.fresh.room;
        draft.insert::<DirectRow>(key, DirectRow { room: id.uuid() });
        let members = vec![connection.member];
        let row = RoomRow {
            kind: to_json(&RoomKind::Direct),
            connection: self.connection.uuid(),
            contact: Some(contact.uuid()),
            members,
            name: None,
            description: None,
            photo: None,
            picture_url: None,
            line_id: None,
            line_users: None,
            edition: None,
            left_at: None,
            friendship: to_json(&Friendship::Stranger),
            friendship_at: 0,
            last_seq: 0,
            last_at: self.received_at.millis(),
            last: None,
            reply: None,
            created_at: self.received_at.millis(),
        };
        draft.insert::<RoomRow>(id, row.clone());
        let mut person = draft.need::<ContactRow>(contact).await?;
        person.rooms.push(id.uuid());
        draft.put::<ContactRow>(contact, person);
        let member = MemberId::new(connection.member);
        draft.insert::<SeatRow>((member, id), SeatRow { room: id.uuid(), read_seq: 0 });
        Ok((id, row))
    }

    /// What the event says about whether the LINE user can be reached; nothing when a newer event
    /// has spoken. A message from somebody who had unfollowed proves that they can be answered.
    fn friendship(&self, room: &RoomRow) -> Result<Option<Friendship>, StoreError> {
        if self.event.at.millis() < room.friendship_at {
            return Ok(None);
        }
        Ok(match self.event.what {
            What::Follow { .. } => Some(Friendship::Friend),
            What::Unfollow => Some(Friendship::Unfollowed),
            _ if views::friendship(room)? == Friendship::Unfollowed => Some(Friendship::Stranger),
            _ => None,
        })
    }

    /// The event as one that a greeting may answer, if it is such. Who has left again since then
    /// could not read it.
    fn follow<'a>(
        &self,
        user: &'a LineUserId,
        room: RoomId,
        token: Option<&'a ReplyToken>,
        row: &RoomRow,
    ) -> Result<Option<Follow<'a>>, StoreError> {
        let What::Follow { again } = self.event.what else { return Ok(None) };
        let Some(token) = token else { return Ok(None) };
        if views::friendship(row)? != Friendship::Friend {
            return Ok(None);
        }
        let form = if again { Form::Words } else { Form::Card };
        let (connection, delivery) = (self.connection, self.fresh.delivery);
        Ok(Some(Follow { connection, room, user, token, form, delivery }))
    }

    fn message(&self, contact: ContactId) -> NewMessage {
        let (author, body, tokens) = match &self.event.what {
            What::Follow { again: false } => notice(Notice::Followed),
            What::Follow { again: true } => notice(Notice::FollowedAgain),
            What::Unfollow => notice(Notice::Unfollowed),
            What::Text { line_message_id, text, quote_token, mark_as_read_token } => (
                Author::LineUser(contact),
                Body::Text { text: text.clone() },
                LineTokens {
                    message_id: Some(line_message_id.clone()),
                    quote: quote_token.clone(),
                    mark_as_read: mark_as_read_token.clone(),
                },
            ),
            What::Unsupported(what) => placeholder(contact, *what),
            What::Broken => placeholder(contact, Unsupported::Other),
        };
        NewMessage {
            id: self.fresh.message,
            at: self.event.at,
            author,
            body,
            delivery: None,
            delivery_id: None,
            tokens,
        }
    }
}

fn notice(notice: Notice) -> (Author, Body, LineTokens) {
    (Author::System, Body::Notice { notice }, LineTokens::default())
}

fn placeholder(contact: ContactId, what: Unsupported) -> (Author, Body, LineTokens) {
    (Author::LineUser(contact), Body::Unsupported { what }, LineTokens::default())
}

/// Ids for whatever an event may bring about.
pub fn fresh(mut uuid: impl FnMut() -> Uuid) -> Fresh {
    Fresh {
        message: MessageId::new(uuid()),
        contact: ContactId::new(uuid()),
        room: RoomId::new(uuid()),
        delivery: DeliveryId::new(uuid()),
    }
}

#[cfg(test)]
mod tests {
    use app::{domain::Seq, sync::snapshot::PageAt};

    use super::*;
    use crate::store::testing::{Company, NOW, says};

    #[tokio::test]
    async fn the_first_event_of_a_line_user_makes_contact_and_room() {
        let company = Company::in_memory().await;
        let follow = company.event("U1", "e1", NOW, What::Follow { again: false });
        assert_eq!(company.store.run(follow).await.unwrap(), Received::Kept);
        let snapshot = company.store.snapshot(company.member).await.unwrap();
        let [room] = snapshot.rooms.as_slice() else { panic!("{:?}", snapshot.rooms) };
        assert_eq!(room.friendship, Friendship::Friend);
        assert_eq!((room.last_seq, room.unread()), (Seq(1), 1));
        let page = company.store.page(company.member, room.id, PageAt::Head).await.unwrap();
        assert_eq!(page.messages.len(), 1);
        assert_eq!(page.messages[0].body, Body::Notice { notice: Notice::Followed });
    }

    #[tokio::test]
    async fn the_same_event_a_hundred_times_at_once_is_kept_once() {
        let company = Company::in_memory().await;
        let outcomes = futures::future::join_all((0..100).map(|_| company.hear("U1", "e1", "hi")));
        let kept = outcomes.await.into_iter().filter(|r| *r == Received::Kept).count();
        assert_eq!(kept, 1);
        let room = company.room().await;
        let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
        assert_eq!(page.messages.len(), 1);
    }

    #[tokio::test]
    async fn numbers_are_dense_under_concurrency() {
        let company = Company::in_memory().await;
        let names: Vec<String> = (0..300).map(|n| format!("e{n}")).collect();
        let users = ["U1", "U2", "U3"];
        let all = names.iter().enumerate().map(|(n, name)| company.hear(users[n % 3], name, name));
        futures::future::join_all(all).await;
        let snapshot = company.store.snapshot(company.member).await.unwrap();
        assert_eq!(snapshot.cursor.0, 300);
        for room in snapshot.rooms {
            assert_eq!(room.last_seq, Seq(100));
            let all = company.store.messages(room.id, Seq(1), Seq(100)).await.unwrap();
            let seqs: Vec<u32> = all.iter().map(|m| m.seq.0).collect();
            assert_eq!(seqs, (1..=100).collect::<Vec<_>>());
        }
    }

    #[tokio::test]
    async fn a_follow_that_is_delivered_late_does_not_undo_an_unfollow() {
        let company = Company::in_memory().await;
        let unfollow = company.event("U1", "e2", NOW.plus_millis(1000), What::Unfollow);
        company.store.run(unfollow).await.unwrap();
        let follow = company.event("U1", "e1", NOW, What::Follow { again: false });
        company.store.run(follow).await.unwrap();
        let snapshot = company.store.snapshot(company.member).await.unwrap();
        assert_eq!(snapshot.rooms[0].friendship, Friendship::Unfollowed);
    }

    #[tokio::test]
    async fn a_message_after_unfollow_proves_that_the_line_user_can_write() {
        let company = Company::in_memory().await;
        for (name, what) in
            [("e1", What::Follow { again: false }), ("e2", What::Unfollow), ("e3", says("back"))]
        {
            company.store.run(company.event("U1", name, NOW, what)).await.unwrap();
        }
        let snapshot = company.store.snapshot(company.member).await.unwrap();
        assert_eq!(snapshot.rooms[0].friendship, Friendship::Stranger);
    }
}
