//! LINE groups that an official account is in: who takes part as far as LINE tells, what LINE says of
//! the group, and leaving it. What happens there is received in [`super::receive`].

use app::domain::{ConnectionId, ContactId, MemberId, MessageId, Notice, RoomId, Timestamp};

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::TextKey,
    permission,
    queries::uuid_of,
    row::Row,
    schema::{ContactRow, GroupTaskRow, LineGroupRow, PartyRow, RoomRow, SeatRow},
    timeline::{self, NewMessage},
};
use crate::line::inbound::GroupId;

/// LINE tells nobody that a group got another name or picture: whoever opens it has LINE asked, though
/// not more often than this, in milliseconds.
const ASK_EVERY: i64 = 3 * 60 * 1000;

/// What a group is found by, as one connection has it.
pub(super) fn group_key(connection: ConnectionId, group: &GroupId) -> TextKey {
    TextKey::of(&format!("{connection}/{}", group.as_str()))
}

/// The LINE group of a room, if it is of one.
fn group_of(room: &RoomRow) -> Option<LineGroup> {
    let group = GroupId::new(room.line_id.clone()?);
    Some(LineGroup { connection: ConnectionId::new(room.connection), group })
}

/// A group, and the account that is in it.
#[derive(Clone, Debug)]
pub struct LineGroup {
    /// Through which it is reached.
    pub connection: ConnectionId,
    /// What LINE calls it by.
    pub group: GroupId,
}

impl LineGroup {
    fn key(&self) -> TextKey {
        group_key(self.connection, &self.group)
    }
}

/// Has LINE asked about a room's group.
pub(super) fn want(draft: &mut Draft<'_>, id: RoomId, room: &RoomRow) {
    let Some(group) = room.line_id.clone() else { return };
    draft.put::<GroupTaskRow>(id, GroupTaskRow { connection: room.connection, group });
    draft.aftermath.groups.push(id);
}

/// Somebody takes part, from now on or as is known from now on.
pub(super) async fn enter(
    draft: &mut Draft<'_>,
    id: RoomId,
    room: &mut RoomRow,
    contact: ContactId,
) -> Result<(), StoreError> {
    let mut party = draft.get::<PartyRow>(id).await?.unwrap_or_default();
    if party.people.contains(&contact.uuid()) {
        return Ok(());
    }
    party.people.push(contact.uuid());
    let mut person = draft.need::<ContactRow>(contact).await?;
    if !person.rooms.contains(&id.uuid()) {
        person.rooms.push(id.uuid());
        draft.put::<ContactRow>(contact, person);
    }
    seat(draft, id, room, party);
    Ok(())
}

/// Somebody takes part no longer. Who sits in the room may go on seeing them: what they said stays.
pub(super) async fn exit(
    draft: &mut Draft<'_>,
    id: RoomId,
    room: &mut RoomRow,
    contact: ContactId,
) -> Result<(), StoreError> {
    let mut party = draft.get::<PartyRow>(id).await?.unwrap_or_default();
    party.people.retain(|known| *known != contact.uuid());
    room.line_users = room.line_users.map(|count| count.saturating_sub(1));
    seat(draft, id, room, party);
    Ok(())
}

/// Writes who takes part. There are at least as many as are known; LINE will tell how many.
fn seat(draft: &mut Draft<'_>, id: RoomId, room: &mut RoomRow, party: PartyRow) {
    let known = i64::try_from(party.people.len()).unwrap_or(i64::MAX);
    room.line_users = Some(room.line_users.unwrap_or_default().max(known));
    draft.put::<PartyRow>(id, party);
    alter(room);
}

/// Who takes part has changed: open panels read again.
fn alter(room: &mut RoomRow) {
    room.edition = Some(room.edition.unwrap_or_default() + 1);
}

/// Nothing can be written any more.
pub(super) fn bar(room: &mut RoomRow, at: Timestamp) {
    room.left_at = Some(at.millis());
    room.reply = None;
    alter(room);
}

/// The member who has asked LINE to take the account out, of whom that is no longer awaited.
pub(super) async fn forget_leaving(
    draft: &mut Draft<'_>,
    key: TextKey,
) -> Result<Option<MemberId>, StoreError> {
    let mut row = draft.need::<LineGroupRow>(key).await?;
    let by = row.leaving.take().map(MemberId::new);
    if by.is_some() {
        draft.put::<LineGroupRow>(key, row);
    }
    Ok(by)
}

/// A member has opened a room: if it is a LINE group's, LINE is asked what became of the group, unless
/// it was a moment ago.
pub struct LookAtGroup {
    /// Who.
    pub member: MemberId,
    /// Which.
    pub room: RoomId,
    /// When.
    pub now: Timestamp,
}

impl Command for LookAtGroup {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let room = room_for(draft, self.member, self.room).await?;
        let Some(group) = group_of(&room).filter(|_| room.left_at.is_none()) else {
            return Ok(());
        };
        let read_at = draft.need::<LineGroupRow>(group.key()).await?.read_at;
        let read_at = read_at.map(Timestamp::from_millis);
        if read_at.is_none_or(|at| self.now.since(at) >= ASK_EVERY) {
            want(draft, self.room, &room);
        }
        Ok(())
    }
}

