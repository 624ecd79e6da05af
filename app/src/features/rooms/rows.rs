//! The rows of the list, of which only those in sight stand in the document.

use leptos::prelude::*;

use super::menu::RowMenu;
use crate::{domain::RoomId, ui::Rows};

/// The rows.
#[derive(Clone, Copy)]
pub struct RoomRows {
    /// The rooms that are shown.
    pub rooms: Memo<Vec<RoomId>>,
    /// Whether the list goes on below them.
    pub goes_on: Memo<bool>,
    /// Which room is open: the focus comes back to its row.
    pub open: Memo<Option<RoomId>>,
    /// Whose menu is open, or was last.
    pub menu: RowMenu,
}

impl Rows for RoomRows {
    type Key = RoomId;

    fn follow(self) {
        self.rooms.track();
        self.open.track();
        self.menu.room.track();
    }

    fn count(self) -> u32 {
        self.rooms.with(|rooms| u32::try_from(rooms.len()).unwrap_or(u32::MAX))
    }

    fn size(self) -> Option<u32> {
        (!self.goes_on.get()).then(|| self.count())
    }

    fn at(self, place: u32) -> Option<RoomId> {
        self.rooms.with(|rooms| rooms.get(usize::try_from(place).ok()?).copied())
    }

    fn place(self, key: RoomId) -> Option<u32> {
        let place = self.rooms.with(|rooms| rooms.iter().position(|room| *room == key));
        place.and_then(|place| u32::try_from(place).ok())
    }

    fn kept(self) -> Vec<RoomId> {
        [self.menu.room.get(), self.open.get()].into_iter().flatten().collect()
    }
}
