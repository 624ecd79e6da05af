//! The property that the client rests on: snapshot and events equal the later snapshot, whatever is
//! repeated, held back or read too early.

mod server;

use proptest::prelude::*;

use self::server::{Server, contact, room_id, top_of};
use super::*;
use crate::{
    domain::{Author, Delivery, FailReason, RoomAct, testing::ME},
    sync::snapshot::PageAt,
};

/// What may happen on the server, or between it and the client.
#[derive(Clone, Debug)]
enum Step {
    /// A LINE user writes; LINE's time may lie before what is already there.
    Incoming { room: u8, late: u8 },
    /// A member writes.
    Send { room: u8 },
    /// A delivery ends, well or badly.
    Settle { room: u8, seq: u8, well: bool },
    /// A LINE user takes a message back, also one that others quote.
    TakeBack { room: u8, seq: u8 },
    /// The member reads a room on another device.
    Read { room: u8 },
    /// The member keeps a room otherwise on another device.
    Keep { room: u8, act: RoomAct },
    /// The member blocks somebody on another device.
    Block,
    /// What the account may still send changes.
    Spend { left: u8 },
    /// A LINE user changes their name.
    Rename { room: u8 },
    /// The member may no longer see a room.
    Hide { room: u8 },
    /// The server answers a page; it travels until `Arrive`.
    Ask { room: u8, kind: u8, seq: u8 },
    /// The server answers the next stretch of the client's room list; it travels likewise.
    AskRooms,
    /// The oldest answer on its way arrives.
    Arrive,
    /// Events arrive, the first `again` of them for a second time.
    Receive { count: u8, again: u8 },
    /// An event from beyond the next one arrives.
    Skip { ahead: u8 },
    /// The client starts again from a fresh snapshot, while pages are on their way.
    Resync,
    /// The client drops messages that are far from what is on the screen.
    Trim { room: u8, keep: u8, oldest: bool },
}

fn act() -> impl Strategy<Value = RoomAct> {
    let hide = RoomAct::Hide { seen: Seq(u32::MAX) };
    prop::sample::select(vec![RoomAct::Pin, RoomAct::Unpin, hide, RoomAct::MarkUnread])
}

fn step() -> impl Strategy<Value = Step> {
    let room = 0u8..6;
    prop_oneof![
        4 => (room.clone(), 0u8..4).prop_map(|(room, late)| Step::Incoming { room, late }),
        3 => room.clone().prop_map(|room| Step::Send { room }),
        2 => (room.clone(), any::<u8>(), any::<bool>())
            .prop_map(|(room, seq, well)| Step::Settle { room, seq, well }),
        2 => (room.clone(), any::<u8>()).prop_map(|(room, seq)| Step::TakeBack { room, seq }),
        1 => room.clone().prop_map(|room| Step::Read { room }),
        2 => (room.clone(), act()).prop_map(|(room, act)| Step::Keep { room, act }),
        1 => Just(Step::Block),
        2 => (0u8..9).prop_map(|left| Step::Spend { left }),
        1 => room.clone().prop_map(|room| Step::Rename { room }),
        1 => room.clone().prop_map(|room| Step::Hide { room }),
        3 => (room.clone(), 0u8..4, any::<u8>())
            .prop_map(|(room, kind, seq)| Step::Ask { room, kind, seq }),
        2 => Just(Step::AskRooms),
        2 => Just(Step::Arrive),
        4 => (0u8..6, 0u8..6).prop_map(|(count, again)| Step::Receive { count, again }),
        1 => (1u8..5).prop_map(|ahead| Step::Skip { ahead }),
        1 => Just(Step::Resync),
        1 => (room, 1u8..5, any::<bool>())
            .prop_map(|(room, keep, oldest)| Step::Trim { room, keep, oldest }),
    ]
}

/// An answer to a client.
enum Answer {
    Page(Box<Page>),
    Rooms(MoreRooms),
}

/// A client, with the answers that are still on their way to it.
struct Client {
    replica: Replica,
    travelling: VecDeque<Answer>,
}

impl Client {
    fn receive(&mut self, server: &Server, count: u8, again: u8) {
        let first = self.replica.cursor.0.saturating_sub(again.into()) + 1;
        for n in first..=self.replica.cursor.0 + u64::from(count) {
            if let Some(event) = server.numbered(n) {
                assert_ne!(self.replica.apply(event), Applied::Gap);
            }
        }
    }

    fn skip(&mut self, server: &Server, ahead: u8) {
        if let Some(event) = server.numbered(self.replica.cursor.0 + 1 + u64::from(ahead)) {
            let before = self.replica.clone();
            assert_eq!(self.replica.apply(event), Applied::Gap);
            assert_eq!(self.replica, before, "a refused event must leave no trace");
        }
    }

