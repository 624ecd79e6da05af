//! A modal dialog: the browser's own `<dialog>`, which keeps the focus inside, closes by Esc, and
//! brings the focus back.

use leptos::{children::Children, prelude::*, text_prop::TextProp};

use super::Icon;
use crate::i18n::{t_string, use_i18n};

/// A dialog that is shown while `open` is true, and sets it to false when it is closed.
#[component]
pub fn Dialog(
    /// The dialog's id, unique in the page.
    id: &'static str,
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: TextProp,
    /// Its body and, last, a `<footer>` with its buttons.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let heading = format!("{id}-title");
    let heading_id = heading.clone();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            // Fails only for a dialog that is in no page any more.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    view! {
        <dialog
            id=id
            class="dialog"
            aria-labelledby=heading
            closedby="any"
            node_ref=dialog
            on:close=move |_| open.set(false)
        >
            <header>
                <h2 id=heading_id>{move || title.get()}</h2>
                <button
                    type="button"
                    class="tool"
                    aria-label=move || t_string!(i18n, common.close)
                    on:click=move |_| open.set(false)
                >
                    {Icon::X.draw()}
                </button>
            </header>
            {children()}
        </dialog>
    }
}
