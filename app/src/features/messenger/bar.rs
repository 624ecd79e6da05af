//! The bar above an open room: whom one talks with, the way back, and the member's own menu.

use leptos::prelude::*;

use super::{desk::Desk, me::MeMenu, names, place::Place};
use crate::{
    domain::{RoomId, RoomKind},
    i18n::{t_string, use_i18n},
    sync::Store,
    ui::{Icon, LineMark},
};

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let (i18n, desk) = (use_i18n(), expect_context::<Desk>());
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
            <MeMenu id="me-menu" />
        </header>
    }
}

#[component]
fn RoomTitle(room: RoomId) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let title = Memo::new(move |_| names::title(i18n, store, room));
    let kind = Memo::new(move |_| store.room(room).map(|room| room.kind));
    let what = move || {
        Some(match kind.get()? {
            RoomKind::Direct => t_string!(i18n, messenger.kind_direct),
            RoomKind::Multi => t_string!(i18n, messenger.kind_multi),
            RoomKind::Group => t_string!(i18n, messenger.kind_group),
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
