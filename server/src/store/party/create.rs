//! A member makes a room with several LINE users.

use app::domain::{
    ConnectionId, ContactId, DeliveryId, History, MemberId, NewRoom, Notice, RoomId, RoomKind,
    Timestamp,
};
use uuid::Uuid;

use super::{
    super::{
        StoreError, blocks,
        draft::Draft,
        error::Refusal,
        journal::Command,
        key::derived,
        permission,
        schema::{ConnectionRow, ContactRow, DirectRow, PartyRow, RoomRow, SeatRow},
        views,
    },
    notes::{exclude, note, note_with, who},
    relay::{Relay, names},
    seats::{add_line_users, seat},
};
use crate::{greeting::CardLanguage, line::message::shortened};

/// The length of what a room without a name is called, in UTF-16 units.
const TITLE_UTF16: usize = 50;

/// A member makes a room. A repeated command with the room's id finds the one that the first made.
pub struct CreateRoom {
    /// Who.
    pub member: MemberId,
    /// What.
    pub new: NewRoom,
    /// What new ids follow from.
    pub fresh: Uuid,
    /// When.
    pub now: Timestamp,
}

impl Command for CreateRoom {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        if draft.get::<RoomRow>(self.new.id).await?.is_some() {
            let own = draft.get::<SeatRow>((self.member, self.new.id)).await?;
            return own.map(|_| ()).ok_or(StoreError::Refused(Refusal::IdTaken));
        }
        let connection = self.connection(draft).await?;
        self.lay(draft, connection);
        let room = self.new.id;
        let people = add_line_users(draft, self.member, room, &self.new.people).await?;
        let colleagues = seat(draft, room, &self.new.colleagues, History::Whole).await?;
        self.name(draft).await?;

        let made = Notice::Created { by: self.member };
        note(draft, room, made, derived(self.fresh, b"created"), self.now).await?;
        let who = who(&people, &colleagues.seated);
        let joined = Notice::Joined { who, by: Some(self.member) };
        let row = draft.need::<RoomRow>(room).await?;
        let base = DeliveryId::new(self.fresh);
        let relay = Relay { room, row: &row, base, now: self.now };
        let parts = relay.invite(draft, self.member, &people).await?;
        note_with(draft, room, joined, parts, (self.fresh, self.now)).await?;
        exclude(draft, room, &colleagues.excluded, (self.fresh, self.now)).await
    }
}

impl CreateRoom {
    /// The official account through which this member reaches all of them.
    async fn connection(&self, draft: &mut Draft<'_>) -> Result<ConnectionId, StoreError> {
        let unreachable = StoreError::Refused(Refusal::Unreachable);
        let Some(first) = self.new.people.first().copied() else { return Err(unreachable) };
        let person = draft.get::<ContactRow>(first).await?.ok_or(StoreError::NotFound)?;
        for room in person.rooms {
            let Some(row) = draft.get::<RoomRow>(RoomId::new(room)).await? else { continue };
            let connection = ConnectionId::new(row.connection);
            if row.contact.is_some() && self.reaches_all(draft, connection).await? {
                return Ok(connection);
            }
        }
        Err(unreachable)
    }

    async fn reaches_all(
        &self,
        draft: &mut Draft<'_>,
        connection: ConnectionId,
    ) -> Result<bool, StoreError> {
        for contact in self.new.people.iter().copied() {
            if !reachable(draft, connection, contact, self.member).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The room with nobody in it but its maker.
    fn lay(&self, draft: &mut Draft<'_>, connection: ConnectionId) {
        let room = self.new.id;
        let row = RoomRow {
            members: vec![self.member.uuid()],
            name: self.new.name.clone().map(String::from),
            description: self.new.description.clone().map(String::from),
            line_users: Some(0),
            ..RoomRow::new(RoomKind::Multi, connection, self.now)
        };
        draft.insert::<RoomRow>(room, row);
        draft.insert::<PartyRow>(room, PartyRow::default());
        draft.insert::<SeatRow>((self.member, room), SeatRow::new(room, 0));
    }

    /// Settles what LINE users are told that the room is called: its name of now, or who is in it.
    async fn name(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = draft.need::<RoomRow>(self.new.id).await?;
        row.line_name = Some(match row.name.clone() {
            Some(name) => name,
            None => title(draft, self.new.id, &row).await?,
        });
        draft.put::<RoomRow>(self.new.id, row);
        Ok(())
    }
}

/// What a room without a name is called: by who is in it now.
///
/// # Errors
/// When the database fails.
pub async fn title(
    draft: &mut Draft<'_>,
    room: RoomId,
    row: &RoomRow,
) -> Result<String, StoreError> {
    let party = draft.get::<PartyRow>(room).await?.unwrap_or_default();
    let people = names(draft, &row.members, party.people, CardLanguage::English).await?;
    Ok(shortened(&people, TITLE_UTF16))
}

/// Whether a LINE user can be reached through an official account by this member, who talks with them.
///
/// # Errors
/// When the database fails.
pub(super) async fn reachable(
    draft: &mut Draft<'_>,
    connection: ConnectionId,
    contact: ContactId,
    member: MemberId,
) -> Result<bool, StoreError> {
    let account = draft.need::<ConnectionRow>(connection).await?;
    let Some(direct) = draft.get::<DirectRow>((connection, contact)).await? else {
        return Ok(false);
    };
    let chat = RoomId::new(direct.room);
    if account.unbound_at.is_some() || draft.get::<SeatRow>((member, chat)).await?.is_none() {
        return Ok(false);
    }
    let blocks = blocks::of(draft, member).await?;
    Ok(views::barred(&draft.need::<RoomRow>(chat).await?, &blocks)?.is_none())
}
