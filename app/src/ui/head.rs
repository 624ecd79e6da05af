//! What stands in the head of every document: how it fits a phone, its icons, and that it can be
//! installed.

use leptos::prelude::*;

/// Everything but title, style sheet and scripts.
#[component]
pub fn HeadLinks() -> impl IntoView {
    view! {
        <meta
            name="viewport"
            content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content="light dark" />
        {bar_colour("(prefers-color-scheme: light)", "#fbfaf8")}
        {bar_colour("(prefers-color-scheme: dark)", "#1a1f27")}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
    }
}

/// The browser's own bars in the colour of what they touch.
fn bar_colour(scheme: &'static str, colour: &'static str) -> impl IntoView {
    // The view macro does not know that a `meta` may have `media`.
    leptos::html::meta().name("theme-color").content(colour).attr("media", scheme)
}
