//! The smallest server that keeps the protocol, to hold a client against.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::{
    domain::{
        Allowance, Author, Body, ConnectionId, ContactId, Cursor, Delivery, Epoch, Event, LastLine,
        ListPlace, Me, Message, MessageId, Numbered, Person, PersonId, Quota, Quote, Room, RoomAct,
        RoomId, Timestamp, testing,
    },
    sync::{MoreRooms, Page, Snapshot, snapshot::PageAt},
};

/// So few rooms at once that the list goes on.
const ROOMS: usize = 2;

/// Every change is appended to the stream.
#[derive(Default)]
pub struct Server {
    pub rooms: BTreeMap<u8, Room>,
    pub messages: HashMap<u8, Vec<Message>>,
    pub people: HashMap<PersonId, Person>,
    blocks: u32,
    pub left: Option<u32>,
    stream: Vec<Event>,
    clock: i64,
}

fn uuid(kind: u8, n: u32) -> Uuid {
    Uuid::from_u128(u128::from(kind) << 64 | u128::from(n))
}

/// The room of this number.
pub fn room_id(room: u8) -> RoomId {
    RoomId::new(uuid(1, room.into()))
}

/// The LINE user of that room.
pub fn contact(room: u8) -> ContactId {
    ContactId::new(uuid(2, room.into()))
}

/// The top of a list of at most `limit` rooms, in list order, and where it ends when there are more.
pub fn top_of(mut rooms: Vec<Room>, limit: usize) -> (Vec<Room>, Option<ListPlace>) {
    rooms.sort_by(Room::list_order);
    let goes_on = rooms.len() > limit;
    rooms.truncate(limit);
    let end = rooms.last().filter(|_| goes_on).map(Room::place);
    (rooms, end)
}

impl Server {
    /// What the one account may still send.
    pub fn quota(&self) -> Option<Quota> {
        self.left.map(|left| Quota { limit: 200, left })
    }

    fn allowance(&self) -> Allowance {
        let account = ConnectionId::new(uuid(5, 0));
        Allowance { account, quota: self.quota() }
    }

    pub fn spend(&mut self, left: u8) {
        self.left = Some(u32::from(left)).filter(|left| *left > 0);
        self.stream.push(Event::Allowance { allowance: self.allowance() });
    }

    pub fn cursor(&self) -> Cursor {
        Cursor(self.stream.len() as u64)
    }

    pub fn snapshot(&self) -> Snapshot {
        let (rooms, end) = top_of(self.rooms.values().cloned().collect(), ROOMS);
        let me = Me { blocks: self.blocks, ..testing::me() };
        let people = self.drawn_in(&rooms);
        Snapshot { epoch: Epoch(1), cursor: self.cursor(), me, address_book: 0, rooms, people, end }
    }

    fn drawn_in(&self, rooms: &[Room]) -> Vec<Person> {
        let drawn = rooms.iter().filter_map(|room| room.contact.map(PersonId::LineUser));
        drawn.filter_map(|id| self.people.get(&id).cloned()).collect()
    }

    pub fn more_rooms(&self, after: ListPlace) -> MoreRooms {
        let below = self.rooms.values().filter(|room| room.place() < after);
        let (rooms, end) = top_of(below.cloned().collect(), ROOMS);
        let people = self.drawn_in(&rooms);
        MoreRooms { cursor: self.cursor(), after, rooms, people, end }
    }

    pub fn page(&self, room: u8, at: PageAt) -> Option<Page> {
        let row = self.rooms.get(&room)?;
        let (from, to) = at.bounds(row.last_seq, row.read_seq);
        let all = self.messages[&room].iter();
        let messages: Vec<_> = all.filter(|m| from <= m.seq && m.seq <= to).cloned().collect();
        let people = self.people.values().cloned().collect();
        let (cursor, room) = (self.cursor(), row.clone());
        Some(Page { cursor, room, from, to, messages, people, allowance: self.allowance() })
    }

    pub fn numbered(&self, n: u64) -> Option<Numbered> {
        let event = self.stream.get(usize::try_from(n).unwrap().checked_sub(1)?)?.clone();
        Some(Numbered { n: Cursor(n), event })
    }

