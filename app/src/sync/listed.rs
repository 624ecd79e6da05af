//! The rooms of the list: each found by its id at once, all in list order. Plain data.

use std::collections::HashMap;

use crate::domain::{ListPlace, Room, RoomId};

/// Rooms in list order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    rooms: HashMap<RoomId, Room>,
    /// Where each of them stands, from the top of the list.
    places: Vec<ListPlace>,
}

impl Listed {
    /// The room with this id.
    pub fn get(&self, id: RoomId) -> Option<&Room> {
        self.rooms.get(&id)
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.places.len()
    }

    /// All of them, from the top.
    pub fn iter(&self) -> impl Iterator<Item = &Room> {
        self.places.iter().filter_map(|place| self.rooms.get(&place.id))
    }

    /// Puts a room at its place, or an older self of it out of its own.
    pub fn put(&mut self, room: Room) {
        self.take(room.id);
        let place = room.place();
        self.places.insert(self.above(place), place);
        self.rooms.insert(room.id, room);
    }

    /// Takes a room out.
    pub fn take(&mut self, id: RoomId) -> Option<Room> {
        let room = self.rooms.remove(&id)?;
        self.places.remove(self.above(room.place()));
        Some(room)
    }

    /// How many stand above a place.
    fn above(&self, place: ListPlace) -> usize {
        self.places.partition_point(|known| *known > place)
    }
}

impl FromIterator<Room> for Listed {
    fn from_iter<T: IntoIterator<Item = Room>>(rooms: T) -> Self {
        let mut listed = Self::default();
        rooms.into_iter().for_each(|room| listed.put(room));
        listed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Keeping, RoomAct, Timestamp, testing};

    fn id(n: u128) -> RoomId {
        RoomId::new(Uuid::from_u128(n))
    }

    proptest! {
        #[test]
        fn rooms_that_come_move_and_go_stand_as_if_they_were_sorted(
            steps in proptest::collection::vec((0u128..6, proptest::option::of((0i64..9, any::<bool>()))), 0..40),
        ) {
            let mut listed = Listed::default();
            let mut plain: Vec<Room> = Vec::new();
            for (n, step) in steps {
                plain.retain(|room| room.id != id(n));
                let Some((at, pinned)) = step else {
                    listed.take(id(n));
                    continue;
                };
                let loose = Keeping::default();
                let keeping = if pinned { loose.after(RoomAct::Pin) } else { loose };
                let last_at = Timestamp::from_millis(at);
                let room = Room { last_at, keeping, ..testing::room(id(n)) };
                listed.put(room.clone());
                plain.push(room);
            }
            plain.sort_by(Room::list_order);
            prop_assert_eq!(listed.iter().cloned().collect::<Vec<_>>(), plain.clone());
            prop_assert_eq!(listed.count(), plain.len());
            prop_assert!(plain.iter().all(|room| listed.get(room.id) == Some(room)));
        }
    }
}
