//! A field to search by.

use leptos::{prelude::*, text_prop::TextProp};

use super::Icon;

/// The field. What is typed stands in `typed` at once.
#[component]
pub fn Find(
    /// What is searched; shown as long as nothing is typed.
    #[prop(into)]
    label: TextProp,
    /// What is typed.
    typed: RwSignal<String>,
    /// Called after each change by a person.
    #[prop(optional, into)]
    on_typed: Option<Callback<()>>,
) -> impl IntoView {
    let spoken = label.clone();
    let take = move |event| {
        typed.set(event_target_value(&event));
        if let Some(on_typed) = on_typed {
            on_typed.run(());
        }
    };
    view! {
        <label class="input find">
            {Icon::Search.small()}
            <span class="sr">{move || spoken.get()}</span>
            <input
                type="search"
                placeholder=move || label.get()
                autocomplete="off"
                prop:value=move || typed.get()
                on:input=take
            />
        </label>
    }
}
