//! The page as a whole.

use leptos::prelude::*;

use super::{directory::directory, permission::permission};
use crate::{
    domain::{Company, DirectoryPage, MemberId},
    features::login::{Frame, whole},
    i18n::{Locale, td_string},
    ui::{Icon, Kakehashi},
};

/// What came of the last act, said at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is kept.
    Kept,
    /// Nobody was chosen to do it to.
    NobodyChosen,
    /// Nobody closes their own account.
    OwnAccount,
    /// The company's name cannot be that.
    BadName,
}

/// What the page shows. It posts to `/admin/company`, `/admin/rules`, `/admin/choice` and
/// `/admin/standing`, and searches with `/admin?q=`.
#[derive(Clone, Debug)]
pub struct AdminPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// The admin.
    pub me: MemberId,
    /// The company; its name as it was typed, where that could not be kept.
    pub company: Company,
    /// What was searched for.
    pub search: String,
    /// The members found.
    pub found: DirectoryPage,
    /// What came of the last act.
    pub said: Option<Said>,
}

/// The page as a whole document.
pub fn admin_page(page: AdminPage) -> String {
    let AdminPage { frame, me, company, search, found, said } = page;
    let locale = frame.locale;
    whole(&frame, td_string!(locale, admin.title), || {
        view! {
            <body class="admin">
                <header class="admin-bar">
                    <a class="btn quiet" href="/">
                        {Icon::ChevronLeft.small()}
                        {td_string!(locale, admin.back)}
                    </a>
                    <Kakehashi />
                </header>
                <main class="admin-in">
                    <h1>{td_string!(locale, admin.title)}</h1>
                    {said.map(|said| saying(locale, said))}
                    {name(locale, company.name.unwrap_or_default(), said)}
                    {permission(locale, company.rules)}
                    {directory(locale, me, search, found, company.rules)}
                </main>
            </body>
        }
    })
}

fn saying(locale: Locale, said: Said) -> impl IntoView {
    let (class, role, text) = match said {
        Said::Kept => ("admin-said", "status", td_string!(locale, admin.kept)),
        Said::NobodyChosen => ("admin-said bad", "alert", td_string!(locale, admin.nobody_chosen)),
        Said::OwnAccount => ("admin-said bad", "alert", td_string!(locale, admin.own_account)),
        Said::BadName => ("admin-said bad", "alert", td_string!(locale, login.problems)),
    };
    view! {
        <p class=class role=role>
            {text}
        </p>
    }
}

fn name(locale: Locale, name: String, said: Option<Said>) -> impl IntoView {
    let bad = said == Some(Said::BadName);
    let hint = if bad {
        td_string!(locale, login.bad_name)
    } else {
        td_string!(locale, admin.company_hint)
    };
    view! {
        <section class="settings-part" aria-labelledby="admin-company">
            <h2 id="admin-company">{td_string!(locale, admin.company)}</h2>
            <form method="post" action="/admin/company">
                <div class="field" class:bad=bad>
                    <label for="company">{td_string!(locale, admin.company_name)}</label>
                    <input
                        class="input"
                        id="company"
                        name="name"
                        value=name
                        maxlength="80"
                        autocomplete="organization"
                        aria-invalid=bad.then_some("true")
                        aria-describedby="company-hint"
                    />
                    <p class="hint" id="company-hint">
                        {hint}
                    </p>
                </div>
                <button class="btn" type="submit">
                    {td_string!(locale, admin.save)}
                </button>
            </form>
        </section>
    }
}
