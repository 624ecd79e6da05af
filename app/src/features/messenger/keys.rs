//! The keys of the whole messenger: Alt+↑ and Alt+↓ go from room to room, Esc goes back.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::place::{Place, path_of};
use crate::{domain::RoomId, sync::Store};

/// Listens as long as the messenger is on the screen.
pub fn listen(store: Store, place: Memo<Place>) {
    let navigate = use_navigate();
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let listener = window_event_listener(ev::keydown, move |event| {
            let here = place.get_untracked();
            let to = match event.key().as_str() {
                "ArrowUp" if event.alt_key() => {
                    store.order.with_untracked(|rooms| neighbour(rooms, here.room(), Way::Up))
                }
                "ArrowDown" if event.alt_key() => {
                    store.order.with_untracked(|rooms| neighbour(rooms, here.room(), Way::Down))
                }
                "Escape" if here != Place::Rooms && is_free(&event) => {
                    navigate("/", NavigateOptions::default());
                    return focus_row(here.room());
                }
                _ => return,
            };
            event.prevent_default();
            if let Some(room) = to {
                navigate(&path_of(room), NavigateOptions::default());
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Which way through the list.
#[derive(Clone, Copy)]
enum Way {
    Up,
    Down,
}

/// The room above or below; from nowhere, the first one. The list does not go around its ends.
fn neighbour(rooms: &[RoomId], here: Option<RoomId>, way: Way) -> Option<RoomId> {
    let Some(at) = here.and_then(|here| rooms.iter().position(|room| *room == here)) else {
        return rooms.first().copied();
    };
    let next = match way {
        Way::Up => at.checked_sub(1)?,
        Way::Down => at + 1,
    };
    rooms.get(next).copied()
}

/// Whether Esc means nothing nearer: no composition, no menu or dialog, no search to be cleared.
fn is_free(event: &KeyboardEvent) -> bool {
    let open = document().query_selector("[popover]:popover-open, dialog[open]");
    let searching = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
        .is_some_and(|input| !input.value().is_empty());
    !event.is_composing() && !event.default_prevented() && !searching && matches!(open, Ok(None))
}

/// The focus goes back to where the room was opened from.
fn focus_row(room: Option<RoomId>) {
    let row = room.and_then(|room| {
        document().query_selector(&format!(".room-list [data-room=\"{room}\"]")).ok().flatten()
    });
    if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
        let _not_focusable = row.focus();
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_list_has_two_ends_and_a_beginning() {
        let rooms: Vec<_> = (1..4).map(|n| RoomId::new(Uuid::from_u128(n))).collect();
        assert_eq!(neighbour(&rooms, None, Way::Down), Some(rooms[0]));
        assert_eq!(neighbour(&rooms, Some(rooms[0]), Way::Down), Some(rooms[1]));
        assert_eq!(neighbour(&rooms, Some(rooms[2]), Way::Down), None);
        assert_eq!(neighbour(&rooms, Some(rooms[0]), Way::Up), None);
        assert_eq!(neighbour(&[], None, Way::Up), None);
    }
}
