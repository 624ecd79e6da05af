//! What the messenger's parts must know of each other: which room is open, where one was in it, and
//! what has just been done. Nothing here is kept beyond the page.

use std::collections::HashMap;

use leptos::prelude::*;

use super::place::Place;
use crate::{domain::RoomId, features::timeline::scroll::Spot};

/// The state that the messenger's parts share. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Where the address says one is.
    pub place: Memo<Place>,
    /// A room was opened by hand: the composer takes the focus when it appears.
    pub opened_by_hand: StoredValue<bool>,
    /// Something was written in the open room: its timeline goes to the newest message.
    pub written: Trigger,
    /// Where one was in rooms that were left.
    pub spots: StoredValue<HashMap<RoomId, Spot>>,
}

impl Desk {
    /// Makes the shared state and puts it into the context.
    pub fn provide(place: Memo<Place>) -> Self {
        let desk = Self {
            place,
            opened_by_hand: StoredValue::new(false),
            written: Trigger::new(),
            spots: StoredValue::default(),
        };
        provide_context(desk);
        desk
    }
}
