//! How files are chosen: by a button, and by dropping them on the page.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent};

use super::Attaching;
use crate::{
    domain::RoomId,
    i18n::{t_string, use_i18n},
    ui::Icon,
};

/// The button. On a phone it offers the camera, too.
#[component]
pub fn Choose(
    /// Where the files go.
    room: RoomId,
) -> impl IntoView {
    let (i18n, attaching) = (use_i18n(), expect_context::<Attaching>());
    let field = NodeRef::<html::Input>::new();
    let take = move || {
        let Some(field) = field.get_untracked() else { return };
        if field.files().is_some_and(|files| attaching.take(room, &files)) {
            // The same file can be chosen again.
            field.set_value("");
        }
    };
    // Something may have been chosen before the client arrived.
    Effect::new(move |_| {
        field.track();
        take();
    });
    view! {
        <label class="tool attach" title=move || t_string!(i18n, messenger.attach)>
            {Icon::Paperclip.draw()}
            <input
                type="file"
                class="sr"
                multiple
                aria-label=move || t_string!(i18n, messenger.attach)
                node_ref=field
                on:change=move |_| take()
            />
        </label>
    }
}

/// Takes files that are dropped anywhere on the page, and says so while they are carried over it.
#[component]
pub fn Dropped(
    /// Where the files go.
    room: RoomId,
    /// Whose room it is.
    title: Memo<String>,
) -> impl IntoView {
    let (i18n, attaching) = (use_i18n(), expect_context::<Attaching>());
    let carried = RwSignal::new(false);
    let over = window_event_listener(ev::dragover, move |event| {
        if let Some(transfer) = files_of(&event) {
            // Without this the browser opens the file in place of the page.
            event.prevent_default();
            transfer.set_drop_effect("copy");
            if !carried.get_untracked() {
                carried.set(true);
            }
        }
    });
    let away = window_event_listener(ev::dragleave, move |event| {
        // Only where the page itself is left, no element of it is entered.
        if event.unchecked_ref::<DragEvent>().related_target().is_none() {
            carried.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event| {
        carried.set(false);
        let Some(transfer) = files_of(&event) else { return };
        event.prevent_default();
        if let Some(files) = transfer.files() {
            attaching.take(room, &files);
        }
    });
    on_cleanup(move || {
        over.remove();
        away.remove();
        dropped.remove();
    });
    move || {
        carried.get().then(|| {
            let text = move || t_string!(i18n, messenger.drop_here, name = title.get());
            view! { <p class="drop" dir="auto">{text}</p> }
        })
    }
}

/// What is carried, if it is files.
fn files_of(event: &DragEvent) -> Option<DataTransfer> {
    let transfer = event.data_transfer()?;
    let is_files = transfer.types().iter().any(|kind| kind == "Files");
    is_files.then_some(transfer)
}
