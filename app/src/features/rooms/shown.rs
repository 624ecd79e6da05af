//! Which rooms the list shows, in which order: by what the member has chosen above it.

use leptos::prelude::*;

use super::filter::{self, Show};
use crate::{
    domain::{Room, RoomId, Sort},
    features::messenger::names,
    i18n::use_i18n,
    sync::Store,
};

/// What was chosen above the list. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Choice {
    /// The choice itself.
    chosen: RwSignal<Show>,
    /// What is shown: a choice of which nothing is left is none.
    pub show: Memo<Show>,
    /// Whether there is anything to be found among the hidden.
    pub any_hidden: Memo<bool>,
    /// The order.
    pub sort: RwSignal<Sort>,
    /// What was typed to find a room.
    pub typed: RwSignal<String>,
}

impl Choice {
    /// Nothing is chosen yet.
    pub fn none(store: Store) -> Self {
        let chosen = RwSignal::new(Show::default());
        let any_hidden = Memo::new(move |_| store.hidden.with(|rooms| !rooms.is_empty()));
        let show = Memo::new(move |_| match chosen.get() {
            Show::Hidden if !any_hidden.get() => Show::All,
            chosen => chosen,
        });
        Effect::new(move |_| {
            if !any_hidden.get() && chosen.get_untracked() == Show::Hidden {
                chosen.set(Show::All);
            }
        });
        let (sort, typed) = (RwSignal::default(), RwSignal::default());
        Self { chosen, show, any_hidden, sort, typed }
    }

    /// Has others be shown.
    pub fn choose(self, show: Show) {
        self.chosen.set(show);
    }

    /// Whether only some of the rooms are shown, or not those on top that were loaded first; follows
    /// changes.
    pub fn narrows(self) -> bool {
        matches!(self.show.get(), Show::Unread | Show::Hidden) || self.picks()
    }

    /// Whether the order or the search looks at each room.
    fn picks(self) -> bool {
        self.sort.get() == Sort::UnreadFirst || !self.typed.with(String::is_empty)
    }

    /// The rooms to show. One that is open stays where it was when it was opened.
    pub fn rooms(self, store: Store, open: Memo<Option<RoomId>>) -> Memo<Vec<RoomId>> {
        let i18n = use_i18n();
        let held = StoredValue::new(None);
        Memo::new(move |_| {
            let (open, show, sort) = (open.get(), self.show.get(), self.sort.get());
            let opened_unread = open.filter(|id| {
                untrack(|| store.room(*id)).is_some_and(|room| room.is_unread())
                    || held.get_value() == open
            });
            held.set_value(opened_unread);
            let all = if show == Show::Hidden { store.hidden } else { store.order };
            if show != Show::Unread && !self.picks() {
                return all.get();
            }
            let typed = self.typed.get();
            let ranked = |room: &Room| {
                let is_shown = show.shows(room, open == Some(room.id))
                    && filter::matches(&names::room(i18n, room), &typed);
                is_shown.then(|| (sort.rank(room, opened_unread == Some(room.id)), room.id))
            };
            let mut rooms = all.with(|all| store.of_rooms(all, ranked));
            rooms.sort_by_key(|(rank, _)| *rank);
            rooms.into_iter().map(|(_, id)| id).collect()
        })
    }
}
