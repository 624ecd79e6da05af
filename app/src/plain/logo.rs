//! The company's logo, on white, as it was drawn. Give it its size by CSS.

use leptos::prelude::*;

/// The logo. What it says must stand beside it: it is not read out.
#[component]
pub fn Logo(
    /// Where the picture is.
    picture: String,
) -> impl IntoView {
    view! { <img class="logo" src=picture alt="" width="96" height="96" decoding="async" /> }
}
