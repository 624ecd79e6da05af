//! A modal dialog. The browser holds the focus in it, gives it back, and closes it by Esc, by a click
//! beside it, or by its button, which works before the client has arrived.

use leptos::{
    children::{ChildrenFn, ViewFn},
    html,
    prelude::*,
    text_prop::TextProp,
};

use super::{Icon, Toaster, Toasts};
use crate::i18n::{t_string, use_i18n};

/// A dialog that is open as long as `open` says so. The children are made when it opens.
#[component]
pub fn Dialog(
    /// Its id, unique in the page.
    id: &'static str,
    /// The class that gives it its size.
    class: &'static str,
    /// What it is about; names it.
    #[prop(into)]
    title: TextProp,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when a person has closed it: from then on, `open` must say so.
    on_close: impl Fn() + 'static,
    /// What stands before its title, such as the way back.
    #[prop(into, optional)]
    before: ViewFn,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        let is_open = open.get();
        if is_open && !dialog.matches(":modal").unwrap_or(false) {
            // As the server sent it, it is open but not modal.
            dialog.set_open(false);
            let _not_in_the_document = dialog.show_modal();
            toaster.covered_by(id);
        } else if !is_open {
            dialog.close();
            toaster.uncovered_by(id);
        }
    });
    on_cleanup(move || toaster.uncovered_by(id));
    let closed = move |_| {
        if open.get_untracked() {
            on_close();
        }
    };
    let children = StoredValue::new(children);
    view! {
        <dialog
            id=id
            class=class
            aria-labelledby=format!("{id}-title")
            open=open.get_untracked()
            closedby="any"
            node_ref=dialog
            on:close=closed
        >
            <div class="dialog-top">
                {move || before.run()}
                <h2 id=format!("{id}-title")>{move || title.get()}</h2>
                <form method="dialog">
                    <button class="tool" aria-label=move || t_string!(i18n, common.close)>
                        {Icon::X.draw()}
                    </button>
                </form>
            </div>
            <Show when=move || open.get()>
                <div class="dialog-in scroll">{children.with_value(|children| children())}</div>
            </Show>
            // What is outside a modal dialog is neither read out nor in reach.
            <Toasts toaster within=id />
        </dialog>
    }
}
