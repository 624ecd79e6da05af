//! The client's root: language, routes, and the messenger in them.
//!
//! `/login` and `/setup` are not here: they are plain pages of the server and need no client.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    features::messenger::{Messenger, dead_end::NoSuchPage},
    i18n::Localised,
    ui::{Toaster, Toasts},
};

/// Everything between `<body>` and `</body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let toaster = Toaster::provide();
    // The messenger reads its place from the address itself, so that a room is switched without
    // anything being torn down. The routes say which addresses there are, and that their pages are
    // sent whole.
    view! {
        <Localised>
            <Router>
                <Routes fallback=NoSuchPage>
                    <ParentRoute path=path!("") view=Messenger ssr=SsrMode::Async>
                        <Route path=path!("") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("rooms/:room") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("home") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("profile") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("settings") view=|| () ssr=SsrMode::Async />
                    </ParentRoute>
                </Routes>
            </Router>
            <Toasts toaster />
        </Localised>
    }
}
