//! Keeps the details of a room as new as its row: read when somebody looks, and again whenever an
//! event has told that they changed. Browser only, but for its first state.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    domain::{RoomDetails, RoomId},
    sync::Store,
};

/// What is known of a room's details. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Reading {
    store: Store,
    room: RoomId,
    /// The newest that was read.
    pub known: RwSignal<Option<RoomDetails>>,
    /// Whether the last attempt came to nothing.
    pub failed: RwSignal<bool>,
}

impl Reading {
    /// Reads them now, and whenever the room's edition grows.
    pub fn follow(store: Store, room: RoomId) -> Self {
        let reading =
            Self { store, room, known: RwSignal::new(None), failed: RwSignal::new(false) };
        // Whom the member has blocked is part of it.
        let edition =
            Memo::new(move |_| store.room(room).map(|room| (room.edition, store.me().blocks)));
        Effect::new(move |_| {
            if edition.get().is_some() {
                reading.read();
            }
        });
        reading
    }

    /// Reads them once more.
    pub fn read(self) {
        spawn_local(async move {
            let answer = api::read_details(self.room).await;
            if let Ok(details) = answer {
                self.take(details);
            } else {
                // The panel may have been closed since.
                let _closed = self.failed.try_set(true);
            }
        });
    }

    /// An answer that was overtaken by a newer one is no news.
    fn take(self, details: RoomDetails) {
        let overtaken = self.known.try_with_untracked(|known| {
            known.as_ref().is_some_and(|known| known.edition > details.edition)
        });
        if overtaken != Some(false) {
            return;
        }
        self.store.meet(details.participants.iter().map(|one| one.person.clone()));
        self.failed.set(false);
        self.known.set(Some(details));
    }
}
