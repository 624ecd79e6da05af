//! Whom each member can talk with directly, ready to be searched: kept in memory for those who choose
//! people, and brought up to date from the member's own stream, as the order of their rooms is.
//!
//! Holds names only as the rows have them: what a member sees of them is decided at each search.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use app::domain::{ContactId, Cursor, Event, MemberId, PersonId, RoomId};
use surrealdb::types::{SurrealValue, Value};
use uuid::Uuid;

use crate::store::{
    Store, StoreError,
    database::Vars,
    memory::Memory,
    queries::{by_uuid, read_rows},
    room_order::RoomOrder,
    row::Row,
    schema::{ContactRow, RoomRow},
};

/// Rooms kept in memory, of all members together: some 300 bytes each.
const MOST: usize = 200_000;

/// What is known of whom. Cheap to copy.
#[derive(Clone)]
pub struct Acquaintances(Memory<Known>);

impl Default for Acquaintances {
    fn default() -> Self {
        Self(Memory::for_at_most(MOST))
    }
}

/// The LINE users of a member's rooms. Cheap to copy: what has not changed is shared.
#[derive(Clone, Debug)]
pub struct Known {
    /// The last event that is contained.
    cursor: Cursor,
    /// Where each room leads; neither of both ever changes.
    pub rooms: Arc<HashMap<RoomId, Way>>,
    /// Those whom the direct ones lead to.
    pub people: Arc<HashMap<Uuid, ContactRow>>,
}

/// Where a room leads.
#[derive(Clone, Debug, SurrealValue)]
pub struct Way {
    /// The LINE user of a direct room.
    pub contact: Option<Uuid>,
    /// The official account that it is reached through.
    pub connection: Uuid,
}

impl Row for Way {
    const TABLE: &'static str = RoomRow::TABLE;
    type Key = <RoomRow as Row>::Key;
}

/// What there is to learn of a member's rooms.
struct Lesson {
    rooms: HashMap<RoomId, Way>,
    people: HashMap<Uuid, ContactRow>,
}

impl Known {
    fn nobody(cursor: Cursor) -> Self {
        Self { cursor, rooms: Arc::default(), people: Arc::default() }
    }

    /// What was learned stands here from now on, and what is no more is let go. Copies only what changes,
    /// and that only while somebody else is reading it.
    fn learn(&mut self, lesson: Lesson, order: &RoomOrder) {
        if !lesson.rooms.is_empty() {
            Arc::make_mut(&mut self.rooms).extend(lesson.rooms);
        }
        if !lesson.people.is_empty() {
            Arc::make_mut(&mut self.people).extend(lesson.people);
        }
        if self.rooms.keys().any(|room| !order.has(*room)) {
            let rooms = Arc::make_mut(&mut self.rooms);
            rooms.retain(|room, _| order.has(*room));
            let whom: BTreeSet<Uuid> = rooms.values().filter_map(|way| way.contact).collect();
            Arc::make_mut(&mut self.people).retain(|contact, _| whom.contains(contact));
        }
    }
}

impl Store {
    /// The LINE users of the rooms in a member's order, which was made at `cursor` or later.
    pub(super) async fn acquaintances(
        &self,
        member: MemberId,
        cursor: Cursor,
        order: &RoomOrder,
    ) -> Result<Arc<Known>, StoreError> {
        let mut place = self.acquaintances.0.of(member).await;
        let heard = match &*place {
            Some(before) => self.heard_since(member, before.cursor).await?,
            None => None,
        };
        let (mut known, (events, cursor)) = match (place.clone(), heard) {
            (Some(before), Some(heard)) => (before, heard),
            _ => (Arc::new(Known::nobody(cursor)), (Vec::new(), cursor)),
        };
        let lesson = self.lesson(&known, order, events.iter().filter_map(whose)).await?;
        // From here on nothing is waited for: what is in its place is whole.
        *place = None;
        let now = Arc::make_mut(&mut known);
        now.learn(lesson, order);
        now.cursor = cursor;
        *place = Some(Arc::clone(&known));
        self.acquaintances.0.weigh(member, known.rooms.len());
        Ok(known)
    }

    /// Reads what is not known of these rooms, and anew who has changed.
    async fn lesson(
        &self,
        known: &Known,
        order: &RoomOrder,
        changed: impl Iterator<Item = Uuid>,
    ) -> Result<Lesson, StoreError> {
        let new = order.rooms().filter(|room| !known.rooms.contains_key(room)).collect();
        let rooms = self.ways(new).await?;
        let strangers = rooms.values().filter_map(|way| way.contact);
        let strangers = strangers.filter(|id| !known.people.contains_key(id));
        let changed = changed.filter(|id| known.people.contains_key(id));
        let read: BTreeSet<Uuid> = changed.chain(strangers).collect();
        let people = self.get_all::<ContactRow>(read.into_iter().map(ContactId::new)).await?;
        Ok(Lesson { rooms, people: by_uuid::<ContactRow>(people) })
    }

    async fn ways(&self, rooms: Vec<RoomId>) -> Result<HashMap<RoomId, Way>, StoreError> {
        if rooms.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Value> =
            rooms.into_iter().map(|room| Value::RecordId(RoomRow::id(room))).collect();
        let vars = Vars::new().with_list("ids", ids);
        let sql = "SELECT id, contact, connection FROM $ids";
        let ways = by_uuid::<Way>(read_rows(self.db.query(sql, vars).await?.take(0)?)?);
        Ok(ways.into_iter().map(|(id, way)| (RoomId::new(id), way)).collect())
    }
}

