//! The member's stream: the numbered changes a client must learn of, and the frames that carry them.
//!
//! Events are *upserts*: each carries the whole new value of what it touches, as the receiving
//! member may see it. Applying one twice, or after a snapshot that already contains it, changes
//! nothing.

use serde::{Deserialize, Serialize};

use super::{Allowance, Message, Person, Profile, ReadMarks, Room, RoomId};

/// A place in a member's stream: the number of the last event that was applied. 0 is its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub u64);

impl Cursor {
    /// The number that must come next.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Which life of the database a cursor belongs to. It grows when the server did not end cleanly:
/// events that were seen may then not have reached the disk, so cursors of an older epoch are void.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub u64);

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A room appeared, or what the list shows of it changed.
    Room {
        /// As it is now.
        room: Room,
    },
    /// A message was added or changed.
    Message {
        /// Its room as it is now.
        room: Room,
        /// The message as it is now.
        message: Box<Message>,
        /// Who wrote it and whom it names, so that a client that never met them can draw them.
        people: Vec<Person>,
    },
    /// Somebody's name, picture or group changed, maybe the member's own.
    Person {
        /// As they are now.
        person: Person,
    },
    /// What the member says of themselves changed.
    Profile {
        /// As it is now.
        profile: Profile,
    },
    /// The member has chosen whether LINE users see what they have read.
    ReadMarks {
        /// The choice.
        read_marks: ReadMarks,
    },
    /// What an official account may still send this month changed, for a member who has looked.
    Allowance {
        /// As it is now.
        allowance: Allowance,
    },
    /// The member has blocked or unblocked a LINE user.
    Blocks {
        /// How often they have by now.
        edition: u32,
    },
    /// The member may no longer see a room.
    RoomGone {
        /// Which.
        room: RoomId,
    },
}

/// An event with its place in the member's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// Its place; dense, from 1.
    pub n: Cursor,
    /// The change.
    #[serde(flatten)]
    pub event: Event,
}

/// What the server sends on `GET /events`, one JSON text frame each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "snake_case")]
pub enum Frame {
    /// The first frame of every connection.
    Hello {
        /// The database's epoch.
        epoch: Epoch,
        /// The server's build; a client of another build offers to reload.
        build: String,
        /// A client that hears nothing for twice as long reconnects.
        heartbeat_ms: u32,
        /// The edition of the address book; 0 to a member for whom there is none.
        #[serde(default)]
        address_book: u32,
    },
    /// One change.
    Event(Box<Numbered>),
    /// The address book has changed: whoever looks at some of it reads that again. Says neither what
    /// nor whose, because not everybody sees every contact.
    AddressBook {
        /// Its edition now.
        edition: u32,
    },
    /// The cursor is too old, from another epoch, or from the future: take a fresh snapshot.
    Resync,
    /// Nothing happened, and the line is open.
    Heartbeat,
    /// The server ends the connection.
    Goodbye {
        /// Why.
        reason: Goodbye,
    },
}

/// Why the server ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goodbye {
    /// The session is over: sign in again.
    SignedOut,
    /// The server is being stopped or replaced: come back.
    Restarting,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Author, Body, Friendship, Headcount, Keeping, LastLine, PersonId, Quota, RoomAct, RoomKind,
        Seq, Timestamp, message::Delivery,
    };

    const HAPPENED: Timestamp = Timestamp::from_millis(1_795_370_468_123);

    fn room() -> Room {
        let body = Body::text("はい");
        let author = Author::LineUser("0191d5c8-0000-7000-8000-00000000000c".parse().unwrap());
        Room {
            id: "0191d5c8-0000-7000-8000-00000000000a".parse().unwrap(),
            kind: RoomKind::Direct,
            title: "佐藤 由紀".into(),
            picture: None,
            faces: Vec::new(),
            contact: Some("0191d5c8-0000-7000-8000-00000000000c".parse().unwrap()),
            description: None,
            friendship: Friendship::Friend,
            barred: None,
            talks_elsewhere: false,
            people: Headcount { line_users: 1, members: 2 },
            edition: 0,
            last_seq: Seq(3),
            read_seq: Seq(1),
            first_seq: Seq(1),
            last_at: Timestamp::from_millis(1_795_370_468_987),
            last: Some(LastLine { at: HAPPENED, author, body, delivery: None }),
            keeping: Keeping::default(),
        }
    }

    #[test]
    fn frames_on_the_wire() {
        let room = room();
        let message = Message {
            id: "0191d5c8-0000-7000-8000-00000000000b".parse().unwrap(),
            room: room.id,
            seq: Seq(3),
            at: HAPPENED,
            author: Author::Member("0191d5c8-0000-7000-8000-00000000000d".parse().unwrap()),
            body: Body::text("はい"),
            again_at: None,
            preview: None,
            edited: false,
            quote: None,
            delivery: Some(Delivery::Queued),
        };
        let person = Person {
            id: PersonId::LineUser(room.contact.unwrap()),
            name: room.title.clone(),
            picture: Some("/pictures/x".into()),
            group: None,
        };
        let pinned = Room { keeping: Keeping::default().after(RoomAct::Pin), ..room.clone() };
        let frames = [
            Frame::Hello {
                epoch: Epoch(2),
                build: "0.1.0".into(),
                heartbeat_ms: 25_000,
                address_book: 7,
            },
            Frame::Event(Box::new(Numbered {
                n: Cursor(9),
                event: Event::Message {
                    room: room.clone(),
                    message: Box::new(message),
                    people: vec![person.clone()],
                },
            })),
            Frame::Event(Box::new(Numbered { n: Cursor(10), event: Event::Person { person } })),
            Frame::Event(Box::new(Numbered {
                n: Cursor(11),
                event: Event::RoomGone { room: room.id },
            })),
            Frame::Event(Box::new(Numbered { n: Cursor(12), event: Event::Room { room: pinned } })),
            Frame::Event(Box::new(Numbered { n: Cursor(13), event: Event::Blocks { edition: 2 } })),
            Frame::Event(Box::new(Numbered {
                n: Cursor(14),
                event: Event::Allowance {
                    allowance: Allowance {
                        account: "0191d5c8-0000-7000-8000-00000000000e".parse().unwrap(),
                        quota: Some(Quota::after(200, 163)),
                    },
                },
            })),
            Frame::Event(Box::new(Numbered {
                n: Cursor(15),
                event: Event::ReadMarks { read_marks: ReadMarks::Shown },
            })),
            Frame::AddressBook { edition: 8 },
            Frame::Resync,
            Frame::Heartbeat,
            Frame::Goodbye { reason: Goodbye::SignedOut },
        ];
        insta::assert_json_snapshot!(frames);
        let text = serde_json::to_string(&frames).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Frame>>(&text).unwrap(), frames);
    }
}
