//! The document around the client. Server only.

use leptos::{hydration::HydrationScripts, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::{app::App, domain::Theme, features::settings::cookies, ui::HeadLinks};

/// The document: what is known before it is known who asks, and the client in it.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = cookies::current().theme;
    let scheme = (theme != Theme::Auto).then(|| cookies::theme_code(theme));
    view! {
        <!DOCTYPE html>
        <html data-theme=scheme>
            <head>
                <meta charset="utf-8" />
                <HeadLinks />
                <HashedStylesheet options=options.clone() id="style" />
                <HydrationScripts options />
                <script src="/register-sw.js" defer></script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
