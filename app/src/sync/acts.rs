//! What the member has just done with rooms in their list: shown at once, until the server's own word
//! on it is here. Plain data.

use std::collections::HashMap;

use crate::domain::{Keeping, ListPlace, Room, RoomAct, RoomId};

/// Acts that no event has confirmed, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acts(HashMap<RoomId, Vec<RoomAct>>);

impl Acts {
    /// Something was done.
    pub fn put(&mut self, room: RoomId, act: RoomAct) {
        self.0.entry(room).or_default().push(act);
    }

    /// The server would not have it.
    pub fn take_back(&mut self, room: RoomId, act: RoomAct) {
        self.retain(room, |known| known != act);
    }

    /// So a room is by the server's word: what says nothing else of it any more is done.
    pub fn settle(&mut self, room: &Room) {
        let Room { keeping, last_seq, .. } = *room;
        self.retain(room.id, |act| act.holds(last_seq) && keeping.after(act) != keeping);
    }

    /// There is no such room any more.
    pub fn forget(&mut self, room: RoomId) {
        self.0.remove(&room);
    }

    fn retain(&mut self, room: RoomId, stays: impl Fn(RoomAct) -> bool) {
        if let Some(acts) = self.0.get_mut(&room) {
            acts.retain(|act| stays(*act));
            if acts.is_empty() {
                self.0.remove(&room);
            }
        }
    }

    /// Whether there is anything to be confirmed of a room.
    pub fn concern(&self, room: RoomId) -> bool {
        self.0.contains_key(&room)
    }

    /// How a room is kept, with what was just done.
    pub fn over(&self, room: &Room) -> Keeping {
        let acts = self.0.get(&room.id).into_iter().flatten();
        let acts = acts.filter(|act| act.holds(room.last_seq));
        acts.fold(room.keeping, |keeping, act| keeping.after(*act))
    }

    /// The rooms of a shelf in list order, of all that are known in that order.
    pub fn shelf<'a>(&self, rooms: impl Iterator<Item = &'a Room>, which: Shelf) -> Vec<RoomId> {
        let kept = rooms.map(|room| (room, self.over(room)));
        let there = kept.filter(|(_, keeping)| keeping.hidden == (which == Shelf::Hidden));
        let place = |(room, keeping): (&Room, Keeping)| ListPlace {
            pinned: keeping.pinned,
            ..room.place()
        };
        let mut places: Vec<ListPlace> = there.map(place).collect();
        if !self.0.is_empty() {
            places.sort_by(|one, other| other.cmp(one));
        }
        places.into_iter().map(|place| place.id).collect()
    }
}

/// Where rooms stand for a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// In the list.
    List,
    /// Out of it, until something new comes.
    Hidden,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Seq, Timestamp, testing};

    fn rooms() -> [Room; 3] {
        [3u32, 2, 1]
            .map(|n| Room { last_at: Timestamp::from_millis(n.into()), ..testing::room(id(n)) })
    }

    fn id(n: u32) -> RoomId {
        RoomId::new(Uuid::from_u128(n.into()))
    }

    #[test]
    fn what_was_done_is_seen_at_once_and_gives_way_to_the_servers_word() {
        let mut acts = Acts::default();
        acts.put(id(1), RoomAct::Pin);
        let hide = RoomAct::Hide { seen: Seq::ZERO };
        acts.put(id(3), hide);
        assert_eq!(acts.shelf(rooms().iter(), Shelf::List), [id(1), id(2)]);
        assert_eq!(acts.shelf(rooms().iter(), Shelf::Hidden), [id(3)]);
        // An event that came before the act has taken place says nothing of it.
        let room = |keeping| Room { keeping, ..testing::room(id(1)) };
        acts.settle(&room(Keeping::default()));
        assert_eq!(acts.shelf(rooms().iter(), Shelf::List), [id(1), id(2)]);
        acts.settle(&room(Keeping::default().after(RoomAct::Pin)));
        acts.take_back(id(3), hide);
        assert_eq!(acts, Acts::default());
        assert_eq!(acts.shelf(rooms().iter(), Shelf::List), [id(3), id(2), id(1)]);
    }
    #[test]
    fn a_room_that_is_hidden_comes_back_with_what_came_before_the_server_knew_of_it() {
        let mut acts = Acts::default();
        acts.put(id(1), RoomAct::Hide { seen: Seq(4) });
        let room = |last| Room { last_seq: Seq(last), ..testing::room(id(1)) };
        assert!(acts.over(&room(4)).hidden);
        assert!(!acts.over(&room(5)).hidden);
        acts.settle(&room(5));
        assert_eq!(acts, Acts::default());
    }
}
