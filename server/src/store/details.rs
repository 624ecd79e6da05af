//! Who takes part in a room, for a member who looks.

use std::collections::HashMap;

use app::domain::{
    Barred, ConnectionId, ContactId, MemberId, Participant, Person, PersonId, Recipient,
    RoomDetails, RoomId, RoomKind, Seq, Talk,
};

use super::{
    Store, StoreError, party,
    schema::{DirectRow, MessageRow, PartyRow, RoomRow, SeatRow, TalkRow},
    views,
};

impl Store {
    /// Who takes part in a room: LINE users as far as they are known, then the members who may.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the member has no seat there, or the database's failure.
    pub async fn details(&self, member: MemberId, room: RoomId) -> Result<RoomDetails, StoreError> {
        self.need_permission(member).await?;
        self.get::<SeatRow>((member, room)).await?.ok_or(StoreError::NotFound)?;
        let row = self.get::<RoomRow>(room).await?.ok_or(StoreError::NotFound)?;
        let line_users = match row.contact {
            Some(contact) => vec![contact],
            None => self.get::<PartyRow>(room).await?.unwrap_or_default().people,
        };
        let mut ids: Vec<PersonId> =
            line_users.into_iter().map(|id| PersonId::LineUser(ContactId::new(id))).collect();
        for one in row.members.iter().copied().map(MemberId::new) {
            if self.permitted(one).await? {
                ids.push(PersonId::Member(one));
            }
        }
        let mut people = self.people(ids, &self.reader(member).await?).await?;
        people.sort_by_key(|person| matches!(person.id, PersonId::Member(_)));
        let chats = self.chats(&row, &people).await?;
        let blocks = self.blocks(member).await?;
        let participant = |person: Person| {
            let PersonId::LineUser(contact) = person.id else {
                return Participant { person, talk: None, reach: None, blocked: false };
            };
            let chat = chats.get(&contact);
            let talk = chat
                .map(|chat| if chat.talks_in == Some(room) { Talk::Here } else { Talk::Elsewhere });
            let blocked = blocks.since(contact.uuid()).is_some();
            Participant { person, talk, reach: chat.and_then(|chat| chat.barred), blocked }
        };
        let participants = people.into_iter().map(participant).collect();
        Ok(RoomDetails { room, edition: views::edition(&row), participants })
    }

    /// The chats of those LINE users with the official account of a room that passes on what is said;
    /// none for other rooms.
    async fn chats(
        &self,
        row: &RoomRow,
        people: &[Person],
    ) -> Result<HashMap<ContactId, Chat>, StoreError> {
        let mut chats = HashMap::new();
        if views::kind(row)? != RoomKind::Multi {
            return Ok(chats);
        }
        let connection = ConnectionId::new(row.connection);
        for person in people {
            let PersonId::LineUser(contact) = person.id else { continue };
            let key = (connection, contact);
            let talk = self.get::<TalkRow>(key).await?;
            let direct = self.get::<DirectRow>(key).await?.ok_or(StoreError::NotFound)?;
            let direct = self.get::<RoomRow>(RoomId::new(direct.room)).await?;
            // A member's block is between the two: what is said here goes on to everybody.
            let barred = direct.as_ref().map(views::cut_off).transpose()?.flatten();
            let talks_in = talk.and_then(|talk| talk.room).map(RoomId::new);
            chats.insert(contact, Chat { talks_in, barred });
        }
        Ok(chats)
    }

    /// How far a message has come on its way to each LINE user of a room with several.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such message, or the member may not see it, or the
    /// database's failure.
    pub async fn recipients(
        &self,
        member: MemberId,
        room: RoomId,
        seq: Seq,
    ) -> Result<Vec<Recipient>, StoreError> {
        self.need_permission(member).await?;
        let seat = self.get::<SeatRow>((member, room)).await?.ok_or(StoreError::NotFound)?;
        if seq < views::first(&seat) {
            return Err(StoreError::NotFound);
        }
        let row = self.get::<MessageRow>((room, seq)).await?.ok_or(StoreError::NotFound)?;
        let parts = party::parts_of(&row)?;
        let ids = parts.iter().map(|part| PersonId::LineUser(part.contact));
        let people = self.people(ids, &self.reader(member).await?).await?;
        let state = |id| parts.iter().find(|part| PersonId::LineUser(part.contact) == id);
        let recipient = |person: Person| {
            let delivery = state(person.id)?.state;
            Some(Recipient { person, delivery })
        };
        Ok(people.into_iter().filter_map(recipient).collect())
    }
}

/// A LINE user's chat with an official account.
struct Chat {
    /// The room that their words go to, if not to the member alone.
    talks_in: Option<RoomId>,
    /// Why nothing reaches them, if so.
    barred: Option<Barred>,
}

#[cfg(test)]
mod tests {
    use app::domain::{LineChat, PersonId, Rules};

    use super::*;
    use crate::store::testing::{Company, colleague};

    #[tokio::test]
    async fn who_takes_part_is_told_to_those_who_take_part() {
        let company = Company::in_memory().await;
        company.hear("U1", "event-1", "hi").await;
        let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
        let details = company.store.details(company.member, room.id).await.unwrap();
        let ids: Vec<PersonId> = details.participants.iter().map(|one| one.person.id).collect();
        let user = PersonId::LineUser(room.contact.unwrap());
        assert_eq!(ids, [user, PersonId::Member(company.member)]);
        let outsider = colleague(&company, "ren").await;
        let refused = company.store.details(outsider, room.id).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    }

    #[tokio::test]
    async fn without_permission_nobody_takes_part() {
        let company = Company::in_memory().await;
        company.hear("U1", "event-1", "hi").await;
        let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
        let off = Rules { line_chat: LineChat::Off, ..Rules::default() };
        company.store.set_rules(off).await.unwrap();
        let refused = company.store.details(company.member, room.id).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    }
}
