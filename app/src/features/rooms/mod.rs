//! The room list: what is pinned and what is newest on top, to be filtered, sorted and searched.

mod acts;
mod filter;
mod last_line;
mod menu;
mod more;
mod row;

use leptos::{prelude::*, text_prop::TextProp};

pub use self::{acts::Item, menu::RoomMenu};

use self::{
    acts::Keeper,
    filter::Show as Shown,
    menu::{RowMenu, RowMenuSheet},
    more::{More, MoreRow},
    row::RoomRow,
};
use crate::{
    domain::{RoomId, Sort, line_id::contact_url},
    features::{
        create::{CreateAtFoot, CreateAtTop},
        messenger::{desk::Desk, me::MeMenu, names::named, place::Place},
        profile::Reach,
    },
    i18n::{t, t_string, use_i18n},
    sync::{Store, local, snapshot::SNAPSHOT_ROOMS},
    ui::{Blank, Blankness, Copy, Find, Icon, LineMark, Menu},
};

/// Rows that are drawn in one frame, when many come in at once.
const ROWS_A_FRAME: usize = 20;

/// The list of rooms, with what narrows it.
#[component]
pub fn RoomList() -> impl IntoView {
    let (i18n, store, desk) = (use_i18n(), expect_context::<Store>(), expect_context::<Desk>());
    let (chosen, sort) = (RwSignal::new(Shown::default()), RwSignal::new(Sort::default()));
    let typed = RwSignal::new(String::new());
    let any_hidden = Memo::new(move |_| store.hidden.with(|rooms| !rooms.is_empty()));
    let show = Memo::new(move |_| match chosen.get() {
        Shown::Hidden if !any_hidden.get() => Shown::All,
        chosen => chosen,
    });
    let held = StoredValue::new(None);
    let rooms = Memo::new(move |_| {
        let (open, show, sort) = (desk.place.get().room(), show.get(), sort.get());
        if held.get_value() != open {
            held.set_value(None);
        }
        let follows_unread = show == Shown::Unread || sort == Sort::UnreadFirst;
        let ranked = |id: RoomId| {
            let room = untracked_unless(follows_unread, || store.room(id))?;
            let is_open = open == Some(id);
            if is_open && room.is_unread() {
                held.set_value(open);
            }
            let rank = sort.rank(&room, held.get_value() == Some(id));
            let is_shown = show.shows(&room, is_open)
                && typed.with(|typed| filter::matches(&named(i18n, room.title), typed));
            is_shown.then_some((rank, id))
        };
        let shelf = if show == Shown::Hidden { store.hidden } else { store.order };
        let mut rooms: Vec<(u8, RoomId)> = shelf.get().into_iter().filter_map(ranked).collect();
        rooms.sort_by_key(|(rank, _)| *rank);
        rooms.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
    });
    let drawn = drawn_by_and_by(rooms);
    let any_at_all = move || store.order.with(|rooms| !rooms.is_empty()) || any_hidden.get();
    let more = More::new(store);
    let narrowed = Signal::derive(move || {
        matches!(show.get(), Shown::Unread | Shown::Hidden)
            || sort.get() == Sort::UnreadFirst
            || !typed.with(String::is_empty)
    });
    Effect::new(move |_| {
        if !any_hidden.get() && chosen.get_untracked() == Shown::Hidden {
            chosen.set(Shown::All);
        }
    });
    let menu = RowMenu::provide();
    come_back_to_what_is_opened(desk);
    Effect::new(move |_| sort.set(local::read_sort(store.my_id())));
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
                <search class="find-row">
                    <Find label=move || t_string!(i18n, messenger.find_room) typed />
                    <Sorting sort />
                </search>
                <Filters show chosen any_hidden />
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
                    <For each=drawn key=|id| *id let(id)>
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
                            Shown::All | Shown::Line if typed.with(String::is_empty) => {
                                t_string!(i18n, messenger.all_hidden)
                            }
                            _ => t_string!(i18n, messenger.no_match),
                        }}
                    </p>
                </Show>
                <RowMenuSheet menu />
            </Show>
            <CreateAtFoot />
        </section>
    }
}

