//! Rows as a member may see them: the only place where stored rows become domain values.

use std::collections::HashMap;

use app::domain::{
    Barred, Body, ContactId, Friendship, Headcount, Keeping, LastLine, Me, MemberId, Message,
    MessageId, OwnAccounts, Person, PersonId, PhotoSize, PhotoVersion, Profile, Quote, ReadMarks,
    Room, RoomId, RoomKind, Seq, Timestamp, contact::Reader,
};

use uuid::Uuid;

use super::{
    StoreError, again, previews,
    row::{Row, from_json},
    schema::{BlocksRow, ContactRow, MemberRow, MessageRow, RoomRow, SeatRow},
};

/// What decides how a member sees rooms and people.
pub struct Eyes {
    /// To whom contacts are shown, or not.
    pub reader: Reader,
    /// Whom they have blocked.
    pub blocks: BlocksRow,
}

/// The number of a message as the domain has it.
pub fn seq(n: i64) -> Seq {
    Seq(u32::try_from(n).unwrap_or_default())
}

/// A LINE user as somebody to draw: by the company's name for them where the reader sees their contact,
/// else by LINE's. Without a profile that is empty: what to say instead depends on the reader's language.
pub fn contact_person(id: ContactId, row: Option<&ContactRow>, reader: &Reader) -> Person {
    Person {
        id: PersonId::LineUser(id),
        name: row.map(|row| contact_name(row, reader)).unwrap_or_default(),
        picture: row.and_then(|row| contact_picture(id, row)),
        group: None,
    }
}

fn contact_name(row: &ContactRow, reader: &Reader) -> String {
    let kept = row.kept.as_ref().filter(|kept| !kept.name.is_empty());
    match kept.filter(|kept| kept.sharing.domain().is_shown_to(reader)) {
        Some(kept) => kept.name.clone(),
        None => line_name(row),
    }
}

/// The name on LINE, empty when LINE has not told it.
pub fn line_name(row: &ContactRow) -> String {
    row.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or_default()
}

/// Where this server serves a contact's picture. The address changes with the picture, so that
/// browsers may keep it for ever.
pub fn contact_picture(id: ContactId, row: &ContactRow) -> Option<String> {
    let url = row.picture_url.as_ref()?;
    let version = super::key::TextKey::of(url).short();
    Some(format!("/pictures/contacts/{id}/{version}"))
}

/// A member as somebody to draw.
pub fn member_person(id: MemberId, row: &MemberRow) -> Person {
    Person {
        id: PersonId::Member(id),
        name: row.name.clone(),
        picture: photo(row).map(|version| version.path(PhotoSize::Small)),
        group: row.group.clone(),
    }
}

/// A member's photo, if there is one.
pub fn photo(row: &MemberRow) -> Option<PhotoVersion> {
    row.photo.as_deref().and_then(PhotoVersion::parse)
}

/// What a member has from others.
pub struct Standing {
    /// Whether they may talk with LINE users.
    pub permitted: bool,
    /// Their official account's ID.
    pub line_id: Option<String>,
    /// Whether they may connect one themselves.
    pub own_account: OwnAccounts,
    /// The company's name.
    pub company: Option<String>,
    /// How often they blocked or unblocked somebody.
    pub blocks: u32,
}

/// The signed-in member.
///
/// # Errors
/// When the row does not read.
pub fn me(id: MemberId, row: MemberRow, standing: Standing) -> Result<Me, StoreError> {
    let table = MemberRow::TABLE;
    Ok(Me {
        id,
        picture: photo(&row).map(|version| version.path(PhotoSize::Small)),
        name: row.name,
        group: row.group,
        email: row.email.try_into().map_err(|e| StoreError::malformed(table, e))?,
        role: from_json(table, row.role)?,
        language: from_json(table, row.language)?,
        theme: from_json(table, row.theme)?,
        permitted: standing.permitted,
        line_id: standing.line_id,
        own_account: standing.own_account,
        company: standing.company,
        profile: profile(row.profile)?,
        read_marks: read_marks(row.read_marks)?,
        blocks: standing.blocks,
    })
}

/// Whether LINE users see what a member has read; not until the member has chosen it.
///
/// # Errors
/// When it does not read.
pub fn read_marks(kept: Option<serde_json::Value>) -> Result<ReadMarks, StoreError> {
    let choice = kept.map(|choice| from_json(MemberRow::TABLE, choice)).transpose()?;
    Ok(choice.unwrap_or_default())
}

/// What a member says of themselves; nothing until they have written it.
///
/// # Errors
/// When it does not read.
pub fn profile(kept: Option<serde_json::Value>) -> Result<Profile, StoreError> {
    let profile = kept.map(|profile| from_json(MemberRow::TABLE, profile)).transpose()?;
    Ok(profile.unwrap_or_default())
}

/// The LINE users as whom rooms are drawn, by their ids: see [`RoomRow::drawn_as`].
pub type Drawn = HashMap<Uuid, ContactRow>;

