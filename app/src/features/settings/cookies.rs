//! The member's language and colours, repeated in two cookies of the device.
//!
//! A page is drawn before it is known who asks (the log-in page always is), and must not change its
//! language or its colours under the reader's eyes. The database holds the truth: the server writes
//! the cookies when a member logs in, the browser when the choice changes. They hold nothing
//! private, and a script must be able to write them.

use crate::{
    api::Preferences,
    domain::{Language, Theme},
};

const LANGUAGE: &str = "language";
const THEME: &str = "theme";
/// The longest that browsers keep a cookie: 400 days.
const MAX_AGE_S: u32 = 34_560_000;

/// The language's name in the cookie and in the form.
pub const fn language_code(language: Language) -> &'static str {
    match language {
        Language::Auto => "auto",
        Language::En => "en",
        Language::Ja => "ja",
    }
}

/// The language with this name.
pub fn language_of(code: &str) -> Option<Language> {
    [Language::Auto, Language::En, Language::Ja].into_iter().find(|l| language_code(*l) == code)
}

/// The colours' name in the cookie, in the form, and in `<html data-theme>`.
pub const fn theme_code(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// The colours with this name.
pub fn theme_of(code: &str) -> Option<Theme> {
    [Theme::Auto, Theme::Light, Theme::Dark].into_iter().find(|t| theme_code(*t) == code)
}

/// The cookies that repeat `preferences`: each the value of one `Set-Cookie` header, or of one
/// assignment to `document.cookie`.
pub fn write(preferences: Preferences) -> [String; 2] {
    [
        cookie(LANGUAGE, language_code(preferences.language)),
        cookie(THEME, theme_code(preferences.theme)),
    ]
}

fn cookie(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age={MAX_AGE_S}; SameSite=Lax")
}

/// The choice in a `Cookie` header or in `document.cookie`. What is missing or unknown is left to
/// browser and system.
pub fn read(cookies: &str) -> Preferences {
    let value = |name: &str| {
        let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .next_back()
            .unwrap_or_default()
    };
    Preferences {
        language: language_of(value(LANGUAGE)).unwrap_or_default(),
        theme: theme_of(value(THEME)).unwrap_or_default(),
    }
}

/// The choice that came with the request.
#[cfg(feature = "ssr")]
pub fn current() -> Preferences {
    use axum::http::{header::COOKIE, request::Parts};

    let parts = leptos::prelude::use_context::<Parts>();
    let cookies = parts.as_ref().and_then(|p| p.headers.get(COOKIE)).and_then(|v| v.to_str().ok());
    read(cookies.unwrap_or_default())
}

/// The choice of this device.
#[cfg(not(feature = "ssr"))]
pub fn current() -> Preferences {
    read(&document().cookie().unwrap_or_default())
}

/// Keeps the choice on this device; in a browser only. Where cookies are refused, it lives until the
/// tab is closed.
pub fn keep(preferences: Preferences) {
    for cookie in write(preferences) {
        let _refused = document().set_cookie(&cookie);
    }
}

fn document() -> web_sys::HtmlDocument {
    wasm_bindgen::JsCast::unchecked_into(leptos::prelude::document())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for language in [Language::Auto, Language::En, Language::Ja] {
            for theme in [Theme::Auto, Theme::Light, Theme::Dark] {
                let preferences = Preferences { language, theme };
                let header: Vec<_> = write(preferences)
                    .iter()
                    .map(|c| c.split(';').next().unwrap_or_default().to_owned())
                    .collect();
                assert_eq!(read(&header.join("; ")), preferences);
            }
        }
    }

    #[test]
    fn the_unknown_is_left_to_browser_and_system() {
        assert_eq!(read(""), Preferences::default());
        assert_eq!(read("language=tlh; theme; session=a=b"), Preferences::default());
    }
}
