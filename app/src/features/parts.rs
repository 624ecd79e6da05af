//! Which parts of the client are files of their own, and what stands in their place until they come.
//!
//! The list of rooms, the timeline and the composer are not here: they are what everybody waits for.
//! Two parts that need the same code share it in a file that comes with the first of them; the build
//! sees to that.

#![expect(clippy::unnecessary_wraps, reason = "what may fail is the fetching around the drawing")]

use gloo::timers::callback::Timeout;
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};

use super::{
    attach::{Attaching, PlaceForm, Tray},
    blocking::{BlockDialog, Blocking},
    contacts::ContactsPage,
    create::CreatePanel,
    details::Details,
    mention::{Calling, MentionList},
    messenger::{
        dead_end::TryAgain,
        panel::{Panel, Panels},
        place::Place,
    },
    profile::{HomePage, ProfilePage, ProfilePanels},
    settings::SettingsPage,
    stickers::{Picker, Player},
    timeline::LaterForm,
    viewer::{PictureViewer, Viewing},
    voice::VoiceRecorder,
};
use crate::{
    browser,
    domain::{ContactId, FailReason, RoomId, Seq, StickerId},
    i18n::{t_string, use_i18n},
    sync::{Link, Store},
    ui::{Missing, Part, RoomsSkeleton, Toaster, part::now},
};

/// The address book.
const CONTACTS: Part = Part::new(|| Box::pin(load_contacts()));
/// The making of a room.
const CREATE: Part = Part::new(|| Box::pin(load_create()));
/// What stands beside a room, and what is asked there.
const BESIDE: Part = Part::new(|| Box::pin(load_beside()));
/// What concerns the member alone.
const OWN: Part = Part::new(|| Box::pin(load_own()));
/// What chooses stickers, and what moves them.
const STICKERS: Part = Part::new(|| Box::pin(load_stickers()));
/// What brings files to the server, and what chooses a place.
const ATTACH: Part = Part::new(|| Box::pin(load_attach()));
/// What records voice messages, and makes them small.
const VOICE: Part = Part::new(|| Box::pin(load_voice()));
/// What shows pictures large.
const VIEWER: Part = Part::new(|| Box::pin(load_viewer()));

/// Between two tries to get a part that something waits for, in milliseconds.
const AGAIN: i32 = 2_000;
/// How long a page has been there when the rest is fetched, in milliseconds.
const AHEAD: u32 = 3_000;

type Drawn = Result<AnyView, SplitLoaderError>;

#[wasm_split(contacts, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_contacts))]
fn draw_contacts(open: Memo<Option<ContactId>>) -> Drawn {
    Ok(view! { <ContactsPage open /> }.into_any())
}

#[wasm_split(create, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_create))]
fn draw_create() -> Drawn {
    Ok(view! { <CreatePanel /> }.into_any())
}

/// A view of what is done beside a room.
#[derive(Clone, Copy)]
enum Beside {
    /// Who takes part, and what can be done about it.
    Details(RoomId),
    /// Whether somebody is to be blocked.
    Block,
    /// Those who can be called upon.
    Mentions(Calling),
    /// When a message goes again, which failed for this reason; calls when that is chosen.
    Later(RoomId, Seq, FailReason, Callback<()>),
}

#[wasm_split(beside, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_beside))]
fn draw_beside(which: Beside) -> Drawn {
    Ok(match which {
        Beside::Details(room) => view! { <Details room /> }.into_any(),
        Beside::Block => view! { <BlockDialog /> }.into_any(),
        Beside::Mentions(calling) => view! { <MentionList calling /> }.into_any(),
        Beside::Later(room, seq, reason, done) => {
            view! { <LaterForm room seq reason done /> }.into_any()
        }
    })
}

/// A view of the part that concerns the member alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// Where a phone begins with the member.
    Home,
    /// What LINE users see of them.
    Profile,
    /// What they choose for themselves.
    Settings,
    /// The dialogs of the profile.
    Panels,
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_own))]
fn draw_own(which: Own) -> Drawn {
    Ok(match which {
        Own::Home => view! { <HomePage /> }.into_any(),
        Own::Profile => view! { <ProfilePage /> }.into_any(),
        Own::Settings => view! { <SettingsPage /> }.into_any(),
        Own::Panels => view! { <ProfilePanels /> }.into_any(),
    })
}

/// A view of the part that has to do with stickers.
#[derive(Clone, Copy, Debug)]
enum Stickers {
    /// Chooses one for a room, and calls when it has been sent.
    Picker(RoomId, Callback<()>),
    /// Moves one.
    Player(StickerId),
}

