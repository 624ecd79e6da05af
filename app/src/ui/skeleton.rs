//! The outlines of what is being loaded, in its place and size, so that nothing jumps when it comes.

use leptos::{prelude::*, text_prop::TextProp};

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

/// A few rows of the room list.
#[component]
pub fn RoomsSkeleton(
    /// What is loading, for screen readers.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    let row = || {
        view! {
            <div>
                <span class="bone round" />
                <span class="bone name" />
                <span class="bone long" />
            </div>
        }
    };
    view! {
        <div class="rooms-skeleton" role="status" aria-busy="true" aria-label=move || label.get()>
            {[row(), row(), row()]}
        </div>
    }
}
