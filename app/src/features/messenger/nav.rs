//! The ways through the product: a rail beside the panes, or tabs at the foot of a phone. Only what
//! is there to be gone to.

use leptos::prelude::*;

use super::{desk::Desk, place::Section};
use crate::{
    domain::Role,
    features::profile::Reach,
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Icon, Kakehashi},
};

/// The rail of a wide screen.
#[component]
pub fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <nav class="rail" aria-label=move || t_string!(i18n, messenger.main)>
            <a class="home" href="/">
                <Kakehashi />
            </a>
            <ul>
                <li>
                    <ToMessages />
                </li>
                <Show when=permitted()>
                    <li>
                        <ToContacts />
                    </li>
                </Show>
                <li>
                    <ToSettings />
                </li>
                <ToAdmin />
            </ul>
        </nav>
    }
}

/// For admins. Their page is a document of its own, outside the messenger.
#[component]
fn ToAdmin() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let is_admin = move || store.me().role == Role::Admin;
    view! {
        <Show when=is_admin>
            <li>
                <a href="/admin" rel="external">
                    <span class="spot">{Icon::Shield.draw()}</span>
                    {t!(i18n, messenger.admin)}
                </a>
            </li>
        </Show>
    }
}

/// The tabs of a narrow one.
#[component]
pub fn Tabs() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <nav class="tabs" aria-label=move || t_string!(i18n, messenger.main)>
            <ToHome />
            <ToMessages />
            <Show when=permitted()>
                <ToContacts />
            </Show>
            <ToSettings />
        </nav>
    }
}

/// Whether the member may talk with LINE users; follows changes.
fn permitted() -> impl Fn() -> bool + Copy {
    let reach = Reach::follow(expect_context::<Store>());
    move || reach.with(Reach::is_permitted)
}

/// Says of a link that it leads to where one is.
fn here(section: Section) -> impl Fn() -> Option<&'static str> + Copy {
    let desk = expect_context::<Desk>();
    move || (desk.place.get().section() == section).then_some("page")
}

#[component]
fn ToHome() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a href="/home" aria-current=here(Section::Home)>
            <span class="spot">{Icon::House.draw()}</span>
            {t!(i18n, profile.home)}
        </a>
    }
}

#[component]
fn ToMessages() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let unread = Memo::new(move |_| store.unread_rooms());
    view! {
        <a href="/" aria-current=here(Section::Messages)>
            <span class="spot">
                {Icon::MessageCircle.draw()}
                <Show when=move || { unread.get() > 0 }>
                    <span class="count">
                        {move || unread.get()}
                        <span class="sr">" " {t!(i18n, messenger.rooms_unread)}</span>
                    </span>
                </Show>
            </span>
            {t!(i18n, messenger.messages)}
        </a>
    }
}

#[component]
fn ToContacts() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a href="/contacts" aria-current=here(Section::Contacts)>
            <span class="spot">{Icon::UsersRound.draw()}</span>
            {t!(i18n, contacts.title)}
        </a>
    }
}

#[component]
fn ToSettings() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a href="/settings" aria-current=here(Section::Settings)>
            <span class="spot">{Icon::Settings.draw()}</span>
            {t!(i18n, messenger.settings)}
        </a>
    }
}
