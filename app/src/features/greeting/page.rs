//! The member's page.

use leptos::prelude::*;

use super::field::GreetingField;
use crate::{
    domain::{Greet, GreetingFault},
    features::login::{Frame, document},
    i18n::td_string,
    ui::Icon,
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
    pub kept: Option<Kept>,
    /// Whether the company greets at all.
    pub greet: Greet,
}

/// It has just been kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept;

/// The page as a whole document.
pub fn greeting_page(page: GreetingPage) -> String {
    let GreetingPage { frame, text, fault, kept, greet } = page;
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
            {kept
                .map(|Kept| {
                    view! {
                        <p class="admin-said" role="status">
                            {td_string!(locale, greeting.kept)}
                        </p>
                    }
                })}
            <form method="post" action="/profile/greeting">
                {field.view(locale)} <button class="btn primary" type="submit">
                    {td_string!(locale, greeting.save)}
                </button>
            </form>
            <a class="btn quiet" href="/profile">
                {Icon::ChevronLeft.small()}
                {td_string!(locale, greeting.back)}
            </a>
        }
    })
}
