//! How LINE users are greeted who add an official account.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::frame::{Part, PartSheet};
use crate::{
    domain::{Greet, GreetingFault, GreetingLanguage},
    features::greeting::GreetingField,
    i18n::{Locale, td_string},
    plain::{Frame, Said, radio, switch},
};

/// Where this part is.
pub(super) const PART: Part =
    Part { path: "/admin/greeting", name: |locale| td_string!(locale, greeting.title) };

/// What came of an act on the greetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GreetingsSaid {
    /// They are kept.
    Kept,
}

/// The greetings as they are kept, or as they were typed where that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GreetingsTyped {
    /// Whether LINE users are greeted.
    pub greet: Greet,
    /// The language for who does not tell theirs.
    pub language: GreetingLanguage,
    /// What is said in English.
    pub english: String,
    /// What is said in Japanese.
    pub japanese: String,
}

/// Why the words could not be kept, language by language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GreetingFaults {
    /// In English.
    pub english: Option<GreetingFault>,
    /// In Japanese.
    pub japanese: Option<GreetingFault>,
}

/// What the page shows. It posts `greet`, `language`, `english` and `japanese` to `/admin/greeting`; a
/// switch that is off posts nothing.
#[derive(Clone, Debug)]
pub struct GreetingsPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// What stands in the form.
    pub typed: GreetingsTyped,
    /// What is wrong with it.
    pub faults: GreetingFaults,
    /// What came of the last act.
    pub said: Option<GreetingsSaid>,
}

/// The page as a whole document.
pub fn greetings_page(page: GreetingsPage) -> String {
    let GreetingsPage { frame, typed, faults, said } = page;
    let locale = frame.locale;
    let said = if faults == GreetingFaults::default() {
        said.map(|GreetingsSaid::Kept| Said::done(td_string!(locale, greeting.kept)))
    } else {
        Some(Said::wrong(td_string!(locale, login.problems)))
    };
    PartSheet::first(&frame, PART, said).document(&frame, || form(locale, typed, faults))
}

fn form(locale: Locale, typed: GreetingsTyped, faults: GreetingFaults) -> impl IntoView {
    let words = |name, label, value, fault| {
        let otherwise = td_string!(locale, greeting.otherwise_product);
        GreetingField { name, label, value, fault, otherwise }.view(locale)
    };
    let language = |which, value, label| radio("language", value, typed.language == which, label);
    let greets = typed.greet == Greet::On;
    let english = td_string!(locale, greeting.language_english);
    let japanese = td_string!(locale, greeting.language_japanese);
    view! {
        <section class="settings-part" aria-labelledby="admin-greeting">
            <h2 id="admin-greeting">{td_string!(locale, greeting.words)}</h2>
            <p class="hint">{td_string!(locale, greeting.company_lead)}</p>
            <form method="post" action="/admin/greeting">
                {switch("greet", greets, td_string!(locale, greeting.greet))}
                <p class="hint">{td_string!(locale, greeting.double)}</p>
                {words(
                    "english",
                    td_string!(locale, greeting.english),
                    typed.english,
                    faults.english,
                )}
                {words(
                    "japanese",
                    td_string!(locale, greeting.japanese),
                    typed.japanese,
                    faults.japanese,
                )} <fieldset class="field">
                    <legend class="label">{td_string!(locale, greeting.language)}</legend>
                    {language(GreetingLanguage::English, "en", english)}
                    {language(GreetingLanguage::Japanese, "ja", japanese)}
                </fieldset> <button class="btn" type="submit">
                    {td_string!(locale, greeting.save)}
                </button>
            </form>
        </section>
    }
}
