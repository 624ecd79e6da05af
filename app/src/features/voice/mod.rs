//! What is in the sheet in which a voice message is recorded. It goes the way of every file that is sent,
//! and so is not lost: whoever closes the sheet while it records finds what was heard among the files.

mod microphone;
mod mp3;

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Uint8Array};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_i18n::I18nContext;
use web_sys::{File, FilePropertyBag};

use self::{
    microphone::{Microphone, Unheard},
    mp3::{Recording, loudness},
};
use crate::{
    domain::RoomId,
    features::{
        attach::{Attaching, Word},
        messenger::desk::Desk,
    },
    i18n::{Locale, t, t_string, use_i18n},
    ui::Icon,
};

/// When a recording ends by itself, in milliseconds: nobody listens for longer, and the microphone may have
/// been forgotten.
const LONGEST: u32 = 15 * 60_000;

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The browser opens the microphone, or asks whether it may.
    Opening,
    /// It records.
    Hearing,
    /// It does not.
    Not(Unheard),
}

/// What there is of it by now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Heard {
    /// How long it is.
    millis: u32,
    /// How loud the end of it is, in hundredths.
    loudness: u8,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It is sent.
    Sent,
    /// It stands among the files, to be sent or not.
    Kept,
    /// It is gone.
    Dropped,
}

type Shared = Rc<RefCell<Option<Recording>>>;
/// What is heard goes there.
type Ear = Box<dyn FnMut(&[f32])>;

/// A recording with its microphone.
struct Session {
    /// Closes with the session.
    _microphone: Microphone,
    recording: Shared,
}

/// The sheet. It records from the moment in which it opens.
#[component]
pub fn VoiceRecorder(
    /// Where the message goes.
    room: RoomId,
    /// Called when nothing is recorded any more.
    close: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (attaching, desk) = (expect_context::<Attaching>(), expect_context::<Desk>());
    let recorder = Recorder {
        room,
        attaching,
        stage: RwSignal::new(Stage::Opening),
        heard: RwSignal::default(),
        session: StoredValue::new_local(None),
    };
    recorder.begin();
    on_cleanup(move || recorder.end(End::Kept));
    let end = move |end| {
        recorder.end(end);
        if end == End::Sent {
            desk.written.notify();
        }
        close.run(());
    };
    let is_long = Memo::new(move |_| recorder.heard.get().millis >= LONGEST);
    let ended = Memo::new(move |_| recorder.stage.get() == Stage::Not(Unheard::Ended));
    Effect::new(move |_| {
        if is_long.get() || ended.get() {
            end(End::Kept);
        }
    });
    move || match recorder.stage.get() {
        Stage::Opening => view! {
            <p class="voice-form hint" role="status">
                {t!(i18n, attach.voice_opening)}
            </p>
        }
        .into_any(),
        Stage::Hearing => {
            view! { <Hearing heard=recorder.heard end=Callback::new(end) /> }.into_any()
        }
        Stage::Not(why) => {
            let again = move |_: ev::MouseEvent| recorder.begin();
            view! {
                <div class="voice-form">
                    <p role="alert">{move || said(i18n, why)}</p>
                    <button type="button" class="btn" on:click=again>
                        {t!(i18n, attach.voice_again)}
                    </button>
                </div>
            }
            .into_any()
        }
    }
}

/// How it goes, and what can be done with it.
#[component]
fn Hearing(heard: RwSignal<Heard>, end: Callback<End>) -> impl IntoView {
    let i18n = use_i18n();
    let seconds = Memo::new(move |_| heard.get().millis / 1000);
    let clock = move || format!("{}:{:02}", seconds.get() / 60, seconds.get() % 60);
    view! {
        <div class="voice-form">
            <p class="voice-now">
                <span class="sr" role="status">
                    {t!(i18n, attach.voice_hearing)}
                </span>
                <time>{clock}</time>
                <meter
                    min="0"
                    max="100"
                    aria-label=move || t_string!(i18n, attach.voice_loudness)
                    prop:value=move || f64::from(heard.get().loudness)
                ></meter>
            </p>
            <p class="hint">{t!(i18n, attach.voice_hint)}</p>
            <div class="voice-acts">
                <button type="button" class="btn" on:click=move |_| end.run(End::Dropped)>
                    {Icon::Trash2.small()}
                    {t!(i18n, attach.voice_drop)}
                </button>
                <button type="button" class="btn" on:click=move |_| end.run(End::Kept)>
                    {Icon::Square.small()}
                    {t!(i18n, attach.voice_stop)}
                </button>
                <button type="button" class="btn primary" on:click=move |_| end.run(End::Sent)>
                    {Icon::ArrowUp.small()}
                    {t!(i18n, attach.voice_send)}
                </button>
            </div>
        </div>
    }
}

#[derive(Clone, Copy)]
struct Recorder {
    room: RoomId,
    attaching: Attaching,
    stage: RwSignal<Stage>,
    heard: RwSignal<Heard>,
    session: StoredValue<Option<Session>, LocalStorage>,
}

impl Recorder {
    fn begin(self) {
        self.stage.set(Stage::Opening);
        spawn_local(async move {
            let recording = Shared::default();
            let opened = Microphone::open(self.listener(&recording)).await;
            let stage = match opened {
                Ok(microphone) => {
                    microphone.when_it_ends(move || {
                        let _sheet_was_closed = self.stage.try_set(Stage::Not(Unheard::Ended));
                    });
                    let session = Session { _microphone: microphone, recording };
                    // Where the sheet was closed meanwhile, the microphone closes here.
                    let _sheet_was_closed = self.session.try_set_value(Some(session));
                    Stage::Hearing
                }
                Err(why) => Stage::Not(why),
            };
            let _sheet_was_closed = self.stage.try_set(stage);
        });
    }

    /// What hears, for the rate of a microphone.
    fn listener(self, recording: &Shared) -> impl FnOnce(u32) -> Option<Ear> + use<> {
        let recording = recording.clone();
        move |rate| {
            *recording.borrow_mut() = Some(Recording::at_rate(rate)?);
            Some(Box::new(move |piece| {
                let mut recording = recording.borrow_mut();
                let Some(recording) = &mut *recording else { return };
                recording.hear(piece);
                let heard = Heard { millis: recording.millis(), loudness: loudness(piece) };
                let _sheet_was_closed = self.heard.try_set(heard);
            }))
        }
    }

    /// Closes the microphone, and does with the recording what is to be done. Later calls do nothing.
    fn end(self, end: End) {
        let Some(session) = self.session.try_update_value(Option::take).flatten() else { return };
        let recording = session.recording.borrow_mut().take();
        drop(session);
        let word = match end {
            End::Sent => Word::Goes,
            End::Kept => Word::Waits,
            End::Dropped => return,
        };
        if let Some(file) = recording.and_then(Recording::finish).and_then(|mp3| file(&mp3)) {
            self.attaching.take_one(self.room, file, word);
        }
    }
}

fn file(mp3: &[u8]) -> Option<File> {
    let kind = FilePropertyBag::new();
    kind.set_type("audio/mpeg");
    let bytes = Array::of1(&Uint8Array::from(mp3));
    File::new_with_u8_array_sequence_and_options(&bytes, "voice.mp3", &kind).ok()
}

fn said(i18n: I18nContext<Locale>, why: Unheard) -> &'static str {
    match why {
        Unheard::Denied => t_string!(i18n, attach.voice_denied),
        Unheard::Missing => t_string!(i18n, attach.voice_missing),
        Unheard::Failed | Unheard::Ended => t_string!(i18n, attach.voice_failed),
    }
}
