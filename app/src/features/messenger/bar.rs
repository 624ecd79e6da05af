//! The bar above an open room: whom one talks with, the way back, and the member's own menu.

use leptos::prelude::*;

use super::{
    desk::Desk,
    me::MeMenu,
    names,
    panel::{Panel, Panels},
    place::{Place, path_of},
};
use crate::{
    domain::{Barred, RoomId, RoomKind},
    features::rooms::RoomMenu,
    i18n::{t_string, use_i18n},
    sync::Store,
    ui::{Icon, LineMark},
};

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let (i18n, desk) = (use_i18n(), expect_context::<Desk>());
    let room = move || desk.place.get().room();
    let title = move || match desk.place.get() {
        Place::Room(room) => view! { <RoomTitle room /> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <header class="bar">
            <a class="tool back" href="/" aria-label=move || t_string!(i18n, messenger.back)>
                {Icon::ChevronLeft.draw()}
            </a>
            <div class="title">{title}</div>
            {move || {
                room()
                    .map(|room| {
                        view! {
                            <DetailsWay room />
                            <RoomMenu room />
                        }
                    })
            }}
            <MeMenu id="me-menu" />
        </header>
    }
}

/// The way to the room's details, and away from them.
#[component]
fn DetailsWay(room: RoomId) -> impl IntoView {
    let (i18n, panels) = (use_i18n(), expect_context::<Panels>());
    let is_open = Memo::new(move |_| panels.is_open(Panel::Details));
    let href = move || {
        if is_open.get() { path_of(room) } else { Panel::Details.href().to_owned() }
    };
    let label = move || {
        if is_open.get() {
            t_string!(i18n, messenger.hide_details)
        } else {
            t_string!(i18n, messenger.details)
        }
    };
    view! {
        <a class="tool details-way" class:on=move || is_open.get() href=href aria-label=label>
            {Icon::PanelRight.draw()}
        </a>
    }
}

#[component]
fn RoomTitle(room: RoomId) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let title = Memo::new(move |_| names::title(i18n, store, room));
    let kind = Memo::new(move |_| store.room(room).map(|room| room.kind));
    let people = Memo::new(move |_| store.room(room).map_or(0, |room| room.people.line_users));
    let what = move || {
        let kind = match kind.get()? {
            RoomKind::Direct => return Some(t_string!(i18n, messenger.kind_direct).to_owned()),
            RoomKind::Multi => t_string!(i18n, messenger.kind_multi),
            RoomKind::Group => t_string!(i18n, messenger.kind_group),
        };
        Some(match people.get() {
            0 => kind.to_owned(),
            count => t_string!(i18n, messenger.people_count, what = kind, count = count),
        })
    };
    let barred = Memo::new(move |_| store.room(room).and_then(|room| room.barred));
    let why = move || {
        let why = match barred.get()? {
            Barred::Unfollowed => t_string!(i18n, messenger.row_unfollowed),
            Barred::Blocked => t_string!(i18n, messenger.row_blocked),
            Barred::Left => t_string!(i18n, messenger.row_left),
            Barred::Alone => t_string!(i18n, messenger.row_alone),
        };
        Some(view! { <span class="clip">"· " {why}</span> })
    };
    let subtitle = move || {
        what().map(|what| {
            view! {
                <p>
                    <LineMark />
                    <span class="clip">{what}</span>
                    {why}
                </p>
            }
        })
    };
    view! {
        <h1 class="clip" dir="auto">
            {move || title.get()}
        </h1>
        {subtitle}
    }
}
