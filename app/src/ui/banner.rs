//! A line across the top of a view that says what holds for all of it: something waits, and will go
//! on by itself.

use leptos::{children::Children, prelude::*};

use super::Icon;

/// A banner. The children are its text, and a button if something can be done.
#[component]
pub fn Banner(
    /// What stands before the text.
    icon: Icon,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="banner" role="status">
            {icon.small()}
            {children()}
        </div>
    }
}
