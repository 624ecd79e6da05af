//! The places in a room: LINE users in its party, members on their seats. Says nothing of it in the room;
//! that is [`super::notes`].

use app::domain::{ConnectionId, ContactId, Event, History, MemberId, RoomId};

use super::{
    super::{
        StoreError,
        draft::Draft,
        error::Refusal,
        permission,
        schema::{ContactRow, DirectRow, MemberRow, PartyRow, RoomRow, SeatRow, TalkRow},
    },
    create::reachable,
    notes::turn_chat,
};

/// LINE users who stand for a room that has no picture.
const FACES: usize = 2;

/// Puts LINE users into a room, those who are not there yet. Answers who they are.
///
/// # Errors
/// [`Refusal::Unreachable`] when one cannot be reached through the room's official account by this
/// member, or the database's failure.
pub(super) async fn add_line_users(
    draft: &mut Draft<'_>,
    member: MemberId,
    room: RoomId,
    people: &[ContactId],
) -> Result<Vec<ContactId>, StoreError> {
    let mut row = draft.need::<RoomRow>(room).await?;
    let mut party = draft.get::<PartyRow>(room).await?.unwrap_or_default();
    let mut added = Vec::new();
    for contact in people.iter().copied() {
        if party.people.contains(&contact.uuid()) {
            continue;
        }
        if !reachable(draft, ConnectionId::new(row.connection), contact, member).await? {
            return Err(StoreError::Refused(Refusal::Unreachable));
        }
        party.people.push(contact.uuid());
        let mut person = draft.need::<ContactRow>(contact).await?;
        person.rooms.push(room.uuid());
        draft.put::<ContactRow>(contact, person);
        added.push(contact);
    }
    count(&mut row, &party);
    draft.put::<PartyRow>(room, party);
    draft.put::<RoomRow>(room, row);
    Ok(added)
}

/// Notes in a room's row how many LINE users are in it, and who stands for it.
fn count(row: &mut RoomRow, party: &PartyRow) {
    row.line_users = i64::try_from(party.people.len()).ok();
    row.faces = Some(party.people.iter().take(FACES).copied().collect());
}

/// Takes a LINE user out of a room; their words go to the member alone from now on. Answers the room's
/// row, as it was before.
pub(super) async fn dismiss(
    draft: &mut Draft<'_>,
    room: RoomId,
    contact: ContactId,
) -> Result<RoomRow, StoreError> {
    let before = draft.need::<RoomRow>(room).await?;
    let mut party = draft.get::<PartyRow>(room).await?.unwrap_or_default();
    if !party.people.contains(&contact.uuid()) {
        return Err(StoreError::NotFound);
    }
    party.people.retain(|one| *one != contact.uuid());
    let mut row = before.clone();
    count(&mut row, &party);
    draft.put::<PartyRow>(room, party);
    draft.put::<RoomRow>(room, row);
    let mut person = draft.need::<ContactRow>(contact).await?;
    person.rooms.retain(|one| *one != room.uuid());
    draft.put::<ContactRow>(contact, person);
    let key = (ConnectionId::new(before.connection), contact);
    if let Some(talk) =
        draft.get::<TalkRow>(key).await?.filter(|talk| talk.room == Some(room.uuid()))
    {
        draft.put::<TalkRow>(key, TalkRow { room: None, ..talk });
        if let Some(chat) = draft.get::<DirectRow>(key).await? {
            turn_chat(draft, RoomId::new(chat.room), None).await?;
        }
    }
    Ok(before)
}

/// Colleagues who were to take part.
#[derive(Default)]
pub(super) struct Seated {
    /// Who does from now on.
    pub seated: Vec<MemberId>,
    /// Who may not.
    pub excluded: Vec<MemberId>,
}

/// Gives colleagues a seat, those who have none yet and may talk with LINE users.
pub(super) async fn seat(
    draft: &mut Draft<'_>,
    room: RoomId,
    colleagues: &[MemberId],
    history: History,
) -> Result<Seated, StoreError> {
    let mut outcome = Seated::default();
    for colleague in colleagues.iter().copied() {
        let mut row = draft.need::<RoomRow>(room).await?;
        if row.members.contains(&colleague.uuid()) {
            continue;
        }
        let member = draft.need::<MemberRow>(colleague).await?;
        if !member.active || !permission::permitted(draft, colleague).await? {
            outcome.excluded.push(colleague);
            continue;
        }
        let from_seq = match history {
            History::Whole => None,
            // The notice of their coming is the first that they see.
            History::FromNow => Some(row.last_seq + 1),
        };
        let seat = SeatRow { from_seq, ..SeatRow::new(room, row.last_seq) };
        draft.put::<SeatRow>((colleague, room), seat);
        row.members.push(colleague.uuid());
        draft.put::<RoomRow>(room, row);
        outcome.seated.push(colleague);
    }
    Ok(outcome)
}

/// Takes a member's seat; the room disappears from their devices.
pub(super) async fn unseat(
    draft: &mut Draft<'_>,
    room: RoomId,
    member: MemberId,
) -> Result<(), StoreError> {
    draft.need::<SeatRow>((member, room)).await?;
    draft.delete::<SeatRow>((member, room));
    let mut row = draft.need::<RoomRow>(room).await?;
    row.members.retain(|one| *one != member.uuid());
    draft.put::<RoomRow>(room, row);
    draft.emit(member, Event::RoomGone { room }).await
}
