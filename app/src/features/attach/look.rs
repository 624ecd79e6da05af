//! What only a browser finds out about a file: how long it plays, and what a video looks like. What it
//! cannot play it says nothing of, and the file goes all the same.

use js_sys::{Array, Promise};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, EventTarget, File, HtmlCanvasElement, HtmlMediaElement,
    HtmlVideoElement, Url,
};

use crate::domain::MediaKind;

/// How long each step may take, in milliseconds.
const PATIENCE: i32 = 8_000;
/// How far into a video the still is taken, in seconds: many begin black.
const INTO: f64 = 1.0;
/// The longest side of a still, in pixels.
const LONGEST: f64 = 1280.0;

/// What was found.
#[derive(Default)]
pub struct Looked {
    /// How long it plays, in milliseconds.
    pub duration: Option<u32>,
    /// A JPEG of a video.
    pub still: Option<Blob>,
}

/// Looks at a file.
pub async fn at(file: &File, kind: MediaKind) -> Looked {
    let tag = match kind {
        MediaKind::Video => "video",
        MediaKind::Audio => "audio",
        MediaKind::Image | MediaKind::File => return Looked::default(),
    };
    let Ok(address) = Url::create_object_url_with_blob(file) else { return Looked::default() };
    let looked = played(tag, &address).await.unwrap_or_default();
    let _not_there = Url::revoke_object_url(&address);
    looked
}

async fn played(tag: &str, address: &str) -> Result<Looked, JsValue> {
    let media: HtmlMediaElement = document().create_element(tag)?.unchecked_into();
    media.set_muted(true);
    media.set_preload("auto");
    let ready = happens(&media, "loadeddata");
    media.set_src(address);
    ready.await?;
    let duration = millis(media.duration());
    let still = match media.dyn_ref::<HtmlVideoElement>() {
        Some(video) => still(video).await.ok(),
        None => None,
    };
    media.set_src("");
    Ok(Looked { duration, still })
}

async fn still(video: &HtmlVideoElement) -> Result<Blob, JsValue> {
    let there = happens(video, "seeked");
    video.set_current_time(INTO.min(video.duration() / 2.0));
    there.await?;
    let (width, height) = (f64::from(video.video_width()), f64::from(video.video_height()));
    let scale = (LONGEST / width.max(height)).min(1.0);
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(pixels(width * scale));
    canvas.set_height(pixels(height * scale));
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (across, down) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, across, down)?;
    jpeg(&canvas).await
}

async fn jpeg(canvas: &HtmlCanvasElement) -> Result<Blob, JsValue> {
    let drawn = Promise::new(&mut |take, fail| {
        if canvas.to_blob_with_type(&take, "image/jpeg").is_err() {
            let _listens_no_more = fail.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(drawn).await?.dyn_into()
}

/// Waits for an event, or for the error or the end of patience that comes in its place.
fn happens(target: &EventTarget, event: &str) -> JsFuture {
    let happened = Promise::new(&mut |resolve, reject| {
        let _no_such_event = target.add_event_listener_with_callback(event, &resolve);
        let _no_such_event = target.add_event_listener_with_callback("error", &reject);
        let _no_timers = window().set_timeout_with_callback_and_timeout_and_arguments(
            &reject,
            PATIENCE,
            &Array::new(),
        );
    });
    JsFuture::from(happened)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "of numbers that do not fit, the nearest is right"
)]
fn millis(seconds: f64) -> Option<u32> {
    (seconds.is_finite() && seconds > 0.0).then(|| (seconds * 1000.0).ceil() as u32)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a side of a picture, at most LONGEST"
)]
const fn pixels(side: f64) -> u32 {
    if side < 1.0 { 1 } else { side as u32 }
}
