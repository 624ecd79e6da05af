//! Where a room's menu opens: from its row in the list (the button on it, the right mouse button, the
//! keyboard's menu key), and from the bar above the open room.
//!
//! The list has one menu for all rows: hundreds of them would weigh on every screen.

use leptos::{ev::MouseEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::acts::RoomActs;
use crate::{
    domain::RoomId,
    features::{details::RoomSettingsItem, messenger::names},
    i18n::{t_string, use_i18n},
    sync::Store,
    ui::{Icon, Menu, MenuSheet},
};

/// The id of the list's menu.
const ROW_MENU: &str = "row-menu";

/// Whose menu is open in the list. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct RowMenu {
    /// Which room, also after it was closed: the focus comes back to its row.
    pub room: RwSignal<Option<RoomId>>,
}

impl RowMenu {
    /// Puts it into the context of the list.
    pub fn provide() -> Self {
        let menu = Self { room: RwSignal::new(None) };
        provide_context(menu);
        menu
    }

    /// What the list does when the menu of a row is called for where the pointer or the focus is: the
    /// row's button opens it, so that there is one way.
    pub fn called(event: &MouseEvent) {
        let inner = event.target().and_then(|inner| inner.dyn_into::<Element>().ok());
        let row = inner.and_then(|inner| inner.closest("li").ok().flatten());
        let button = row.and_then(|row| row.query_selector("button.more").ok().flatten());
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            event.prevent_default();
            button.click();
        }
    }
}

/// The button on a row.
#[component]
pub fn RowMenuButton(
    /// Whose row.
    room: RoomId,
    /// What it is called.
    #[prop(into)]
    title: Signal<String>,
) -> impl IntoView {
    let (i18n, menu) = (use_i18n(), expect_context::<RowMenu>());
    view! {
        <button
            type="button"
            class="tool more"
            aria-label=move || t_string!(i18n, messenger.menu_of, name = title.get())
            aria-haspopup="menu"
            popovertarget=ROW_MENU
            on:click=move |_| menu.room.set(Some(room))
        >
            {Icon::Ellipsis.small()}
        </button>
    }
}

/// The menu of all rows.
#[component]
pub fn RowMenuSheet(
    /// Whose it is.
    menu: RowMenu,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let title =
        move || menu.room.get().map(|room| names::title(i18n, store, room)).unwrap_or_default();
    view! {
        <MenuSheet
            id=ROW_MENU
            label=move || t_string!(i18n, messenger.menu_of, name = title())
        >
            <p class="who">
                <b class="clip" dir="auto">{title}</b>
            </p>
            {move || menu.room.get().map(|room| view! { <RoomActs room /> })}
        </MenuSheet>
    }
}

/// The menu of the open room.
#[component]
pub fn RoomMenu(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    view! {
        <Menu
            id="room-menu"
            class="tool room-menu"
            label=move || {
                t_string!(i18n, messenger.menu_of, name = names::title(i18n, store, room))
            }
            button=|| Icon::Ellipsis.draw()
        >
            <RoomSettingsItem room />
            <RoomActs room />
        </Menu>
    }
}
