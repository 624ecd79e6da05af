//! What only a browser can tell or do: its clock, its randomness, whether anybody is looking.
//!
//! Call these in effects and event handlers only. In a view they would make server and browser
//! disagree, and on the server there is no browser to ask.

use js_sys::{Array, Promise, Reflect};
use leptos::prelude::{document, window};
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Clipboard, Element, Event, VisibilityState};

use crate::domain::{MediaId, MessageId, RoomId, Timestamp};

/// This device's clock.
pub fn now() -> Timestamp {
    Timestamp::from_millis(whole_millis(js_sys::Date::now()))
}

#[expect(clippy::cast_possible_truncation, reason = "a date in milliseconds is far below 2^53")]
const fn whole_millis(millis: f64) -> i64 {
    millis as i64
}

/// A fresh id for a message that was written at `at`.
pub fn mint(at: Timestamp) -> MessageId {
    MessageId::new(mint_uuid(at))
}

/// A fresh id for a room that is made at `at`.
pub fn mint_room(at: Timestamp) -> RoomId {
    RoomId::new(mint_uuid(at))
}

/// A fresh id for a file that is chosen at `at`.
pub fn mint_media(at: Timestamp) -> MediaId {
    MediaId::new(mint_uuid(at))
}

fn mint_uuid(at: Timestamp) -> Uuid {
    let mut noise = [0; 10];
    if let Ok(crypto) = window().crypto() {
        let _filled = crypto.get_random_values_with_u8_array(&mut noise);
    }
    let millis = at.millis().unsigned_abs();
    uuid::Builder::from_unix_timestamp_millis(millis, &noise).into_uuid()
}

/// A number of `0.0..1.0`, for jitter.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Whether the device has a network at all. `true` promises nothing; `false` spares a vain attempt.
pub fn has_network() -> bool {
    window().navigator().on_line()
}

/// Whether the page is on the screen.
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Whether the page is on the screen and has the keyboard: whoever sits there reads it.
pub fn is_attended() -> bool {
    is_visible() && document().has_focus().unwrap_or(false)
}

/// Whether what has been scrolled is nearer to its end than `ahead`, in CSS pixels.
pub fn nears_end(scrolled: &Event, ahead: i32) -> bool {
    let list = scrolled.current_target().and_then(|list| list.dyn_into::<Element>().ok());
    let below = |list: Element| list.scroll_height() - list.client_height() - list.scroll_top();
    list.is_some_and(|list| below(list) < ahead)
}

/// Whether a CSS media query holds now.
pub fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Waits so many milliseconds.
pub async fn pause(millis: i32) {
    let sleep = Promise::new(&mut |wake, _| {
        let _no_timers =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&wake, millis);
    });
    let _never_fails = JsFuture::from(sleep).await;
}

/// Asks, and waits for the answer. A browser that will not ask has not been told yes.
pub fn confirm(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or(false)
}

/// The clipboard. Browsers hide it from pages that did not come over https: the getter would hand out
/// `undefined` as if it were one.
pub fn clipboard() -> Option<Clipboard> {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
    clipboard.dyn_into().ok()
}

/// Posts JSON so that it arrives even when the page is gone by then. Nobody hears the answer.
pub fn post_on_leaving(path: &str, json: &str) {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let body = Blob::new_with_str_sequence_and_options(&Array::of1(&json.into()), &kind).ok();
    let _too_much_at_once = window().navigator().send_beacon_with_opt_blob(path, body.as_ref());
}

/// Leaves for the page where one signs in; what is not sent stays on this device.
pub fn go_to_login() {
    let _refused = window().location().set_href("/login");
}

/// Loads this page anew, with the server's current build.
pub fn reload() {
    let _refused = window().location().reload();
}
