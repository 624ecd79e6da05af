//! Who may talk with LINE users, as one form.

use leptos::prelude::*;

use crate::{
    domain::{Grant, LineChat, Newcomers, Rules},
    i18n::{Locale, td_string},
};

/// The form. It posts `line_chat`, `grant` and `newcomers`; a switch that is off posts nothing.
pub(super) fn permission(locale: Locale, rules: Rules) -> impl IntoView {
    let grant = |which: Grant, value: &'static str, label: &'static str| {
        view! {
            <label class="admin-choice">
                <input type="radio" name="grant" value=value checked=rules.grant == which />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <section class="settings-part" aria-labelledby="admin-permission">
            <h2 id="admin-permission">{td_string!(locale, admin.permission)}</h2>
            <p class="hint">{td_string!(locale, admin.permission_hint)}</p>
            <form method="post" action="/admin/rules">
                <label class="admin-choice">
                    <input
                        type="checkbox"
                        role="switch"
                        name="line_chat"
                        value="on"
                        checked=rules.line_chat == LineChat::On
                    />
                    <span>{td_string!(locale, admin.line_chat)}</span>
                </label>
                <fieldset class="field">
                    <legend class="label">{td_string!(locale, admin.grant)}</legend>
                    {grant(Grant::Everyone, "everyone", td_string!(locale, admin.grant_everyone))}
                    {grant(Grant::Chosen, "chosen", td_string!(locale, admin.grant_chosen))}
                </fieldset>
                <label class="admin-choice">
                    <input
                        type="checkbox"
                        name="newcomers"
                        value="chosen"
                        checked=rules.newcomers == Newcomers::Chosen
                    />
                    <span>{td_string!(locale, admin.newcomers)}</span>
                </label>
                <button class="btn" type="submit">
                    {td_string!(locale, admin.save)}
                </button>
            </form>
        </section>
    }
}
