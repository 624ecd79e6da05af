//! What a client reads: the snapshot and pages of timelines. Bounded work, whatever the history.
//!
//! The cursor is read first: whatever changes while the rest is read comes again as an event, and
//! events are upserts.

use std::collections::{BTreeSet, HashMap};

use app::{
    domain::{
        ConnectionId, ContactId, Cursor, LastLine, ListPlace, MemberId, Message, OwnAccounts,
        Person, PersonId, Room, RoomId, Seq, contact::Reader,
    },
    sync::{
        MoreRooms, Page, Snapshot,
        snapshot::{PageAt, SNAPSHOT_ROOMS},
    },
};
use surrealdb::types::{RecordId, RecordIdKey, Value};
use uuid::Uuid;

use super::{
    Store, StoreError, binding,
    database::Vars,
    key::Singleton,
    quotes,
    row::{Row, into_object},
    schema::{
        CompanyRow, ConnectionRow, ContactRow, HeadRow, MemberRow, MessageRow, RoomRow, SeatRow,
    },
    views::{self, Drawn, Eyes},
};

/// A stretch of a member's list.
#[derive(Default)]
struct Stretch {
    /// In the list's order.
    rooms: Vec<Room>,
    /// Whom their newest messages name.
    people: Vec<Person>,
    /// Where it ends, when the list goes on.
    end: Option<ListPlace>,
}

impl Store {
    /// The row with this key.
    pub(super) async fn get<R: Row>(&self, key: R::Key) -> Result<Option<R>, StoreError> {
        let vars = Vars::new().with("id", R::id(key));
        let mut found = self.db.query("SELECT * FROM ONLY $id", vars).await?;
        let value: Option<Value> = found.take(0)?;
        value.filter(|value| !matches!(value, Value::None | Value::Null)).map(R::read).transpose()
    }

    /// The rows with these keys, those that exist, with their ids.
    pub(super) async fn get_all<R: Row>(
        &self,
        keys: impl IntoIterator<Item = R::Key>,
    ) -> Result<Vec<(RecordId, R)>, StoreError> {
        let ids: Vec<Value> = keys.into_iter().map(|key| Value::RecordId(R::id(key))).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let vars = Vars::new().with_list("ids", ids);
        read_rows(self.db.query("SELECT * FROM $ids", vars).await?.take(0)?)
    }

    /// The rows whose ids lie between two keys, in order, at most `limit`.
    pub(super) async fn range<R: Row>(
        &self,
        from: R::Key,
        to: R::Key,
        limit: usize,
    ) -> Result<Vec<(RecordId, R)>, StoreError> {
        let vars = Vars::new()
            .with("range", R::range(from, to))
            .with("limit", i64::try_from(limit).unwrap_or(i64::MAX));
        read_rows(self.db.query("SELECT * FROM $range LIMIT $limit", vars).await?.take(0)?)
    }

    /// A member's whole view.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such member, or the database's failure.
    pub async fn snapshot(&self, member: MemberId) -> Result<Snapshot, StoreError> {
        let cursor = self.cursor(member).await?;
        let address_book = self.address_book_edition(member).await?;
        let row = self.get::<MemberRow>(member).await?.ok_or(StoreError::NotFound)?;
        let permitted = self.permitted(member).await?;
        let Stretch { rooms, people, end } = if permitted {
            self.stretch(member, cursor, None, SNAPSHOT_ROOMS).await?
        } else {
            Stretch::default()
        };
        let line_id = if permitted { self.line_id(member).await? } else { None };
        let company = self.get::<CompanyRow>(Singleton).await?;
        let own_account = match binding::own_accounts(company.clone())? {
            OwnAccounts::Allowed if permitted => OwnAccounts::Allowed,
            _ => OwnAccounts::NotAllowed,
        };
        let company = company.and_then(|row| row.name);
        let blocks = views::number(Some(self.blocks(member).await?.edition));
        let standing = views::Standing { permitted, line_id, own_account, company, blocks };
        let me = views::me(member, row, standing)?;
        Ok(Snapshot { epoch: self.epoch, cursor, me, address_book, rooms, people, end })
    }

