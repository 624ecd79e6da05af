//! What the messenger's parts must know of each other: which room is open, where one was in it, and
//! what has just been done. Nothing here is kept beyond the page.

use std::collections::HashMap;

use leptos::prelude::*;

use super::place::Place;
use crate::{
    domain::{Quote, RoomId, Seq},
    features::timeline::scroll::Spot,
};

/// The state that the messenger's parts share. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Where the address says one is.
    pub place: Memo<Place>,
    /// A room was opened by hand: the composer takes the focus when it appears.
    pub opened_by_hand: StoredValue<bool>,
    /// Something was written in the open room: its timeline goes to the newest message.
    pub written: Trigger,
    /// A message of the open room that is to be looked at.
    pub look_at: RwSignal<Option<Seq>>,
    /// What the next message of each room answers to.
    pub answering: RwSignal<HashMap<RoomId, Quote>>,
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
            look_at: RwSignal::new(None),
            answering: RwSignal::default(),
            spots: StoredValue::default(),
        };
        provide_context(desk);
        desk
    }

    /// What the message that is sent now answers to; the next one answers to nothing.
    pub fn take_answer(self, room: RoomId) -> Option<Seq> {
        let answered = self.answering.with_untracked(|all| all.get(&room)?.seq());
        self.answer(room, None);
        answered
    }

    /// Has the next message of a room answer to this, or to nothing.
    pub fn answer(self, room: RoomId, quote: Option<Quote>) {
        self.answering.update(|all| match quote {
            Some(quote) => drop(all.insert(room, quote)),
            None => drop(all.remove(&room)),
        });
    }
}
