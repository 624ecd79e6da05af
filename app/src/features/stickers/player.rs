//! A sticker that moves: once when it comes into sight, and again whenever it is pressed. How often it
//! repeats within is its own affair.

use js_sys::Array;
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Element, IntersectionObserver, IntersectionObserverEntry, Response, Url};

use crate::{
    browser,
    domain::StickerId,
    i18n::{t_string, use_i18n},
};

/// Who asks for less motion presses what is to move.
const CALM: &str = "(prefers-reduced-motion: reduce)";

/// Lies over the still picture. Browser only.
#[component]
pub fn Player(
    /// Which sticker.
    id: StickerId,
) -> impl IntoView {
    let i18n = use_i18n();
    let button = NodeRef::<html::Button>::new();
    let src = RwSignal::new(None::<String>);
    let play = move || {
        spawn_local(async move {
            // What does not come leaves the still picture.
            if let Ok(url) = fresh(id).await {
                src.try_set(Some(url));
            }
        });
    };
    Effect::new(move |_| {
        let Some(button) = button.get().filter(|_| !browser::media(CALM)) else { return };
        let has_played = StoredValue::new(false);
        let watch = Watch::over(&button, move || {
            if has_played.try_update_value(|played| std::mem::replace(played, true)) == Some(false)
            {
                play();
            }
        });
        // Ends with the row.
        StoredValue::new_local(watch);
    });
    let picture = move || {
        src.get().map(|url| {
            let forget = url.clone();
            view! {
                <img
                    src=url
                    alt=""
                    on:load=move |_| {
                        let _forgotten_with_the_page = Url::revoke_object_url(&forget);
                    }
                />
            }
        })
    };
    view! {
        <button
            type="button"
            class="play"
            aria-label=move || t_string!(i18n, stickers.play)
            node_ref=button
            on:click=move |_| play()
        >
            {picture}
        </button>
    }
}

/// An address at which the animation begins from its beginning: under one address, browsers run it once
/// for all places.
async fn fresh(id: StickerId) -> Result<String, JsValue> {
    let response = JsFuture::from(window().fetch_with_str(&id.moving())).await?;
    let response: Response = response.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::UNDEFINED);
    }
    let blob: Blob = JsFuture::from(response.blob()?).await?.dyn_into()?;
    Url::create_object_url_with_blob(&blob)
}

/// Waits for an element to come into sight; ends when it is dropped.
struct Watch {
    observer: IntersectionObserver,
    _told: Closure<dyn FnMut(Array)>,
}

impl Watch {
    fn over(element: &Element, seen: impl Fn() + 'static) -> Option<Self> {
        let told = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let is_in_sight = |entry: JsValue| {
                entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting()
            };
            if entries.iter().any(is_in_sight) {
                seen();
            }
        });
        let observer = IntersectionObserver::new(told.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _told: told })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
