//! The client's root: language, address, and the messenger that stands at every one of its addresses.
//!
//! `/login`, `/setup`, `/admin` and the like are not here: they are plain pages of the server and need
//! no client.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

use crate::{
    features::messenger::Messenger,
    i18n::Localised,
    ui::{Toaster, Toasts},
};

/// The addresses at which the server sends this client, as axum writes them.
/// [`Place`](crate::features::messenger::place::Place) reads them.
pub const PAGES: [&str; 7] =
    ["/", "/rooms/{room}", "/contacts", "/contacts/{contact}", "/home", "/profile", "/settings"];

/// Everything between `<body>` and `</body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let toaster = Toaster::provide();
    // No table of routes: the messenger reads its place from the address itself, so that a room is
    // switched without anything being torn down, and the machinery of routes stays out of the client.
    view! {
        <Localised>
            <Router>
                <Messenger />
            </Router>
            <Toasts toaster />
        </Localised>
    }
}
