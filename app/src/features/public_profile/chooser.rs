//! Where a member says under which address their public page is.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{PageName, PublicPage, public_page::path},
    i18n::{Locale, td_string},
    plain::{Back, Frame, Said, document},
};

/// What came of the last act, said at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChooserSaid {
    /// The choice is kept.
    Kept,
    /// There is another key.
    Renewed,
}

impl ChooserSaid {
    fn said(self, locale: Locale) -> Said {
        Said::done(match self {
            Self::Kept => td_string!(locale, public.kept),
            Self::Renewed => td_string!(locale, public.renewed),
        })
    }
}

/// What the page shows. It posts `name` to `/profile/public`, and nothing to `/profile/public/new`.
#[derive(Clone, Debug)]
pub struct ChooserPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// How the page is found now.
    pub page: PublicPage,
    /// The official account's ID.
    pub line_id: String,
    /// What stands before every address, such as `https://chat.example.com`.
    pub origin: String,
    /// What came of the last act.
    pub said: Option<ChooserSaid>,
}

/// The page as a whole document.
pub fn chooser_page(shown: ChooserPage) -> String {
    let ChooserPage { frame, page, line_id, origin, said } = shown;
    let locale = frame.locale;
    let title = td_string!(locale, public.title);
    let at = |path: &str| format!("{origin}{path}");
    let choice = |name, address: String| choice(locale, name, address, page.name);
    document(&frame, title, || {
        view! {
            {Back { href: "/profile".into(), label: td_string!(locale, public.back) }.view()}
            <h1>{title}</h1>
            <p class="lead">{td_string!(locale, public.lead)}</p>
            {said.map(|said| said.said(locale).view())}
            <form method="post" action="/profile/public" class="addresses">
                <fieldset>
                    <legend class="label">{td_string!(locale, public.address)}</legend>
                    {choice(PageName::Key, at(&path(page.key.as_str())))}
                    {choice(PageName::LineId, at(&path(&line_id)))}
                </fieldset>
                <div class="row">
                    <button class="btn primary" type="submit">
                        {td_string!(locale, public.choose)}
                    </button>
                    <a class="btn" href=page.path(&line_id)>
                        {td_string!(locale, public.see)}
                    </a>
                </div>
            </form>
            <p class="hint">{td_string!(locale, public.copies)}</p>
            <form method="post" action="/profile/public/new" aria-labelledby="renew">
                <h2 id="renew">{td_string!(locale, public.renew_title)}</h2>
                <p class="hint">{td_string!(locale, public.renew_hint)}</p>
                <button class="btn" type="submit">
                    {td_string!(locale, public.renew)}
                </button>
            </form>
        }
    })
}

/// One of the two addresses. A click takes the whole of it, to be copied.
fn choice(locale: Locale, name: PageName, address: String, chosen: PageName) -> impl IntoView {
    let (value, label, hint) = match name {
        PageName::Key => {
            ("key", td_string!(locale, public.by_key), td_string!(locale, public.by_key_hint))
        }
        PageName::LineId => (
            "line_id",
            td_string!(locale, public.by_line_id),
            td_string!(locale, public.by_line_id_hint),
        ),
    };
    view! {
        <div class="address">
            <label>
                <input
                    type="radio"
                    name="name"
                    value=value
                    checked=name == chosen
                    aria-describedby=format!("{value}-hint")
                />
                {label}
            </label>
            <p class="hint" id=format!("{value}-hint")>
                {hint}
            </p>
            <p class="where" class:off=name != chosen>
                {address}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PageKey, Theme};

    #[test]
    fn the_present_choice_is_marked_and_led_to() {
        let html = chooser_page(ChooserPage {
            frame: Frame { locale: Locale::en, theme: Theme::Auto, stylesheet: "/a.css".into() },
            page: PublicPage { key: PageKey::of(0xaf), name: PageName::LineId },
            line_id: "@123abcde".into(),
            origin: "https://chat.example.com".into(),
            said: Some(ChooserSaid::Kept),
        });
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
        assert!(html.contains("href=\"/p/@123abcde\""), "{html}");
        assert!(html.contains("https://chat.example.com/p/000000000000000000000000000000af"));
        assert!(html.contains("leads nowhere now") && !html.contains("<script"));
    }
}
