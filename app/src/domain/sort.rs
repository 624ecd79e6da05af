//! In which order a member reads their room list.

use serde::{Deserialize, Serialize};

use super::Room;

/// The order of the list. Pinned rooms are on top in any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The room where something happened last is first.
    #[default]
    Latest,
    /// What is unread comes before what is read.
    UnreadFirst,
}

impl Sort {
    /// Before which rooms a room stands, of those that come in list order: a smaller rank is further up.
    /// The open room keeps the rank of what was unread, as it was when it was opened (`is_held`).
    pub const fn rank(self, room: &Room, is_held: bool) -> u8 {
        match self {
            Self::UnreadFirst if room.keeping.pinned => 0,
            Self::UnreadFirst if room.is_unread() || is_held => 1,
            Self::UnreadFirst => 2,
            Self::Latest => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Keeping, RoomAct, RoomId, Seq, testing};

    fn id(n: u128) -> RoomId {
        RoomId::new(Uuid::from_u128(n))
    }

    #[test]
    fn unread_comes_first_below_what_is_pinned_and_else_nothing_moves() {
        let room = |n, last| Room { last_seq: Seq(last), ..testing::room(id(n)) };
        let pinned = Room { keeping: Keeping::default().after(RoomAct::Pin), ..room(1, 0) };
        let rooms = [pinned, room(2, 0), room(3, 1), room(4, 0), room(5, 1)];
        let sorted = |sort: Sort, held: Option<RoomId>| {
            let mut rooms = rooms.clone();
            rooms.sort_by_key(|room| sort.rank(room, held == Some(room.id)));
            rooms.map(|room| room.id.uuid().as_u128())
        };
        assert_eq!(sorted(Sort::Latest, None), [1, 2, 3, 4, 5]);
        assert_eq!(sorted(Sort::UnreadFirst, None), [1, 3, 5, 2, 4]);
        assert_eq!(sorted(Sort::UnreadFirst, Some(id(4))), [1, 3, 4, 5, 2]);
    }
}
