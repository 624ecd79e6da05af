//! Who takes part, changed: by a member who adds or removes somebody, or by a LINE user who leaves.

use app::domain::{
    Additions, ConnectionId, ContactId, DeliveryId, MemberId, Notice, PersonId, RoomId, RoomKind,
    Timestamp,
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
        schema::{DirectRow, PartyRow, RoomRow, SeatRow},
        views,
    },
    notes::{exclude, note, note_with, who},
    relay::Relay,
    seats::{add_line_users, dismiss, seat, unseat},
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
