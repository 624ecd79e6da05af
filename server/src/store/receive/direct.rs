//! The chat of one LINE user with an official account: what is said there, and whether the LINE user can be
//! reached.

use app::domain::{Author, ContactId, Delivery, Friendship, MemberId, RoomId, RoomKind};
use uuid::Uuid;

use super::{ReceiveEvent, Worth};
use crate::{
    greeting::Form,
    line::inbound::{LineUserId, What},
    store::{
        StoreError, blocks,
        draft::Draft,
        greeting::{self, Follow},
        row::to_json,
        schema::{ConnectionRow, ContactRow, DirectRow, ReplyToken, RoomRow, SeatRow},
        timeline, views,
    },
};

impl ReceiveEvent {
    pub(super) async fn in_direct_room(
        &self,
        draft: &mut Draft<'_>,
        user: &LineUserId,
        contact: ContactId,
    ) -> Result<Worth, StoreError> {
        let readers = self.direct_readers(draft, contact).await?;
        if blocks::is_blocked_by_all(draft, &readers, contact).await? {
            self.drop_it(draft, contact, &readers).await?;
            return Ok(Worth::Dropped);
        }
        let (id, mut room) = self.room(draft, contact).await?;
        self.note_friendship(&mut room)?;
        let (mut message, worth) =
            self.message(draft, (id, &room), Author::LineUser(contact)).await?;
        let token = self.token(room.last_seq + 1);
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
        timeline::tell_message(draft, id, &room, &message).await?;
        Ok(worth)
    }

    pub(super) async fn room(
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
        let row = RoomRow {
            contact: Some(contact.uuid()),
            members: vec![connection.member],
            ..RoomRow::new(RoomKind::Direct, self.connection, self.received_at)
        };
        draft.insert::<RoomRow>(id, row.clone());
        let mut person = draft.need::<ContactRow>(contact).await?;
        person.rooms.push(id.uuid());
        draft.put::<ContactRow>(contact, person);
        let member = MemberId::new(connection.member);
        draft.insert::<SeatRow>((member, id), SeatRow::new(id, 0));
        Ok((id, row))
    }

    /// Who writes can be reached: what their chat says of that is kept, also where nothing is said in it.
    pub(super) async fn befriend(
        &self,
        draft: &mut Draft<'_>,
        chat: RoomId,
        room: &mut RoomRow,
    ) -> Result<(), StoreError> {
        if !self.note_friendship(room)? {
            return Ok(());
        }
        draft.put::<RoomRow>(chat, room.clone());
        timeline::tell_room(draft, chat, room).await
    }

    /// Notes in the room's row what the event says of the friendship; answers whether that is news.
    fn note_friendship(&self, room: &mut RoomRow) -> Result<bool, StoreError> {
        let Some(friendship) = self.friendship(room)? else { return Ok(false) };
        room.friendship = to_json(&friendship);
        room.friendship_at = self.event.at.millis();
        Ok(true)
    }

    /// The members who would see it in the direct room, which may not be there yet.
    async fn direct_readers(
        &self,
        draft: &mut Draft<'_>,
        contact: ContactId,
    ) -> Result<Vec<Uuid>, StoreError> {
        match draft.get::<DirectRow>((self.connection, contact)).await? {
            Some(known) => Ok(draft.need::<RoomRow>(RoomId::new(known.room)).await?.members),
            None => Ok(vec![draft.need::<ConnectionRow>(self.connection).await?.member]),
        }
    }

    /// Of what a blocked LINE user sends only this remains: how much it was, and whether they can be
    /// reached when the block is taken back.
    async fn drop_it(
        &self,
        draft: &mut Draft<'_>,
        contact: ContactId,
        readers: &[Uuid],
    ) -> Result<(), StoreError> {
        if let Some(known) = draft.get::<DirectRow>((self.connection, contact)).await? {
            let id = RoomId::new(known.room);
            let mut room = draft.need::<RoomRow>(id).await?;
            self.befriend(draft, id, &mut room).await?;
        }
        match self.event.what {
            What::Follow { .. } | What::Unfollow => Ok(()),
            _ => blocks::count_dropped(draft, readers, contact).await,
        }
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
}