#[wasm_split(stickers, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_stickers))]
fn draw_stickers(which: Stickers) -> Drawn {
    Ok(match which {
        Stickers::Picker(room, close) => view! { <Picker room close /> }.into_any(),
        Stickers::Player(id) => view! { <Player id /> }.into_any(),
    })
}

/// A view of the part that has to do with what is attached.
#[derive(Clone, Copy, Debug)]
enum Attach {
    /// The files of a room.
    Tray(RoomId),
    /// Chooses a place for a room, and calls when it has been sent.
    Place(RoomId, Callback<()>),
}

#[wasm_split(attach, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_attach))]
fn draw_attach(which: Attach) -> Drawn {
    Ok(match which {
        Attach::Tray(room) => view! { <Tray room /> }.into_any(),
        Attach::Place(room, close) => view! { <PlaceForm room close /> }.into_any(),
    })
}

#[wasm_split(attach, wasm_split_path = ::leptos::wasm_split, fallible)]
fn begin_to_bring(attaching: Attaching) -> Result<(), SplitLoaderError> {
    attaching.bring();
    Ok(())
}

#[wasm_split(voice, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_voice))]
fn draw_voice(room: RoomId, close: Callback<()>) -> Drawn {
    Ok(view! { <VoiceRecorder room close /> }.into_any())
}

#[wasm_split(viewer, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_viewer))]
fn draw_viewer() -> Drawn {
    Ok(view! { <PictureViewer /> }.into_any())
}

/// The address book, with the contact that the address names.
pub fn contacts(open: Memo<Option<ContactId>>) -> AnyView {
    CONTACTS.draw(move || drawn(draw_contacts(open)), instead_of_page())
}

/// A page of the member's own.
pub fn own_page(which: Own) -> AnyView {
    OWN.draw(move || drawn(draw_own(which)), instead_of_page())
}

/// What stands beside a room.
pub fn details(room: RoomId) -> AnyView {
    BESIDE.draw(move || drawn(draw_beside(Beside::Details(room))), instead_of_page())
}

/// Those of a LINE group who can be called upon. Browser only.
pub fn mention_list(calling: Calling) -> AnyView {
    let draw = move || drawn(draw_beside(Beside::Mentions(calling)));
    BESIDE.draw(draw, |_, _| ().into_any())
}

/// Chooses when a message goes again that failed for a reason: calls `done` then. Browser only.
pub fn later_form(room: RoomId, seq: Seq, reason: FailReason, done: Callback<()>) -> AnyView {
    let draw = move || drawn(draw_beside(Beside::Later(room, seq, reason, done)));
    BESIDE.draw(draw, instead_of_page())
}

/// What is in the sheet of stickers: calls `close` when one has been sent. Browser only.
pub fn sticker_picker(room: RoomId, close: Callback<()>) -> AnyView {
    let draw = move || drawn(draw_stickers(Stickers::Picker(room, close)));
    STICKERS.draw(draw, instead_of_page())
}

/// The files of a room that are about to be sent. Browser only.
pub fn tray(room: RoomId) -> AnyView {
    let i18n = use_i18n();
    let instead = move |why, again: Callback<()>| match why {
        Missing::Coming => ().into_any(),
        Missing::Failed => view! {
            <p class="tray-missing" role="alert">
                {move || t_string!(i18n, common.part_failed)}
                <button type="button" class="btn small" on:click=move |_| again.run(())>
                    {move || t_string!(i18n, messenger.retry)}
                </button>
            </p>
        }
        .into_any(),
    };
    ATTACH.draw(move || drawn(draw_attach(Attach::Tray(room))), instead)
}

/// Brings chosen files to the server, whichever room is read: tries until the part is here that does it.
/// Browser only.
pub fn bring(attaching: Attaching) {
    spawn_local(async move {
        while begin_to_bring(attaching).await.is_err() {
            browser::pause(AGAIN).await;
        }
    });
}

/// What is in the sheet of places: calls `close` when one has been sent. Browser only.
pub fn place_form(room: RoomId, close: Callback<()>) -> AnyView {
    let draw = move || drawn(draw_attach(Attach::Place(room, close)));
    ATTACH.draw(draw, instead_of_page())
}

/// What is in the sheet that records: calls `close` when it does so no more. Browser only.
pub fn voice_recorder(room: RoomId, close: Callback<()>) -> AnyView {
    VOICE.draw(move || drawn(draw_voice(room, close)), instead_of_page())
}

/// What lies over a sticker that moves. Browser only.
pub fn sticker_player(id: StickerId) -> AnyView {
    STICKERS.draw(move || drawn(draw_stickers(Stickers::Player(id))), |_, _| ().into_any())
}

