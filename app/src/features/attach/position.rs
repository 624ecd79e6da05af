//! Where this device is, as the browser tells when the member asks for it and allows it. Browser only.
//! Nothing is kept, and nobody else is asked.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::domain::Position;

/// How long the browser may take, in milliseconds.
const PATIENCE: u32 = 15_000;

/// The browser's word for a refusal.
/// <https://www.w3.org/TR/geolocation/#dom-geolocationpositionerror-permission_denied>
const PERMISSION_DENIED: f64 = 1.0;

/// Why it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlocated {
    /// The member, or whoever set the browser up, does not want it known.
    Denied,
    /// It could not be found out.
    Unknown,
}

/// Asks the browser. The first time, that asks the member.
pub async fn locate() -> Result<Position, Unlocated> {
    let service = get(&window().navigator(), "geolocation").ok_or(Unlocated::Unknown)?;
    let ask = get(&service, "getCurrentPosition").and_then(|ask| ask.dyn_into::<Function>().ok());
    let ask = ask.ok_or(Unlocated::Unknown)?;
    let options = Object::new();
    let _cannot_fail = Reflect::set(&options, &"enableHighAccuracy".into(), &JsValue::TRUE);
    let _cannot_fail = Reflect::set(&options, &"timeout".into(), &PATIENCE.into());
    let answer = Promise::new(&mut |found, failed| {
        if let Err(error) = ask.call3(&service, &found, &failed, &options) {
            let _outcome = failed.call1(&JsValue::UNDEFINED, &error);
        }
    });
    match JsFuture::from(answer).await {
        Ok(found) => position(&found).ok_or(Unlocated::Unknown),
        Err(error) => Err(match get(&error, "code").and_then(|code| code.as_f64()) {
            Some(PERMISSION_DENIED) => Unlocated::Denied,
            _ => Unlocated::Unknown,
        }),
    }
}

fn position(found: &JsValue) -> Option<Position> {
    let at = get(found, "coords")?;
    let degrees = |name| get(&at, name)?.as_f64();
    Position::of_degrees(degrees("latitude")?, degrees("longitude")?)
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}
