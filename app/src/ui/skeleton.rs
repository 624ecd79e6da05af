//! The outlines of what is being loaded, in its place and size, so that nothing jumps when it comes.

use leptos::{prelude::*, text_prop::TextProp};

/// Rows with a face and two lines.
#[component]
pub fn RowsSkeleton(
    /// How many rows.
    rows: u8,
    /// What is loading, for screen readers.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    let row = |_| {
        view! {
            <li>
                <span class="bone round" />
                <span class="bone line" />
                <span class="bone time" />
                <span class="bone text" />
            </li>
        }
    };
    view! {
        <ul class="rows-skeleton" aria-busy="true" aria-label=move || label.get()>
            {(0..rows).map(row).collect_view()}
        </ul>
    }
}

/// A few turns of a conversation, from both sides.
#[component]
pub fn TalkSkeleton(
    /// What is loading, for screen readers.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    view! {
        <div class="talk-skeleton" role="status" aria-busy="true" aria-label=move || label.get()>
            <div class="there">
                <span class="bone round" />
                <span class="bone name" />
                <span class="bone long" />
                <span class="bone short" />
            </div>
            <div class="here">
                <span class="bone long" />
                <span class="bone short" />
            </div>
            <div class="there">
                <span class="bone round" />
                <span class="bone name" />
                <span class="bone tall" />
            </div>
        </div>
    }
}
