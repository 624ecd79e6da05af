//! The dialog in which a picture is looked at. A part of the client of its own.

use leptos::{
    ev::{self, PointerEvent},
    prelude::*,
};

use super::Viewing;
use crate::{
    domain::{Media, MediaId},
    features::timeline::pictures,
    i18n::{t_string, use_i18n},
    sync::Store,
    ui::{Dialog, Icon},
};

/// A finger that goes so far to one side turns the page, in CSS pixels.
const SWIPE: i32 = 60;

/// Where one is among a room's pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    picture: Media,
    /// From 1.
    nth: usize,
    all: usize,
    before: Option<Media>,
    after: Option<Media>,
}

/// Large, while one is looked at.
#[component]
pub fn PictureViewer() -> impl IntoView {
    let (i18n, viewing) = (use_i18n(), expect_context::<Viewing>());
    let spot = follow(expect_context::<Store>(), viewing);
    // What is looked at may be taken back.
    Effect::new(move |_| {
        if viewing.is_open() && spot.with(Option::is_none) {
            viewing.close();
        }
    });
    let title = move || match spot.get() {
        Some(Spot { nth, all, .. }) => t_string!(i18n, media.nth, n = nth, all = all),
        None => String::new(),
    };
    view! {
        <Dialog
            id="viewer"
            class="viewer"
            title=title
            open=Signal::derive(move || viewing.is_open())
            on_close=move || viewing.close()
        >
            <Look spot />
        </Dialog>
    }
}

/// The picture that is looked at, among those of its room that are loaded.
fn follow(store: Store, viewing: Viewing) -> Memo<Option<Spot>> {
    Memo::new(move |_| {
        let (room, id) = viewing.at.get()?;
        let all = store.with_window(room, |window| window.map(|w| pictures(&w.messages)))?;
        let at = all.iter().position(|picture| picture.id == id)?;
        Some(Spot {
            picture: all[at].clone(),
            nth: at + 1,
            all: all.len(),
            before: at.checked_sub(1).and_then(|before| all.get(before)).cloned(),
            after: all.get(at + 1).cloned(),
        })
    })
}

#[component]
fn Look(spot: Memo<Option<Spot>>) -> impl IntoView {
    let (i18n, viewing) = (use_i18n(), expect_context::<Viewing>());
    let zoomed = RwSignal::new(false);
    let began = StoredValue::new(0);
    let go = move |to: Option<Media>| {
        let room = viewing.at.with_untracked(|at| at.map(|(room, _)| room));
        if let (Some(room), Some(to)) = (room, to) {
            viewing.open(room, to.id);
        }
    };
    let back = move || go(spot.get_untracked().and_then(|spot| spot.before));
    let forth = move || go(spot.get_untracked().and_then(|spot| spot.after));
    let keys = window_event_listener(ev::keydown, move |event| {
        // The dialog stays when it is closed, and the browser has a zoom of its own.
        if !untrack(|| viewing.is_open()) || event.ctrl_key() || event.meta_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowLeft" => back(),
            "ArrowRight" => forth(),
            "+" | "-" | "z" => zoomed.update(|zoomed| *zoomed = !*zoomed),
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
    let swiped = move |event: PointerEvent| {
        if zoomed.get_untracked() || event.pointer_type() == "mouse" {
            return;
        }
        match event.client_x() - began.get_value() {
            far if far > SWIPE => back(),
            far if far < -SWIPE => forth(),
            _ => {}
        }
    };
    let picture = Memo::new(move |_| spot.with(|spot| spot.as_ref().map(|spot| spot.picture.id)));
    // Each is seen whole at first.
    Effect::new(move |_| {
        picture.track();
        zoomed.set(false);
    });
    let at_first = move || spot.with(|spot| spot.as_ref().is_none_or(|at| at.before.is_none()));
    let at_last = move || spot.with(|spot| spot.as_ref().is_none_or(|at| at.after.is_none()));
    view! {
        <div
            class="stage"
            class:zoomed=move || zoomed.get()
            on:pointerdown=move |event| began.set_value(event.client_x())
            on:pointerup=swiped
        >
            {move || {
                picture
                    .get()
                    .map(|id| {
                        view! {
                            <img
                                src=id.original()
                                alt=move || t_string!(i18n, messenger.word_image)
                                draggable="false"
                                on:dblclick=move |_| zoomed.update(|zoomed| *zoomed = !*zoomed)
                            />
                        }
                    })
            }}
        </div>
        <div class="viewer-acts">
            <button
                type="button"
                class="tool"
                aria-label=move || t_string!(i18n, media.previous)
                aria-disabled=move || at_first().then_some("true")
                on:click=move |_| back()
            >
                {Icon::ChevronLeft.draw()}
            </button>
            <button
                type="button"
                class="tool"
                aria-label=move || t_string!(i18n, media.next)
                aria-disabled=move || at_last().then_some("true")
                on:click=move |_| forth()
            >
                {Icon::ChevronRight.draw()}
            </button>
            <button
                type="button"
                class="tool"
                aria-label=move || t_string!(i18n, media.zoom)
                aria-pressed=move || zoomed.get().to_string()
                on:click=move |_| zoomed.update(|zoomed| *zoomed = !*zoomed)
            >
                {Icon::Maximize2.draw()}
            </button>
            <a
                class="tool"
                href=move || picture.get().map(MediaId::download)
                download=""
                aria-label=move || t_string!(i18n, media.save)
            >
                {Icon::Download.draw()}
            </a>
        </div>
    }
}