    fn arrive(&mut self) {
        let _refused = match self.travelling.pop_front() {
            Some(Answer::Page(page)) => self.replica.take_page(*page),
            Some(Answer::Rooms(more)) => self.replica.take_rooms(more),
            None => false,
        };
    }

    fn trim(&mut self, room: u8, keep: u8, end: End) {
        if let Some(window) = self.replica.windows.get_mut(&room_id(room)) {
            window.trim(keep.into(), end);
        }
    }
}

fn happen(server: &mut Server, client: &mut Client, step: Step) {
    match step {
        Step::Incoming { room, late } => {
            server.write(room, Author::LineUser(contact(room)), late.into());
        }
        Step::Send { room } => server.write(room, Author::Member(ME), 0),
        Step::Settle { room, seq, well: true } => server.settle(room, seq, Delivery::Sent),
        Step::Settle { room, seq, well: false } => {
            server.settle(room, seq, Delivery::Failed { reason: FailReason::NoAnswer });
        }
        Step::TakeBack { room, seq } => server.take_back(room, seq),
        Step::Read { room } => server.read(room),
        Step::Keep { room, act } => server.keep(room, act),
        Step::Block => server.block(),
        Step::Spend { left } => server.spend(left),
        Step::Rename { room } => server.rename(room),
        Step::Hide { room } => server.hide(room),
        Step::Ask { room, kind, seq } => {
            let seq = Seq(seq.into());
            let at = match kind {
                0 => PageAt::Unread,
                1 => PageAt::Head,
                2 => PageAt::Before(seq),
                _ => PageAt::After(seq),
            };
            client
                .travelling
                .extend(server.page(room, at).map(|page| Answer::Page(Box::new(page))));
        }
        Step::AskRooms => {
            let more = client.replica.end.map(|end| server.more_rooms(end));
            client.travelling.extend(more.map(Answer::Rooms));
        }
        Step::Arrive => client.arrive(),
        Step::Receive { count, again } => client.receive(server, count, again),
        Step::Skip { ahead } => client.skip(server, ahead),
        Step::Resync => client.replica = Replica::new(server.snapshot()),
        Step::Trim { room, keep, oldest } => {
            client.trim(room, keep, if oldest { End::Oldest } else { End::Newest });
        }
    }
}

fn listed(replica: &Replica) -> Vec<Room> {
    replica.rooms.iter().cloned().collect()
}

fn check(server: &Server, replica: &Replica) {
    assert_eq!(replica.cursor, server.cursor());
    assert_eq!(replica.me, server.snapshot().me);
    let loaded = |room: &&Room| replica.end.is_none_or(|end| room.place() >= end);
    let rooms: Vec<_> = server.rooms.values().filter(loaded).cloned().collect();
    assert_eq!(listed(replica), top_of(rooms, usize::MAX).0);
    for (id, window) in &replica.windows {
        let all = server.rooms.keys().find(|room| room_id(**room) == *id);
        let all = all.map(|room| &server.messages[room]).expect("a window of a visible room");
        let (from, to) = (window.from, window.to);
        let there: Vec<_> = all.iter().filter(|m| from <= m.seq && m.seq <= to).cloned().collect();
        assert_eq!(window.messages, there, "window {from:?}..={to:?}");
        let row = server.rooms.values().find(|room| room.id == *id);
        assert_eq!(replica.allowances.of(*id), server.quota());
        assert_eq!(replica.room(*id), row, "an opened room is known, listed or not");
    }
    for (id, person) in &replica.people {
        assert_eq!(person, &server.people[id]);
    }
}

proptest! {
    #[test]
    fn snapshot_and_events_equal_the_later_snapshot(
        before in prop::collection::vec(step(), 0..30),
        after in prop::collection::vec(step(), 0..90),
    ) {
        let mut server = Server::default();
        let mut nobody = Client {
            replica: Replica::new(server.snapshot()),
            travelling: VecDeque::new(),
        };
        for step in before {
            happen(&mut server, &mut nobody, step);
        }
        let mut client = Client {
            replica: Replica::new(server.snapshot()),
            travelling: VecDeque::new(),
        };
        for step in after {
            happen(&mut server, &mut client, step);
        }
        while !client.travelling.is_empty() {
            client.arrive();
        }
        client.receive(&server, u8::MAX, u8::MAX);
        check(&server, &client.replica);
    }
}

/// A server with one room of `count` messages, and a client that knows all of it but no timeline.
fn room_of(count: u32) -> (Server, Client) {
    let mut server = Server::default();
    for _ in 0..count {
        server.write(0, Author::LineUser(contact(0)), 0);
    }
    let replica = Replica::new(server.snapshot());
    (server, Client { replica, travelling: VecDeque::new() })
}

