//! What LINE users do in rooms with several: what they say there, and which room they say it in.

use app::domain::{Author, Body, ContactId, RoomId};

use super::{ReceiveEvent, Worth};
use crate::{
    relay::{Choice, Say},
    store::{
        StoreError,
        draft::Draft,
        party::{Chooser, Pressed, Relay, Voice},
        schema::RoomRow,
        timeline::{self, NewMessage},
    },
};

impl ReceiveEvent {
    /// A button says where the LINE user's words go from now on.
    pub(super) async fn pressed(
        &self,
        draft: &mut Draft<'_>,
        contact: ContactId,
        choice: Choice,
    ) -> Result<(), StoreError> {
        let (chat, mut room) = self.room(draft, contact).await?;
        self.befriend(draft, chat, &mut room).await?;
        let chooser = Chooser { connection: self.connection, contact, chat };
        let pressed = Pressed {
            choice,
            at: self.event.at,
            now: self.received_at,
            token: self.token(0),
            base: self.fresh.delivery.uuid(),
        };
        chooser.press(draft, pressed).await
    }

    /// A LINE user says something in a room with several: its members read it, and the others get it in
    /// their own chats, where it can be passed on.
    pub(super) async fn in_shared_room(
        &self,
        draft: &mut Draft<'_>,
        contact: ContactId,
        id: RoomId,
    ) -> Result<Worth, StoreError> {
        let (chat, mut direct) = self.room(draft, contact).await?;
        self.befriend(draft, chat, &mut direct).await?;
        let mut room = draft.need::<RoomRow>(id).await?;
        let (base, now) = (self.fresh.delivery, self.received_at);
        let relay = Relay { room: id, row: &room, base, now };
        let (new, worth) = self.message(draft, (id, &room), Author::LineUser(contact)).await?;
        let parts = if new.body.can_be_sent() {
            // The right to answer is the chat's, for whatever is said there next.
            direct.reply = self.token(direct.last_seq).or(direct.reply);
            draft.put::<RoomRow>(chat, direct);
            relay.pass_on(draft, Voice::LineUser(contact), &new).await?
        } else if new.body == Body::Unsent {
            Vec::new()
        } else {
            relay.tell(draft, chat, contact, Say::OnlyText, self.token(0)).await?;
            Vec::new()
        };
        let new = NewMessage { parts, ..new };
        let message = timeline::append(draft, id, &mut room, new, self.received_at);
        timeline::tell_message(draft, id, &room, &message).await?;
        Ok(worth)
    }
}
