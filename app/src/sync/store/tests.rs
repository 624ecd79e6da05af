//! What was done here is shown at once, and gives way to what the server says.

use uuid::Uuid;

use super::*;
use crate::{
    domain::{
        Allowance, Author, Body, ConnectionId, Delivery, Event, MemberId, Message, MessageId,
        Person, PersonId, TextMessage,
        testing::{self, ME},
    },
    sync::Snapshot,
};

const ROOM: RoomId = RoomId::new(Uuid::from_u128(1));
const MINE: MessageId = MessageId::new(Uuid::from_u128(3));

fn room(last: u32, read: u32) -> Room {
    let last_at = Timestamp::from_millis(last.into());
    Room { last_seq: Seq(last), read_seq: Seq(read), last_at, ..testing::room(ROOM) }
}

fn opening(rooms: Vec<Room>) -> Opening {
    let (epoch, cursor) = (Epoch(1), Cursor(0));
    let snapshot = Snapshot {
        epoch,
        cursor,
        me: testing::me(),
        address_book: 0,
        rooms,
        people: Vec::new(),
        end: None,
    };
    Opening { snapshot, page: None, build: "1".into() }
}

fn mine(seq: u32) -> Message {
    Message {
        id: MINE,
        room: ROOM,
        seq: Seq(seq),
        at: Timestamp::from_millis(i64::from(seq)),
        author: Author::Member(ME),
        body: Body::text("hello"),
        again_at: None,
        preview: None,
        edited: false,
        quote: None,
        delivery: Some(Delivery::Queued),
    }
}

fn event(n: u64, room: Room, message: Message) -> Numbered {
    Numbered {
        n: Cursor(n),
        event: Event::Message { room, message: Box::new(message), people: Vec::new() },
    }
}

fn write(store: Store) {
    store.pending.update(|all| {
        all.push(Pending {
            id: MINE,
            room: ROOM,
            writing: TextMessage::parse("hello").unwrap().into(),
            at: Timestamp::from_millis(0),
            state: PendingState::Waiting,
        });
    });
}

fn with_store(rooms: Vec<Room>, test: impl FnOnce(Store)) {
    let owner = Owner::new();
    owner.with(|| test(Store::new(opening(rooms), None)));
}

#[test]
fn what_is_pending_stays_until_its_event_whichever_comes_first() {
    with_store(vec![room(1, 1)], |store| {
        write(store);
        store.accepted(&mine(2));
        assert_eq!(store.pending.with(Vec::len), 1, "answered, and not yet in the timeline");
        store.receive(event(1, room(2, 2), mine(2)));
        assert_eq!(store.pending.with(Vec::len), 0);
        write(store);
        store.accepted(&mine(2));
        assert_eq!(store.pending.with(Vec::len), 0, "its event was here before the answer");
    });
}

#[test]
fn a_fresh_snapshot_lets_go_of_what_was_accepted_and_keeps_what_waits() {
    with_store(vec![room(1, 1)], |store| {
        write(store);
        store.reset(opening(vec![room(1, 1)]));
        assert_eq!(store.pending.with(Vec::len), 1);
        store.accepted(&mine(2));
        store.reset(opening(vec![room(2, 2)]));
        assert_eq!(store.pending.with(Vec::len), 0);
    });
}

#[test]
fn a_fresh_snapshot_knows_better_who_somebody_is_and_forgets_nobody() {
    with_store(vec![room(1, 1)], |store| {
        let who = |n, name: &str| {
            let id = PersonId::Member(MemberId::new(Uuid::from_u128(n)));
            Person { id, name: name.into(), picture: None, group: None }
        };
        store.meet([who(7, "before"), who(8, "elsewhere")]);
        let mut fresh = opening(vec![room(1, 1)]);
        fresh.snapshot.people = vec![who(7, "after")];
        store.reset(fresh);
        assert_eq!(store.person(who(7, "").id), Some(who(7, "after")));
        assert_eq!(store.person(who(8, "").id), Some(who(8, "elsewhere")));
    });
}

