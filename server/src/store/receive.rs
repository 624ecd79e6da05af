//! What LINE told us, kept: the transaction behind the answer to a webhook.
//!
//! Everything an event brings about (contact, room, message, greeting, stream rows, tasks) is written
//! with the event itself, so a webhook that was answered 200 is whole, and one that LINE delivers again
//! is known by its event id and changes nothing.

use app::domain::{ConnectionId, ContactId, DeliveryId, MediaId, MessageId, RoomId, Timestamp};
use uuid::Uuid;

use super::{
    StoreError,
    draft::Draft,
    journal::Command,
    key::TextKey,
    party,
    schema::{ContactRow, DirectRow, LineUserRow, ProfileTaskRow, ReplyToken, WebhookEventRow},
};
use crate::line::inbound::{GroupId, Inbound, LineUserId, Source, What};

mod direct;
mod group;
mod later;
mod message;
mod shared;

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
#[derive(Clone, Debug)]
pub struct Fresh {
    /// For the message.
    pub message: MessageId,
    /// For the contact, if the LINE user is new.
    pub contact: ContactId,
    /// For the contacts of those who join a group by the event, in its order.
    pub people: Vec<ContactId>,
    /// For the room, if there is none yet.
    pub room: RoomId,
    /// For the greeting, if it is answered with one.
    pub delivery: DeliveryId,
    /// For the picture, video, sound or file, if it is one.
    pub media: MediaId,
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
        let worth = match (&self.event.what, &self.event.source) {
            (What::Unsent { line_message_id }, _) => {
                self.taken_back(draft, line_message_id).await?;
                Worth::Whole
            }
            (What::Edited { line_message_id, words, quote_token }, _) => {
                self.reworded(draft, line_message_id, words, quote_token.as_ref()).await?;
                // The new words stand in the message, and go with it when it is taken back.
                Worth::Dropped
            }
            (_, Source::User(user)) => {
                let contact = self.contact(draft, user).await?;
                self.of_user(draft, user, contact).await?
            }
            (_, Source::Group { group, user }) => {
                self.in_group(draft, group, user.as_ref()).await?
            }
            (_, Source::Unknown) => Worth::Whole,
        };
        let row = WebhookEventRow {
            event_id: self.event.event_id.0.clone(),
            connection: self.connection.uuid(),
            at: self.event.at.millis(),
            received_at: self.received_at.millis(),
            raw: match worth {
                Worth::Whole => self.event.raw.clone(),
                Worth::Dropped => String::new(),
            },
        };
        draft.insert::<WebhookEventRow>(key, row);
        Ok(Received::Kept)
    }
}

/// What is kept of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    /// All of it.
    Whole,
    /// Only that it came: whoever would see it has blocked its sender, or its words are kept elsewhere.
    Dropped,
}

impl ReceiveEvent {
    /// To the room that the LINE user's words are for.
    async fn of_user(
        &self,
        draft: &mut Draft<'_>,
        user: &LineUserId,
        contact: ContactId,
    ) -> Result<Worth, StoreError> {
        if let What::Pressed(choice) = self.event.what {
            self.pressed(draft, contact, choice).await?;
            return Ok(Worth::Whole);
        }
        let quoted = self.event.quoted.as_deref();
        let shared = if self.event.what.is_said() {
            let chat = (self.connection, contact);
            party::talks_in(draft, chat, quoted, self.event.at).await?
        } else {
            None
        };
        match shared {
            Some(room) => self.in_shared_room(draft, contact, room).await,
            None => self.in_direct_room(draft, user, contact).await,
        }
    }

    /// The right to answer; only what is written after the message `seq` may use it.
    fn token(&self, seq: i64) -> Option<ReplyToken> {
        let token = self.event.reply_token.clone()?;
        Some(ReplyToken { token, received_at: self.received_at.millis(), seq })
    }
}

impl ReceiveEvent {
    async fn contact(
        &self,
        draft: &mut Draft<'_>,
        user: &LineUserId,
    ) -> Result<ContactId, StoreError> {
        let id = self.contact_of(draft, user, self.fresh.contact).await?;
        let is_met = draft.get::<DirectRow>((self.connection, id)).await?.is_some();
        // Who turns to us, or adds us anew, may have a new face, or one that LINE would not show
        // before.
        if !is_met || matches!(self.event.what, What::Follow { .. }) {
            self.want_profile(draft, id, None);
        }
        Ok(id)
    }

    /// The contact of a LINE user, made with the id `fresh` if there is none yet.
    async fn contact_of(
        &self,
        draft: &mut Draft<'_>,
        user: &LineUserId,
        fresh: ContactId,
    ) -> Result<ContactId, StoreError> {
        let key = TextKey::of(&user.0);
        if let Some(known) = draft.get::<LineUserRow>(key).await? {
            return Ok(ContactId::new(known.contact));
        }
        let id = fresh;
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
        Ok(id)
    }

    /// Has the profile read that LINE shows to the account itself, or to those who are in a group.
    fn want_profile(&self, draft: &mut Draft<'_>, contact: ContactId, group: Option<&GroupId>) {
        let group = group.map(|group| group.as_str().to_owned());
        let task = ProfileTaskRow { connection: self.connection.uuid(), group };
        draft.put::<ProfileTaskRow>(contact, task);
        draft.aftermath.profiles.push(contact);
    }
}

/// Ids for whatever an event may bring about.
pub fn fresh(event: &Inbound, mut uuid: impl FnMut() -> Uuid) -> Fresh {
    let people = match &event.what {
        What::MembersJoined(who) => who.len(),
        _ => 0,
    };
    Fresh {
        message: MessageId::new(uuid()),
        contact: ContactId::new(uuid()),
        people: (0..people).map(|_| ContactId::new(uuid())).collect(),
        room: RoomId::new(uuid()),
        delivery: DeliveryId::new(uuid()),
        media: MediaId::new(uuid()),
    }
}

#[cfg(test)]
mod tests {
    use app::{
        domain::{Body, Friendship, Notice, Seq},
        sync::snapshot::PageAt,
    };

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
