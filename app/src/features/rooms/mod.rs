//! The room list: what is pinned and what is newest on top, to be filtered, sorted and searched.

mod acts;
mod choices;
mod filter;
mod last_line;
mod looks;
mod menu;
mod more;
mod nobody;
mod row;
mod rows;
mod shown;

use leptos::prelude::*;

pub use self::{acts::Item, menu::RoomMenu};

use self::{
    acts::Keeper,
    choices::{Filters, Sorting},
    filter::Show as Shown,
    menu::{RowMenu, RowMenuSheet},
    more::{More, MoreRow},
    nobody::Nobody,
    row::RoomRow,
    rows::RoomRows,
    shown::Choice,
};
use crate::{
    domain::{MemberId, RoomId},
    features::{
        create::{CreateAtFoot, CreateAtTop},
        messenger::{desk::Desk, me::MeMenu, place::Place},
    },
    i18n::{t, t_string, use_i18n},
    sync::{Store, local},
    ui::{Find, InSight, Sight, press},
};

/// The list of rooms, with what narrows it.
#[component]
pub fn RoomList() -> impl IntoView {
    let (i18n, store, desk) = (use_i18n(), expect_context::<Store>(), expect_context::<Desk>());
    let choice = Choice::none(store);
    let open = Memo::new(move |_| desk.place.get().room());
    let rooms = choice.rooms(store, open);
    let goes_on = Memo::new(move |_| store.list_end().is_some());
    let menu = RowMenu::provide();
    let sight = Sight::new(RoomRows { rooms, goes_on, open, menu });
    stay_in_sight(open, sight);
    start_at_the_top(choice, store.my_id(), sight);
    let any_at_all = move || store.order.with(|rooms| !rooms.is_empty()) || choice.any_hidden.get();
    let more = More::new(store);
    let narrowed = Signal::derive(move || choice.narrows());
    come_back_to_what_is_opened(desk);
    let (sort, typed) = (choice.sort, choice.typed);
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
                <Filters choice />
            </div>
            <Show
                when=any_at_all
                fallback=|| view! { <Nobody /> }
            >
                <InSight
                    sight
                    class="room-list"
                    label=move || t_string!(i18n, messenger.rooms)
                    row=|id| view! { <RoomRow id /> }
                    on:scroll=move |event| more.scrolled(&event)
                    on:contextmenu=move |event| RowMenu::called(&event)
                    on:pointerdown=|event| press(&event)
                >
                    <MoreRow more narrowed />
                </InSight>
                <Show when=none_found>
                    <p class="hint no-match" role="status">
                        {move || match choice.show.get() {
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

/// A room that is opened is in sight in the list, from wherever it was opened; and who comes back from it
/// finds the list where it was.
fn stay_in_sight(open: Memo<Option<RoomId>>, sight: Sight<RoomRows>) {
    Effect::new(move |before: Option<Option<RoomId>>| {
        sight.list.track();
        let open = open.get();
        match open.filter(|_| before != Some(open)) {
            Some(room) => sight.reveal(room),
            None if open.is_none() && before.flatten().is_some() => sight.come_back(),
            None => {}
        }
        // As long as there is no list, nothing was revealed.
        open.filter(|_| sight.list.get_untracked().is_some())
    });
}

/// Other rooms, or another order than the one that is kept on this device, are seen from their top.
fn start_at_the_top(choice: Choice, me: MemberId, sight: Sight<RoomRows>) {
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            choice.sort.set(local::read_sort(me));
        }
        choice.show.track();
        choice.sort.track();
        choice.typed.track();
        if before.is_some() {
            sight.to_top();
        }
    });
}
