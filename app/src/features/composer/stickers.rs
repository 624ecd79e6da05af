//! The button beside what is written, and the sheet that it opens. What is in the sheet is a part of
//! its own. The browser's popover opens it, closes it by Esc or a press beside it, and gives the focus
//! back.

use leptos::{html, prelude::*};

use crate::{
    domain::RoomId,
    features::parts,
    i18n::{t_string, use_i18n},
    ui::Icon,
};

/// The sheet's id, unique in the page.
const SHEET: &str = "stickers";

/// The button, and its sheet.
#[component]
pub fn Stickers(
    /// Where what is chosen goes.
    room: RoomId,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || t_string!(i18n, messenger.stickers);
    let sheet = NodeRef::<html::Div>::new();
    let is_open = RwSignal::new(false);
    let look = move || {
        let sheet = sheet.get();
        is_open.set(sheet.is_some_and(|sheet| sheet.matches(":popover-open").unwrap_or(false)));
    };
    // It may have been opened before the client arrived.
    Effect::new(move |_| look());
    let close = Callback::new(move |()| {
        if let Some(sheet) = sheet.get_untracked() {
            // Fails when it is closed already, which is what is wanted.
            sheet.hide_popover().ok();
        }
    });
    view! {
        <button
            type="button"
            class="tool"
            aria-label=label
            title=label
            aria-haspopup="dialog"
            popovertarget=SHEET
        >
            {Icon::Sticker.draw()}
        </button>
        <div
            class="stickers"
            id=SHEET
            role="dialog"
            popover="auto"
            aria-label=label
            node_ref=sheet
            on:toggle=move |_| untrack(look)
        >
            {move || is_open.get().then(|| parts::sticker_picker(room, close))}
        </div>
    }
}