/// A room as this member may see it.
async fn room_for(
    draft: &mut Draft<'_>,
    member: MemberId,
    room: RoomId,
) -> Result<RoomRow, StoreError> {
    permission::need(draft, member).await?;
    draft.need::<SeatRow>((member, room)).await?;
    draft.need::<RoomRow>(room).await
}

/// What LINE says of a group.
#[derive(Clone, Debug)]
pub struct GroupFound {
    /// The name that its members gave it; LINE's rooms have none.
    pub name: Option<String>,
    /// Where LINE keeps its picture.
    pub picture_url: Option<String>,
    /// How many LINE users are in it.
    pub people: u32,
}

/// LINE was asked about a group: the task is done.
pub struct RecordGroup {
    /// The room.
    pub room: RoomId,
    /// What LINE said; none when it tells this account nothing of the group.
    pub found: Option<GroupFound>,
    /// When.
    pub at: Timestamp,
}

impl Command for RecordGroup {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        draft.delete::<GroupTaskRow>(self.room);
        let mut room = draft.need::<RoomRow>(self.room).await?;
        let key = group_of(&room).ok_or(StoreError::NotFound)?.key();
        let row = draft.need::<LineGroupRow>(key).await?;
        draft.put::<LineGroupRow>(key, LineGroupRow { read_at: Some(self.at.millis()), ..row });
        let Some(found) = self.found.clone() else { return Ok(()) };
        let name = found.name.filter(|name| !name.trim().is_empty());
        let people = Some(i64::from(found.people));
        let known = (&room.line_name, &room.picture_url, room.line_users);
        if known == (&name, &found.picture_url, people) {
            return Ok(());
        }
        if room.line_users != people {
            alter(&mut room);
        }
        (room.line_name, room.picture_url, room.line_users) = (name, found.picture_url, people);
        draft.put::<RoomRow>(self.room, room.clone());
        timeline::tell_room(draft, self.room, &room).await
    }
}

/// A member wants the account out of a group: noted before LINE is asked, so that whoever learns first
/// that it is done, by LINE's answer or by its webhook, knows whose doing it is.
pub struct AskToLeave {
    /// Who.
    pub member: MemberId,
    /// The room.
    pub room: RoomId,
}

impl Command for AskToLeave {
    /// What to ask LINE; nothing when the account is not in the group.
    type Output = Option<LineGroup>;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Self::Output, StoreError> {
        let room = room_for(draft, self.member, self.room).await?;
        let group = group_of(&room).ok_or(StoreError::NotFound)?;
        if room.left_at.is_some() {
            return Ok(None);
        }
        let row = draft.need::<LineGroupRow>(group.key()).await?;
        let leaving = Some(self.member.uuid());
        draft.put::<LineGroupRow>(group.key(), LineGroupRow { leaving, ..row });
        Ok(Some(group))
    }
}

/// LINE has taken the account out of a group, or says that it is in it no more.
pub struct RecordLeft {
    /// The room.
    pub room: RoomId,
    /// A fresh id for the notice.
    pub notice: MessageId,
    /// When.
    pub at: Timestamp,
}

impl Command for RecordLeft {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut room = draft.need::<RoomRow>(self.room).await?;
        let group = group_of(&room).ok_or(StoreError::NotFound)?;
        let Some(by) = forget_leaving(draft, group.key()).await? else {
            // LINE's webhook was faster.
            return Ok(());
        };
        bar(&mut room, self.at);
        let notice = NewMessage::notice(self.notice, self.at, Notice::LeftGroup { by });
        let message = timeline::append(draft, self.room, &mut room, notice, self.at);
        timeline::tell_message(draft, self.room, &room, &message).await
    }
}

/// LINE did not take the account out of a group: what comes later is nobody's doing here.
pub struct StayInGroup(pub LineGroup);

impl Command for StayInGroup {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        forget_leaving(draft, self.0.key()).await.map(drop)
    }
}

/// A group that LINE is still to be asked about.
#[derive(Clone, Debug)]
pub struct GroupTask {
    /// Its room.
    pub room: RoomId,
    /// Whom to ask about what.
    pub of: LineGroup,
}

impl Store {
    /// Groups that LINE is still to be asked about, in the order of their rooms, from behind `after`, at
    /// most `limit`.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn group_tasks(
        &self,
        after: Option<RoomId>,
        limit: usize,
    ) -> Result<Vec<GroupTask>, StoreError> {
        let after = after.map(|room| GroupTaskRow::id(room).key);
        let rows = self.scan::<GroupTaskRow>(after, limit).await?;
        let task = |(id, row): (_, GroupTaskRow)| {
            let (connection, group) = (ConnectionId::new(row.connection), GroupId::new(row.group));
            let room = uuid_of(&id).map(RoomId::new)?;
            Some(GroupTask { room, of: LineGroup { connection, group } })
        };
        Ok(rows.into_iter().filter_map(task).collect())
    }

    /// Where LINE keeps the picture of a LINE group whose room this member may see.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or it is not for this member.
    pub async fn group_picture(
        &self,
        member: MemberId,
        room: RoomId,
    ) -> Result<String, StoreError> {
        self.need_permission(member).await?;
        self.get::<SeatRow>((member, room)).await?.ok_or(StoreError::NotFound)?;
        let row = self.get::<RoomRow>(room).await?.ok_or(StoreError::NotFound)?;
        row.picture_url.ok_or(StoreError::NotFound)
    }
}

#[cfg(test)]
mod tests;
