//! Rooms, and who takes part in them.

use app::domain::{ConnectionId, ContactId, Friendship, RoomId, RoomKind, Timestamp};
use serde_json::Value as Json;
use surrealdb::types::SurrealValue;

use super::super::row::to_json;

/// A message room.
#[derive(Clone, Debug, SurrealValue)]
pub struct RoomRow {
    /// `domain::RoomKind`.
    pub kind: Json,
    /// The official account it is reached through.
    pub connection: uuid::Uuid,
    /// The LINE user of a direct room.
    pub contact: Option<uuid::Uuid>,
    /// The members who take part.
    pub members: Vec<uuid::Uuid>,
    /// The members' name for a room that is not direct.
    pub name: Option<String>,
    /// What its LINE users were told that it is called, or what they call their group: no member's
    /// renaming changes it.
    pub line_name: Option<String>,
    /// What members say it is for.
    pub description: Option<String>,
    /// `domain::PhotoVersion` of the picture that members gave it.
    pub photo: Option<String>,
    /// Where LINE keeps the picture of a LINE group.
    pub picture_url: Option<String>,
    /// LINE's id of a LINE group, or of one of LINE's rooms.
    pub line_id: Option<String>,
    /// How many LINE users take part in a room that is not direct; in a LINE group as LINE counts.
    pub line_users: Option<i64>,
    /// The LINE users who stand for a room that was made here, where it has no picture: the first of it.
    pub faces: Option<Vec<uuid::Uuid>>,
    /// How often it changed who takes part.
    pub edition: Option<i64>,
    /// Since when the official account is not in the LINE group any more, in Unix milliseconds.
    pub left_at: Option<i64>,
    /// `domain::Friendship`.
    pub friendship: Json,
    /// LINE's time of the event that `friendship` is from, or of the account's newest coming to or
    /// going from a LINE group, in Unix milliseconds: an older one that comes later changes nothing.
    pub friendship_at: i64,
    /// The number of the newest message; also the counter that numbers them.
    pub last_seq: i64,
    /// When the newest message was committed, in Unix milliseconds.
    pub last_at: i64,
    /// `domain::LastLine`.
    pub last: Option<Json>,
    /// The newest reply token that was not used.
    pub reply: Option<ReplyToken>,
    /// The room with several that the LINE user of a direct room talks in, as they chose.
    pub talks_in: Option<uuid::Uuid>,
    /// LINE's newest token to mark what was written as read. None in rooms of LINE users' own chats: those
    /// have it.
    pub read: Option<ReadToken>,
    /// Unix milliseconds.
    pub created_at: i64,
}

impl RoomRow {
    /// A room in which nobody is and nothing was said yet.
    pub fn new(kind: RoomKind, connection: ConnectionId, now: Timestamp) -> Self {
        Self {
            kind: to_json(&kind),
            connection: connection.uuid(),
            contact: None,
            members: Vec::new(),
            name: None,
            line_name: None,
            description: None,
            photo: None,
            picture_url: None,
            line_id: None,
            line_users: None,
            faces: None,
            edition: None,
            left_at: None,
            friendship: to_json(&Friendship::Stranger),
            friendship_at: 0,
            last_seq: 0,
            last_at: now.millis(),
            last: None,
            reply: None,
            talks_in: None,
            read: None,
            created_at: now.millis(),
        }
    }

    /// The LINE users as whom it is drawn: the one of a direct room, or those who stand for it.
    pub fn drawn_as(&self) -> impl Iterator<Item = ContactId> {
        let faces = self.faces.iter().flatten().filter(|_| self.photo.is_none());
        self.contact.iter().chain(faces).copied().map(ContactId::new)
    }
}

/// The LINE users who take part in a room that is not direct. Apart from the room's row, which is
/// written with every message.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct PartyRow {
    /// The contacts, as far as LINE has told who they are.
    pub people: Vec<uuid::Uuid>,
}