    /// At most `limit` rooms of a member's list, from below a place on.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn rooms_after(
        &self,
        member: MemberId,
        after: ListPlace,
        limit: usize,
    ) -> Result<MoreRooms, StoreError> {
        let cursor = self.cursor(member).await?;
        self.need_permission(member).await?;
        let Stretch { rooms, people, end } =
            self.stretch(member, cursor, Some(after), limit).await?;
        Ok(MoreRooms { cursor, after, rooms, people, end })
    }

    /// Whom the newest messages of rooms name, but for the LINE user who is the room.
    async fn named_in(&self, rooms: &[Room], reader: &Reader) -> Result<Vec<Person>, StoreError> {
        let named = |room: &Room| {
            let own = room.contact.map(PersonId::LineUser);
            let last = room.last.iter().flat_map(LastLine::people);
            last.filter(move |one| Some(*one) != own).collect::<Vec<_>>()
        };
        let ids: BTreeSet<PersonId> = rooms.iter().flat_map(named).collect();
        self.people(ids, reader).await
    }

    /// The number of the newest event in a member's stream.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn cursor(&self, member: MemberId) -> Result<Cursor, StoreError> {
        let head = self.get::<HeadRow>(member).await?;
        Ok(head.map_or(Cursor(0), |head| head.cursor()))
    }

    /// A stretch of a member's list.
    async fn stretch(
        &self,
        member: MemberId,
        cursor: Cursor,
        below: Option<ListPlace>,
        limit: usize,
    ) -> Result<Stretch, StoreError> {
        let (ids, end) = self.room_order(member, cursor).await?.stretch(below, limit);
        let seats = self.get_all::<SeatRow>(ids.into_iter().map(|room| (member, room))).await?;
        let seated = self.with_rooms(seats).await?;
        let people: BTreeSet<ContactId> =
            seated.iter().flat_map(|(_, room)| room.drawn_as()).collect();
        let drawn: Drawn = by_uuid(self.get_all::<ContactRow>(people).await?);
        let eyes = self.eyes(member).await?;
        let rooms = seated
            .iter()
            .map(|(seat, room)| views::room(RoomId::new(seat.room), room, seat, &drawn, &eyes));
        let mut rooms: Vec<Room> = rooms.collect::<Result<_, _>>()?;
        rooms.sort_by(Room::list_order);
        let people = self.named_in(&rooms, &eyes.reader).await?;
        Ok(Stretch { rooms, people, end })
    }

    /// A member's seats, each with its room.
    pub(super) async fn seated(
        &self,
        member: MemberId,
    ) -> Result<Vec<(SeatRow, RoomRow)>, StoreError> {
        let first = (member, RoomId::new(Uuid::nil()));
        let last = (member, RoomId::new(Uuid::max()));
        let seats = self.range::<SeatRow>(first, last, usize::MAX).await?;
        self.with_rooms(seats).await
    }

    async fn with_rooms(
        &self,
        seats: Vec<(RecordId, SeatRow)>,
    ) -> Result<Vec<(SeatRow, RoomRow)>, StoreError> {
        let ids = seats.iter().map(|(_, seat)| RoomId::new(seat.room));
        let mut rooms: HashMap<Uuid, RoomRow> = by_uuid(self.get_all::<RoomRow>(ids).await?);
        let with_room = |(_, seat): (_, SeatRow)| rooms.remove(&seat.room).map(|room| (seat, room));
        Ok(seats.into_iter().filter_map(with_room).collect())
    }

    pub(super) async fn line_id(&self, member: MemberId) -> Result<Option<String>, StoreError> {
        let mut rows = self.connection_rows_of(member).await?.into_iter().map(|(_, row)| row);
        Ok(rows.find(ConnectionRow::is_bound).and_then(|row| row.line_id().map(str::to_owned)))
    }

    /// A stretch of a room's timeline.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the member has no seat there, or the database's failure.
    pub async fn page(
        &self,
        member: MemberId,
        room: RoomId,
        at: PageAt,
    ) -> Result<Page, StoreError> {
        let cursor = self.cursor(member).await?;
        self.need_permission(member).await?;
        let seat = self.get::<SeatRow>((member, room)).await?.ok_or(StoreError::NotFound)?;
        let row = self.get::<RoomRow>(room).await?.ok_or(StoreError::NotFound)?;
        let drawn: Drawn = by_uuid(self.get_all::<ContactRow>(row.drawn_as()).await?);
        let (from, to) = at.bounds(views::seq(row.last_seq), views::seq(seat.read_seq));
        let from = from.max(views::first(&seat));
        let eyes = self.eyes(member).await?;
        let messages = self.messages(room, from, to).await?.into_iter();
        let first = views::first(&seat);
        let messages = messages.map(|message| quotes::since(first, message));
        let messages: Vec<_> = messages.map(|message| eyes.blocks.veil(&row, message)).collect();
        let people = self.authors(&messages, &eyes.reader).await?;
        let room = views::room(room, &row, &seat, &drawn, &eyes)?;
        let allowance = self.allowance(ConnectionId::new(row.connection)).await?;
        Ok(Page { cursor, room, from, to, messages, people, allowance })
    }

    /// The messages of a room from one number to another, both included.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn messages(
        &self,
        room: RoomId,
        from: Seq,
        to: Seq,
    ) -> Result<Vec<Message>, StoreError> {
        if from > to {
            return Ok(Vec::new());
        }
        let rows = self.range::<MessageRow>((room, from), (room, to), usize::MAX).await?;
        let quotes: Vec<Option<i64>> = rows.iter().map(|(_, row)| row.quotes).collect();
        let messages = rows
            .into_iter()
            .map(|(id, row)| views::message(room, views::seq(last_number(&id)), row));
        let mut messages: Vec<Message> = messages.collect::<Result<_, _>>()?;
        self.fill_quotes(room, &quotes, &mut messages).await?;
        Ok(messages)
    }

    async fn authors(
        &self,
        messages: &[Message],
        reader: &Reader,
    ) -> Result<Vec<Person>, StoreError> {
        let ids: BTreeSet<PersonId> = messages.iter().flat_map(Message::people).collect();
        self.people(ids, reader).await
    }

    /// A member as one to whom contacts are shown or not.
    pub(super) async fn reader(&self, id: MemberId) -> Result<Reader, StoreError> {
        let row = self.get::<MemberRow>(id).await?;
        Ok(Reader { id, group: row.and_then(|row| row.group) })
    }

    /// What decides how a member sees rooms and people.
    pub(super) async fn eyes(&self, member: MemberId) -> Result<Eyes, StoreError> {
        Ok(Eyes { reader: self.reader(member).await?, blocks: self.blocks(member).await? })
    }

    /// These people, as they are to be drawn for a reader, in the order of their ids.
    pub(super) async fn people(
        &self,
        ids: impl IntoIterator<Item = PersonId>,
        reader: &Reader,
    ) -> Result<Vec<Person>, StoreError> {
        let (mut members, mut contacts) = (Vec::new(), Vec::new());
        for id in ids {
            match id {
                PersonId::Member(id) => members.push(id),
                PersonId::LineUser(id) => contacts.push(id),
            }
        }
        let member_rows: HashMap<Uuid, MemberRow> =
            by_uuid(self.get_all::<MemberRow>(members.iter().copied()).await?);
        let contact_rows: HashMap<Uuid, ContactRow> =
            by_uuid(self.get_all::<ContactRow>(contacts.iter().copied()).await?);
        let members =
            member_rows.iter().map(|(id, row)| views::member_person(MemberId::new(*id), row));
        let contact =
            |id: &ContactId| views::contact_person(*id, contact_rows.get(&id.uuid()), reader);
        let contacts = contacts.iter().map(contact);
        let mut people: Vec<Person> = members.chain(contacts).collect();
        people.sort_by_key(|person: &Person| -> PersonId { person.id });
        Ok(people)
    }
}