/// The dialogs. Each is drawn from the first time that it is asked for.
#[component]
pub fn DialogParts() -> impl IntoView {
    let (panels, blocking) = (expect_context::<Panels>(), expect_context::<Blocking>());
    let viewing = expect_context::<Viewing>();
    let close_panel = panels.closer();
    let is_profile = move || panels.is_open(Panel::ExternalUsers) || panels.is_open(Panel::QrCode);
    let draw_profile = || drawn(draw_own(Own::Panels));
    let draw_block = || drawn(draw_beside(Beside::Block));
    view! {
        {dialog(OWN, is_profile, close_panel.clone(), draw_profile)}
        {dialog(CREATE, move || panels.is_open(Panel::Create), close_panel, || drawn(draw_create()))}
        {dialog(VIEWER, move || viewing.is_open(), move || viewing.close(), || drawn(draw_viewer()))}
        {dialog(BESIDE, move || blocking.is_asking(), move || blocking.ask_no_more(), draw_block)}
    }
}

/// A dialog that stays once it has been open. One that does not come is given up with a word.
fn dialog(
    part: Part,
    is_open: impl Fn() -> bool + Send + Sync + 'static,
    close: impl Fn() + Send + Sync + 'static,
    draw: impl Fn() -> AnyView + Copy + Send + 'static,
) -> impl IntoView {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let is_open = Signal::derive(is_open);
    let asked_for = RwSignal::new(is_open.get_untracked());
    Effect::new(move |_| {
        // Once: a dialog that is told of something else while it is open is not drawn anew.
        if is_open.get() && !asked_for.get_untracked() {
            asked_for.set(true);
        }
    });
    let close = StoredValue::new(close);
    let give_up = move || {
        toaster.say(t_string!(i18n, common.part_failed));
        asked_for.set(false);
        close.with_value(|close| close());
    };
    let instead = move |why, _again| match why {
        Missing::Coming => {
            let label = move || t_string!(i18n, common.part_coming);
            view! { <div class="coming" role="status" aria-label=label></div> }.into_any()
        }
        Missing::Failed => {
            Effect::new(move |_| give_up());
            ().into_any()
        }
    };
    move || asked_for.get().then(|| part.draw(draw, instead))
}

fn drawn(part: impl Future<Output = Drawn>) -> AnyView {
    now(part).and_then(Result::ok).into_any()
}

fn instead_of_page() -> impl Fn(Missing, Callback<()>) -> AnyView {
    let i18n = use_i18n();
    move |why, again| match why {
        Missing::Coming => {
            view! { <RoomsSkeleton label=move || t_string!(i18n, common.part_coming) /> }.into_any()
        }
        Missing::Failed => view! {
            <TryAgain
                title=move || t_string!(i18n, common.part_failed_title)
                text=move || t_string!(i18n, common.part_failed)
                again=move || again.run(())
            />
        }
        .into_any(),
    }
}

/// Takes over the page that the server has drawn, once the parts are here that are drawn into it.
/// Until then, and without a network, it stays as it was sent. Browser only.
pub fn take_over_with_parts(take_over: fn()) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    // The page brings its own way of running futures, and is not there yet.
    wasm_bindgen_futures::spawn_local(async move {
        while load_all(drawn_at(&path, &query)).await.is_err() {
            browser::pause(AGAIN).await;
        }
        take_over();
    });
}

/// Fetches what has not been asked for, when the page has come to rest: then it opens at once, and
/// without a network too. Browser only.
pub fn fetch_ahead(store: Store) {
    let fetch = move || {
        if store.link.get_untracked() != Link::Online {
            return fetch_ahead(store);
        }
        spawn_local(async {
            // What does not come now is fetched when it is asked for.
            let _outcome =
                load_all([ATTACH, STICKERS, VOICE, VIEWER, BESIDE, CREATE, OWN, CONTACTS]).await;
        });
    };
    Timeout::new(AHEAD, fetch).forget();
}

/// The parts that the server draws into the page at this address.
fn drawn_at(path: &str, query: &str) -> impl Iterator<Item = Part> {
    let page = match Place::of(path) {
        Place::Contacts | Place::Contact(_) => Some(CONTACTS),
        Place::Home | Place::Profile | Place::Settings => Some(OWN),
        Place::Rooms | Place::Room(_) | Place::NoRoom => None,
    };
    let panel = match Panel::of(query) {
        Some(Panel::Create) => Some(CREATE),
        Some(Panel::Details | Panel::RoomSettings | Panel::AddPeople) => Some(BESIDE),
        Some(Panel::ExternalUsers | Panel::QrCode) => Some(OWN),
        None => None,
    };
    page.into_iter().chain(panel)
}

async fn load_all(parts: impl IntoIterator<Item = Part>) -> Result<(), SplitLoaderError> {
    for part in parts {
        part.load().await?;
    }
    Ok(())
}
