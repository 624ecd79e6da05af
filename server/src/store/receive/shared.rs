//! What LINE users do in rooms with several: what they say there, and which room they say it in.

use app::domain::{Author, ContactId, RoomId};

use super::ReceiveEvent;
use crate::{
    relay::{Choice, Say},
    store::{
        StoreError,
        draft::Draft,
        key::TextKey,
        party::{Chooser, Pressed, Relay, Voice},
        schema::{LineMessageRow, RoomRow},
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
    ) -> Result<(), StoreError> {
        let (chat, mut direct) = self.room(draft, contact).await?;
        self.befriend(draft, chat, &mut direct).await?;
        let mut room = draft.need::<RoomRow>(id).await?;
        let (base, now) = (self.fresh.delivery, self.received_at);
        let relay = Relay { room: id, row: &room, base, now };
        let new = self.message(Author::LineUser(contact));
        let parts = if new.body.can_be_sent() {
            // The right to answer is the chat's, for whatever is said there next.
            direct.reply = self.token(direct.last_seq).or(direct.reply);
            draft.put::<RoomRow>(chat, direct);
            relay.pass_on(draft, Voice::LineUser(contact), &new.body).await?
        } else {
            relay.tell(draft, chat, contact, Say::OnlyText, self.token(0)).await?;
            Vec::new()
        };
        let new = NewMessage { parts, ..new };
        if let Some(line_id) = &new.tokens.message_id {
            let row = LineMessageRow { room: id.uuid(), seq: room.last_seq + 1 };
            draft.put::<LineMessageRow>(TextKey::of(line_id), row);
        }
        let message = timeline::append(draft, id, &mut room, new, self.received_at);
        timeline::tell_message(draft, id, &room, &message).await
    }
}
