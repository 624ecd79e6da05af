//! Whom a member can bring into a room, and the rooms where just these people are together already.

mod acquaintances;

use std::collections::{BTreeSet, HashMap};

use app::domain::{
    Candidate, Candidates, ConnectionId, ContactId, MemberId, Person, PersonId, PhotoSize, Room,
    RoomId, RoomKind, Standing,
    directory::is_meant,
    new_room::{CANDIDATES_PAGE, COLLEAGUES_MAX},
};
use uuid::Uuid;

pub use self::acquaintances::Acquaintances;

use super::{
    Store, StoreError,
    directory::Listed,
    queries::{by_uuid, uuid_of},
    schema::{ConnectionRow, ContactRow, PartyRow, RoomRow, SeatRow},
    views::{self, Drawn, Eyes},
};

impl Store {
    /// The LINE users of the direct rooms of a member's official account who are meant by a search,
    /// those who were heard of last first; from a place in that order on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the member may not talk with LINE users, or the database's failure.
    pub async fn candidates(
        &self,
        member: MemberId,
        search: &str,
        from: u32,
    ) -> Result<Candidates, StoreError> {
        self.need_permission(member).await?;
        let accounts = self.bound_accounts(member).await?;
        let cursor = self.cursor(member).await?;
        let order = self.room_order(member, cursor).await?;
        let known = self.acquaintances(member, cursor, &order).await?;
        let eyes = self.eyes(member).await?;
        let meant = |room: &RoomId| {
            let way = known.rooms.get(room).filter(|way| accounts.contains(&way.connection));
            let Some(id) = way.and_then(|way| way.contact) else { return false };
            let contact = known.people.get(&id);
            let person = views::contact_person(ContactId::new(id), contact, &eyes.reader);
            let on_line = contact.and_then(|row| row.name.as_deref()).unwrap_or_default();
            is_meant(search, [&person.name, on_line, ""])
        };
        let mut rooms = order.of_late();
        rooms.retain(meant);
        let page = rooms.iter().copied().skip(from as usize).take(CANDIDATES_PAGE as usize);
        let people = self.drawn(page.collect(), &eyes).await?;
        Ok(Candidates { people, found: u32::try_from(rooms.len()).unwrap_or(u32::MAX) })
    }

    /// The LINE users of these direct rooms, as they are now.
    async fn drawn(&self, rooms: Vec<RoomId>, eyes: &Eyes) -> Result<Vec<Candidate>, StoreError> {
        let rows: HashMap<Uuid, RoomRow> =
            by_uuid(self.get_all::<RoomRow>(rooms.iter().copied()).await?);
        let contacts = rows.values().filter_map(|row| row.contact).map(ContactId::new);
        let contacts: HashMap<Uuid, ContactRow> =
            by_uuid(self.get_all::<ContactRow>(contacts).await?);
        let drawn = |room: RoomId| {
            let row = rows.get(&room.uuid())?;
            let contact = row.contact?;
            let person = contacts.get(&contact);
            let person = views::contact_person(ContactId::new(contact), person, &eyes.reader);
            let connection = ConnectionId::new(row.connection);
            let barred = views::barred(row, &eyes.blocks);
            Some(barred.map(|barred| Candidate { person, room, connection, barred }))
        };
        rooms.into_iter().filter_map(drawn).collect()
    }

    /// The rooms of a member that bring exactly these LINE users together, the newest first.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the member may not talk with LINE users, or the database's failure.
    pub async fn rooms_with(
        &self,
        member: MemberId,
        people: &[ContactId],
    ) -> Result<Vec<Room>, StoreError> {
        self.need_permission(member).await?;
        let wanted: BTreeSet<Uuid> = people.iter().map(|id| id.uuid()).collect();
        let contacts = self.get_all::<ContactRow>(people.iter().copied()).await?;
        let shared = contacts.iter().map(|(_, row)| row.rooms.iter().copied().collect());
        let shared: BTreeSet<Uuid> =
            shared.reduce(|all: BTreeSet<Uuid>, one| &all & &one).unwrap_or_default();
        let drawn: Drawn = by_uuid(contacts);
        let eyes = self.eyes(member).await?;
        let mut rooms = Vec::new();
        for room in shared.into_iter().map(RoomId::new) {
            let Some(seat) = self.get::<SeatRow>((member, room)).await? else { continue };
            let Some(row) = self.get::<RoomRow>(room).await? else { continue };
            let party = self.get::<PartyRow>(room).await?.unwrap_or_default();
            let together: BTreeSet<Uuid> = party.people.into_iter().collect();
            if views::kind(&row)? == RoomKind::Multi && together == wanted {
                rooms.push(views::room(room, &row, &seat, &drawn, &eyes)?);
            }
        }
        rooms.sort_by(Room::list_order);
        Ok(rooms)
    }