/// Rows of a query's answer, with their ids.
pub(super) fn read_rows<R: Row>(value: Value) -> Result<Vec<(RecordId, R)>, StoreError> {
    let Value::Array(rows) = value else { return Ok(Vec::new()) };
    rows.into_iter()
        .map(|value| {
            let mut object = into_object(value);
            let Some(Value::RecordId(id)) = object.remove("id") else {
                return Err(StoreError::malformed(R::TABLE, "a row without an id"));
            };
            Ok((id, R::read(Value::Object(object))?))
        })
        .collect()
}

/// Rows by the UUIDs they are found by.
pub(super) fn by_uuid<R>(rows: Vec<(RecordId, R)>) -> HashMap<Uuid, R> {
    rows.into_iter().filter_map(|(id, row)| Some((uuid_of(&id)?, row))).collect()
}

/// The UUID of a record that is found by one.
pub(super) fn uuid_of(id: &RecordId) -> Option<Uuid> {
    match &id.key {
        RecordIdKey::Uuid(uuid) => Some(Uuid::from(*uuid)),
        _ => None,
    }
}

/// The UUIDs of a record that is found by two.
pub(super) fn uuid_pair_of(id: &RecordId) -> Option<(Uuid, Uuid)> {
    let RecordIdKey::Array(parts) = &id.key else { return None };
    let mut parts = parts.iter().map(|part| match part {
        Value::Uuid(uuid) => Some(Uuid::from(*uuid)),
        _ => None,
    });
    Some((parts.next()??, parts.next()??))
}

