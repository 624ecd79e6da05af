//! A button beside what is written, and the sheet that it opens. What is in the sheet is a part of its
//! own. The browser's popover opens it, closes it by Esc or a press beside it, and gives the focus back.

use leptos::{html, prelude::*, text_prop::TextProp};

use crate::ui::Icon;

/// The button, and its sheet.
#[component]
pub fn Sheet(
    /// The sheet's id, unique in the page, and the class of both.
    id: &'static str,
    /// What is on the button.
    icon: Icon,
    /// What both are called.
    #[prop(into)]
    label: TextProp,
    /// Draws what is in the sheet, whenever it opens. That calls what it is given when it is done.
    draw: Callback<Callback<()>, AnyView>,
) -> impl IntoView {
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
    let [name, title, of_sheet] = std::array::from_fn(|_| {
        let label = label.clone();
        move || label.get()
    });
    view! {
        <button
            type="button"
            class=format!("tool open-{id}")
            aria-label=name
            title=title
            aria-haspopup="dialog"
            popovertarget=id
        >
            {icon.draw()}
        </button>
        <div
            class=format!("tool-sheet {id}")
            id=id
            role="dialog"
            popover="auto"
            aria-label=of_sheet
            node_ref=sheet
            on:toggle=move |_| untrack(look)
        >
            {move || is_open.get().then(|| draw.run(close))}
        </div>
    }
}
