//! What a client starts from. Bounded: the size of an answer never grows with the company's history.

use serde::{Deserialize, Serialize};

use crate::domain::{Allowance, Cursor, Epoch, ListPlace, Me, Message, Person, Room, Seq};

/// Rooms in a snapshot.
pub const SNAPSHOT_ROOMS: usize = 300;

/// Rooms in each further stretch of the list: so few that a browser takes them in between two frames.
pub const STRETCH_ROOMS: usize = 100;

/// Messages in a page.
pub const PAGE: u32 = 50;

/// The member's whole view at one moment, read in one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The epoch that `cursor` belongs to.
    pub epoch: Epoch,
    /// The last event that is contained.
    pub cursor: Cursor,
    /// Who is signed in.
    pub me: Me,
    /// The edition of the address book; 0 to a member for whom there is none.
    #[serde(default)]
    pub address_book: u32,
    /// The newest rooms, in list order, at most [`SNAPSHOT_ROOMS`].
    pub rooms: Vec<Room>,
    /// Whom their newest messages name, and no room itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// Where `rooms` ends, when the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<ListPlace>,
}

/// The stretch of the room list below a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreRooms {
    /// The last event that is contained: younger ones may have changed what is here.
    pub cursor: Cursor,
    /// The place that was asked about.
    pub after: ListPlace,
    /// The rooms below it, in list order, at most [`STRETCH_ROOMS`].
    pub rooms: Vec<Room>,
    /// Whom their newest messages name, and no room itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// Where `rooms` ends, when the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<ListPlace>,
}

/// A stretch of a room's timeline without holes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The last event that is contained: younger ones may have changed what is here.
    pub cursor: Cursor,
    /// The room, which the list may not reach.
    pub room: Room,
    /// The first number that was asked for.
    pub from: Seq,
    /// The last number that was asked for, or the room's newest if that is less.
    pub to: Seq,
    /// The messages of `from..=to`, ascending.
    pub messages: Vec<Message>,
    /// Everybody who wrote one of them.
    pub people: Vec<Person>,
    /// What the room's official account may still send.
    pub allowance: Allowance,
}

/// All that the first screen needs, in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The member's view.
    pub snapshot: Snapshot,
    /// The timeline of the room in the address, around the first unread message.
    pub page: Option<Page>,
    /// The server's build.
    pub build: String,
}

/// Which part of a timeline to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", content = "seq", rename_all = "snake_case")]
pub enum PageAt {
    /// The newest messages, or around the first unread one when there is any.
    Unread,
    /// The newest messages.
    Head,
    /// The page that ends just before this number.
    Before(Seq),
    /// The page that starts just after this number.
    After(Seq),
    /// The page with this number in its middle.
    Around(Seq),
}

impl PageAt {
    /// The bounds of the page in a room whose newest message is `last`, of which `read` is read:
    /// what the store reads, always at most [`PAGE`] messages.
    pub fn bounds(self, last: Seq, read: Seq) -> (Seq, Seq) {
        let back_from = |to: u32| (Seq(to.saturating_sub(PAGE - 1).max(1)), Seq(to));
        match self {
            Self::Head => back_from(last.0),
            Self::Before(seq) => back_from(seq.0.saturating_sub(1).min(last.0)),
            Self::After(seq) => {
                let seq = seq.min(last);
                (seq.next(), Seq(seq.0.saturating_add(PAGE).min(last.0)))
            }
            Self::Around(seq) => {
                let from = seq.min(last).0.saturating_sub(PAGE / 2).max(1);
                (Seq(from), Seq((from + PAGE - 1).min(last.0)))
            }
            Self::Unread if last.0.saturating_sub(read.0) < PAGE => back_from(last.0),
            // A third of the page is what was read already, so that the divider has context.
            Self::Unread => {
                let from = read.0.saturating_sub(PAGE / 3).max(1);
                (Seq(from), Seq((from + PAGE - 1).min(last.0)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numbers near the room's, and any at all.
    fn asked() -> impl Strategy<Value = u32> {
        prop_oneof![0u32..6000, any::<u32>(), Just(u32::MAX)]
    }

    proptest! {
        #[test]
        fn bounds_are_bounded_and_inside(last in 0u32..5000, read in 0u32..5000, seq in asked(), kind in 0..5) {
            let read = read.min(last);
            let at = match kind {
                0 => PageAt::Unread,
                1 => PageAt::Head,
                2 => PageAt::Before(Seq(seq)),
                3 => PageAt::Around(Seq(seq)),
                _ => PageAt::After(Seq(seq)),
            };
            let (from, to) = at.bounds(Seq(last), Seq(read));
            prop_assert!(from.0 >= 1);
            prop_assert!(to.0 <= last);
            prop_assert!(to.0 < from.0 + PAGE);
            if let PageAt::Around(seq) = at && (1..=last).contains(&seq.0) {
                prop_assert!((from..=to).contains(&seq));
            }
            if at == PageAt::Unread && read < last {
                prop_assert!(from.0 <= read + 1 && read < to.0, "the first unread is in {from:?}..={to:?}");
            }
        }
    }
}
