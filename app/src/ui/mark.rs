//! The two marks: the arch of Kakehashi, and the one that says "LINE". Neither is an icon: they keep
//! their colours in both schemes.

use leptos::prelude::*;

/// The arch. Give it its size by CSS.
#[component]
pub fn Kakehashi() -> impl IntoView {
    view! {
        <svg class="kakehashi" viewBox="0 0 32 32" role="img" aria-label="Kakehashi">
            <rect width="32" height="32" rx="9" fill="#1d4e7e" />
            <path
                fill="#fbfaf7"
                d="M3 17.6C7.4 16.8 9.6 8 16 8s8.6 8.8 13 9.6v3.2a.9.9 0 0 1-.9.9h-3.5a1 1 0 0 1-.9-.6C22.5 17.7 20 14.4 16 14.4s-6.5 3.3-7.7 6.7a1 1 0 0 1-.9.6H3.9a.9.9 0 0 1-.9-.9Z"
            />
            <path
                d="M10.5 25.6q2.75-1.7 5.5 0t5.5 0"
                stroke="#8fb8dc"
                stroke-width="2"
                fill="none"
                stroke-linecap="round"
            />
        </svg>
    }
}

/// What concerns the LINE side. Not LINE's logo: a bubble in its green, read out as "LINE".
#[component]
pub fn LineMark() -> impl IntoView {
    view! {
        <svg class="line-mark" viewBox="0 0 24 24" role="img" aria-label="LINE">
            <path d="M12 2.5c5.8 0 10 3.7 10 8.6s-4.2 8.6-10 8.6c-.9 0-1.8-.1-2.6-.3L5 22.2c-.5.3-1-.1-.9-.6l.6-3.6C3 16.4 2 14 2 11.1 2 6.2 6.2 2.5 12 2.5Z" />
            <path class="lines" d="M8 9.3h8M8 13h5" />
        </svg>
    }
}
