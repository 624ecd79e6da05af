//! The member's page.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::field::GreetingField;
use crate::{
    domain::{Greet, GreetingFault},
    i18n::{Locale, td_string},
    plain::{Back, Frame, Said, document},
};

/// What the page shows. It posts `text` to `/profile/greeting`.
#[derive(Clone, Debug)]
pub struct GreetingPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// The greeting as it is kept, or as it was typed where that could not be kept.
    pub text: String,
    /// Why it could not be kept.
    pub fault: Option<GreetingFault>,
    /// Whether it has just been kept.
    pub said: Option<GreetingSaid>,
    /// Whether the company greets at all.
    pub greet: Greet,
}

/// What came of the last act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GreetingSaid {
    /// It is kept.
    Kept,
}

impl GreetingSaid {
    fn said(self, locale: Locale) -> Said {
        match self {
            Self::Kept => Said::done(td_string!(locale, greeting.kept)),
        }
    }
}

/// The page as a whole document.
pub fn greeting_page(page: GreetingPage) -> String {
    let GreetingPage { frame, text, fault, said, greet } = page;
    let locale = frame.locale;
    let field = GreetingField {
        name: "text",
        label: td_string!(locale, greeting.own),
        value: text,
        fault,
        otherwise: td_string!(locale, greeting.otherwise),
    };
    document(&frame, td_string!(locale, greeting.title), || {
        view! {
            <h1>{td_string!(locale, greeting.title)}</h1>
            <p class="lead">{td_string!(locale, greeting.lead)}</p>
            {(greet == Greet::Off)
                .then(|| view! { <p class="hint">{td_string!(locale, greeting.off)}</p> })}
            {said.map(|said| said.said(locale).view())}
            <form method="post" action="/profile/greeting">
                {field.view(locale)} <button class="btn primary" type="submit">
                    {td_string!(locale, greeting.save)}
                </button>
            </form>
            {Back { href: "/profile".into(), label: td_string!(locale, greeting.back) }.view()}
        }
    })
}
