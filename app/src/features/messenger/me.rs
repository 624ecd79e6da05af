//! The member's own menu.

use leptos::prelude::*;

use super::leave;
use crate::{
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Face, Icon, Menu, Shape},
};

/// My face, and what it opens: who I am, my settings, and the way out.
#[component]
pub fn MeMenu(
    /// The menu's id; the menu stands in two bars, of which a screen shows one.
    id: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let me = expect_context::<Store>().me();
    let leave = leave::taking_everything_along();
    let (name, label) = (me.name.clone(), me.name.clone());
    let face = move || {
        let name = me.name.clone();
        view! { <Face shape=Shape::Member id=me.id.uuid() name=name /> }
    };
    view! {
        <Menu
            id
            class="me"
            label=move || t_string!(i18n, messenger.my_menu, name = label.clone())
            button=face
        >
            <p class="who">
                <b class="clip" dir="auto">{name}</b>
                <span class="clip">{me.email.as_str().to_owned()}</span>
            </p>
            <hr />
            <a role="menuitem" tabindex="-1" href="/settings">
                {Icon::Settings.draw()}
                {t!(i18n, messenger.settings)}
            </a>
            <form method="post" action="/logout" on:submit=leave>
                <button type="submit" role="menuitem" tabindex="-1">
                    {Icon::LogOut.draw()}
                    {t!(i18n, messenger.log_out)}
                </button>
            </form>
        </Menu>
    }
}
