//! A sticker in the timeline: a picture of a size that is kept free, without a bubble. Where there is no
//! picture to be had, its words stand.

use leptos::{html, prelude::*};

use super::words;
use crate::{
    domain::{SendableSticker, Sticker, StickerForm, StickerId},
    features::parts,
    i18n::{t_string, use_i18n},
    sync::{Link, Store},
    ui::Toaster,
};

/// The picture, or the words.
#[component]
pub fn StickerView(
    /// Which sticker.
    sticker: Sticker,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let broken = RwSignal::new(false);
    Effect::new(move |_| {
        if store.link.get() == Link::Online {
            broken.set(false);
        }
    });
    let sticker = StoredValue::new(sticker);
    let words = move || sticker.with_value(|sticker| words::sticker_words(i18n, sticker));
    view! {
        <Show
            when=move || !broken.get()
            fallback=move || view! { <div class="bubble gone"><p>{words}</p></div> }
        >
            {sticker.with_value(|sticker| view! { <Picture sticker=sticker.clone() broken /> })}
        </Show>
    }
}

#[component]
fn Picture(sticker: Sticker, broken: RwSignal<bool>) -> impl IntoView {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let (id, form) = (sticker.id, sticker.form);
    let only_theirs = SendableSticker::try_from(id).is_err();
    let why = move || only_theirs.then(|| t_string!(i18n, messenger.sticker_only_theirs));
    let img = NodeRef::<html::Img>::new();
    Effect::new(move |_| {
        // It may have failed before the client arrived.
        if img.get().is_some_and(|img| img.complete() && img.natural_width() == 0) {
            broken.set(true);
        }
    });
    view! {
        // A finger does not hover: it is told by pressing.
        <div
            class="sticker"
            on:click=move |_| {
                if let Some(why) = why() {
                    toaster.say(why);
                }
            }
        >
            <img
                src=id.still()
                alt=move || words::sticker_words(i18n, &sticker)
                title=why
                width="176"
                height="152"
                loading="lazy"
                decoding="async"
                node_ref=img
                on:error=move |_| broken.set(true)
            />
            {(form == StickerForm::Animated).then(|| view! { <Moving id why=Signal::derive(why) /> })}
        </div>
    }
}

/// What makes it move comes later than what is to be read.
#[component]
fn Moving(id: StickerId, why: Signal<Option<&'static str>>) -> impl IntoView {
    let is_here = RwSignal::new(false);
    Effect::new(move |_| is_here.set(true));
    move || {
        is_here
            .get()
            .then(|| view! { <span title=move || why.get()>{parts::sticker_player(id)}</span> })
    }
}
