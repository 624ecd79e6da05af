//! The replica as views see it: plain data in one place, and a small trigger for each thing that can
//! change by itself, so that a row is drawn again only when that row changed.
//!
//! Holds no second copy of anything the server says. What the member did and the server has not
//! confirmed (sending, reading) lies beside the replica, never in it. Lives on the server too, where
//! it is filled once and nothing reacts.

mod own;

use std::{borrow::Cow, collections::HashMap};

use leptos::prelude::*;

use crate::domain::{
    ConnectionId, Cursor, Epoch, ListPlace, Me, MemberId, Numbered, Person, PersonId, Quota, Room,
    RoomId, Seq, Timestamp,
};

use super::{
    MoreRooms, Opening, Page, Pending, PendingState, Replica, Window,
    acts::{Acts, Shelf},
    apply::{Applied, Change, End},
};

pub use self::own::Outcome;

/// Messages of one timeline that are kept at once. With heads and dividers, no more than about 300
/// rows stand in the document.
pub const WINDOW: usize = 250;

/// Whether events arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The first connection, or a quick second one, is being made.
    Connecting,
    /// Events arrive as they happen.
    Online,
    /// They do not, since then.
    Offline {
        /// When the connection was lost.
        since: Timestamp,
    },
}

/// What the server has told of itself.
#[derive(Clone, Debug)]
struct Told {
    /// The build of the client that came with the page.
    build: String,
    /// The last room of which it said that there is none, or none any more.
    absent: Option<RoomId>,
    /// The newest edition of the address book that was heard of.
    address_book: ArcRwSignal<u32>,
}

/// Everything the messenger's views read. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Store {
    replica: StoredValue<Replica>,
    told: StoredValue<Told>,
    who: Trigger,
    list: Trigger,
    people: Trigger,
    rooms: StoredValue<HashMap<RoomId, ArcTrigger>>,
    timelines: StoredValue<HashMap<RoomId, ArcTrigger>>,
    /// The rooms that stand in the list, in its order.
    pub order: Memo<Vec<RoomId>>,
    /// The rooms that the member has hidden, in the same order.
    pub hidden: Memo<Vec<RoomId>>,
    /// Whether events arrive.
    pub link: RwSignal<Link>,
    /// What was written here and is not confirmed.
    pub pending: RwSignal<Vec<Pending>>,
    /// How far rooms were read here, where the server does not know yet.
    read: RwSignal<HashMap<RoomId, Seq>>,
    /// What was done with rooms in the list, where no event has confirmed it.
    acts: RwSignal<Acts>,
    /// What was typed and not sent, of the rooms that are not open.
    pub drafts: RwSignal<HashMap<RoomId, String>>,
    /// Rooms that appeared since the page was opened and were not announced yet.
    pub arrivals: RwSignal<Vec<RoomId>>,
    /// The server runs another build than this client.
    pub outdated: RwSignal<bool>,
}

impl Store {
    /// The store at the first screen, which was asked for with the timeline of `room`.
    pub fn new(opening: Opening, room: Option<RoomId>) -> Self {
        let absent = room.filter(|_| opening.page.is_none());
        let address_book = ArcRwSignal::new(opening.snapshot.address_book);
        let mut replica = Replica::new(opening.snapshot);
        if let Some(page) = opening.page {
            // If it were too old, the timeline would ask for another.
            let _refused = replica.take_page(page);
        }
        let replica = StoredValue::new(replica);
        let list = Trigger::new();
        let acts = RwSignal::new(Acts::default());
        let of = move |shelf| {
            Memo::new(move |_| {
                list.track();
                acts.with(|acts| {
                    replica.with_value(|replica| acts.shelf(replica.rooms.iter(), shelf))
                })
            })
        };
        Self {
            replica,
            told: StoredValue::new(Told { build: opening.build, absent, address_book }),
            who: Trigger::new(),
            list,
            people: Trigger::new(),
            rooms: StoredValue::default(),
            timelines: StoredValue::default(),
            order: of(Shelf::List),
            hidden: of(Shelf::Hidden),
            link: RwSignal::new(Link::Connecting),
            pending: RwSignal::default(),
            read: RwSignal::default(),
            acts,
            drafts: RwSignal::default(),
            arrivals: RwSignal::default(),
            outdated: RwSignal::new(false),
        }
    }

    /// Who is signed in; follows changes.
    pub fn me(&self) -> Me {
        self.who.track();
        self.replica.with_value(|replica| replica.me.clone())
    }

    /// The id of who is signed in: the one thing of them that never changes.
    pub fn my_id(&self) -> MemberId {
        self.replica.with_value(|replica| replica.me.id)
    }

