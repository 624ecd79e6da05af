//! Events onto state: pure, total, and safe against duplicates, replays and gaps.
//!
//! Must hold (and is tested): a replica made from a snapshot, after any number of events applied in
//! order with any repetition, equals the replica made from a later snapshot.

use std::collections::{HashMap, VecDeque};

use crate::domain::{
    Cursor, Epoch, Event, ListPlace, Me, Message, MessageId, Numbered, Person, PersonId, Quote,
    Room, RoomId, Seq,
};

use super::{
    allowances::Allowances,
    listed::Listed,
    snapshot::{MoreRooms, Page, Snapshot},
};

/// Everything a client knows, as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replica {
    /// The epoch that `cursor` belongs to.
    pub epoch: Epoch,
    /// The last event that the snapshot contained: what was read before it may have missed events
    /// that nobody will tell again.
    pub base: Cursor,
    /// The last event applied.
    pub cursor: Cursor,
    /// Who is signed in.
    pub me: Me,
    /// The rooms of the list down to `end`, without holes, in list order.
    pub rooms: Listed,
    /// Down to where the list is loaded; nothing when all of it is.
    pub end: Option<ListPlace>,
    /// Rooms that the list does not reach: their timelines were opened, or they have sunk below its end.
    beyond: HashMap<RoomId, Room>,
    /// The last event on a room below that end: what was read before it may not know of it.
    passed_over: Cursor,
    /// The timelines that were opened.
    pub windows: HashMap<RoomId, Window>,
    /// Everybody met so far.
    pub people: HashMap<PersonId, Person>,
    /// What the accounts of the rooms that were opened may still send.
    pub allowances: Allowances,
    /// The newest message events, for pages that were read before them and arrive after them.
    recent: VecDeque<(Cursor, Message)>,
    /// When rooms went out of sight, for pages that were read before and arrive after.
    gone: HashMap<RoomId, Cursor>,
}

/// How many message events a replica remembers. A page that is older than all of them is refused.
const RECENT: usize = 256;

/// What came of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was already contained.
    Known,
    /// It is now contained; the views of what it names must follow.
    Changed(Change),
    /// Events before it are missing: ask for what comes after the cursor.
    Gap,
}

/// What an event touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A room's row, maybe its place in the list.
    Room(RoomId),
    /// A room's row, and this message of its timeline.
    Message(RoomId, Seq),
    /// Somebody's name or picture.
    Person(PersonId),
    /// What the member who is signed in says of themselves or has chosen, or whom they have blocked.
    Me,
    /// What an account may still send.
    Allowance,
    /// A room and its timeline are no longer to be seen.
    RoomGone(RoomId),
}

impl Replica {
    /// The state at a snapshot.
    pub fn new(snapshot: Snapshot) -> Self {
        let mut replica = Self {
            epoch: snapshot.epoch,
            base: snapshot.cursor,
            cursor: snapshot.cursor,
            me: snapshot.me,
            rooms: snapshot.rooms.into_iter().collect(),
            end: snapshot.end,
            beyond: HashMap::new(),
            passed_over: snapshot.cursor,
            windows: HashMap::new(),
            people: HashMap::new(),
            allowances: Allowances::default(),
            recent: VecDeque::new(),
            gone: HashMap::new(),
        };
        replica.meet(snapshot.people);
        replica
    }

    /// The room with this id, if it is in the list or its timeline was opened.
    pub fn room(&self, id: RoomId) -> Option<&Room> {
        self.rooms.get(id).or_else(|| self.beyond.get(&id))
    }

    /// Applies one event. At or below the cursor it is ignored; beyond the next one it is refused.
    pub fn apply(&mut self, numbered: Numbered) -> Applied {
        if numbered.n <= self.cursor {
            return Applied::Known;
        }
        if numbered.n != self.cursor.next() {
            return Applied::Gap;
        }
        self.cursor = numbered.n;
        Applied::Changed(match numbered.event {
            Event::Room { room } => {
                let id = room.id;
                self.put_room(room);
                Change::Room(id)
            }
            Event::Message { room, message, people } => {
                let message = *message;
                let (id, seq) = (room.id, message.seq);
                self.meet(people);
                self.put_room(room);
                if self.recent.len() == RECENT {
                    self.recent.pop_front();
                }
                self.recent.push_back((self.cursor, message.clone()));
                if let Some(window) = self.windows.get_mut(&id) {
                    window.put(message);
                }
                Change::Message(id, seq)
            }
            Event::Person { person } => {
                let id = person.id;
                if id == PersonId::Member(self.me.id) {
                    self.me.name.clone_from(&person.name);
                    self.me.picture.clone_from(&person.picture);
                    self.me.group.clone_from(&person.group);
                }
                self.people.insert(id, person);
                Change::Person(id)
            }
            Event::Profile { profile } => {
                self.me.profile = profile;
                Change::Me
            }
            Event::ReadMarks { read_marks } => {
                self.me.read_marks = read_marks;
                Change::Me
            }
            Event::Allowance { allowance } => {
                self.allowances.tell(allowance, self.cursor);
                Change::Allowance
            }
            Event::Blocks { edition } => {
                self.me.blocks = edition;
                Change::Me
            }
            Event::RoomGone { room } => {
                self.rooms.take(room);
                self.beyond.remove(&room);
                self.windows.remove(&room);
                self.allowances.forget(room);
                self.gone.insert(room, self.cursor);
                Change::RoomGone(room)
            }
        })
    }

