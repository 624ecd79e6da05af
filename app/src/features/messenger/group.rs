//! What LINE calls a group, how it looks and how many are in it: LINE tells nobody when that changes, so
//! it is asked when a member opens the room. Browser only.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    domain::{RoomId, RoomKind},
    sync::Store,
};

/// Has the server ask, once, as soon as the room is known to be of a LINE group.
pub fn look_when_opened(store: Store, room: RoomId) {
    let is_group = Memo::new(move |_| {
        store.room(room).is_some_and(|room| room.kind == RoomKind::Group && room.barred.is_none())
    });
    Effect::new(move |_| {
        if is_group.get() {
            // What is found comes as an event; without it the room stays as it was.
            spawn_local(async move { drop(api::look_at_group(room).await) });
        }
    });
}