    /// A room as it is now; follows its changes.
    pub fn room(&self, id: RoomId) -> Option<Room> {
        trigger(self.rooms, id).track();
        let lain = self.lain_over();
        self.replica.with_value(|replica| replica.room(id).map(|room| lain(room).into_owned()))
    }

    /// What `read` makes of these rooms, each as it is now; follows the changes of all.
    pub fn of_rooms<T>(&self, ids: &[RoomId], read: impl Fn(&Room) -> Option<T>) -> Vec<T> {
        self.list.track();
        let lain = self.lain_over();
        self.replica.with_value(|replica| {
            let rooms = ids.iter().filter_map(|id| replica.room(*id));
            rooms.filter_map(|room| read(&lain(room))).collect()
        })
    }

    /// Lays over a room what was done with it here; follows what is done with any.
    fn lain_over(&self) -> impl for<'a> Fn(&'a Room) -> Cow<'a, Room> {
        let (read, acts) = (self.read.read(), self.acts.read());
        move |room| {
            let read = read.get(&room.id).copied().filter(|seq| *seq > room.read_seq);
            if read.is_none() && !acts.concern(room.id) {
                return Cow::Borrowed(room);
            }
            let mut room = room.clone();
            room.read_seq = read.unwrap_or(room.read_seq);
            room.keeping = acts.over(&room);
            Cow::Owned(room)
        }
    }

    /// Whether the server has said that there is no such room, or none any more for this member.
    pub fn is_absent(&self, id: RoomId) -> bool {
        self.told.with_value(|told| told.absent == Some(id))
            && self.replica.with_value(|replica| replica.room(id).is_none())
    }

    /// How many rooms call for the member; follows all rooms.
    pub fn unread_rooms(&self) -> usize {
        self.list.track();
        let lain = self.lain_over();
        let calls = |room: &&Room| {
            let room = lain(room);
            room.keeping.calls(room.unread())
        };
        self.replica.with_value(|replica| replica.rooms.iter().filter(calls).count())
    }

    /// Somebody's name and picture; follows their changes.
    pub fn person(&self, id: PersonId) -> Option<Person> {
        self.people.track();
        self.replica.with_value(|replica| replica.people.get(&id).cloned())
    }

    /// The official account of a room that was opened; follows changes.
    pub fn account(&self, room: RoomId) -> Option<ConnectionId> {
        trigger(self.rooms, room).track();
        self.replica.with_value(|replica| replica.allowances.account(room))
    }

    /// What is left of the month's messages of a room's official account, if that is known to be
    /// limited; follows changes.
    pub fn quota(&self, room: RoomId) -> Option<Quota> {
        trigger(self.rooms, room).track();
        self.who.track();
        self.replica.with_value(|replica| replica.allowances.of(room))
    }

    /// Remembers people of an answer. An event may have brought newer word of them already.
    pub fn meet(&self, people: impl IntoIterator<Item = Person>) {
        self.replica.update_value(|replica| replica.meet_once(people));
        self.people.notify();
    }

    /// Reads the loaded part of a timeline; follows its changes.
    pub fn with_window<T>(&self, room: RoomId, read: impl FnOnce(Option<&Window>) -> T) -> T {
        trigger(self.timelines, room).track();
        self.replica.with_value(|replica| read(replica.windows.get(&room)))
    }

    /// Where the stream stands.
    pub fn position(&self) -> (Epoch, Cursor) {
        self.replica.with_value(|replica| (replica.epoch, replica.cursor))
    }

    /// Applies an event, and lets the views of what it names follow.
    pub fn receive(&self, event: Numbered) -> Applied {
        let (before, applied) = self
            .replica
            .try_update_value(|replica| {
                let known = replica.rooms.count();
                (known, replica.apply(event))
            })
            .unwrap_or((0, Applied::Known));
        if let Applied::Changed(change) = &applied {
            self.follow(change, before);
        }
        applied
    }

    fn follow(&self, change: &Change, rooms_before: usize) {
        match *change {
            Change::Room(room) => self.room_changed(room, rooms_before),
            Change::Message(room, seq) => {
                self.confirm(room, seq);
                self.bound_background(room);
                trigger(self.timelines, room).notify();
                self.people.notify();
                self.room_changed(room, rooms_before);
            }
            Change::Person(person) => {
                if person == PersonId::Member(self.my_id()) {
                    self.who.notify();
                }
                self.people.notify();
            }
            // An allowance concerns all rooms of an account, and changes as rarely.
            Change::Me | Change::Allowance => self.who.notify(),
            Change::RoomGone(room) => {
                self.told.update_value(|told| told.absent = Some(room));
                self.list.notify();
                trigger(self.rooms, room).notify();
                trigger(self.timelines, room).notify();
            }
        }
    }

    fn room_changed(&self, id: RoomId, rooms_before: usize) {
        self.settle_acts(id);
        let (now, young) = self.replica.with_value(|replica| {
            // What one made oneself is read already, and what one has seen to is no news.
            let is_young = |room: &Room| {
                room.last_seq <= room.first_seq.next()
                    && room.unread() > 0
                    && room.keeping.is_default()
            };
            let young = replica.room(id).is_some_and(is_young);
            (replica.rooms.count(), young)
        });
        // A room with a past that comes back into the list is no news.
        let announced = self.arrivals.with_untracked(|arrivals| arrivals.contains(&id));
        if now > rooms_before && young && !announced {
            self.arrivals.update(|arrivals| arrivals.push(id));
        }
        trigger(self.rooms, id).notify();
        self.list.notify();
    }

    /// A timeline that nobody looks at must not grow with what happens in it.
    fn bound_background(&self, room: RoomId) {
        self.replica.update_value(|replica| {
            if let Some(window) = replica.windows.get_mut(&room)
                && window.messages.len() > 2 * WINDOW
            {
                window.trim(WINDOW, End::Oldest);
            }
        });
    }

    /// Takes in a page. Answers whether it did: a page that is too old must be read again.
    pub fn take_page(&self, page: Page) -> bool {
        let room = page.room.id;
        let taken = self.replica.try_update_value(|replica| replica.take_page(page)) == Some(true);
        if taken {
            self.people.notify();
            trigger(self.rooms, room).notify();
            trigger(self.timelines, room).notify();
        }
        taken
    }

    /// Down to where the room list is loaded, when it goes on; follows changes.
    pub fn list_end(&self) -> Option<ListPlace> {
        self.list.track();
        self.replica.with_value(|replica| replica.end)
    }

    /// Takes in more of the room list. Answers whether it did: what is too old, or does not begin at
    /// the list's end, must be read again.
    pub fn take_rooms(&self, more: MoreRooms) -> bool {
        let ids: Vec<_> = more.rooms.iter().map(|room| room.id).collect();
        let taken = self.replica.try_update_value(|replica| replica.take_rooms(more)) == Some(true);
        if taken {
            self.list.notify();
            for id in ids {
                trigger(self.rooms, id).notify();
            }
        }
        taken
    }

    /// Drops what is far from the end that is being read.
    pub fn trim(&self, room: RoomId, end: End) {
        let trimmed = self.replica.try_update_value(|replica| {
            let window = replica.windows.get_mut(&room)?;
            (window.messages.len() > WINDOW).then(|| window.trim(WINDOW, end))
        });
        if trimmed.flatten().is_some() {
            trigger(self.timelines, room).notify();
        }
    }

    /// Starts again from a fresh snapshot; what is loaded of other timelines is let go.
    pub fn reset(&self, opening: Opening) {
        self.meet_address_book(opening.snapshot.address_book);
        self.replica.update_value(|replica| {
            let people = std::mem::take(&mut replica.people);
            *replica = Replica::new(opening.snapshot);
            replica.meet_once(people.into_values());
            if let Some(page) = opening.page {
                let people: Vec<_> = page.people.clone();
                if replica.take_page(page) {
                    // Whom it names may have been renamed while nothing was heard.
                    replica.people.extend(people.into_iter().map(|person| (person.id, person)));
                }
            }
        });
        // The events of what was accepted lie before the snapshot: they will not come any more.
        self.pending.update(|all| all.retain(|message| message.state != PendingState::Accepted));
        self.acts.set(Acts::default());
        let untold = self.unconfirmed_reads();
        self.read.update(|read| *read = untold.into_iter().collect());
        self.who.notify();
        self.list.notify();
        self.people.notify();
        for triggers in [self.rooms, self.timelines] {
            triggers.with_value(|all| all.values().for_each(Notify::notify));
        }
    }

    /// Hears of an edition of the address book. One that is older than the last is news too: what the
    /// server forgot when its power was cut may be shown here.
    pub fn meet_address_book(&self, edition: u32) {
        let known = self.told.with_value(|told| told.address_book.clone());
        if known.get_untracked() != edition {
            known.set(edition);
        }
    }

    /// The newest edition of the address book that was heard of; follows changes. What is in it is read
    /// when somebody looks.
    pub fn address_book(&self) -> u32 {
        self.told.with_value(|told| told.address_book.clone()).get()
    }

    /// Compares the server's build with the one that this client came with.
    pub fn meet_build(&self, build: &str) {
        if self.told.with_value(|told| told.build != build) {
            self.outdated.set(true);
        }
    }
}

/// The trigger of one room; made when somebody first asks.
fn trigger(triggers: StoredValue<HashMap<RoomId, ArcTrigger>>, id: RoomId) -> ArcTrigger {
    triggers.try_update_value(|all| all.entry(id).or_default().clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