    /// Members whose account may be used, and who are meant by a search, by name: the first few of them,
    /// without the one who asks. Also those without permission: they are excluded when they are invited,
    /// and the room says so.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the member may not talk with LINE users, or the database's failure.
    pub async fn colleagues_meant(
        &self,
        member: MemberId,
        search: &str,
    ) -> Result<Vec<Person>, StoreError> {
        self.need_permission(member).await?;
        let mut others = self.listed().await?;
        others.retain(|other| {
            let group = other.entry.group.as_deref().unwrap_or_default();
            other.id != member
                && other.standing == Standing::Active
                && is_meant(search, [&other.entry.name, group, ""])
        });
        others.sort_by_cached_key(|other| (other.entry.name.to_lowercase(), other.id));
        others.truncate(COLLEAGUES_MAX);
        Ok(others.into_iter().map(person).collect())
    }

    /// The member's own official accounts that are bound.
    async fn bound_accounts(&self, member: MemberId) -> Result<BTreeSet<Uuid>, StoreError> {
        let rows = self.connection_rows_of(member).await?.into_iter();
        let bound = rows.filter(|(_, row): &(_, ConnectionRow)| row.is_bound());
        Ok(bound.filter_map(|(id, _)| uuid_of(&id)).collect())
    }
}

fn person(member: Listed) -> Person {
    Person {
        id: PersonId::Member(member.id),
        name: member.entry.name,
        picture: member.photo.map(|version| version.path(PhotoSize::Small)),
        group: member.entry.group,
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{Barred, LineChat, Rules};

    use super::*;
    use crate::{
        line::inbound::What,
        store::{
            contacts::{ProfileFound, RecordProfile},
            directory::SetStanding,
            testing::{Company, NOW, colleague, gather},
        },
    };

    /// A LINE user who has written, and whose name LINE has told.
    async fn meet(company: &Company, user: &str, name: &str, minute: i64) -> ContactId {
        let at = NOW.plus_millis(minute * 60_000);
        let event =
            company.event(user, &format!("{user}-first"), at, What::Follow { again: false });
        company.store.run(event).await.unwrap();
        let contact = company.contact(user).await;
        let profile = ProfileFound {
            name: name.into(),
            picture_url: None,
            status_message: None,
            language: None,
        };
        let profile = RecordProfile { contact, profile: Some(profile), at };
        company.store.run(profile).await.unwrap();
        contact
    }

    async fn names(company: &Company, search: &str, from: u32) -> Vec<String> {
        let found = company.store.candidates(company.member, search, from).await.unwrap();
        found.people.into_iter().map(|one| one.person.name).collect()
    }

    #[tokio::test]
    async fn without_permission_there_is_nobody_to_choose() {
        let company = Company::in_memory().await;
        let yuki = meet(&company, "U1", "Yuki", 0).await;
        let off = Rules { line_chat: LineChat::Off, ..Rules::default() };
        company.store.set_rules(off).await.unwrap();
        let (store, member) = (&company.store, company.member);
        let candidates = store.candidates(member, "", 0).await;
        assert!(matches!(candidates, Err(StoreError::NotFound)), "{candidates:?}");
        let rooms = store.rooms_with(member, &[yuki]).await;
        assert!(matches!(rooms, Err(StoreError::NotFound)), "{rooms:?}");
        let colleagues = store.colleagues_meant(member, "").await;
        assert!(matches!(colleagues, Err(StoreError::NotFound)), "{colleagues:?}");
    }

    #[tokio::test]
    async fn a_colleague_chooses_among_their_own_and_learns_of_no_others() {
        let company = Company::in_memory().await;
        let (yuki, ken) =
            (meet(&company, "U1", "Yuki", 0).await, meet(&company, "U2", "Ken", 1).await);
        gather(&company, &[yuki, ken], &[company.member]).await;
        let ren = colleague(&company, "ren").await;
        let found = company.store.candidates(ren, "", 0).await.unwrap();
        assert_eq!((found.people.len(), found.found), (0, 0));
        assert_eq!(company.store.rooms_with(ren, &[yuki, ken]).await.unwrap(), []);
    }

    #[tokio::test]
    async fn whoever_was_heard_of_last_comes_first_and_a_search_narrows() {
        let company = Company::in_memory().await;
        meet(&company, "U1", "山田 美咲", 0).await;
        meet(&company, "U2", "Emily Carter", 2).await;
        meet(&company, "U3", "山田 健一", 1).await;
        assert_eq!(names(&company, "", 0).await, ["Emily Carter", "山田 健一", "山田 美咲"]);
        assert_eq!(names(&company, "山田", 0).await, ["山田 健一", "山田 美咲"]);
        assert_eq!(names(&company, "山田", 1).await, ["山田 美咲"]);
        assert_eq!(names(&company, "carter EM", 0).await, ["Emily Carter"]);
        let found = company.store.candidates(company.member, "山田", 2).await.unwrap();
        assert_eq!(
            (found.people.len(), found.found),
            (0, 2),
            "the number is of all who were found"
        );
    }

    #[tokio::test]
    async fn who_has_unfollowed_is_there_with_the_reason() {
        let company = Company::in_memory().await;
        meet(&company, "U1", "Yuki", 0).await;
        let left = company.event("U1", "U1-left", NOW.plus_millis(1), What::Unfollow);
        company.store.run(left).await.unwrap();
        let found = company.store.candidates(company.member, "", 0).await.unwrap();
        assert_eq!(found.people[0].barred, Some(Barred::Unfollowed));
        assert_eq!(found.people[0].room, company.room().await);
    }

    #[tokio::test]
    async fn only_rooms_with_exactly_these_people_are_found() {
        let company = Company::in_memory().await;
        let mut people = Vec::new();
        for (minute, user) in (0..).zip(["U1", "U2", "U3"]) {
            people.push(meet(&company, user, user, minute).await);
        }
        let both = gather(&company, &people[..2], &[company.member]).await;
        gather(&company, &people, &[company.member]).await;
        let unseen = colleague(&company, "ren").await;
        gather(&company, &people[..2], &[unseen]).await;
        let swapped = [people[1], people[0]];
        let found = company.store.rooms_with(company.member, &swapped).await.unwrap();
        assert_eq!(found.iter().map(|room| room.id).collect::<Vec<_>>(), [both]);
        let with_one = company.store.rooms_with(company.member, &people[..1]).await.unwrap();
        assert_eq!(with_one, [], "a direct room is not made of several people");
        assert_eq!(company.store.rooms_with(company.member, &[]).await.unwrap(), []);
    }

    #[tokio::test]
    async fn colleagues_are_those_whose_account_is_open() {
        let company = Company::in_memory().await;
        let (ren, mio) = (colleague(&company, "ren").await, colleague(&company, "mio").await);
        let ids = |found: Vec<Person>| found.into_iter().map(|one| one.id).collect::<Vec<_>>();
        let found = company.store.colleagues_meant(company.member, "").await.unwrap();
        assert_eq!(ids(found), [PersonId::Member(mio), PersonId::Member(ren)]);
        let by = company.member;
        let close = SetStanding { by, member: ren, standing: Standing::Deactivated };
        company.store.run(close).await.unwrap();
        let found = company.store.colleagues_meant(company.member, "sales").await.unwrap();
        assert_eq!(ids(found), [PersonId::Member(mio)]);
    }
}
