//! Who may talk with LINE users, as one form.

use leptos::prelude::*;

use crate::{
    domain::{Grant, LineChat, Newcomers, Rules},
    i18n::{Locale, td_string},
    plain::{radio, switch, tick},
};

/// The form. It posts `line_chat`, `grant` and `newcomers`; a switch that is off posts nothing.
pub(super) fn permission(locale: Locale, rules: Rules) -> impl IntoView {
    let grant = |which, value, label| radio("grant", value, rules.grant == which, label);
    let (line_chat, newcomers) =
        (rules.line_chat == LineChat::On, rules.newcomers == Newcomers::Chosen);
    view! {
        <section class="settings-part" aria-labelledby="admin-permission">
            <h2 id="admin-permission">{td_string!(locale, admin.permission)}</h2>
            <p class="hint">{td_string!(locale, admin.permission_hint)}</p>
            <form method="post" action="/admin/rules">
                {switch("line_chat", line_chat, td_string!(locale, admin.line_chat))}
                <fieldset class="field">
                    <legend class="label">{td_string!(locale, admin.grant)}</legend>
                    {grant(Grant::Everyone, "everyone", td_string!(locale, admin.grant_everyone))}
                    {grant(Grant::Chosen, "chosen", td_string!(locale, admin.grant_chosen))}
                </fieldset>
                {tick("newcomers", newcomers, td_string!(locale, admin.newcomers))}
                <button class="btn" type="submit">
                    {td_string!(locale, admin.save)}
                </button>
            </form>
        </section>
    }
}
