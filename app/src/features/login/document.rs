//! The document that all these pages are: head, scene, and one panel.

use axum::http::{HeaderMap, header::COOKIE};
use leptos::prelude::*;

use crate::{
    domain::Theme,
    features::settings::cookies,
    i18n::{I18nLocaleTrait as _, Locale, request_locale, td_string},
    ui::{HeadLinks, Kakehashi},
};

/// What every page needs, whatever it shows.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language.
    pub locale: Locale,
    /// The colours.
    pub theme: Theme,
    /// Where the style sheet is, such as `/pkg/kakehashi.<hash>.css`.
    pub stylesheet: String,
}

impl Frame {
    /// The frame for the answer to a request with these headers.
    pub fn of(headers: &HeaderMap, stylesheet: impl Into<String>) -> Self {
        let cookies = headers.get(COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self {
            locale: request_locale(headers),
            theme: cookies::read(cookies).theme,
            stylesheet: stylesheet.into(),
        }
    }
}

/// The text of the document. `panel` is what it is about.
pub(super) fn document<P: IntoView + 'static>(
    frame: &Frame,
    title: &'static str,
    panel: impl FnOnce() -> P,
) -> String {
    let Frame { locale, theme, stylesheet } = frame.clone();
    let scheme = (theme != Theme::Auto).then(|| cookies::theme_code(theme));
    // Signals, which components may make, live in an owner; it goes when the text is there.
    Owner::new().with(|| {
        view! {
            <!DOCTYPE html>
            <html lang=locale.as_str() data-theme=scheme>
                <head>
                    <meta charset="utf-8" />
                    <HeadLinks />
                    <link rel="stylesheet" href=stylesheet />
                    <title>{format!("{title} · {}", td_string!(locale, common.app))}</title>
                </head>
                <body class="entry">
                    <main class="entry-panel">
                        <div class="entry-mark">
                            <Kakehashi />
                        </div>
                        {panel()}
                    </main>
                    {scene()}
                </body>
            </html>
        }
        .to_html()
    })
}

/// A bridge between the two banks: a LINE user at the left, a member at the right.
fn scene() -> impl IntoView {
    view! {
        <svg
            class="entry-scene"
            viewBox="0 0 1440 320"
            preserveAspectRatio="xMidYMax slice"
            aria-hidden="true"
        >
            <path class="far" d="M0 214q180-46 420-30t520-22 500 40v118H0Z" />
            <path class="water" d="M0 246h1440v74H0Z" />
            <path
                class="arch"
                d="M250 250Q380 96 720 96t470 154h-92Q980 150 720 150T342 250Z"
            />
            <path class="glint" d="M368 272q352 40 704 0" />
            <path class="glint" d="M486 294q234 22 468 0" />
            <path class="bank" d="M0 226q120-14 232 12 22 6 36 12H0Z" />
            <path class="bank" d="M1440 222q-110-10-214 14-28 6-46 14h260Z" />
            <circle class="line-side" cx="168" cy="206" r="24" />
            <path class="ours" d="M1252 228v-26q0-26 24-26t24 26v26q0 4-4 4h-40q-4 0-4-4Z" />
        </svg>
    }
}