/// A right to answer once, for a moment and free of charge.
#[derive(Clone, Debug, SurrealValue)]
pub struct ReplyToken {
    /// LINE's token.
    pub token: String,
    /// When we received it, in Unix milliseconds.
    pub received_at: i64,
    /// The number of the message it came with. Only what is written after it may use it: an older
    /// message may have been pushed already, and a reply knows no retry key.
    pub seq: i64,
}

/// A right to mark a message, and all before it in its chat, as read. It does not end.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct ReadToken {
    /// LINE's token.
    pub token: String,
    /// Up to which number a member must have read to use it.
    pub seq: i64,
    /// LINE's time of its message, in Unix milliseconds: one of an older message that comes later marks
    /// less.
    pub at: i64,
    /// Who wrote the message, where LINE tells.
    pub author: Option<uuid::Uuid>,
}

/// That what was written in a room is to be marked read at LINE, up to here.
#[derive(Clone, Debug, SurrealValue)]
pub struct ReadTaskRow {
    /// By which token; a later one takes its place.
    pub token: ReadToken,
}

/// The direct room of a connection and a contact.
#[derive(Clone, Debug, SurrealValue)]
pub struct DirectRow {
    /// The room.
    pub room: uuid::Uuid,
}

/// The room of a LINE group as one connection has it.
#[derive(Clone, Debug, SurrealValue)]
pub struct LineGroupRow {
    /// The room.
    pub room: uuid::Uuid,
    /// When LINE was last asked about the group, in Unix milliseconds.
    pub read_at: Option<i64>,
    /// The member who has asked LINE to take the account out of the group, until that is done.
    pub leaving: Option<uuid::Uuid>,
}

impl LineGroupRow {
    /// A group of which nothing is known but its room.
    pub const fn of(room: RoomId) -> Self {
        Self { room: room.uuid(), read_at: None, leaving: None }
    }
}

/// A LINE group whose name, picture and count are still to be read from LINE.
#[derive(Clone, Debug, SurrealValue)]
pub struct GroupTaskRow {
    /// The connection to ask with.
    pub connection: uuid::Uuid,
    /// LINE's id of the group.
    pub group: String,
}

/// When a LINE user last came to a LINE group or went from it.
#[derive(Clone, Debug, SurrealValue)]
pub struct StayRow {
    /// LINE's time, in Unix milliseconds: an older coming or going that is told later changes nothing.
    pub at: i64,
}

/// A member's place in a room.
#[derive(Clone, Debug, SurrealValue)]
pub struct SeatRow {
    /// The room, again, for queries over a member's seats.
    pub room: uuid::Uuid,
    /// How far the member has read.
    pub read_seq: i64,
    /// The first message the member may see, where it is not the room's first.
    pub from_seq: Option<i64>,
    /// Whether the member has it stand above others.
    pub pinned: Option<bool>,
    /// Whether it calls nobody.
    pub muted: Option<bool>,
    /// The newest message when the member hid it: a newer one brings it back without another write.
    pub hidden_seq: Option<i64>,
    /// Whether the member has marked it to come back to; ends when they read on.
    pub marked_unread: Option<bool>,
}

impl SeatRow {
    /// The seat of somebody who has read so far, and has done nothing with the room yet.
    pub const fn new(room: RoomId, read_seq: i64) -> Self {
        Self {
            room: room.uuid(),
            read_seq,
            from_seq: None,
            pinned: None,
            muted: None,
            hidden_seq: None,
            marked_unread: None,
        }
    }

    /// The member has read as far as a message.
    pub const fn read_to(&mut self, seq: i64) {
        self.read_seq = seq;
        self.marked_unread = None;
    }
}

/// What a LINE user of rooms with several has chosen: where their words go.
#[derive(Clone, Debug, SurrealValue)]
pub struct TalkRow {
    /// The room they talk in; none for the member alone.
    pub room: Option<uuid::Uuid>,
    /// LINE's time of the choice, in Unix milliseconds: an older one that comes later changes nothing.
    pub at: i64,
}