    pub fn write(&mut self, room: u8, author: Author, late: i64) {
        self.clock += 1;
        let person = Person {
            id: PersonId::LineUser(contact(room)),
            name: format!("user {room}"),
            picture: None,
            group: None,
        };
        self.people.entry(person.id).or_insert(person);
        let row = self.rooms.entry(room).or_insert_with(|| Room {
            contact: Some(contact(room)),
            ..testing::room(room_id(room))
        });
        let body = Body::text(self.clock.to_string());
        let delivery = matches!(author, Author::Member(_)).then_some(Delivery::Queued);
        row.last_seq = row.last_seq.next();
        row.keeping.hidden = false;
        row.last_at = Timestamp::from_millis(self.clock);
        let at = Timestamp::from_millis(self.clock - late);
        row.last = Some(LastLine { at, author, body: body.clone(), delivery });
        // Every third message quotes an earlier one.
        let earlier = self.messages.get(&room).filter(|all| !all.is_empty() && self.clock % 3 == 0);
        let quote =
            earlier.map(|all| Quote::of(&all[usize::try_from(self.clock).unwrap() % all.len()]));
        let message = Message {
            id: MessageId::new(uuid(4, u32::try_from(self.clock).unwrap())),
            room: row.id,
            seq: row.last_seq,
            at,
            author,
            body,
            again_at: None,
            preview: None,
            edited: false,
            quote,
            delivery,
        };
        self.messages.entry(room).or_default().push(message.clone());
        self.publish_message(room, message);
    }

    fn publish_message(&mut self, room: u8, message: Message) {
        let people = vec![self.people[&PersonId::LineUser(contact(room))].clone()];
        let room = self.rooms[&room].clone();
        self.stream.push(Event::Message { room, message: Box::new(message), people });
    }

    pub fn settle(&mut self, room: u8, seq: u8, delivery: Delivery) {
        if !self.rooms.contains_key(&room) {
            return;
        }
        let Some(all) = self.messages.get_mut(&room).filter(|all| !all.is_empty()) else { return };
        let at = usize::from(seq) % all.len();
        if all[at].delivery.is_some() {
            all[at].delivery = Some(delivery);
            let message = all[at].clone();
            self.publish_message(room, message);
        }
    }

    pub fn take_back(&mut self, room: u8, seq: u8) {
        let Some(row) = self.rooms.get_mut(&room) else { return };
        let Some(all) = self.messages.get_mut(&room).filter(|all| !all.is_empty()) else { return };
        let at = usize::from(seq) % all.len();
        all[at].body = Body::Unsent;
        let gone = all[at].clone();
        for message in all.iter_mut() {
            if message.quote.as_ref().and_then(Quote::seq) == Some(gone.seq) {
                message.quote = Some(Quote::of(&gone));
            }
        }
        if let Some(last) = row.last.as_mut().filter(|_| row.last_seq == gone.seq) {
            last.body = Body::Unsent;
        }
        self.publish_message(room, gone);
    }

    pub fn read(&mut self, room: u8) {
        if let Some(row) = self.rooms.get_mut(&room) {
            row.read_seq = row.last_seq;
            self.stream.push(Event::Room { room: row.clone() });
        }
    }

    pub fn keep(&mut self, room: u8, act: RoomAct) {
        if let Some(row) = self.rooms.get_mut(&room) {
            row.keeping = row.keeping.after(act);
            self.stream.push(Event::Room { room: row.clone() });
        }
    }

    pub fn block(&mut self) {
        self.blocks += 1;
        self.stream.push(Event::Blocks { edition: self.blocks });
    }

    pub fn rename(&mut self, room: u8) {
        self.clock += 1;
        if let Some(person) = self.people.get_mut(&PersonId::LineUser(contact(room))) {
            person.name = format!("renamed {}", self.clock);
            self.stream.push(Event::Person { person: person.clone() });
        }
    }

    pub fn hide(&mut self, room: u8) {
        if self.rooms.remove(&room).is_some() {
            self.messages.remove(&room);
            self.stream.push(Event::RoomGone { room: room_id(room) });
        }
    }
}
