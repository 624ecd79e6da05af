//! A finger that rests on something calls for its menu. Browsers say so by `contextmenu`, all but those
//! of iOS: there it is said here, in the same words, so that whoever has a menu listens to that alone.
//!
//! A menu that opens under the finger stays when the finger is lifted: the browser takes the lifting for
//! a press beside it, and a link for one on the link.

use std::cell::RefCell;

use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Timeout,
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, PointerEvent};

/// How long a finger rests, in milliseconds.
const LONG: u32 = 500;

/// How far it may stray meanwhile, in CSS pixels.
const ASTRAY: i32 = 10;

/// How long after the finger was lifted a click may still be of it, in milliseconds.
const AFTER: u32 = 300;

/// By this the style sheet knows that nothing is to be selected by the finger.
const PRESSED: &str = "data-pressed";

/// What ends a press, or follows from it, wherever it comes to pass.
const HEARD: [&str; 7] =
    ["pointermove", "pointerup", "pointercancel", "pointerdown", "scroll", "contextmenu", "click"];

thread_local! {
    /// There is one finger that counts.
    static PRESS: RefCell<Option<Press>> = const { RefCell::new(None) };
}

/// A finger on something.
struct Press {
    finger: i32,
    from: (i32, i32),
    /// What has a menu.
    place: Option<Element>,
    /// What of it is pressed.
    on: EventTarget,
    /// Whether the menu was called for, by us or by the browser.
    has_called: bool,
    /// Whether it is just being called for by us.
    calls: bool,
    timer: Option<Timeout>,
    _heard: [EventListener; HEARD.len()],
}

impl Drop for Press {
    fn drop(&mut self) {
        if let Some(place) = &self.place {
            let _gone = place.remove_attribute(PRESSED);
        }
    }
}

/// For the `pointerdown` of what has a menu, beside what opens it at `contextmenu`.
pub fn press(event: &PointerEvent) {
    if event.pointer_type() == "mouse" || !event.is_primary() {
        return;
    }
    let Some(on) = event.target() else { return };
    let place = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
    if let Some(place) = &place {
        let _cannot_fail = place.set_attribute(PRESSED, "");
    }
    let options = EventListenerOptions::run_in_capture_phase();
    let options = EventListenerOptions { passive: false, ..options };
    let press = Press {
        finger: event.pointer_id(),
        from: (event.client_x(), event.client_y()),
        place,
        on,
        has_called: false,
        calls: false,
        timer: Some(Timeout::new(LONG, call)),
        _heard: HEARD.map(|what| EventListener::new_with_options(&document(), what, options, hear)),
    };
    drop(PRESS.replace(Some(press)));
}

fn hear(event: &Event) {
    let state = PRESS.with_borrow(|press| press.as_ref().map(|it| (it.has_called, it.calls)));
    let Some((has_called, calls)) = state else { return };
    match event.type_().as_str() {
        "pointermove" if has_called || !strays(event) => {}
        "pointerup" | "pointercancel" if has_called => wait(AFTER, || drop(PRESS.take())),
        "scroll" | "pointercancel" if has_called => {}
        "contextmenu" if calls => {}
        // The browser speaks for itself, after us or before.
        "contextmenu" if has_called => silence(event),
        "contextmenu" => {
            with(|press| press.has_called = true);
            let event = event.clone();
            wait(0, move || keep_open(&event));
        }
        // The finger's, and not what opens the menu.
        "click" if has_called && event.is_trusted() => silence(event),
        "click" => {}
        _ => drop(PRESS.take()),
    }
}

fn silence(event: &Event) {
    event.prevent_default();
    event.stop_propagation();
}

fn strays(event: &Event) -> bool {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return false };
    PRESS.with_borrow(|press| {
        press.as_ref().is_some_and(|press| {
            let (x, y) = press.from;
            let apart = (event.client_x() - x).abs().max((event.client_y() - y).abs());
            press.finger != event.pointer_id() || apart > ASTRAY
        })
    })
}

fn with<T>(change: impl FnOnce(&mut Press) -> T) -> Option<T> {
    PRESS.with_borrow_mut(|press| press.as_mut().map(change))
}

fn wait(millis: u32, then: impl FnOnce() + 'static) {
    with(|press| press.timer = Some(Timeout::new(millis, then)));
}

/// The finger has rested long enough.
fn call() {
    let on = with(|press| {
        (press.has_called, press.calls) = (true, true);
        press.on.clone()
    });
    let (Some(on), Ok(event)) = (on, document().create_event("MouseEvent")) else { return };
    event.init_event_with_bubbles_and_cancelable("contextmenu", true, true);
    let _not_ours_to_say = on.dispatch_event(&event);
    with(|press| press.calls = false);
    keep_open(&event);
}

/// Sees to it that the menu which has opened stays. Where none has, the press is one like any other.
fn keep_open(event: &Event) {
    let finger = PRESS.with_borrow(|press| press.as_ref().map(|press| press.finger));
    let Some(finger) = finger.filter(|_| event.default_prevented()) else {
        return drop(PRESS.take());
    };
    if let Ok(Some(menu)) = document().query_selector(".menu:popover-open") {
        let _lifted_already = menu.set_pointer_capture(finger);
    }
}
