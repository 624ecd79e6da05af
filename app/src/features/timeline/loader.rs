//! Brings in the parts of a timeline that are not here yet, one at a time, and lets go of what is
//! far away. Browser only.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser,
    domain::{RoomId, Seq},
    sync::{End, Store, snapshot::PageAt},
};

/// How often a page is asked for again that was overtaken by events on its way.
const OVERTAKEN: u32 = 3;

/// Why a timeline is not to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no such room, or it is not for this member.
    NotFound,
    /// It could not be loaded now.
    Failed,
}

/// Loads one room's timeline. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Loader {
    store: StoredValue<Store>,
    room: RoomId,
    busy: RwSignal<bool>,
    /// The newest messages were asked for while another page was on its way.
    newest_next: StoredValue<bool>,
    /// Why the last attempt came to nothing.
    pub trouble: RwSignal<Option<Trouble>>,
}

/// How much of a timeline is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Loaded {
    from: Seq,
    to: Seq,
    first: Seq,
    last: Seq,
}

impl Loader {
    /// A loader for a room.
    pub fn new(store: Store, room: RoomId) -> Self {
        let trouble = store.is_absent(room).then_some(Trouble::NotFound);
        Self {
            store: StoredValue::new(store),
            room,
            busy: RwSignal::new(false),
            newest_next: StoredValue::new(false),
            trouble: RwSignal::new(trouble),
        }
    }

    /// Whether the room may be there: nothing has failed, or the list has it by now. Follows both.
    pub fn is_worth_trying(self) -> bool {
        self.trouble.get().is_none_or(|trouble| {
            trouble == Trouble::NotFound && self.store.get_value().room(self.room).is_some()
        })
    }

    /// Whether a page is on its way.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    fn loaded(self) -> Option<Loaded> {
        let store = self.store.get_value();
        let room = store.room(self.room);
        let first = room.as_ref().map_or(Seq(1), |room| room.first_seq);
        let last = room.map(|room| room.last_seq);
        store.with_window(self.room, |window| {
            let window = window?;
            let (from, to) = (window.from, window.to);
            Some(Loaded { from, to, first, last: last.unwrap_or(to) })
        })
    }

    /// Whether the newest message is among what is loaded. Follows changes.
    pub fn has_newest(self) -> bool {
        self.loaded().is_none_or(|loaded| loaded.to >= loaded.last)
    }

    /// Makes sure that the first unread message can be shown, or the newest ones.
    pub fn open(self) {
        let store = self.store.get_value();
        if store.is_absent(self.room) {
            self.trouble.set(Some(Trouble::NotFound));
            return;
        }
        let first_unread = untrack(|| store.room(self.room))
            .filter(|room| room.unread() > 0)
            .map(|room| room.read_seq.next());
        match untrack(|| self.loaded()) {
            None => self.load(PageAt::Unread, None),
            Some(here) if first_unread.is_some_and(|seq| seq < here.from || seq > here.to) => {
                self.load(PageAt::Unread, None);
            }
            Some(_) => {}
        }
    }

    /// As [`Self::open`], if that failed before.
    pub fn open_after_failure(self) {
        if self.trouble.get_untracked() == Some(Trouble::Failed) {
            self.open();
        }
    }

    /// Loads what comes before.
    pub fn older(self) {
        if let Some(loaded) = untrack(|| self.loaded())
            && loaded.from > loaded.first
        {
            self.load(PageAt::Before(loaded.from), Some(End::Newest));
        }
    }

    /// Loads what comes after.
    pub fn newer(self) {
        if let Some(loaded) = untrack(|| self.loaded())
            && loaded.to < loaded.last
        {
            self.load(PageAt::After(loaded.to), Some(End::Oldest));
        }
    }

    /// Loads the newest messages, wherever one is now: at once, or after the page that is on its way.
    pub fn newest(self) {
        if !untrack(|| self.has_newest()) {
            self.newest_next.set_value(self.busy.get_untracked());
            self.load(PageAt::Head, None);
        }
    }

    /// Loads what stands around a message, wherever one is now.
    pub fn around(self, seq: Seq) {
        self.load(PageAt::Around(seq), None);
    }

    /// Loads a page; `far` is the end of the timeline to let go of if it has become too long.
    fn load(self, at: PageAt, far: Option<End>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        let store = self.store.get_value();
        spawn_local(async move {
            let outcome = read(store, self.room, at, far).await;
            // The room may have been left meanwhile; its signals are gone then.
            let _left = self.busy.try_set(false);
            match outcome {
                Ok(()) => {}
                Err(ApiError::SignedOut) => browser::go_to_login(),
                Err(ApiError::NotFound) => drop(self.trouble.try_set(Some(Trouble::NotFound))),
                Err(_) => drop(self.trouble.try_set(Some(Trouble::Failed))),
            }
            if self.newest_next.try_update_value(std::mem::take) == Some(true) {
                self.newest();
            }
        });
    }
}

async fn read(store: Store, room: RoomId, at: PageAt, far: Option<End>) -> Result<(), ApiError> {
    for _ in 0..OVERTAKEN {
        let page = api::read_page(room, at).await?;
        if store.take_page(page) {
            if let Some(end) = far {
                store.trim(room, end);
            }
            return Ok(());
        }
    }
    Err(ApiError::Unavailable)
}
