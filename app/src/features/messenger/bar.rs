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
    let is_shared = move || kind.get() != Some(RoomKind::Direct);
    let people = Memo::new(move |_| store.room(room).map_or(0, |room| room.people.line_users));
    let barred = Memo::new(move |_| store.room(room).and_then(|room| room.barred));
    // Why nothing can be written matters more than the kind: on a phone there is room for one.
    let what = move || {
        let kind = match (barred.get(), kind.get()?) {
            (Some(Barred::Unfollowed), _) => t_string!(i18n, messenger.row_unfollowed),
            (Some(Barred::Blocked), _) => t_string!(i18n, messenger.row_blocked),
            (Some(Barred::Left), _) => t_string!(i18n, messenger.row_left),
            (Some(Barred::Alone), _) => t_string!(i18n, messenger.row_alone),
            (None, RoomKind::Direct) => t_string!(i18n, messenger.kind_direct),
            (None, RoomKind::Multi) => t_string!(i18n, messenger.kind_multi),
            (None, RoomKind::Group) => t_string!(i18n, messenger.kind_group),
        };
        Some(match (barred.get(), people.get()) {
            (None, count @ 1..) if is_shared() => {
                t_string!(i18n, messenger.people_count, what = kind, count = count)
            }
            _ => kind.to_owned(),
        })
    };
    let subtitle = move || {
        what().map(|what| {
            view! {
                <p>
                    <LineMark />
                    <span class="clip">{what}</span>
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
