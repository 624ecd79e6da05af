//! A field of a form, with its label, and under it what helps or what is wrong.

use leptos::{prelude::*, text_prop::TextProp};

/// The field. The children are the input, which has the same id and is described by `{id}-hint`.
#[component]
pub fn Field(
    /// The id of the input, unique in the page.
    #[prop(into)]
    id: String,
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// What helps, or what is wrong.
    #[prop(into)]
    hint: TextProp,
    /// Whether something is wrong.
    #[prop(into)]
    bad: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field" class:bad=bad>
            <label for=id.clone()>{move || label.get()}</label>
            {children()}
            <p class="hint" id=format!("{id}-hint")>
                {move || hint.get()}
            </p>
        </div>
    }
}