/// The number at the end of a numbered record's id.
pub(super) fn last_number(id: &RecordId) -> i64 {
    match &id.key {
        RecordIdKey::Array(parts) => match parts.iter().last() {
            Some(Value::Number(n)) => n.to_int().unwrap_or_default(),
            _ => 0,
        },
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{Company, NOW, says};

    #[tokio::test]
    async fn every_room_is_reached_however_many_there_are() {
        let company = Company::in_memory().await;
        for user in 0..5 {
            company.hear(&format!("U{user}"), &format!("event-{user}"), "hi").await;
        }
        let all = company.store.snapshot(company.member).await.unwrap().rooms;
        let mut found = vec![all[0].clone()];
        let mut end = Some(all[0].place());
        while let Some(after) = end {
            let more = company.store.rooms_after(company.member, after, 2).await.unwrap();
            found.extend(more.rooms);
            end = more.end;
        }
        assert_eq!(found, all);
        company.close().await;
    }

    #[tokio::test]
    async fn a_page_says_of_its_room_what_the_list_says() {
        let company = Company::in_memory().await;
        company.hear("U1", "event-1", "hi").await;
        let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
        let page = company.store.page(company.member, room.id, PageAt::Head).await.unwrap();
        assert_eq!(page.room, room);
        company.close().await;
    }

    #[tokio::test]
    async fn the_list_says_of_a_late_message_the_time_that_the_timeline_says() {
        let company = Company::in_memory().await;
        let happened = NOW.plus_millis(-3_600_000);
        let late = company.event("U1", "event-1", happened, says("hi"));
        company.store.run(late).await.unwrap();
        let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
        let page = company.store.page(company.member, room.id, PageAt::Head).await.unwrap();
        assert_eq!(room.last.unwrap().at, happened);
        assert_eq!(page.messages[0].at, happened);
        company.close().await;
    }

    #[tokio::test]
    async fn a_line_user_without_a_profile_has_no_name_in_any_language() {
        let company = Company::in_memory().await;
        company.hear("U1", "event-1", "hi").await;
        let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
        assert_eq!(room.title, "");
        company.close().await;
    }
}