#[test]
fn a_page_older_than_all_that_is_remembered_is_refused() {
    let (mut server, mut client) = room_of(1);
    let page = server.page(0, PageAt::Head).unwrap();
    for _ in 0..=RECENT {
        server.write(0, Author::LineUser(contact(0)), 0);
    }
    while client.replica.cursor < server.cursor() {
        client.receive(&server, u8::MAX, 0);
    }
    assert!(!client.replica.take_page(page));
    assert!(client.replica.take_page(server.page(0, PageAt::Head).unwrap()));
}

#[test]
fn a_page_that_was_read_before_the_snapshot_is_refused() {
    let (mut server, mut client) = room_of(1);
    let page = server.page(0, PageAt::Head).unwrap();
    server.write(0, Author::LineUser(contact(0)), 0);
    client.replica = Replica::new(server.snapshot());
    assert!(!client.replica.take_page(page), "its missing message would never come");
    assert!(client.replica.take_page(server.page(0, PageAt::Head).unwrap()));
}

/// A server with this many rooms, and a client that has the top of their list.
fn rooms_of(count: u8) -> (Server, Client) {
    let mut server = Server::default();
    for room in 0..count {
        server.write(room, Author::LineUser(contact(room)), 0);
    }
    let replica = Replica::new(server.snapshot());
    (server, Client { replica, travelling: VecDeque::new() })
}

#[test]
fn every_room_is_reached_however_many_there_are() {
    let (server, mut client) = rooms_of(7);
    while let Some(end) = client.replica.end {
        assert!(client.replica.take_rooms(server.more_rooms(end)));
    }
    assert_eq!(client.replica.rooms.count(), 7);
    check(&server, &client.replica);
    assert_eq!(client.replica.people.len(), 7, "and with it whom it names");
}

#[test]
fn a_stretch_of_the_list_that_missed_an_event_is_refused() {
    let (mut server, mut client) = rooms_of(5);
    let more = server.more_rooms(client.replica.end.unwrap());
    server.read(0);
    client.receive(&server, 1, 0);
    assert!(!client.replica.take_rooms(more), "it would show as unread what was read");
    assert!(client.replica.take_rooms(server.more_rooms(client.replica.end.unwrap())));
    check(&server, &client.replica);
}

#[test]
fn a_room_that_sinks_below_the_end_of_the_list_stays_known_while_it_is_open() {
    let (mut server, mut client) = rooms_of(5);
    server.keep(0, RoomAct::Pin);
    client.receive(&server, 1, 0);
    assert!(client.replica.take_page(server.page(0, PageAt::Head).unwrap()));
    server.keep(0, RoomAct::Unpin);
    client.receive(&server, 1, 0);
    assert!(client.replica.rooms.iter().all(|room| room.id != room_id(0)));
    check(&server, &client.replica);
}

#[test]
fn a_page_asked_for_beyond_the_end_stands_directly_behind_it() {
    let (mut server, mut client) = room_of(2);
    assert!(client.replica.take_page(server.page(0, PageAt::After(Seq(160))).unwrap()));
    server.write(0, Author::LineUser(contact(0)), 0);
    client.receive(&server, 1, 0);
    let window = &client.replica.windows[&room_id(0)];
    assert_eq!((window.from, window.to, window.messages.len()), (Seq(3), Seq(3), 1));
}

#[test]
fn pages_side_by_side_join_and_pages_apart_start_anew() {
    let (server, mut client) = room_of(200);
    let bounds = |client: &Client| {
        let window = &client.replica.windows[&room_id(0)];
        (window.from.0, window.to.0, window.messages.len())
    };
    assert!(client.replica.take_page(server.page(0, PageAt::Head).unwrap()));
    assert_eq!(bounds(&client), (151, 200, 50));
    assert!(client.replica.take_page(server.page(0, PageAt::Before(Seq(151))).unwrap()));
    assert_eq!(bounds(&client), (101, 200, 100));
    assert!(client.replica.take_page(server.page(0, PageAt::Before(Seq(20))).unwrap()));
    assert_eq!(bounds(&client), (1, 19, 19));
}

#[test]
fn a_window_that_lost_its_newest_end_takes_no_new_messages() {
    let (mut server, mut client) = room_of(10);
    assert!(client.replica.take_page(server.page(0, PageAt::Head).unwrap()));
    client.trim(0, 4, End::Newest);
    server.write(0, Author::LineUser(contact(0)), 0);
    client.receive(&server, 1, 0);
    let window = &client.replica.windows[&room_id(0)];
    assert_eq!((window.from.0, window.to.0, window.messages.len()), (1, 4, 4));
}
