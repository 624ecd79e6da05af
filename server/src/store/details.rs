//! Who takes part in a room, for a member who looks.

use app::domain::{ContactId, MemberId, Participant, PersonId, RoomDetails, RoomId};

use super::{
    Store, StoreError,
    schema::{PartyRow, RoomRow, SeatRow},
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
        let participants = people.into_iter().map(|person| Participant { person }).collect();
        Ok(RoomDetails { room, edition: views::edition(&row), participants })
    }
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
