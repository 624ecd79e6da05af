//! The member's own menu: "My Profile image" of the guide.

use leptos::prelude::*;

use super::{leave, panel::Panel};
use crate::{
    features::profile::Reach,
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Face, Icon, LineMark, Menu, Shape},
};

/// My face, and what it opens: who I am, how LINE users find me, my settings, and the way out.
#[component]
pub fn MeMenu(
    /// The menu's id; the menu stands in two bars, of which a screen shows one.
    id: &'static str,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let me = Memo::new(move |_| store.me());
    let reach = Reach::follow(store);
    let leave = leave::taking_everything_along();
    let name = move || me.get().name;
    let face = move || {
        let picture = Signal::derive(move || me.get().picture);
        view! { <Face shape=Shape::Member id=store.my_id().uuid() name picture /> }
    };
    view! {
        <Menu
            id
            class="me"
            label=move || t_string!(i18n, messenger.my_menu, name = name())
            button=face
        >
            <p class="who">
                <b class="clip" dir="auto">{name}</b>
                <span class="clip">{move || me.get().email.as_str().to_owned()}</span>
            </p>
            <hr />
            <a role="menuitem" tabindex="-1" href="/profile">
                {Icon::UserRound.draw()}
                {t!(i18n, profile.title)}
            </a>
            <Show when=move || reach.with(Reach::is_permitted)>
                <a role="menuitem" tabindex="-1" href=Panel::ExternalUsers.href()>
                    <LineMark />
                    {t!(i18n, profile.external_users)}
                </a>
            </Show>
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
