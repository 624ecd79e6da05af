//! Whom a message reached, for a member who asks.

use std::collections::HashMap;

use app::domain::{MemberId, PersonId, Recipient, RoomId, Seq};

use super::{
    Store, StoreError, party,
    schema::{MessageRow, SeatRow},
};

impl Store {
    /// The LINE users to whom a message went on its own, each with how far it has come; nobody where it
    /// goes to one person, or to a LINE group as a whole.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the member may not see the message, or the database's failure.
    pub async fn recipients(
        &self,
        member: MemberId,
        room: RoomId,
        seq: Seq,
    ) -> Result<Vec<Recipient>, StoreError> {
        self.need_permission(member).await?;
        let seat = self.get::<SeatRow>((member, room)).await?.ok_or(StoreError::NotFound)?;
        if i64::from(seq.0) < seat.from_seq.unwrap_or_default() {
            return Err(StoreError::NotFound);
        }
        let row = self.get::<MessageRow>((room, seq)).await?.ok_or(StoreError::NotFound)?;
        let parts = party::parts_of(&row)?;
        let ids = parts.iter().map(|part| PersonId::LineUser(part.contact));
        let people = self.people(ids, &self.reader(member).await?).await?;
        let mut people: HashMap<PersonId, _> =
            people.into_iter().map(|person| (person.id, person)).collect();
        let recipient = |part: party::Part| {
            let person = people.remove(&PersonId::LineUser(part.contact))?;
            Some(Recipient { person, delivery: part.state })
        };
        Ok(parts.into_iter().filter_map(recipient).collect())
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{Delivery, History};

    use super::*;
    use crate::store::{
        party::testing::{add, bring, friends, make},
        testing::{Company, colleague},
    };

    #[tokio::test]
    async fn who_may_not_see_a_message_does_not_learn_whom_it_reached() {
        let company = Company::in_memory().await;
        let people = friends(&company, &["U1", "U2"]).await;
        let room = make(&company, &people).await.unwrap();
        let said = company.say(room, "before").await.unwrap();
        let (outsider, late) = (colleague(&company, "ren").await, colleague(&company, "mio").await);
        add(&company, room, &[], &[late], History::FromNow).await.unwrap();
        for member in [outsider, late] {
            let refused = company.store.recipients(member, room, said.seq).await;
            assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
        }
    }

    #[tokio::test]
    async fn each_line_user_is_named_with_how_far_it_has_come() {
        let company = Company::in_memory().await;
        let people = friends(&company, &["U1", "U2"]).await;
        let room = make(&company, &people).await.unwrap();
        let said = company.say(room, "hi").await.unwrap();
        let asked = || company.store.recipients(company.member, room, said.seq);
        let states = |all: Vec<Recipient>| {
            all.into_iter().map(|one| (one.person.id, one.delivery)).collect::<Vec<_>>()
        };
        let each =
            |state| people.iter().map(|id| (PersonId::LineUser(*id), state)).collect::<Vec<_>>();
        assert_eq!(states(asked().await.unwrap()), each(Delivery::Queued));
        bring(&company).await;
        assert_eq!(states(asked().await.unwrap()), each(Delivery::Sent));
    }

    #[tokio::test]
    async fn in_a_direct_room_there_is_nobody_to_tell_apart() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        let said = company.say(room, "hi").await.unwrap();
        assert_eq!(company.store.recipients(company.member, room, said.seq).await.unwrap(), []);
    }
}
