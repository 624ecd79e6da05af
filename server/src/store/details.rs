//! Who takes part in a room, for a member who looks.

use std::collections::HashMap;

use app::domain::{
    Barred, ConnectionId, ContactId, MemberId, Participant, Person, PersonId, RoomDetails, RoomId,
    RoomKind, Talk,
};

use super::{
    Store, StoreError,
    schema::{DirectRow, PartyRow, RoomRow, SeatRow, TalkRow},
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
        let line_users: Vec<ContactId> = line_users.into_iter().map(ContactId::new).collect();
        let mut ids: Vec<PersonId> = line_users.iter().copied().map(PersonId::LineUser).collect();
        for member in row.members.iter().copied().map(MemberId::new) {
            if self.permitted(member).await? {
                ids.push(PersonId::Member(member));
            }
        }
        let mut people = self.people(ids, &self.reader(member).await?).await?;
        people.sort_by_key(|person| matches!(person.id, PersonId::Member(_)));
        let talks = self.talks(room, &row, &line_users).await?;
        let reaches = self.reaches(&row, &line_users).await?;
        let blocks = self.blocks(member).await?;
        let participant = |person: Person| {
            let PersonId::LineUser(contact) = person.id else {
                return Participant { person, talk: None, reach: None, blocked: false };
            };
            let (talk, reach) = (talks.get(&contact).copied(), reaches.get(&contact).copied());
            let blocked = blocks.since(contact.uuid()).is_some();
            Participant { person, talk, reach, blocked }
        };
        let participants = people.into_iter().map(participant).collect();
        Ok(RoomDetails { room, edition: views::edition(&row), participants })
    }

    /// Where what these LINE users write goes, in a room that was made of several.
    async fn talks(
        &self,
        room: RoomId,
        row: &RoomRow,
        line_users: &[ContactId],
    ) -> Result<HashMap<ContactId, Talk>, StoreError> {
        let mut talks = HashMap::new();
        if views::kind(row)? != RoomKind::Multi {
            return Ok(talks);
        }
        let connection = ConnectionId::new(row.connection);
        for contact in line_users.iter().copied() {
            let chosen = self.get::<TalkRow>((connection, contact)).await?;
            let is_here = chosen.is_some_and(|chosen| chosen.room == Some(room.uuid()));
            talks.insert(contact, if is_here { Talk::Here } else { Talk::Elsewhere });
        }
        Ok(talks)
    }

    /// Why nothing reaches those of these LINE users whom nothing does, through the room's official
    /// account.
    async fn reaches(
        &self,
        row: &RoomRow,
        line_users: &[ContactId],
    ) -> Result<HashMap<ContactId, Barred>, StoreError> {
        let connection = ConnectionId::new(row.connection);
        let chats = line_users.iter().map(|contact| (connection, *contact));
        let chats = self.get_all::<DirectRow>(chats).await?;
        let chats = chats.into_iter().map(|(_, chat)| RoomId::new(chat.room));
        let mut reaches = HashMap::new();
        // A member's block is between the two: what is said here goes on to everybody.
        for (_, chat) in self.get_all::<RoomRow>(chats).await? {
            if let (Some(contact), Some(barred)) = (chat.contact, views::cut_off(&chat)?) {
                reaches.insert(ContactId::new(contact), barred);
            }
        }
        Ok(reaches)
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{LineChat, PersonId, Rules};

    use super::*;
    use crate::{
        line::inbound::What,
        relay::Choice,
        store::{
            party::testing::{friends, make, presses},
            testing::{Company, NOW, colleague},
        },
    };

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
    async fn where_each_one_writes_and_who_is_out_of_reach_is_told() {
        let company = Company::in_memory().await;
        let people = friends(&company, &["U1", "U2"]).await;
        let room = make(&company, &people).await.unwrap();
        presses(&company, "U1", "press", Choice::Talk(room)).await;
        let left = company.event("U2", "left", NOW, What::Unfollow);
        company.store.run(left).await.unwrap();
        let details = company.store.details(company.member, room).await.unwrap();
        let told: Vec<_> = details.participants.iter().map(|one| (one.talk, one.reach)).collect();
        let first = (Some(Talk::Here), None);
        let second = (Some(Talk::Elsewhere), Some(Barred::Unfollowed));
        assert_eq!(told, [first, second, (None, None)]);
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
