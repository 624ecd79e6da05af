//! Says in a line that something did not come, with the button that asks for it once more.

use leptos::{prelude::*, text_prop::TextProp};

use super::Again;

/// The line.
#[component]
pub fn DidNotLoad(
    /// What did not.
    #[prop(into)]
    text: TextProp,
    /// Asks for it once more. Where that takes the button away, it sees to the focus.
    again: impl Fn() + Send + 'static,
) -> impl IntoView {
    view! {
        <p class="did-not-load" role="alert">
            <span>{move || text.get()}</span>
            <Again ask=again />
        </p>
    }
}
