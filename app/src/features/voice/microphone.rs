//! The microphone, as the browser opens it when the member asks for it and allows it. Browser only. It is
//! open exactly as long as its [`Microphone`] exists: the browser shows a mark for so long.

use js_sys::{Float32Array, Promise};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AudioContext, AudioWorkletNode, MediaStream, MediaStreamConstraints, MediaStreamTrack,
    MessageEvent,
};

/// What runs beside the page and hands over what is heard.
const RECORDER: &str = "/recorder.js";

/// Why nothing is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unheard {
    /// The member, or whoever set the browser up, does not want it open.
    Denied,
    /// There is none.
    Missing,
    /// It could not be opened.
    Failed,
    /// It was open, and has gone: unplugged, or taken back.
    Ended,
}

/// An open microphone.
pub struct Microphone {
    stream: OpenStream,
    context: AudioContext,
    recorder: AudioWorkletNode,
    _on_piece: Closure<dyn FnMut(MessageEvent)>,
}

/// What the browser opened, which ends with this.
struct OpenStream(MediaStream);

impl Microphone {
    /// Opens it. The first time, the browser asks the member. What is heard goes to what `listener` makes,
    /// given how many samples a second there are; where it makes nothing, such sound is of no use.
    ///
    /// # Errors
    /// When nothing can be heard.
    pub async fn open<L>(listener: impl FnOnce(u32) -> Option<L>) -> Result<Self, Unheard>
    where
        L: FnMut(&[f32]) + 'static,
    {
        let failed = |_: JsValue| Unheard::Failed;
        let stream = OpenStream(stream().await.map_err(|error| why(&error))?);
        let context = AudioContext::new().map_err(failed)?;
        let mut hear = listener(rate(&context)).ok_or(Unheard::Failed)?;
        let on_piece = Closure::new(move |event: MessageEvent| {
            let piece: Float32Array = event.data().unchecked_into();
            hear(&piece.to_vec());
        });
        let recorder = recorder(&context, &stream.0, &on_piece).await.map_err(failed)?;
        Ok(Self { stream, context, recorder, _on_piece: on_piece })
    }

    /// Calls when the microphone goes away by itself: unplugged, or taken back.
    pub fn when_it_ends(&self, call: impl FnOnce() + 'static) {
        let call = Closure::once_into_js(call);
        for track in self.stream.0.get_audio_tracks() {
            track.unchecked_into::<MediaStreamTrack>().set_onended(Some(call.unchecked_ref()));
        }
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        if let Ok(port) = self.recorder.port() {
            port.set_onmessage(None);
        }
        let _closes_by_itself = self.context.close();
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        for track in self.0.get_audio_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

async fn stream() -> Result<MediaStream, JsValue> {
    let wanted = MediaStreamConstraints::new();
    wanted.set_audio_bool(true);
    let devices = window().navigator().media_devices()?;
    let asked = devices.get_user_media_with_constraints(&wanted)?;
    JsFuture::from(asked).await?.dyn_into()
}

async fn recorder(
    context: &AudioContext,
    stream: &MediaStream,
    on_piece: &Closure<dyn FnMut(MessageEvent)>,
) -> Result<AudioWorkletNode, JsValue> {
    JsFuture::from(context.audio_worklet()?.add_module(RECORDER)?).await?;
    let recorder = AudioWorkletNode::new(context, "recorder")?;
    recorder.port()?.set_onmessage(Some(on_piece.as_ref().unchecked_ref()));
    context.create_media_stream_source(stream)?.connect_with_audio_node(&recorder)?;
    // It says nothing there, but only what leads to the loudspeaker is sure to run.
    recorder.connect_with_audio_node(&context.destination())?;
    // Where it was made asleep. What that promises need not be waited for.
    let _: Promise = context.resume()?;
    Ok(recorder)
}

/// Reference: <https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia>
fn why(error: &JsValue) -> Unheard {
    let name = js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => Unheard::Denied,
        Some("NotFoundError") => Unheard::Missing,
        _ => Unheard::Failed,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "browsers have between 3,000 and 768,000"
)]
fn rate(context: &AudioContext) -> u32 {
    context.sample_rate() as u32
}
