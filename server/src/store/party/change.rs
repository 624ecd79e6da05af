//! Who takes part, changed: by a member who adds or removes somebody, or by a LINE user who leaves.

use app::domain::{
    Additions, Author, Body, ConnectionId, ContactId, DeliveryId, Event, History, MemberId,
    MessageId, Notice, PersonId, RoomId, RoomKind, Timestamp,
};
use uuid::Uuid;

use super::{
    super::{
        StoreError,
        draft::Draft,
        error::Refusal,
        journal::Command,
        key::derived,
        permission,
        schema::{ContactRow, DirectRow, MemberRow, PartyRow, RoomRow, SeatRow, TalkRow},
        timeline::{self, LineTokens, NewMessage},
        views,
    },
    create::reachable,
    parts::Part,
    relay::Relay,
};
use crate::relay::Say;

/// A member brings others into a room.
pub struct AddPeople {
    /// Who.
    pub member: MemberId,
    /// Where.
    pub room: RoomId,
    /// Whom, and what of the past colleagues may see. LINE users see nothing of it.
    pub additions: Additions,
    /// What new ids follow from.
    pub fresh: Uuid,
    /// When.
    pub now: Timestamp,
}

impl Command for AddPeople {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let row = changeable(draft, self.member, self.room).await?;
        let people = if views::kind(&row)? == RoomKind::Multi {
            self.additions.people.as_slice()
        } else if self.additions.people.is_empty() {
            &[]
        } else {
            // Nobody but its own people brings a LINE user into a LINE group.
            return Err(StoreError::Refused(Refusal::Unreachable));
        };
        let line_users = add_line_users(draft, self.member, self.room, people).await?;
        let colleagues =
            seat(draft, self.room, &self.additions.colleagues, self.additions.history).await?;
        let who = who(&line_users, &colleagues.seated);
        if !who.is_empty() {
            let notice = Notice::Joined { who, by: Some(self.member) };
            let row = draft.need::<RoomRow>(self.room).await?;
            let base = DeliveryId::new(self.fresh);
            let relay = Relay { room: self.room, row: &row, base, now: self.now };
            let parts = relay.invite(draft, self.member, &line_users).await?;
            note_with(draft, self.room, notice, parts, (self.fresh, self.now)).await?;
        }
        exclude(draft, self.room, &colleagues.excluded, (self.fresh, self.now)).await
    }
}

/// A member removes somebody from a room, or leaves it.
pub struct RemovePerson {
    /// Who.
    pub member: MemberId,
    /// Where.
    pub room: RoomId,
    /// Whom.
    pub person: PersonId,
    /// What new ids follow from.
    pub fresh: Uuid,
    /// When.
    pub now: Timestamp,
}

impl Command for RemovePerson {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let row = changeable(draft, self.member, self.room).await?;
        match self.person {
            PersonId::LineUser(contact) => {
                if views::kind(&row)? != RoomKind::Multi {
                    return Err(StoreError::NotFound);
                }
                self.dismiss(draft, contact).await?;
            }
            PersonId::Member(colleague) => {
                unseat(draft, self.room, colleague).await?;
                // With nobody of the company left, its LINE users would talk to each other alone.
                if draft.need::<RoomRow>(self.room).await?.members.is_empty() {
                    let party = draft.get::<PartyRow>(self.room).await?.unwrap_or_default();
                    for contact in party.people.into_iter().map(ContactId::new) {
                        self.dismiss(draft, contact).await?;
                    }
                }
            }
        }
        let by = Some(self.member).filter(|by| self.person != PersonId::Member(*by));
        let notice = Notice::Left { who: vec![self.person], by };
        note(draft, self.room, notice, self.fresh, self.now).await
    }
}

impl RemovePerson {
    /// Removes a LINE user, and tells them.
    async fn dismiss(&self, draft: &mut Draft<'_>, contact: ContactId) -> Result<(), StoreError> {
        let row = dismiss(draft, self.room, contact).await?;
        let key = (ConnectionId::new(row.connection), contact);
        let Some(chat) = draft.get::<DirectRow>(key).await? else { return Ok(()) };
        let base = DeliveryId::new(derived(self.fresh, contact.uuid().as_bytes()));
        let relay = Relay { room: self.room, row: &row, base, now: self.now };
        relay.tell(draft, RoomId::new(chat.room), contact, Say::Gone, None).await
    }
}