/// Of which LINE user an event says something else than before.
fn whose(event: &Event) -> Option<Uuid> {
    match event {
        Event::Person { person } => match person.id {
            PersonId::LineUser(contact) => Some(contact.uuid()),
            PersonId::Member(_) => None,
        },
        Event::Room { room } => room.contact.map(ContactId::uuid),
        Event::Message { .. }
        | Event::Profile { .. }
        | Event::Blocks { .. }
        | Event::ReadMarks { .. }
        | Event::Allowance { .. }
        | Event::RoomGone { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{
        Block, ContactCard, LineChat, Rules,
        contact::{Sharing, Visibility},
    };

    use super::*;
    use crate::{
        line::inbound::What,
        store::{
            address_book::{AddContact, EditContact},
            blocks::SetBlock,
            contacts::{ProfileFound, RecordProfile},
            party::testing::{friends, make},
            testing::{Company, NOW, colleague},
        },
    };

    /// Compares what a long-lived server answers with what one does that has just started.
    async fn check(company: &Company, after: &str) {
        let fresh = company.neighbour().await;
        for search in ["", "u", "yuki", "佐藤", "secret"] {
            let member = company.member;
            let known = company.store.candidates(member, search, 0).await.unwrap();
            let read = fresh.store.candidates(member, search, 0).await.unwrap();
            assert_eq!(known, read, "{search:?} after {after}");
        }
    }

    async fn is_called(company: &Company, contact: ContactId, name: &str) {
        let profile = ProfileFound {
            name: name.into(),
            picture_url: None,
            status_message: None,
            language: None,
        };
        let profile = RecordProfile { contact, profile: Some(profile), at: NOW };
        company.store.run(profile).await.unwrap();
    }

    async fn found(company: &Company, search: &str) -> u32 {
        company.store.candidates(company.member, search, 0).await.unwrap().found
    }

    #[tokio::test]
    async fn they_follow_everything_that_changes_who_can_be_chosen() {
        let company = Company::in_memory().await;
        check(&company, "nobody").await;
        let people = friends(&company, &["U1", "U2", "U3"]).await;
        check(&company, "friends").await;
        is_called(&company, people[0], "Yuki").await;
        check(&company, "a name on LINE").await;
        assert_eq!(found(&company, "yuki").await, 1);
        company.hear("U2", "wrote", "hi").await;
        check(&company, "a message").await;
        make(&company, &people).await.unwrap();
        check(&company, "a room of several").await;
        let gone = company.event("U3", "gone", NOW.plus_millis(1), What::Unfollow);
        company.store.run(gone).await.unwrap();
        check(&company, "an unfollow").await;
        let block = Block::On;
        let block = SetBlock { member: company.member, contact: people[0], block, now: NOW };
        company.store.run(block).await.unwrap();
        check(&company, "a block").await;
        company.hear("U4", "new", "hi").await;
        check(&company, "somebody new").await;
    }

    #[tokio::test]
    async fn the_companys_name_is_found_by_those_alone_who_see_it() {
        let company = Company::in_memory().await;
        let [contact] = friends(&company, &["U1"]).await[..] else { panic!("one friend") };
        check(&company, "a friend").await;
        let other = colleague(&company, "ren").await;
        company.store.run(AddContact { by: company.member, contact, now: NOW }).await.unwrap();
        let edit = |edition, sharing| EditContact {
            by: company.member,
            contact,
            edition,
            card: ContactCard { name: "佐藤".into(), ..ContactCard::default() },
            my_tags: Vec::new(),
            sharing,
            now: NOW,
        };
        company.store.run(edit(1, None)).await.unwrap();
        assert_eq!(found(&company, "佐藤").await, 1);
        check(&company, "a name of the company's").await;
        let hidden = Sharing { owner: other, visibility: Visibility::Members(vec![other]) };
        company.store.run(edit(2, Some(hidden))).await.unwrap();
        assert_eq!(found(&company, "佐藤").await, 0);
        check(&company, "who may see it").await;
    }

    #[tokio::test]
    async fn what_has_not_changed_is_not_copied() {
        let company = Company::in_memory().await;
        let people = friends(&company, &["U1", "U2"]).await;
        let known = async || {
            let member = company.member;
            let cursor = company.store.cursor(member).await.unwrap();
            let order = company.store.room_order(member, cursor).await.unwrap();
            company.store.acquaintances(member, cursor, &order).await.unwrap()
        };
        let before = known().await;
        company.hear("U1", "wrote", "hi").await;
        let after = known().await;
        assert!(Arc::ptr_eq(&before.rooms, &after.rooms), "no room came or went");
        is_called(&company, people[0], "Yuki").await;
        let renamed = known().await;
        assert!(Arc::ptr_eq(&before.rooms, &renamed.rooms));
        assert!(!Arc::ptr_eq(&after.people, &renamed.people), "who reads on sees what they saw");
    }

    #[tokio::test]
    async fn what_happened_without_permission_is_known_afterwards() {
        let company = Company::in_memory().await;
        friends(&company, &["U1"]).await;
        check(&company, "a friend").await;
        let rules = company.store.rules().await.unwrap();
        company.store.set_rules(Rules { line_chat: LineChat::Off, ..rules }).await.unwrap();
        company.hear("U2", "unheard", "hi").await;
        company.store.set_rules(rules).await.unwrap();
        check(&company, "permission is back").await;
    }
}
