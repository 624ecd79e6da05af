//! Writing to a room's timeline: numbering a message, moving the room's row with it, and telling
//! every member who takes part. The one place where a message gets its number.

use app::domain::{
    Author, Body, Delivery, Event, LastLine, MemberId, Message, MessageId, Notice, Person,
    PersonId, Quote, RoomId, Seq, Timestamp, contact::Reader,
};
use uuid::Uuid;

use super::{
    StoreError, blocks,
    draft::Draft,
    party::Part,
    permission, previews, quotes, read_marks,
    row::to_json,
    schema::{ContactRow, MemberRow, MessageRow, RoomRow, SeatRow},
    views::{self, Drawn, Eyes},
};
use crate::line::inbound::Said;

/// A message before it has a number.
pub struct NewMessage {
    /// Its name.
    pub id: MessageId,
    /// When it happened.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// What it says.
    pub body: Body,
    /// How far it has come, for what a member sends.
    pub delivery: Option<Delivery>,
    /// The delivery that carries it.
    pub delivery_id: Option<Uuid>,
    /// The deliveries that carry it to each LINE user of a room with several.
    pub parts: Vec<Part>,
    /// What LINE gave with it.
    pub tokens: LineTokens,
    /// What it quotes.
    pub quote: Option<Quote>,
    /// When its words were changed, in Unix milliseconds.
    pub edited_at: Option<i64>,
}

impl NewMessage {
    /// Something that happened.
    pub fn notice(id: MessageId, at: Timestamp, notice: Notice) -> Self {
        Self {
            id,
            at,
            author: Author::System,
            body: Body::Notice { notice },
            delivery: None,
            delivery_id: None,
            parts: Vec::new(),
            tokens: LineTokens::default(),
            quote: None,
            edited_at: None,
        }
    }
}

/// LINE's handles on a message that came from LINE.
#[derive(Clone, Debug, Default)]
pub struct LineTokens {
    /// LINE's id of the message.
    pub message_id: Option<String>,
    /// To quote it with.
    pub quote: Option<String>,
    /// To mark it read with.
    pub mark_as_read: Option<String>,
}

impl LineTokens {
    /// Those of what somebody said.
    pub fn of(said: &Said) -> Self {
        Self {
            message_id: said.line_message_id.clone(),
            quote: said.quote_token.clone(),
            mark_as_read: said.mark_as_read_token.clone(),
        }
    }
}

/// Adds a message to a room, whose row is given and kept up to date. Does not tell anybody yet.
pub fn append(
    draft: &mut Draft<'_>,
    room_id: RoomId,
    room: &mut RoomRow,
    new: NewMessage,
    now: Timestamp,
) -> Message {
    room.last_seq += 1;
    room.last_at = now.millis().max(room.last_at);
    read_marks::keep_token(room, &new);
    let seq = views::seq(room.last_seq);
    let row = MessageRow {
        message: new.id.uuid(),
        at: new.at.millis(),
        author: to_json(&new.author),
        body: to_json(&new.body),
        delivery: new.delivery.as_ref().map(to_json),
        delivery_id: new.delivery_id,
        parts: (!new.parts.is_empty()).then(|| to_json(&new.parts)),
        line_message_id: new.tokens.message_id,
        quote_token: new.tokens.quote,
        mark_as_read_token: new.tokens.mark_as_read,
        quotes: new.quote.as_ref().map(quotes::number),
        edited_at: new.edited_at,
        again_at: None,
        preview: None,
    };
    draft.insert::<MessageRow>((room_id, seq), row);
    let message = Message {
        id: new.id,
        room: room_id,
        seq,
        at: new.at,
        author: new.author,
        body: new.body,
        edited: new.edited_at.is_some(),
        quote: new.quote,
        delivery: new.delivery,
        again_at: None,
        preview: None,
    };
    previews::want(draft, (room_id, seq), &message.body);
    room.last = Some(to_json(&last_line(&message)));
    draft.put::<RoomRow>(room_id, room.clone());
    message
}

/// What the room list shows of a message.
fn last_line(message: &Message) -> LastLine {
    let body = message.body.clone().shortened();
    LastLine { at: message.at, author: message.author, body, delivery: message.delivery }
}

