//! A room as one member sees it: what the room list shows, and how much of it is unread.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{Author, Body, ContactId, Delivery, Keeping, Person, PersonId, RoomId, Seq, Timestamp};

/// What a room connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// One LINE user and the members behind one official account.
    Direct,
    /// Several LINE users, brought together here.
    Multi,
    /// A LINE group that the official account was invited to.
    Group,
}

/// Whether the LINE user can be reached through the official account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Friendship {
    /// Has the official account as friend.
    Friend,
    /// Wrote without being a friend; can be answered for seven days.
    Stranger,
    /// Has blocked or removed the official account.
    Unfollowed,
}

/// Why nothing can be written in a room now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Barred {
    /// The LINE user of a direct room has blocked or removed the official account.
    Unfollowed,
    /// This member has blocked the LINE user.
    Blocked,
    /// The official account is no longer in the LINE group.
    Left,
    /// No LINE user takes part any more.
    Alone,
}

/// A room in a member's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Which room.
    pub id: RoomId,
    /// What it connects.
    pub kind: RoomKind,
    /// The name to show; for a direct room the LINE user's. Empty when there is none.
    pub title: String,
    /// What members say it is for. LINE users never see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where this server serves the picture (a path on this site), if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// The LINE users who stand for a room of kind [`RoomKind::Multi`] without a picture: the first two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faces: Vec<Person>,
    /// The LINE user of a direct room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// Whether that LINE user can be reached.
    pub friendship: Friendship,
    /// Why nothing can be written here, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barred: Option<Barred>,
    /// Whether the LINE user of a direct room talks in a room with several: an answer to what is written
    /// here goes there, unless it quotes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub talks_elsewhere: bool,
    /// Who takes part, by number.
    pub people: Headcount,
    /// Grows with every change of who takes part: a [`RoomDetails`] of an older one must be read again.
    pub edition: u32,
    /// The number of the newest message.
    pub last_seq: Seq,
    /// How far this member has read.
    pub read_seq: Seq,
    /// The first message this member may see: 1, unless they joined later and see nothing from before.
    pub first_seq: Seq,
    /// When the newest message was committed, which orders the list.
    pub last_at: Timestamp,
    /// The newest message in short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastLine>,
    /// How this member keeps it.
    #[serde(default, skip_serializing_if = "Keeping::is_default")]
    pub keeping: Keeping,
}

/// How many people take part in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headcount {
    /// On LINE's side, as far as LINE tells.
    pub line_users: u32,
    /// On the company's side.
    pub members: u32,
}

/// Who takes part in a room. Read when somebody looks, and again when the room's edition has grown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomDetails {
    /// Which room.
    pub room: RoomId,
    /// The edition of the room that this is of.
    pub edition: u32,
    /// Everybody who is known by name, LINE users first.
    pub participants: Vec<Participant>,
}

/// Somebody who takes part in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Who.
    #[serde(flatten)]
    pub person: Person,
    /// Where what a LINE user of a room of kind [`RoomKind::Multi`] writes goes now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub talk: Option<Talk>,
    /// Why nothing reaches this LINE user, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Barred>,
    /// Whether the member who looks has blocked them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blocked: bool,
}

/// Where what a LINE user writes goes: they have one chat with the official account, and say which room
/// they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Talk {
    /// To this room.
    Here,
    /// To their own chat, or to another room.
    Elsewhere,
}

/// The newest message, as the room list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastLine {
    /// When it happened, as its row in the timeline says.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// What it says; text is cut to a line's length.
    pub body: Body,
    /// How far it has come, if a member sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
}

impl LastLine {
    /// Everybody that must be known to draw it.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.author.person().into_iter().chain(self.body.people())
    }
}

/// A place in the room list. The greater one stands higher: pinned above all others, then newest first,
/// ties by id so that the order is total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ListPlace {
    /// Whether the room at this place is pinned.
    #[serde(default)]
    pub pinned: bool,
    /// When the newest message of the room at this place was committed.
    pub last_at: Timestamp,
    /// Which room.
    pub id: RoomId,
}

impl Room {
    /// How many messages this member has not read. Nothing is counted: both ends are known.
    pub const fn unread(&self) -> u32 {
        self.last_seq.0.saturating_sub(self.read_seq.0)
    }

    /// Whether the member has something to come back to: messages, or a mark of their own.
    pub const fn is_unread(&self) -> bool {
        self.unread() > 0 || self.keeping.unread
    }

    /// Where it stands in the list.
    pub const fn place(&self) -> ListPlace {
        ListPlace { pinned: self.keeping.pinned, last_at: self.last_at, id: self.id }
    }

    /// The order of the room list, from its top.
    pub fn list_order(&self, other: &Self) -> Ordering {
        other.place().cmp(&self.place())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{RoomAct, testing};

    #[test]
    fn pinned_rooms_stand_above_newer_ones_and_newest_first_among_themselves() {
        let room = |id: u128, at, keeping| Room {
            last_at: Timestamp::from_millis(at),
            keeping,
            ..testing::room(RoomId::new(Uuid::from_u128(id)))
        };
        let (loose, pinned) = (Keeping::default(), Keeping::default().after(RoomAct::Pin));
        let mut rooms =
            [room(1, 1, pinned), room(2, 9, loose), room(3, 5, pinned), room(4, 9, loose)];
        rooms.sort_by(Room::list_order);
        let ids = rooms.map(|room| room.id.uuid().as_u128());
        assert_eq!(ids, [3, 1, 4, 2]);
    }

    #[test]
    fn a_room_is_unread_by_its_messages_or_by_a_mark() {
        let room = testing::room(RoomId::new(Uuid::from_u128(1)));
        assert!(!room.is_unread());
        assert!(Room { last_seq: Seq(1), ..room.clone() }.is_unread());
        assert!(
            Room { keeping: Keeping::default().after(RoomAct::MarkUnread), ..room }.is_unread()
        );
    }
}
