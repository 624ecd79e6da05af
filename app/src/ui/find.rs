//! A field to search by.

use leptos::{html, prelude::*, text_prop::TextProp};

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
    /// The field, to be given the focus.
    #[prop(optional)]
    field: NodeRef<html::Input>,
) -> impl IntoView {
    let spoken = label.clone();
    let take = move |now| {
        typed.set(now);
        if let Some(on_typed) = on_typed {
            on_typed.run(());
        }
    };
    Effect::new(move |_| {
        // Somebody may have begun to type before the client arrived.
        let early = field.get().map(|field| field.value()).filter(|early| !early.is_empty());
        if let Some(early) = early.filter(|early| *early != typed.get_untracked()) {
            take(early);
        }
    });
    view! {
        <label class="input find">
            {Icon::Search.small()}
            <span class="sr">{move || spoken.get()}</span>
            <input
                type="search"
                placeholder=move || label.get()
                autocomplete="off"
                node_ref=field
                prop:value=move || typed.get()
                on:input=move |event| take(event_target_value(&event))
            />
        </label>
    }
}
