//! Where a LINE user's words go: by the message they quote, else by the button they pressed last, else
//! to the member alone. Never guessed.

use app::domain::{ConnectionId, ContactId, DeliveryId, Notice, PersonId, RoomId, Timestamp};
use uuid::Uuid;

use super::{
    super::{
        StoreError,
        draft::Draft,
        key::TextKey,
        schema::{LineMessageRow, PartyRow, ReplyToken, RoomRow, TalkRow},
        timeline,
    },
    notes::{note, renew, turn_chat},
    relay::Relay,
    seats::dismiss,
};
use crate::relay::{Button, Choice, Say};

/// A LINE user and their chat with an official account.
#[derive(Clone, Copy, Debug)]
pub struct Chooser {
    /// The official account.
    pub connection: ConnectionId,
    /// Who.
    pub contact: ContactId,
    /// Their direct room.
    pub chat: RoomId,
}

/// A button that was pressed.
pub struct Pressed {
    /// What it means.
    pub choice: Choice,
    /// LINE's time.
    pub at: Timestamp,
    /// When it reached us.
    pub now: Timestamp,
    /// The right to answer.
    pub token: Option<ReplyToken>,
    /// What new ids follow from.
    pub base: Uuid,
}

/// The room that a LINE user's words of this time are for, if not the member alone: that of the message
/// they quote, or the one they had chosen, as long as they take part and somebody of the company reads it.
/// What LINE brings late was meant for where they talked then: before their last choice that is not known,
/// so it is for the member alone.
///
/// # Errors
/// When the database fails.
pub async fn talks_in(
    draft: &mut Draft<'_>,
    (connection, contact): (ConnectionId, ContactId),
    quoted: Option<&str>,
    at: Timestamp,
) -> Result<Option<RoomId>, StoreError> {
    let room = if let Some(id) = quoted {
        // What is quoted and not known was said in no room but their own chat.
        draft.get::<LineMessageRow>(TextKey::of(id)).await?.map(|row| row.room)
    } else {
        let talk = draft.get::<TalkRow>((connection, contact)).await?;
        talk.filter(|talk| talk.at <= at.millis()).and_then(|talk| talk.room)
    };
    let Some(room) = room.map(RoomId::new) else { return Ok(None) };
    let taken = takes_part(draft, connection, contact, room).await?;
    Ok(match taken {
        Some(row) if !timeline::readers(draft, &row).await?.is_empty() => Some(room),
        _ => None,
    })
}

/// The room's row, if this LINE user takes part in it through this official account.
async fn takes_part(
    draft: &mut Draft<'_>,
    connection: ConnectionId,
    contact: ContactId,
    room: RoomId,
) -> Result<Option<RoomRow>, StoreError> {
    let Some(row) = draft.get::<RoomRow>(room).await? else { return Ok(None) };
    let party = draft.get::<PartyRow>(room).await?.unwrap_or_default();
    let is_in = row.connection == connection.uuid() && party.people.contains(&contact.uuid());
    Ok(is_in.then_some(row))
}

/// What is offered below a member's words in a LINE user's own chat, while an answer would go to a room with
/// several: they see where it goes, and can turn it.
///
/// # Errors
/// When the database fails.
pub async fn offers(
    draft: &mut Draft<'_>,
    (connection, contact): (ConnectionId, ContactId),
    (base, now): (DeliveryId, Timestamp),
) -> Result<Vec<Button>, StoreError> {
    let talk = draft.get::<TalkRow>((connection, contact)).await?;
    let Some(room) = talk.and_then(|talk| talk.room).map(RoomId::new) else {
        return Ok(Vec::new());
    };
    match takes_part(draft, connection, contact, room).await? {
        Some(row) => Relay { room, row: &row, base, now }.offers(draft, contact).await,
        None => Ok(Vec::new()),
    }
}

impl Chooser {
    /// Does what a button says, and tells the LINE user what holds from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn press(self, draft: &mut Draft<'_>, pressed: Pressed) -> Result<(), StoreError> {
        let room = pressed.choice.room();
        let Some(row) = takes_part(draft, self.connection, self.contact, room).await? else {
            // A button of a room that they left stands in their chat for ever.
            let Some(row) = draft.get::<RoomRow>(room).await? else { return Ok(()) };
            if row.connection == self.connection.uuid() {
                self.answer(draft, room, &row, Say::Gone, pressed).await?;
            }
            return Ok(());
        };
        match pressed.choice {
            Choice::Talk(_) => {
                self.turn(draft, Some(room), pressed.at).await?;
                let row = draft.need::<RoomRow>(room).await?;
                self.answer(draft, room, &row, Say::Here, pressed).await
            }
            Choice::Alone(_) => {
                self.turn(draft, None, pressed.at).await?;
                self.answer(draft, room, &row, Say::Alone, pressed).await
            }
            Choice::Leave(_) => {
                let who = PersonId::LineUser(self.contact);
                let notice = Notice::Left { who: vec![who], by: None };
                dismiss(draft, room, self.contact).await?;
                note(draft, room, notice, pressed.base, pressed.now).await?;
                self.answer(draft, room, &row, Say::Gone, pressed).await
            }
        }
    }

    async fn answer(
        self,
        draft: &mut Draft<'_>,
        room: RoomId,
        row: &RoomRow,
        say: Say,
        pressed: Pressed,
    ) -> Result<(), StoreError> {
        let base = DeliveryId::new(pressed.base);
        let relay = Relay { room, row, base, now: pressed.now };
        relay.tell(draft, self.chat, self.contact, say, pressed.token).await
    }

    /// Notes where their words go from now on; members see it in the rooms concerned.
    async fn turn(
        self,
        draft: &mut Draft<'_>,
        room: Option<RoomId>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let key = (self.connection, self.contact);
        let before = draft.get::<TalkRow>(key).await?;
        if before.as_ref().is_some_and(|before| at.millis() < before.at) {
            return Ok(());
        }
        let chosen = room.map(RoomId::uuid);
        draft.put::<TalkRow>(key, TalkRow { room: chosen, at: at.millis() });
        turn_chat(draft, self.chat, room).await?;
        let left = before.and_then(|before| before.room).filter(|left| Some(*left) != chosen);
        for room in left.into_iter().chain(chosen).map(RoomId::new) {
            renew(draft, room).await?;
        }
        Ok(())
    }
}
