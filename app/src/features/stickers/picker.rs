//! Choosing a sticker: those that were sent last, then every set that an official account can send.
//! Pressing one sends it.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{recent, step::Step};
use crate::{
    domain::{RoomId, SENDABLE, SendableSticker, StickerId, Writing},
    features::messenger::desk::Desk,
    i18n::{t_string, use_i18n},
    sync::{Store, outbox::Outbox},
    ui::Icon,
};

/// What the tabs change.
const SHELF: &str = "sticker-shelf";

/// What a tab shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    /// What was sent last.
    Recent,
    /// A package, by its place in [`SENDABLE`].
    Package(usize),
}

impl Tab {
    fn id(self) -> String {
        match self {
            Self::Recent => "sticker-tab-recent".to_owned(),
            Self::Package(at) => format!("sticker-tab-{at}"),
        }
    }
}

/// The sheet's content. Browser only.
#[component]
pub fn Picker(
    /// Where the sticker goes.
    room: RoomId,
    /// Closes the sheet.
    close: Callback<()>,
) -> impl IntoView {
    let (store, outbox, desk) =
        (expect_context::<Store>(), expect_context::<Outbox>(), expect_context::<Desk>());
    let recent = recent::read(store.my_id());
    let tabs: Vec<Tab> = (!recent.is_empty())
        .then_some(Tab::Recent)
        .into_iter()
        .chain((0..SENDABLE.len()).map(Tab::Package))
        .collect();
    let tab = RwSignal::new(tabs.first().copied().unwrap_or(Tab::Package(0)));
    let shown = Memo::new(move |_| match tab.get() {
        Tab::Recent => recent.clone(),
        Tab::Package(at) => of_package(at),
    });
    let send = move |sticker: SendableSticker| {
        outbox.send(room, Writing { what: sticker.into(), quote: desk.take_answer(room) });
        recent::add(store.my_id(), sticker);
        desk.written.notify();
        close.run(());
    };
    view! {
        <Tabs tabs tab />
        <Shelf tab shown send=Callback::new(send) />
    }
}

fn of_package(at: usize) -> Vec<SendableSticker> {
    let package = SENDABLE.get(at).into_iter();
    package.flat_map(|package| package.stickers()).filter_map(|id| id.try_into().ok()).collect()
}

#[component]
fn Tabs(tabs: Vec<Tab>, tab: RwSignal<Tab>) -> impl IntoView {
    let i18n = use_i18n();
    let list = NodeRef::<html::Div>::new();
    let show = move |one: Tab| {
        let label = move || match one {
            Tab::Recent => t_string!(i18n, stickers.recent).to_owned(),
            Tab::Package(at) => t_string!(i18n, stickers.set, n = at + 1, all = SENDABLE.len()),
        };
        let face = match one {
            Tab::Recent => Icon::Clock.draw().into_any(),
            Tab::Package(at) => SENDABLE[at].stickers().next().map(picture).into_any(),
        };
        view! {
            <button
                type="button"
                role="tab"
                id=one.id()
                aria-label=label
                title=label
                aria-controls=SHELF
                aria-selected=move || (tab.get() == one).to_string()
                tabindex=move || if tab.get() == one { "0" } else { "-1" }
                on:click=move |_| tab.set(one)
            >
                {face}
            </button>
        }
    };
    let views = tabs.iter().copied().map(show).collect_view();
    let on_keydown = move |event: KeyboardEvent| {
        let at = tabs.iter().position(|one| *one == tab.get_untracked()).unwrap_or_default();
        // They stand in one row.
        let Some(to) = Step::of(&event.key()).map(|step| step.from(at, tabs.len(), tabs.len()))
        else {
            return;
        };
        event.prevent_default();
        tab.set(tabs[to]);
        focus(list.get_untracked(), to);
    };
    view! {
        <div
            class="sticker-tabs scroll"
            role="tablist"
            aria-label=move || t_string!(i18n, stickers.sets)
            node_ref=list
            on:keydown=on_keydown
        >
            {views}
        </div>
    }
}

#[component]
fn Shelf(
    tab: RwSignal<Tab>,
    shown: Memo<Vec<SendableSticker>>,
    send: Callback<SendableSticker>,
) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = NodeRef::<html::Div>::new();
    let at = RwSignal::new(0);
    Effect::new(move |before: Option<()>| {
        let (Some(shelf), _) = (shelf.get(), tab.get()) else { return };
        at.set(0);
        shelf.set_scroll_top(0);
        if before.is_none() {
            request_animation_frame(move || focus(Some(shelf), 0));
        }
    });
    let on_keydown = move |event: KeyboardEvent| {
        let (Some(step), Some(shelf)) = (Step::of(&event.key()), shelf.get_untracked()) else {
            return;
        };
        event.prevent_default();
        let len = shown.with_untracked(Vec::len);
        at.update(|at| *at = step.from(*at, columns(&shelf), len));
        focus(Some(shelf), at.get_untracked());
    };
    let show = move |(n, sticker): (usize, SendableSticker)| {
        let label = move || t_string!(i18n, stickers.nth, n = n + 1);
        view! {
            <button
                type="button"
                aria-label=label
                tabindex=move || if at.get() == n { "0" } else { "-1" }
                on:focus=move |_| at.set(n)
                on:click=move |_| send.run(sticker)
            >
                {picture(sticker.into())}
            </button>
        }
    };
    view! {
        <div
            class="sticker-shelf scroll"
            role="tabpanel"
            id=SHELF
            aria-labelledby=move || tab.get().id()
            node_ref=shelf
            on:keydown=on_keydown
        >
            {move || shown.get().into_iter().enumerate().map(show).collect_view()}
        </div>
    }
}

/// What is in sight is loaded, and nothing moves when it comes.
fn picture(id: StickerId) -> impl IntoView {
    view! { <img src=id.still() alt="" width="72" height="62" loading="lazy" decoding="async" /> }
}

/// How many stand in the first row.
fn columns(shelf: &Element) -> usize {
    let first_row = (0..shelf.child_element_count()).map_while(|n| {
        let top = shelf.children().item(n)?.get_bounding_client_rect().top();
        let first = shelf.children().item(0)?.get_bounding_client_rect().top();
        ((top - first).abs() < 1.0).then_some(())
    });
    first_row.count()
}

fn focus(parent: Option<impl AsRef<Element>>, n: usize) {
    let child = parent.and_then(|parent| {
        let n = u32::try_from(n).ok()?;
        parent.as_ref().children().item(n)?.dyn_into::<HtmlElement>().ok()
    });
    if let Some(child) = child {
        let _not_focusable = child.focus();
    }
}
