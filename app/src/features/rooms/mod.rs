//! The room list: newest first, to be filtered and searched.

mod filter;
mod last_line;
mod more;
mod row;

use leptos::{prelude::*, text_prop::TextProp};

use self::{
    filter::Show as Shown,
    more::{More, MoreRow},
    row::RoomRow,
};
use crate::{
    domain::{RoomId, line_id::contact_url},
    features::{
        create::{CreateAtFoot, CreateAtTop},
        messenger::{desk::Desk, me::MeMenu, names::named, place::Place},
        profile::Reach,
    },
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Blank, Blankness, Copy, Icon, LineMark},
};

/// The list of rooms, with what narrows it.
#[component]
pub fn RoomList() -> impl IntoView {
    let (i18n, store, desk) = (use_i18n(), expect_context::<Store>(), expect_context::<Desk>());
    let show = RwSignal::new(Shown::default());
    let typed = RwSignal::new(String::new());
    let rooms = Memo::new(move |_| {
        let open = desk.place.get().room();
        let is_shown = |id: &RoomId| {
            untracked_unless(show.get() == Shown::Unread, || store.room(*id)).is_some_and(|room| {
                show.get().shows(&room, open == Some(*id))
                    && typed.with(|typed| filter::matches(&named(i18n, room.title), typed))
            })
        };
        store.order.get().into_iter().filter(is_shown).collect::<Vec<_>>()
    });
    let any_at_all = move || store.order.with(|rooms| !rooms.is_empty());
    let more = More::new(store);
    let narrowed =
        Signal::derive(move || show.get() == Shown::Unread || !typed.with(String::is_empty));
    // With no room open, the list is what the page is about.
    let role = move || (desk.place.get() == Place::Rooms).then_some("main");
    let none_found = move || rooms.with(Vec::is_empty);
    view! {
        <section class="rooms" role=role aria-labelledby="rooms-heading">
            <div class="rooms-top">
                <header>
                    <h1 id="rooms-heading">{t!(i18n, messenger.messages)}</h1>
                    <CreateAtTop />
                    <MeMenu id="me-menu-phone" />
                </header>
                <search>
                    <label class="input find">
                        {Icon::Search.small()}
                        <span class="sr">{t!(i18n, messenger.find_room)}</span>
                        <input
                            type="search"
                            placeholder=move || t_string!(i18n, messenger.find_room)
                            autocomplete="off"
                            prop:value=move || typed.get()
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                    </label>
                </search>
                <Filters show />
            </div>
            <Show
                when=any_at_all
                fallback=|| view! { <Nobody /> }
            >
                <ul
                    class="room-list scroll"
                    aria-label=move || t_string!(i18n, messenger.rooms)
                    on:scroll=move |event| more.scrolled(&event)
                >
                    <For each=move || rooms.get() key=|id| *id let(id)>
                        <RoomRow id />
                    </For>
                    <MoreRow more narrowed />
                </ul>
                <Show when=none_found>
                    <p class="hint no-match" role="status">
                        {move || match show.get() {
                            Shown::Unread if typed.with(String::is_empty) => {
                                t_string!(i18n, messenger.all_read)
                            }
                            _ => t_string!(i18n, messenger.no_match),
                        }}
                    </p>
                </Show>
            </Show>
            <CreateAtFoot />
        </section>
    }
}

/// Follows what `read` reads only when that matters: a name that changes is no reason to filter 300
/// rooms again.
fn untracked_unless<T>(matters: bool, read: impl Fn() -> T) -> T {
    if matters { read() } else { untrack(read) }
}

#[component]
fn Filters(show: RwSignal<Shown>) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let unread = Memo::new(move |_| store.unread_rooms());
    let reach = Reach::follow(store);
    view! {
        <fieldset class="seg">
            <legend class="sr">{t!(i18n, messenger.show)}</legend>
            <Filter show is=Shown::All>
                {t!(i18n, messenger.show_all)}
            </Filter>
            <Filter show is=Shown::Unread>
                {t!(i18n, messenger.show_unread)}
                <Show when=move || { unread.get() > 0 }>
                    <span class="num">{move || unread.get()}</span>
                </Show>
            </Filter>
            <Show when=move || reach.with(Reach::is_permitted)>
                <Filter show is=Shown::Line>
                    <LineMark />
                    "LINE"
                </Filter>
            </Show>
        </fieldset>
    }
}

#[component]
fn Filter(show: RwSignal<Shown>, is: Shown, children: Children) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name="show"
                checked=is == Shown::default()
                prop:checked=move || show.get() == is
                on:change=move |_| show.set(is)
            />
            {children()}
        </label>
    }
}

/// No room yet: how one comes about, and what to give a LINE user for it.
#[component]
fn Nobody() -> impl IntoView {
    let i18n = use_i18n();
    let reach = Reach::follow(expect_context::<Store>());
    move || {
        let (title, text, id) = match reach.get() {
            Reach::NotPermitted => (
                TextProp::from(move || t_string!(i18n, profile.not_permitted_title)),
                TextProp::from(move || t_string!(i18n, profile.not_permitted_rooms)),
                None,
            ),
            Reach::NoAccount => (
                TextProp::from(move || t_string!(i18n, messenger.nobody_title)),
                TextProp::from(move || t_string!(i18n, messenger.nobody_no_account)),
                None,
            ),
            Reach::ById(id) => (
                TextProp::from(move || t_string!(i18n, messenger.nobody_title)),
                TextProp::from(move || t_string!(i18n, messenger.nobody)),
                Some(id),
            ),
        };
        view! {
            <Blank why=Blankness::Empty title text>
                {id.map(|id| view! { <ToGive id /> })}
            </Blank>
        }
    }
}

/// What makes a LINE user find me.
#[component]
fn ToGive(id: String) -> impl IntoView {
    let i18n = use_i18n();
    let url = contact_url(&id);
    view! {
        <div class="my-id">
            <Copy label=move || t_string!(i18n, messenger.my_id) value=id />
            <Copy label=move || t_string!(i18n, messenger.add_url) value=url />
        </div>
    }
}
