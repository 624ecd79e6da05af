//! How the LINE user of a direct room stands to the official account, and the block.

use leptos::prelude::*;

use crate::{
    domain::{Barred, ContactId, Friendship, Room, RoomId},
    features::{
        blocking::{BlockButton, Whom},
        messenger::names,
    },
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::Icon,
};

/// Whether they can be reached, what LINE tells of them, and the way to block them.
#[component]
pub fn Standing(
    /// The room.
    room: RoomId,
    /// Its LINE user.
    contact: ContactId,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let name = move || names::title(i18n, store, room);
    let of = move |read: fn(&Room) -> bool| move || store.room(room).is_some_and(|r| read(&r));
    let blocked = Memo::new(move |_| of(|room| room.barred == Some(Barred::Blocked))());
    let friendship = Memo::new(move |_| store.room(room).map(|room| room.friendship));
    let words = move || {
        Some(match friendship.get()? {
            _ if blocked.get() => t_string!(i18n, messenger.barred_blocked, name = name()),
            Friendship::Friend => t_string!(i18n, messenger.is_friend, name = name()),
            Friendship::Stranger => t_string!(i18n, messenger.is_stranger, name = name()),
            Friendship::Unfollowed => t_string!(i18n, messenger.cut_off, name = name()),
        })
    };
    let is_barred = of(|room| room.barred.is_some());
    let whom = Signal::derive(move || Whom { contact, name: name() });
    view! {
        <section class="sec standing" aria-labelledby="standing-heading">
            <h3 id="standing-heading">{t!(i18n, messenger.standing)}</h3>
            <p dir="auto">
                <Show when=is_barred>{Icon::Ban.small()}</Show>
                {words}
            </p>
            <Show when=of(|room| room.title.is_empty())>
                <p>{t!(i18n, messenger.no_profile)}</p>
            </Show>
            <BlockButton whom blocked />
        </section>
    }
}
