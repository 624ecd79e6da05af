//! The company: its name, where it is, and who of it may talk with LINE users.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    frame::{Part, PartSheet},
    input::CALLED,
    permission::permission,
    picture::Whose,
};
use crate::{
    domain::Company,
    i18n::{Locale, td_string},
    plain::{Field, Frame, Input, Note, Said},
};

/// Where this part is.
pub(super) const PART: Part =
    Part { path: "/admin", name: |locale| td_string!(locale, admin.company) };

/// A word, in the reader's language.
type Word = fn(Locale) -> &'static str;

/// Where a company may well be, as two letters; it may be elsewhere.
const COUNTRIES: &[(&str, Word)] = &[
    ("JP", |locale| td_string!(locale, admin.country_jp)),
    ("TH", |locale| td_string!(locale, admin.country_th)),
    ("TW", |locale| td_string!(locale, admin.country_tw)),
    ("ID", |locale| td_string!(locale, admin.country_id)),
    ("KR", |locale| td_string!(locale, admin.country_kr)),
    ("US", |locale| td_string!(locale, admin.country_us)),
];

/// What came of an act on the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompanySaid {
    /// It is kept.
    Kept,
}

impl CompanySaid {
    fn said(self, locale: Locale) -> Said {
        match self {
            Self::Kept => Said::done(td_string!(locale, admin.kept)),
        }
    }
}

/// A field of the company's form, by the name that it is posted under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyField {
    /// The company's name: `name`.
    Name,
    /// Where it is: `country`.
    Country,
}

/// What the page shows. It posts `name` and `country` to `/admin/company`, and the rules to
/// `/admin/rules`.
#[derive(Clone, Debug)]
pub struct CompanyPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// The company, as it was typed where that could not be kept.
    pub company: Company,
    /// The fields that were not right.
    pub wrong: Vec<CompanyField>,
    /// What came of the last act.
    pub said: Option<CompanySaid>,
}

/// The page as a whole document.
pub fn company_page(page: CompanyPage) -> String {
    let CompanyPage { frame, company, wrong, said } = page;
    let locale = frame.locale;
    let said = if wrong.is_empty() {
        said.map(|said| said.said(locale))
    } else {
        Some(Said::wrong(td_string!(locale, login.problems)))
    };
    PartSheet::first(&frame, PART, said).document(&frame, || {
        let rules = company.rules;
        view! { {about(locale, company, &wrong)} {logo(locale)} {permission(locale, rules)} }
    })
}

/// The logo has a page of its own.
fn logo(locale: Locale) -> impl IntoView {
    view! {
        <section class="settings-part" aria-labelledby="admin-logo">
            <h2 id="admin-logo">{td_string!(locale, photo.logo)}</h2>
            <p class="hint">{td_string!(locale, photo.logo_lead)}</p>
            <a class="btn" href=Whose::Company.path()>
                {td_string!(locale, photo.change_logo)}
            </a>
        </section>
    }
}

fn about(locale: Locale, company: Company, wrong: &[CompanyField]) -> impl IntoView + use<> {
    let is_wrong = |which| wrong.contains(&which);
    let name = Field {
        name: "name",
        label: td_string!(locale, admin.company_name),
        input: Input { autocomplete: "organization", ..CALLED },
        value: company.name.unwrap_or_default(),
        note: Note::wrong_if(
            is_wrong(CompanyField::Name),
            td_string!(locale, login.bad_name),
            Some(td_string!(locale, admin.company_hint)),
        ),
    };
    let country = Field {
        name: "country",
        label: td_string!(locale, admin.country),
        input: Input {
            autocomplete: "country",
            longest: Some(2),
            list: Some("countries"),
            ..Input::WORDS
        },
        value: company.country.unwrap_or_default(),
        note: Note::wrong_if(
            is_wrong(CompanyField::Country),
            td_string!(locale, admin.bad_country),
            Some(td_string!(locale, admin.country_hint)),
        ),
    };
    let known = COUNTRIES.iter().map(|(code, name)| {
        view! { <option value=*code>{name(locale)}</option> }
    });
    view! {
        <section class="settings-part" aria-labelledby="admin-company">
            <h2 id="admin-company">{td_string!(locale, admin.about_company)}</h2>
            <form method="post" action="/admin/company">
                {name.view()} {country.view()}
                <datalist id="countries">{known.collect_view()}</datalist>
                <button class="btn" type="submit">
                    {td_string!(locale, admin.save)}
                </button>
            </form>
        </section>
    }
}