/// Those rooms of a list that are drawn: what comes in below the first screenfuls is drawn some rows a
/// frame, so that scrolling does not stand still for it.
fn drawn_by_and_by(rooms: Memo<Vec<RoomId>>) -> impl Fn() -> Vec<RoomId> + Copy {
    let count = RwSignal::new(SNAPSHOT_ROOMS);
    Effect::new(move |_| {
        if rooms.with(Vec::len) > count.get() {
            request_animation_frame(move || {
                let _list_is_gone = count.try_update(|count| *count += ROWS_A_FRAME);
            });
        }
    });
    move || rooms.with(|rooms| rooms.iter().take(count.get()).copied().collect())
}

/// Whoever opens a room that is marked to come back to has come back.
fn come_back_to_what_is_opened(desk: Desk) {
    let keeper = Keeper::get();
    Effect::new(move |before: Option<Option<RoomId>>| {
        let open = desk.place.get().room();
        if let Some(room) = open.filter(|_| before != Some(open)) {
            keeper.opened(room);
        }
        open
    });
}

/// The order of the list, kept on this device.
#[component]
fn Sorting(sort: RwSignal<Sort>) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let choose = move |to| {
        sort.set(to);
        local::keep_sort(store.my_id(), to);
    };
    let choice = move |is: Sort| {
        view! {
            <button
                type="button"
                role="menuitemradio"
                tabindex="-1"
                aria-checked=move || if sort.get() == is { "true" } else { "false" }
                on:click=move |_| choose(is)
            >
                {Icon::Check.draw()}
                {move || match is {
                    Sort::Latest => t_string!(i18n, messenger.sort_latest),
                    Sort::UnreadFirst => t_string!(i18n, messenger.sort_unread),
                }}
            </button>
        }
    };
    view! {
        <Menu
            id="sort-menu"
            class="tool sort"
            label=move || t_string!(i18n, messenger.sort)
            button=|| Icon::ListFilter.draw()
        >
            {[Sort::Latest, Sort::UnreadFirst].map(choice).into_iter().collect_view()}
        </Menu>
    }
}

/// Follows what `read` reads only when that matters: a name that changes is no reason to filter 300
/// rooms again.
fn untracked_unless<T>(matters: bool, read: impl Fn() -> T) -> T {
    if matters { read() } else { untrack(read) }
}

#[component]
fn Filters(
    /// What is shown.
    show: Memo<Shown>,
    /// What was chosen.
    chosen: RwSignal<Shown>,
    /// Whether there is anything to be found among the hidden.
    any_hidden: Memo<bool>,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let unread = Memo::new(move |_| store.unread_rooms());
    let reach = Reach::follow(store);
    view! {
        <fieldset class="seg">
            <legend class="sr">{t!(i18n, messenger.show)}</legend>
            <Filter show chosen is=Shown::All>
                {t!(i18n, messenger.show_all)}
            </Filter>
            <Filter show chosen is=Shown::Unread>
                {t!(i18n, messenger.show_unread)}
                <Show when=move || { unread.get() > 0 }>
                    <span class="num">{move || unread.get()}</span>
                </Show>
            </Filter>
            <Show when=move || reach.with(Reach::is_permitted)>
                <Filter show chosen is=Shown::Line>
                    <LineMark />
                    "LINE"
                </Filter>
            </Show>
            <Show when=move || any_hidden.get()>
                <Filter show chosen is=Shown::Hidden>
                    {t!(i18n, messenger.show_hidden)}
                </Filter>
            </Show>
        </fieldset>
    }
}

#[component]
fn Filter(
    show: Memo<Shown>,
    chosen: RwSignal<Shown>,
    is: Shown,
    children: Children,
) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name="show"
                checked=is == Shown::default()
                prop:checked=move || show.get() == is
                on:change=move |_| chosen.set(is)
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
