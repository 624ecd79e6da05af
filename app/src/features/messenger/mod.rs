//! The messenger: its panes, what goes across them, and the one place where it is filled from the
//! server. Everything after that comes from the store.

mod allowance;
mod bar;
pub mod clock;
pub mod dead_end;
pub mod desk;
mod group;
mod keys;
pub mod leave;
pub mod me;
pub mod multi_face;
pub mod names;
mod nav;
mod news;
pub mod panel;
pub mod place;
mod tab;

use leptos::{either::Either, prelude::*};
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider as _},
};

use self::{
    allowance::Looks,
    bar::Bar,
    clock::Clock,
    dead_end::{NoSuchRoom, TryAgain},
    desk::Desk,
    nav::{Rail, Tabs},
    news::News,
    panel::Panels,
    place::Place,
    tab::Tab,
};
use super::{
    attach::Attaching,
    blocking::Blocking,
    composer::Composer,
    parts::{self, DialogParts, Own},
    profile,
    rooms::RoomList,
    settings::Chosen,
    timeline::{Jump, Reading, Timeline},
    viewer::Viewing,
};
use crate::{
    api::{ApiError, open_messenger},
    browser,
    domain::RoomId,
    i18n::{t, t_string, use_i18n},
    json::Wire,
    sync::{Opening, Store, connection::Connection, local, outbox::Outbox},
    ui::{Blank, Blankness},
};

/// The page is not sent before it is known whether there is anything to show.
const BLOCKING: bool = true;

/// The messenger, from the first answer of the server on.
#[component]
pub fn Messenger() -> impl IntoView {
    let path = use_location().pathname;
    let place = Memo::new(move |_| path.with(|path| Place::of(path)));
    let first_room = place.get_untracked().room();
    // Read once: everything after the first screen comes by events.
    let read = move |()| open_messenger(first_room);
    let opening = Resource::<_, Wire>::new_with_options(|| (), read, BLOCKING);
    let show = move || {
        Suspend::new(async move {
            match opening.await {
                Ok(opening) => Either::Left(view! { <Panes opening first_room place /> }),
                Err(error) => Either::Right(view! { <NotOpened error /> }),
            }
        })
    };
    Effect::new(move |_| {
        path.track();
        arrived();
    });
    view! { <Suspense>{show}</Suspense> }
}

/// The router keeps an address out of the browser's history until a table of routes has drawn its page.
/// There is none: what is drawn here follows the address by itself.
fn arrived() {
    if let Some(location) = use_context::<BrowserUrl>() {
        location.ready_to_complete();
    }
}

/// The panes. Which of them a screen has room for is the style sheet's affair.
#[component]
fn Panes(opening: Opening, first_room: Option<RoomId>, place: Memo<Place>) -> impl IntoView {
    let store = Store::new(opening, first_room);
    let outbox = Outbox::new(store);
    provide_context(store);
    provide_context(outbox);
    Attaching::provide(outbox);
    Chosen::provide(&untrack(|| store.me()));
    Desk::provide(place);
    let panels = Panels::provide();
    profile::Editing::provide();
    profile::reach::announce(store);
    Clock::provide();
    Blocking::provide();
    Viewing::provide();
    Looks::provide();
    keys::listen(store, place);
    // Once, whatever is read on the way: a second socket would take the place of the first.
    let start = move || {
        store.drafts.set(local::read_drafts(store.my_id()));
        outbox.restore();
        Connection::start(store, outbox, Signal::derive(move || place.get().room()));
        parts::fetch_ahead(store);
    };
    Effect::new(move |_| untrack(start));
    let page = Memo::new(move |_| place.get().page());
    let contact = Memo::new(move |_| place.get().contact());
    let pane = move || match page.get() {
        Place::Rooms => view! { <NoneOpen /> }.into_any(),
        Place::Room(room) => view! { <OpenRoom room /> }.into_any(),
        Place::NoRoom => view! { <NoRoom /> }.into_any(),
        Place::Contacts | Place::Contact(_) => parts::contacts(contact),
        Place::Home => parts::own_page(Own::Home),
        Place::Profile => parts::own_page(Own::Profile),
        Place::Settings => parts::own_page(Own::Settings),
    };
    let detailed = Memo::new(move |_| place.get().room().filter(|_| panels.shows_details()));
    let i18n = use_i18n();
    view! {
        <Tab />
        <Show when=move || place.get().room().is_some()>
            <a class="skip" href="#log" rel="external">
                {t!(i18n, messenger.skip)}
            </a>
        </Show>
        <div class="shell" data-pane=move || place.get().pane()>
            <News />
            <Rail />
            <RoomList />
            <Bar />
            {pane}
            {move || detailed.get().map(parts::details)}
            <Tabs />
        </div>
        <DialogParts />
    }
}

/// A room: what was said, and where one writes.
#[component]
fn OpenRoom(room: RoomId) -> impl IntoView {
    let store = expect_context::<Store>();
    let reading = Reading::new(store, room);
    group::look_when_opened(store, room);
    expect_context::<Looks>().look_when_opened(store, room);
    let is_there =
        move || store.room(room).is_some() || store.with_window(room, |window| window.is_some());
    view! {
        <main class="room">
            <Timeline reading />
            <div class="foot">
                <Jump reading />
                <Show when=is_there>
                    <Composer room />
                </Show>
            </div>
        </main>
    }
}

#[component]
fn NoRoom() -> impl IntoView {
    view! {
        <main class="room">
            <NoSuchRoom />
        </main>
    }
}

/// A wide screen has a place beside the list for the room that is not chosen yet.
#[component]
fn NoneOpen() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let any = move || store.order.with(|rooms| !rooms.is_empty());
    view! {
        // The list is the page's main part.
        <div class="room none">
            // Without rooms, the list says all that there is to say.
            <Show when=any>
                <Blank
                    why=Blankness::Empty
                    title=move || t_string!(i18n, messenger.none_open_title)
                    text=move || t_string!(i18n, messenger.none_open)
                />
            </Show>
        </div>
    }
}

/// The server could not say what there is.
#[component]
fn NotOpened(error: ApiError) -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(move |_| {
        if error == ApiError::SignedOut {
            browser::go_to_login();
        }
    });
    view! {
        <main class="page">
            <TryAgain
                title=move || t_string!(i18n, messenger.not_opened_title)
                text=move || t_string!(i18n, messenger.not_opened)
                again=browser::reload
            />
        </main>
    }
}