    /// Takes in the next stretch of the room list. Answers whether it did; one that does not begin
    /// where the list ends now, or has missed events, must be asked for again.
    #[must_use]
    pub fn take_rooms(&mut self, more: MoreRooms) -> bool {
        // What was passed over is never older than the snapshot.
        if self.end != Some(more.after) || more.cursor < self.passed_over {
            return false;
        }
        self.end = more.end;
        self.meet_once(more.people);
        for room in more.rooms {
            let gone = self.gone.get(&room.id).is_some_and(|since| more.cursor < *since);
            // What is listed already has risen since by an event.
            if !gone && self.rooms.get(room.id).is_none() {
                self.put_room(room);
            }
        }
        true
    }

    /// Takes in a page of a timeline: it extends the window it touches, or starts a new one.
    /// Answers whether it did; a page too old to be brought up to date must be asked for again.
    #[must_use]
    pub fn take_page(&mut self, mut page: Page) -> bool {
        // Asked for what comes after the end, a page is empty and stands directly behind the end.
        page.from = page.from.min(page.to.next());
        let forgotten = self.recent.len() == RECENT
            && self.recent.front().is_some_and(|(n, _)| page.cursor.next() < *n);
        let (room, cursor) = (page.room.id, page.cursor);
        let gone = self.gone.get(&room).is_some_and(|since| cursor < *since);
        let known = self.room(room).is_some();
        let missed_its_row = !known && cursor < self.passed_over;
        if cursor < self.base || forgotten || gone || missed_its_row {
            return false;
        }
        if !known {
            self.beyond.insert(room, page.room.clone());
        }
        self.meet_once(std::mem::take(&mut page.people));
        self.allowances.read(room, page.allowance, cursor);
        match self.windows.get_mut(&room) {
            Some(window) if window.touches(&page) => window.extend(page),
            _ => {
                self.windows.insert(room, Window::new(page));
            }
        }
        if let Some(window) = self.windows.get_mut(&room) {
            let missed = self.recent.iter().filter(|(n, m)| *n > cursor && m.room == room);
            missed.for_each(|(_, message)| window.put(message.clone()));
        }
        true
    }

    /// The id of a message whose event was applied a moment ago.
    pub fn recent_id(&self, room: RoomId, seq: Seq) -> Option<MessageId> {
        let same = |message: &&Message| message.room == room && message.seq == seq;
        self.recent.iter().rev().map(|(_, message)| message).find(same).map(|message| message.id)
    }

    /// Remembers people as an event names them, which is the newest word on them.
    fn meet(&mut self, people: Vec<Person>) {
        self.people.extend(people.into_iter().map(|person| (person.id, person)));
    }

    /// Remembers people who are not known: of others, an event may have brought newer word than what
    /// was asked for.
    pub fn meet_once(&mut self, people: impl IntoIterator<Item = Person>) {
        for person in people {
            self.people.entry(person.id).or_insert(person);
        }
    }

    /// Puts a room at its place in the list, if that is loaded. Below, only what was seen is kept.
    fn put_room(&mut self, room: Room) {
        if self.end.is_some_and(|end| room.place() < end) {
            self.passed_over = self.cursor;
            if self.rooms.take(room.id).is_some() || self.beyond.contains_key(&room.id) {
                self.beyond.insert(room.id, room);
            }
            return;
        }
        self.beyond.remove(&room.id);
        self.rooms.put(room);
    }
}

/// An end of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Where the first messages are.
    Oldest,
    /// Where the newest messages are.
    Newest,
}

/// The part of a timeline that is loaded: every message of `from..=to`, without holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first number that is loaded.
    pub from: Seq,
    /// The last number that is loaded.
    pub to: Seq,
    /// The messages of `from..=to`, ascending by number.
    pub messages: Vec<Message>,
}

impl Window {
    /// A window of just this page.
    pub fn new(page: Page) -> Self {
        Self { from: page.from, to: page.to, messages: page.messages }
    }

    /// Puts a message at its place: a new one directly behind the window extends it, one inside
    /// replaces its older self, any other is not loaded and stays so.
    pub fn put(&mut self, message: Message) {
        self.requote(&message);
        if message.seq == self.to.next() {
            self.to = message.seq;
            self.messages.push(message);
        } else if let Ok(at) = self.messages.binary_search_by_key(&message.seq, |known| known.seq) {
            self.messages[at] = message;
        }
    }

    /// What quotes a message shows what it says now.
    fn requote(&mut self, said: &Message) {
        for message in &mut self.messages {
            if message.quote.as_ref().and_then(Quote::seq) == Some(said.seq) {
                message.quote = Some(Quote::of(said));
            }
        }
    }

    /// Whether the page overlaps the window or lies directly beside it.
    pub fn touches(&self, page: &Page) -> bool {
        page.from.0 <= self.to.0 + 1 && self.from.0 <= page.to.0 + 1
    }

    /// Drops messages at one end until at most `keep` are left.
    pub fn trim(&mut self, keep: usize, end: End) {
        let Some(surplus @ 1..) = self.messages.len().checked_sub(keep) else { return };
        match end {
            End::Oldest => drop(self.messages.drain(..surplus)),
            End::Newest => self.messages.truncate(keep),
        }
        if let (Some(first), Some(last)) = (self.messages.first(), self.messages.last()) {
            (self.from, self.to) = (first.seq, last.seq);
        }
    }

    /// Joins a page that touches. Where both know a message, the window's is kept: events have kept
    /// it up to date, and the page may have been read before them.
    pub fn extend(&mut self, page: Page) {
        let (before, rest): (Vec<_>, Vec<_>) =
            page.messages.into_iter().partition(|message| message.seq < self.from);
        self.messages.splice(0..0, before);
        self.messages.extend(rest.into_iter().filter(|message| message.seq > self.to));
        self.from = self.from.min(page.from);
        self.to = self.to.max(page.to);
    }
}

#[cfg(test)]
mod tests;