#[test]
fn reading_shows_at_once_and_is_told_until_the_server_knows() {
    with_store(vec![room(3, 1)], |store| {
        assert_eq!(store.unread_rooms(), 1);
        assert!(store.mark_read(ROOM, Seq(3)));
        assert!(!store.mark_read(ROOM, Seq(2)), "reading never goes back");
        assert_eq!((store.unread_rooms(), store.room(ROOM).unwrap().unread()), (0, 0));
        assert_eq!(store.unconfirmed_reads(), [(ROOM, Seq(3))]);
        let told = Numbered { n: Cursor(1), event: Event::Room { room: room(3, 3) } };
        store.receive(told);
        assert_eq!(store.unconfirmed_reads(), []);
    });
}

#[test]
fn a_fresh_snapshot_lets_go_of_no_read_mark_that_was_not_told() {
    with_store(vec![room(3, 1)], |store| {
        store.mark_read(ROOM, Seq(3));
        store.reset(opening(vec![room(3, 1)]));
        assert_eq!(store.unconfirmed_reads(), [(ROOM, Seq(3))]);
        assert_eq!(store.room(ROOM).unwrap().unread(), 0, "its badge must not come back");
        store.reset(opening(vec![room(3, 3)]));
        assert_eq!(store.unconfirmed_reads(), []);
    });
}

#[test]
fn a_room_that_the_list_does_not_reach_is_known_by_its_page_and_can_be_read() {
    let mut opening = opening(Vec::new());
    opening.snapshot.end =
        Some(ListPlace { last_at: Timestamp::from_millis(9), ..room(0, 0).place() });
    opening.page = Some(Page {
        cursor: Cursor(0),
        room: room(1, 0),
        from: Seq(1),
        to: Seq(1),
        messages: vec![mine(1)],
        people: Vec::new(),
        allowance: Allowance { account: ConnectionId::new(Uuid::nil()), quota: None },
    });
    Owner::new().with(|| {
        let store = Store::new(opening, Some(ROOM));
        assert_eq!(store.room(ROOM).unwrap().title, "Yuki");
        store.mark_read(ROOM, Seq(1));
        assert_eq!(store.unconfirmed_reads(), [(ROOM, Seq(1))]);
        let told = Numbered { n: Cursor(1), event: Event::Room { room: room(1, 1) } };
        store.receive(told);
        assert_eq!(store.unconfirmed_reads(), []);
        assert_eq!(store.order.get(), [], "it stays out of a list that does not reach it");
    });
}

#[test]
fn only_a_young_room_is_announced() {
    with_store(Vec::new(), |store| {
        store.receive(event(1, room(400, 400), mine(400)));
        assert_eq!(store.arrivals.get(), []);
    });
    with_store(Vec::new(), |store| {
        store.receive(event(1, room(1, 0), mine(1)));
        store.receive(event(2, room(1, 1), mine(1)));
        assert_eq!(store.arrivals.get(), [ROOM]);
    });
}

#[test]
fn my_own_photo_and_name_follow_their_event() {
    with_store(Vec::new(), |store| {
        let shown = Memo::new(move |_| store.me().picture);
        assert_eq!(shown.get_untracked(), None);
        let picture = Some("/photos/0af9/96.jpg".to_owned());
        let person = |id, picture| Person { id, name: "葵".into(), picture, group: None };
        let told = |n, person| Numbered { n: Cursor(n), event: Event::Person { person } };
        store.receive(told(1, person(PersonId::Member(ME), picture.clone())));
        assert_eq!((shown.get_untracked(), store.me().name), (picture.clone(), "葵".to_owned()));
        let somebody = PersonId::Member(MemberId::new(Uuid::from_u128(9)));
        store.receive(told(2, person(somebody, None)));
        assert_eq!(shown.get_untracked(), picture);
    });
}

#[test]
fn a_room_that_is_gone_is_not_asked_for_until_it_is_back() {
    with_store(vec![room(1, 1)], |store| {
        assert!(!store.is_absent(ROOM));
        store.receive(Numbered { n: Cursor(1), event: Event::RoomGone { room: ROOM } });
        assert!(store.is_absent(ROOM));
        store.receive(Numbered { n: Cursor(2), event: Event::Room { room: room(1, 1) } });
        assert!(!store.is_absent(ROOM));
    });
}
