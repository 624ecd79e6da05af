//! Every text that a person reads, and the choice of its language. No view holds a text of its own.
//!
//! To add a text: put the key into `locales/en/<namespace>.json` and, with the same `{{ values }}`,
//! into every other language's file; a test fails until all have it. Then, in a view,
//! `let i18n = use_i18n();` and `{t!(i18n, messenger.messages)}`; in an attribute
//! `aria-label=move || t_string!(i18n, messenger.unread_rooms, count = n)`. Values are read when the
//! text is made, so a signal's is given as `count = n.get()`. To add a namespace, name it in
//! `build.rs`. Say a number as "3 unread", so that no plural rules are needed: their tables are
//! larger than all texts together.
//!
//! The language is the member's setting, else the browser's. The setting is repeated in a cookie
//! ([`crate::features::settings::cookies`]), because a page starts before anybody knows who asks;
//! the server decides, writes `<html lang>`, and the browser takes over what stands there, so that
//! hydration agrees.

include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));

use leptos::{children::TypedChildren, oco::Oco, prelude::*, text_prop::TextProp};
use leptos_i18n::context::UseLocalesOptions;

pub use self::i18n::{I18nLocaleTrait, Locale, t_string, td_string, tu_string, use_i18n};
use crate::domain::Language;

/// A text for a view or an attribute, in the language of the moment: `t!(i18n, messenger.messages)`.
///
/// Stands for the translations' own macro, which makes each text a type of its own: whatever draws
/// a text was compiled once for every one of them.
macro_rules! t {
    ($($text:tt)*) => {
        $crate::i18n::shown((move || $crate::i18n::t_string!($($text)*)).into())
    };
}
pub(crate) use t;

/// What shows a text, and shows it anew when it changes.
pub fn shown(text: TextProp) -> impl Fn() -> Oco<'static, str> + Clone + Send + Sync {
    move || text.get()
}

/// The language of a page, by the member's setting and what the browser says it would like (a list
/// as in `Accept-Language`).
pub fn locale_for(setting: Language, accepted: &str) -> Locale {
    match setting {
        Language::En => Locale::en,
        Language::Ja => Locale::ja,
        Language::Auto => Locale::find_locale(
            &accepted
                .split(',')
                .map(|wish| wish.split(';').next().unwrap_or_default().trim())
                .collect::<Vec<_>>(),
        ),
    }
}

/// The language of the answer to a request: what its cookie says, else what it accepts.
#[cfg(feature = "ssr")]
pub fn request_locale(headers: &axum::http::HeaderMap) -> Locale {
    use axum::http::header;

    use crate::features::settings::cookies;

    let text = |name| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    locale_for(cookies::read(text(header::COOKIE)).language, text(header::ACCEPT_LANGUAGE))
}

/// The languages that this browser would like, in a list as in `Accept-Language`; in a browser only.
pub fn browser_languages() -> String {
    window().navigator().languages().join(",").into()
}

/// Gives the views below it their language, and `<html>` its `lang`. Stands once, at the root.
#[component]
pub fn Localised<V: IntoView + 'static>(
    /// The whole interface.
    children: TypedChildren<V>,
) -> impl IntoView {
    let children = children.into_inner();
    // Our own cookie says more than the library's: it can also say "as the browser".
    let decided = UseLocalesOptions::default().ssr_lang_header_getter(decided_by_server);
    view! {
        <i18n::I18nContextProvider enable_cookie=false ssr_lang_header_getter=decided>
            {children()}
        </i18n::I18nContextProvider>
    }
}

#[cfg(feature = "ssr")]
fn decided_by_server() -> Option<String> {
    let request = use_context::<axum::http::request::Parts>()?;
    Some(request_locale(&request.headers).as_str().to_owned())
}

#[cfg(not(feature = "ssr"))]
const fn decided_by_server() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        fs,
        path::Path,
    };

    use super::*;

    /// Key → the values it takes, over all namespaces of a language.
    fn texts(language: &str) -> BTreeMap<String, BTreeSet<String>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
        let mut texts = BTreeMap::new();
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let namespace = path.file_stem().unwrap().to_string_lossy().into_owned();
            let json: BTreeMap<String, String> =
                serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            for (key, text) in json {
                assert!(!text.trim().is_empty(), "{language}: {namespace}.{key} is empty");
                let values = text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
                let values = values.map(|value| value.trim().to_owned()).collect();
                texts.insert(format!("{namespace}.{key}"), values);
            }
        }
        texts
    }

    #[test]
    fn every_language_has_every_text_with_the_same_values() {
        let english = texts("en");
        for locale in Locale::get_all() {
            assert_eq!(texts(locale.as_str()), english, "{}", locale.as_str());
        }
    }

    #[test]
    fn the_setting_is_stronger_than_the_browser() {
        assert_eq!(locale_for(Language::En, "ja"), Locale::en);
        assert_eq!(locale_for(Language::Ja, "en-US,en;q=0.9"), Locale::ja);
    }

    #[test]
    fn without_a_setting_the_browser_decides() {
        assert_eq!(locale_for(Language::Auto, "ja-JP, en;q=0.5"), Locale::ja);
        assert_eq!(locale_for(Language::Auto, "fr-FR, ja;q=0.5"), Locale::ja);
        assert_eq!(locale_for(Language::Auto, "fr"), Locale::en);
        assert_eq!(locale_for(Language::Auto, ""), Locale::en);
        assert_eq!(locale_for(Language::Auto, "\u{1f600};;,,"), Locale::en);
    }

    #[test]
    fn a_cookie_is_stronger_than_accept_language() {
        use axum::http::{HeaderMap, header};

        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "en-GB".parse().unwrap());
        headers.insert(header::COOKIE, "theme=dark; language=ja".parse().unwrap());
        assert_eq!(request_locale(&headers), Locale::ja);
    }
}
