//! One contact, for a member who may see it.

use std::collections::HashMap;

use app::domain::{
    Block, Contact, ContactId, MemberId, PersonId, RoomId,
    contact::{Keeping, LineProfile, Shelf, Visibility},
};
use uuid::Uuid;

use super::{acts::is_shown, card, rights};
use crate::store::{
    Store, StoreError,
    queries::{by_uuid, uuid_of},
    schema::{ContactCardRow, ContactRow, MemberRow, RoomRow, SeatRow},
    views,
};

/// Chosen members who are named to the reader.
const NAMED: usize = 200;

impl Store {
    /// A contact, in Clients/Partners or in the trash. The id of one that was merged into another leads
    /// to that.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or the member may not see it, or the database's
    /// failure.
    pub async fn contact(&self, member: MemberId, id: ContactId) -> Result<Contact, StoreError> {
        self.need_permission(member).await?;
        let (id, row) = self.card_row(id).await?.ok_or(StoreError::NotFound)?;
        let me = self.get::<MemberRow>(member).await?.ok_or(StoreError::NotFound)?;
        let reader = self.reader(member).await?;
        if !is_shown(&row, &reader) {
            return Err(StoreError::NotFound);
        }
        let sharing = row.sharing.domain();
        let mut named = vec![PersonId::Member(sharing.owner)];
        if let Visibility::Members(members) = &sharing.visibility {
            named.extend(members.iter().take(NAMED).copied().map(PersonId::Member));
        }
        let users = row.line_users.iter().copied().map(ContactId::new);
        let users: HashMap<Uuid, ContactRow> = by_uuid(self.get_all::<ContactRow>(users).await?);
        let in_order = || row.line_users.iter().filter_map(|id| Some((*id, users.get(id)?)));
        let blocks = self.blocks(member).await?;
        let mut line = Vec::with_capacity(row.line_users.len());
        for (id, user) in in_order() {
            let block = match blocks.since(id) {
                Some(_) => Some(Block::On),
                None => self.meets(member, user).await?.then_some(Block::Off),
            };
            line.push(LineProfile { block, ..line_profile(ContactId::new(id), user) });
        }
        let lies_on = if row.trashed_at.is_none() { Shelf::Kept } else { Shelf::Trash };
        Ok(Contact {
            id,
            card: card(&row)?,
            my_tags: row.tags_of(member).to_vec(),
            shelf: lies_on,
            edition: u32::try_from(row.edition).unwrap_or_default(),
            rights: rights(&reader, &me, &sharing)?,
            people: self.people(named, &reader).await?,
            sharing,
            line,
            rooms: self.direct_rooms(member, in_order().map(|(_, user)| user)).await?,
        })
    }

    /// Whether a LINE user whom a member knows stands in Clients/Partners, as far as they may know.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the member does not know them, or the database's failure.
    pub async fn keeping(&self, member: MemberId, user: ContactId) -> Result<Keeping, StoreError> {
        self.need_permission(member).await?;
        let row = self.get::<ContactRow>(user).await?.ok_or(StoreError::NotFound)?;
        if !self.meets(member, &row).await? {
            return Err(StoreError::NotFound);
        }
        let Some((id, card)) = self.card_row(user).await? else { return Ok(Keeping::NotKept) };
        Ok(match card.trashed_at {
            _ if !is_shown(&card, &self.reader(member).await?) => Keeping::NotKept,
            None => Keeping::Kept(id),
            Some(_) => Keeping::Trashed(id),
        })
    }

    /// Whether a member sees the card of this LINE user.
    pub(in crate::store) async fn sees_card_of(
        &self,
        member: MemberId,
        user: ContactId,
    ) -> Result<bool, StoreError> {
        match self.card_row(user).await? {
            Some((_, card)) => Ok(is_shown(&card, &self.reader(member).await?)),
            None => Ok(false),
        }
    }

    /// The card by which a LINE user is kept, or lies in the trash.
    async fn card_row(
        &self,
        user: ContactId,
    ) -> Result<Option<(ContactId, ContactCardRow)>, StoreError> {
        let Some(row) = self.get::<ContactRow>(user).await? else { return Ok(None) };
        let id = row.kept.map_or(user, |kept| ContactId::new(kept.card));
        Ok(self.get::<ContactCardRow>(id).await?.map(|row| (id, row)))
    }

    async fn direct_rooms<'a>(
        &self,
        member: MemberId,
        users: impl Iterator<Item = &'a ContactRow>,
    ) -> Result<Vec<RoomId>, StoreError> {
        let rooms = users.flat_map(|user| &user.rooms).copied().map(RoomId::new);
        let seats = self.get_all::<SeatRow>(rooms.map(|room| (member, room))).await?;
        let rooms = seats.into_iter().map(|(_, seat)| RoomId::new(seat.room));
        let rows = self.get_all::<RoomRow>(rooms).await?;
        let direct = rows.into_iter().filter(|(_, row)| row.contact.is_some());
        Ok(direct.filter_map(|(id, _)| uuid_of(&id).map(RoomId::new)).collect())
    }
}

fn line_profile(id: ContactId, row: &ContactRow) -> LineProfile {
    LineProfile {
        id,
        name: views::line_name(row),
        picture: views::contact_picture(id, row),
        status_message: row.status_message.clone(),
        language: row.language.clone(),
        block: None,
    }
}