/// Tells every member of the room of a message, new or changed.
///
/// # Errors
/// When the database fails.
pub async fn tell_message(
    draft: &mut Draft<'_>,
    room_id: RoomId,
    room: &RoomRow,
    message: &Message,
) -> Result<(), StoreError> {
    let drawn = drawn(draft, room).await?;
    for member in readers(draft, room).await? {
        let Some(mut seat) = draft.get::<SeatRow>((member, room_id)).await? else { continue };
        if message.seq < views::first(&seat) {
            continue;
        }
        let eyes = eyes(draft, member).await?;
        // Nobody waits for what they do not want to read.
        if eyes.blocks.hide(room, message.author) && seat.read_seq + 1 == i64::from(message.seq.0) {
            seat.read_seq += 1;
            draft.put::<SeatRow>((member, room_id), seat.clone());
        }
        let message = quotes::since(views::first(&seat), message.clone());
        let message = eyes.blocks.veil(room, message);
        let people = people(draft, &message.people(), &eyes.reader).await?;
        let room = views::room(room_id, room, &seat, &drawn, &eyes)?;
        let message = Box::new(message);
        draft.emit(member, Event::Message { room, message, people }).await?;
    }
    Ok(())
}

/// Tells every member of the room that what the list shows of it has changed.
///
/// # Errors
/// When the database fails.
pub async fn tell_room(
    draft: &mut Draft<'_>,
    room_id: RoomId,
    room: &RoomRow,
) -> Result<(), StoreError> {
    let drawn = drawn(draft, room).await?;
    for member in readers(draft, room).await? {
        let Some(seat) = draft.get::<SeatRow>((member, room_id)).await? else { continue };
        let eyes = eyes(draft, member).await?;
        let room = views::room(room_id, room, &seat, &drawn, &eyes)?;
        draft.emit(member, Event::Room { room }).await?;
    }
    Ok(())
}

/// The members of a room who may see it.
///
/// # Errors
/// When the database fails.
pub async fn readers(draft: &mut Draft<'_>, room: &RoomRow) -> Result<Vec<MemberId>, StoreError> {
    let mut readers = Vec::with_capacity(room.members.len());
    for member in room.members.iter().copied().map(MemberId::new) {
        if permission::permitted(draft, member).await? {
            readers.push(member);
        }
    }
    Ok(readers)
}

/// A member as one to whom contacts are shown or not.
///
/// # Errors
/// When the database fails.
pub async fn reader(draft: &mut Draft<'_>, id: MemberId) -> Result<Reader, StoreError> {
    let row = draft.get::<MemberRow>(id).await?;
    Ok(Reader { id, group: row.and_then(|row| row.group) })
}

/// What decides how a member sees rooms and people.
///
/// # Errors
/// When the database fails.
pub async fn eyes(draft: &mut Draft<'_>, member: MemberId) -> Result<Eyes, StoreError> {
    Ok(Eyes { reader: reader(draft, member).await?, blocks: blocks::of(draft, member).await? })
}

/// The LINE users as whom a room is drawn.
///
/// # Errors
/// When the database fails.
pub async fn drawn(draft: &mut Draft<'_>, room: &RoomRow) -> Result<Drawn, StoreError> {
    let mut drawn = Drawn::new();
    for contact in room.drawn_as() {
        if let Some(row) = draft.get::<ContactRow>(contact).await? {
            drawn.insert(contact.uuid(), row);
        }
    }
    Ok(drawn)
}

/// These people, as they are to be drawn for a reader.
async fn people(
    draft: &mut Draft<'_>,
    ids: &[PersonId],
    reader: &Reader,
) -> Result<Vec<Person>, StoreError> {
    let mut people = Vec::with_capacity(ids.len());
    for id in ids.iter().copied() {
        people.extend(match id {
            PersonId::LineUser(id) => {
                let row = draft.get::<ContactRow>(id).await?;
                Some(views::contact_person(id, row.as_ref(), reader))
            }
            PersonId::Member(id) => {
                draft.get::<MemberRow>(id).await?.map(|row| views::member_person(id, &row))
            }
        });
    }
    Ok(people)
}

/// Changes a message: in its row, in the room's row if it is the newest, and in the streams.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such message, or the database's failure.
pub async fn change(
    draft: &mut Draft<'_>,
    room_id: RoomId,
    seq: Seq,
    change: impl FnOnce(&mut MessageRow) -> Result<(), StoreError> + Send,
) -> Result<(), StoreError> {
    let mut row = draft.need::<MessageRow>((room_id, seq)).await?;
    let mut room = draft.need::<RoomRow>(room_id).await?;
    let before = row.clone();
    change(&mut row)?;
    previews::follow(draft, (room_id, seq), &before, &mut row).await?;
    let mut message = views::message(room_id, seq, row.clone())?;
    quotes::fill(draft, &row, &mut message).await?;
    draft.put::<MessageRow>((room_id, seq), row);
    if room.last_seq == i64::from(seq.0) {
        room.last = Some(to_json(&last_line(&message)));
        draft.put::<RoomRow>(room_id, room.clone());
    }
    tell_message(draft, room_id, &room, &message).await
}