/// A room as the member with this seat sees it, with their own eyes.
///
/// # Errors
/// When a row does not read.
pub fn room(
    id: RoomId,
    row: &RoomRow,
    seat: &SeatRow,
    drawn: &Drawn,
    eyes: &Eyes,
) -> Result<Room, StoreError> {
    let contact_id = row.contact.map(ContactId::new);
    let person = |id: ContactId| contact_person(id, drawn.get(&id.uuid()), &eyes.reader);
    let (title, picture, faces) = if let Some(person) = contact_id.map(person) {
        (person.name, person.picture, Vec::new())
    } else {
        let faces = row.drawn_as().map(person).collect();
        (own_name(row).unwrap_or_default(), room_picture(id, row), faces)
    };
    Ok(Room {
        id,
        kind: kind(row)?,
        title,
        description: row.description.clone(),
        picture,
        faces,
        contact: contact_id,
        friendship: friendship(row)?,
        barred: barred(row, &eyes.blocks)?,
        talks_elsewhere: row.talks_in.is_some(),
        people: headcount(row),
        edition: edition(row),
        last_seq: seq(row.last_seq),
        read_seq: seq(seat.read_seq),
        first_seq: first(seat),
        last_at: Timestamp::from_millis(row.last_at),
        last: last_line(row, &eyes.blocks)?,
        keeping: keeping(row, seat),
    })
}

/// The newest message in short, for a member who has blocked these people.
fn last_line(row: &RoomRow, blocks: &BlocksRow) -> Result<Option<LastLine>, StoreError> {
    let Some(last) = row.last.clone() else { return Ok(None) };
    let last: LastLine = from_json(RoomRow::TABLE, last)?;
    Ok(Some(if blocks.hide(row, last.author) {
        LastLine { body: Body::Hidden, ..last }
    } else {
        last
    }))
}

/// How the member with this seat keeps a room.
pub fn keeping(row: &RoomRow, seat: &SeatRow) -> Keeping {
    Keeping {
        pinned: seat.pinned.unwrap_or_default(),
        muted: seat.muted.unwrap_or_default(),
        hidden: seat.hidden_seq.is_some_and(|seq| row.last_seq <= seq),
        unread: seat.marked_unread.unwrap_or_default(),
    }
}

/// What a room connects.
///
/// # Errors
/// When the row does not read.
pub fn kind(row: &RoomRow) -> Result<RoomKind, StoreError> {
    from_json(RoomRow::TABLE, row.kind.clone())
}

/// The first message that the member with this seat may see.
pub fn first(seat: &SeatRow) -> Seq {
    seat.from_seq.map_or(Seq(1), seq)
}

/// Why a member who has blocked these people cannot write in a room now, if so.
///
/// # Errors
/// When the row does not read.
pub fn barred(row: &RoomRow, blocks: &BlocksRow) -> Result<Option<Barred>, StoreError> {
    if row.contact.is_some_and(|contact| blocks.since(contact).is_some()) {
        return Ok(Some(Barred::Blocked));
    }
    cut_off(row)
}

/// Why nobody at all can write in a room now, if so.
///
/// # Errors
/// When the row does not read.
pub fn cut_off(row: &RoomRow) -> Result<Option<Barred>, StoreError> {
    Ok(match kind(row)? {
        RoomKind::Direct if friendship(row)? == Friendship::Unfollowed => Some(Barred::Unfollowed),
        RoomKind::Group if row.left_at.is_some() => Some(Barred::Left),
        RoomKind::Multi if number(row.line_users) == 0 => Some(Barred::Alone),
        RoomKind::Direct | RoomKind::Group | RoomKind::Multi => None,
    })
}

/// How often a room changed who takes part.
pub fn edition(row: &RoomRow) -> u32 {
    number(row.edition)
}

fn headcount(row: &RoomRow) -> Headcount {
    let line_users = if row.contact.is_some() { 1 } else { number(row.line_users) };
    Headcount { line_users, members: u32::try_from(row.members.len()).unwrap_or(u32::MAX) }
}

/// A count that is kept only once there is something to count.
pub fn number(kept: Option<i64>) -> u32 {
    u32::try_from(kept.unwrap_or_default()).unwrap_or_default()
}

/// The name of a room that is not direct: the one that members gave it, or the LINE group's.
pub fn own_name(row: &RoomRow) -> Option<String> {
    row.name.clone().or_else(|| row.line_name.clone())
}

/// Where this server serves the picture of a room that is not direct: the one that members gave it, or
/// the LINE group's.
fn room_picture(id: RoomId, row: &RoomRow) -> Option<String> {
    if let Some(photo) = row.photo.as_deref().and_then(PhotoVersion::parse) {
        return Some(photo.path(PhotoSize::Small));
    }
    let version = super::key::TextKey::of(row.picture_url.as_ref()?).short();
    Some(format!("/pictures/rooms/{id}/{version}"))
}

/// Whether the LINE user of a room can be reached.
///
/// # Errors
/// When the row does not read.
pub fn friendship(row: &RoomRow) -> Result<Friendship, StoreError> {
    from_json(RoomRow::TABLE, row.friendship.clone())
}

/// A message. What it quotes, [`super::quotes`] puts in.
///
/// # Errors
/// When the row does not read.
pub fn message(room: RoomId, seq: Seq, row: MessageRow) -> Result<Message, StoreError> {
    let table = MessageRow::TABLE;
    let delivery = row.delivery.clone().map(|delivery| from_json(table, delivery)).transpose()?;
    let again_at = again::again_at(&row, delivery);
    Ok(Message {
        id: MessageId::new(row.message),
        room,
        seq,
        at: Timestamp::from_millis(row.at),
        author: from_json(table, row.author)?,
        body: from_json(table, row.body)?,
        edited: row.edited_at.is_some(),
        quote: row.quotes.map(|_| Quote::Unknown),
        delivery,
        again_at,
        preview: row.preview.map(|kept| Box::new(previews::shown((room, seq), kept))),
    })
}
