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

/// The text of a document that is one panel before the scene. `panel` is what it is about.
pub fn document<P: IntoView + 'static>(
    frame: &Frame,
    title: &'static str,
    panel: impl FnOnce() -> P,
) -> String {
    whole(frame, title, || {
        view! {
            <body class="entry">
                <main class="entry-panel">
                    <div class="entry-mark">
                        <Kakehashi />
                    </div>
                    {panel()}
                </main>
                {scene()}
            </body>
        }
    })
}

/// The text of a document with this `<body>`.
pub fn whole<B: IntoView + 'static>(
    frame: &Frame,
    title: &str,
    body: impl FnOnce() -> B,
) -> String {
    with_head(frame, title, None::<()>, body)
}

/// As [`whole`], with more in its `<head>`.
pub fn with_head<H: IntoView + 'static, B: IntoView + 'static>(
    frame: &Frame,
    title: &str,
    head: Option<H>,
    body: impl FnOnce() -> B,
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
                    {head}
                    <title>{format!("{title} · {}", td_string!(locale, common.app))}</title>
                </head>
                {body()}
            </html>
        }
        .to_html()
        // Marks for the hydration that never comes; a title would show them. What people typed holds
        // none, its `<` are escaped.
        .replace("<!>", "")
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
            <path class="far" d="M0 206q190-52 430-30t520-16 490 34v126H0Z" />
            <path class="arch" d="M446 270Q478 104 720 104t274 166h-86Q884 172 720 172T532 270Z" />
            <path class="water" d="M0 250h1440v70H0Z" />
            <path class="glint" d="M556 272q164 24 328 0" />
            <path class="glint" d="M610 294q110 16 220 0" />
            <path class="bank" d="M0 230q250-22 424 4 46 7 66 16H0Z" />
            <path class="bank" d="M1440 226q-240-18-420 8-44 7-70 16h490Z" />
            <circle class="line-side" cx="386" cy="209" r="22" />
            <path class="ours" d="M1032 229v-24q0-22 22-22t22 22v24q0 4-4 4h-36q-4 0-4-4Z" />
        </svg>
    }
}