/// The row of a room in which this member may change who takes part. In direct rooms nobody may.
async fn changeable(
    draft: &mut Draft<'_>,
    member: MemberId,
    room: RoomId,
) -> Result<RoomRow, StoreError> {
    permission::need(draft, member).await?;
    draft.need::<SeatRow>((member, room)).await?;
    let row = draft.need::<RoomRow>(room).await?;
    match views::kind(&row)? {
        RoomKind::Multi | RoomKind::Group => Ok(row),
        RoomKind::Direct => Err(StoreError::NotFound),
    }
}

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
    row.line_users = i64::try_from(party.people.len()).ok();
    draft.put::<PartyRow>(room, party);
    draft.put::<RoomRow>(room, row);
    Ok(added)
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
    let line_users = i64::try_from(party.people.len()).ok();
    draft.put::<PartyRow>(room, party);
    draft.put::<RoomRow>(room, RoomRow { line_users, ..before.clone() });
    let mut person = draft.need::<ContactRow>(contact).await?;
    person.rooms.retain(|one| *one != room.uuid());
    draft.put::<ContactRow>(contact, person);
    let key = (ConnectionId::new(before.connection), contact);
    if let Some(talk) =
        draft.get::<TalkRow>(key).await?.filter(|talk| talk.room == Some(room.uuid()))
    {
        draft.put::<TalkRow>(key, TalkRow { room: None, ..talk });
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
        let seat = SeatRow { room: room.uuid(), read_seq: row.last_seq, from_seq };
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

/// Says in the room that these members may not take part.
pub(super) async fn exclude(
    draft: &mut Draft<'_>,
    room: RoomId,
    whom: &[MemberId],
    (fresh, now): (Uuid, Timestamp),
) -> Result<(), StoreError> {
    for who in whom.iter().copied() {
        let own = derived(fresh, who.uuid().as_bytes());
        note(draft, room, Notice::Excluded { who }, own, now).await?;
    }
    Ok(())
}

/// Those who came, as a notice names them.
pub(super) fn who(line_users: &[ContactId], members: &[MemberId]) -> Vec<PersonId> {
    let line_users = line_users.iter().copied().map(PersonId::LineUser);
    line_users.chain(members.iter().copied().map(PersonId::Member)).collect()
}

/// Says in a room what happened to it, and that its details are others now.
pub(in crate::store) async fn note(
    draft: &mut Draft<'_>,
    room: RoomId,
    notice: Notice,
    fresh: Uuid,
    now: Timestamp,
) -> Result<(), StoreError> {
    note_with(draft, room, notice, Vec::new(), (fresh, now)).await
}

/// As [`note`], with what is sent to LINE users because of it.
pub(super) async fn note_with(
    draft: &mut Draft<'_>,
    room: RoomId,
    notice: Notice,
    parts: Vec<Part>,
    (fresh, now): (Uuid, Timestamp),
) -> Result<(), StoreError> {
    let mut row = draft.need::<RoomRow>(room).await?;
    row.edition = Some(row.edition.unwrap_or_default() + 1);
    let new = NewMessage {
        id: MessageId::new(derived(fresh, b"notice")),
        at: now,
        author: Author::System,
        body: Body::Notice { notice },
        delivery: None,
        delivery_id: None,
        parts,
        tokens: LineTokens::default(),
    };
    let doer = doer(&new.body);
    let message = timeline::append(draft, room, &mut row, new, now);
    if let Some(doer) = doer
        && let Some(seat) = draft.get::<SeatRow>((doer, room)).await?
    {
        // What one did oneself is no news.
        let read_seq = row.last_seq;
        draft.put::<SeatRow>((doer, room), SeatRow { read_seq, ..seat });
    }
    timeline::tell_message(draft, room, &row, &message).await
}

/// The member who did what a notice tells.
const fn doer(body: &Body) -> Option<MemberId> {
    let Body::Notice { notice } = body else { return None };
    match notice {
        Notice::Created { by } | Notice::Renamed { by, .. } => Some(*by),
        Notice::Joined { by, .. } | Notice::Left { by, .. } => *by,
        Notice::Excluded { .. }
        | Notice::Followed
        | Notice::FollowedAgain
        | Notice::Unfollowed
        | Notice::AccountJoined
        | Notice::AccountLeft => None,
    }
}

/// Says that a room's details are others now, where nothing happened that its timeline would tell.
pub(super) async fn renew(draft: &mut Draft<'_>, room: RoomId) -> Result<(), StoreError> {
    let mut row = draft.need::<RoomRow>(room).await?;
    row.edition = Some(row.edition.unwrap_or_default() + 1);
    draft.put::<RoomRow>(room, row.clone());
    timeline::tell_room(draft, room, &row).await
}
