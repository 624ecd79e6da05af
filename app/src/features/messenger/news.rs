//! What holds for the whole messenger, or has just come to it: no connection, a new room, a new
//! version.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{desk::Desk, names, place::path_of};
use crate::{
    browser,
    domain::{RoomId, RoomKind},
    i18n::{t, t_string, use_i18n},
    sync::{Link, Store},
    ui::{Banner, Each, Icon, LineMark},
};

/// How long a new room is announced, in milliseconds. It stands in the list for good.
const ANNOUNCED: u32 = 15_000;

/// The banner across the top, and what is announced above everything.
#[component]
pub fn News() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let offline = move || matches!(store.link.get(), Link::Offline { .. });
    view! {
        <div class="across">
            <Show when=offline>
                <Banner icon=Icon::WifiOff>
                    <span>
                        <b>{t!(i18n, messenger.offline)}</b>
                        " "
                        {t!(i18n, messenger.offline_outbox)}
                    </span>
                </Banner>
            </Show>
        </div>
        <div class="announced">
            <Each each=move || store.arrivals.get() key=|room| *room let(room)>
                <Arrival room />
            </Each>
            <Show when=move || store.outdated.get()>
                <p class="toast" role="status">
                    {t!(i18n, messenger.outdated)}
                    <button type="button" on:click=move |_| browser::reload()>
                        {t!(i18n, common.reload)}
                    </button>
                </p>
            </Show>
        </div>
    }
}

/// A LINE user has added the account, or invited it to a group: says so, and leads to the room.
#[component]
fn Arrival(room: RoomId) -> impl IntoView {
    let (i18n, store, desk) = (use_i18n(), expect_context::<Store>(), expect_context::<Desk>());
    let navigate = use_navigate();
    let name = move || names::title(i18n, store, room);
    let clear = move || store.arrivals.update(|all| all.retain(|other| *other != room));
    let open = move |_| {
        desk.opened_by_hand.set_value(true);
        navigate(&path_of(room), NavigateOptions::default());
    };
    Effect::new(move |_| Timeout::new(ANNOUNCED, clear).forget());
    Effect::new(move |_| {
        if desk.place.get().room() == Some(room) {
            clear();
        }
    });
    let kind = Memo::new(move |_| store.room(room).map(|room| room.kind));
    let words = move || match kind.get() {
        Some(RoomKind::Group) => t_string!(i18n, messenger.arrived_in_group, name = name()),
        Some(RoomKind::Multi) => t_string!(i18n, messenger.brought_in, name = name()),
        Some(RoomKind::Direct) | None => t_string!(i18n, messenger.arrived, name = name()),
    };
    view! {
        <div class="banner line" role="status">
            <LineMark />
            <span dir="auto">{words}</span>
            <button type="button" class="btn small" on:click=open>
                {t!(i18n, messenger.open)}
            </button>
            <button
                type="button"
                class="tool small"
                aria-label=move || t_string!(i18n, common.dismiss)
                on:click=move |_| clear()
            >
                {Icon::X.small()}
            </button>
        </div>
    }
}
