//! The files of a room that are about to be sent, above what is written: how far each has come, and the
//! way to give it up.

use leptos::{either::Either, prelude::*};

use super::{Attached, Attaching, Stage, Word};
use crate::{
    api::ApiError,
    domain::{MediaId, MediaKind, RoomId, UploadFault},
    features::timeline::bytes,
    i18n::{t_string, use_i18n},
    ui::{Each, Icon},
};

/// The files.
#[component]
pub fn Tray(
    /// The room they go to.
    room: RoomId,
) -> impl IntoView {
    let (i18n, attaching) = (use_i18n(), expect_context::<Attaching>());
    let files = Memo::new(move |_| attaching.of(room));
    view! {
        <ul class="tray" aria-label=move || t_string!(i18n, attach.files)>
            <Each each=move || files.get() key=|id| *id children=|id| view! { <Item id /> } />
        </ul>
    }
}

#[component]
fn Item(id: MediaId) -> impl IntoView {
    let attaching = expect_context::<Attaching>();
    let stage = Memo::new(move |_| attaching.one(id).map(|one| one.stage));
    let word = Memo::new(move |_| attaching.one(id).map(|one| one.word));
    // All but how far it has come stays.
    let first = untrack(|| attaching.one(id));
    first.map(|first| {
        let Attached { name, size, kind, look, .. } = first;
        let look = match look {
            Some(look) => Either::Left(view! { <img src=look alt="" /> }),
            None => Either::Right(icon(kind).draw()),
        };
        view! {
            <li data-stage=move || stage.get().as_ref().map(name_of)>
                <span class="look">{look}</span>
                <b class="clip" dir="auto">{name.clone()}</b>
                <Standing stage word size />
                <Acts id name stage />
            </li>
        }
    })
}

/// How far it has come, in words, and as a bar while it moves.
#[component]
fn Standing(stage: Memo<Option<Stage>>, word: Memo<Option<Word>>, size: u64) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || match stage.get()? {
        Stage::Chosen | Stage::Coming(_) if word.get() == Some(Word::Goes) => {
            Some(t_string!(i18n, attach.goes, size = bytes(size)))
        }
        Stage::Chosen | Stage::Coming(_) | Stage::Ready(_) => Some(bytes(size)),
        Stage::Stalled(_) => Some(t_string!(i18n, attach.stalled).to_owned()),
        Stage::Refused(fault) => Some(match fault {
            UploadFault::Empty => t_string!(i18n, attach.empty).to_owned(),
            UploadFault::TooLarge { most } => {
                t_string!(i18n, attach.too_large, size = bytes(size), most = most >> 20)
            }
            UploadFault::TooMuch => t_string!(i18n, attach.too_much).to_owned(),
            UploadFault::NotOpen => t_string!(i18n, attach.not_open).to_owned(),
            UploadFault::Incomplete => t_string!(i18n, attach.incomplete).to_owned(),
        }),
        Stage::Failed(ApiError::SignedOut) => Some(t_string!(i18n, attach.signed_out).to_owned()),
        Stage::Failed(_) => Some(t_string!(i18n, attach.failed).to_owned()),
    };
    let done = move || match stage.get()? {
        Stage::Coming(done) | Stage::Stalled(done) => Some(done),
        _ => None,
    };
    view! {
        <small role="status">{words}</small>
        {move || {
            done().map(|done| {
                view! {
                    <progress
                        max="100"
                        value=done
                        aria-label=move || t_string!(i18n, attach.coming)
                    ></progress>
                }
            })
        }}
    }
}

#[component]
fn Acts(id: MediaId, name: String, stage: Memo<Option<Stage>>) -> impl IntoView {
    let (i18n, attaching) = (use_i18n(), expect_context::<Attaching>());
    let can_retry = Memo::new(move |_| {
        let lost = Stage::Refused(UploadFault::Incomplete);
        stage.get().is_some_and(|stage| stage == lost || matches!(stage, Stage::Failed(_)))
    });
    let again = move |_| attaching.note(id, Stage::Chosen);
    let give_up = {
        let name = name.clone();
        move || t_string!(i18n, attach.give_up, name = name.clone())
    };
    view! {
        <Show when=move || can_retry.get()>
            <button
                type="button"
                class="tool"
                aria-label={
                    let name = name.clone();
                    move || t_string!(i18n, attach.retry, name = name.clone())
                }
                on:click=again
            >
                {Icon::RotateCw.small()}
            </button>
        </Show>
        <button
            type="button"
            class="tool"
            aria-label=give_up
            on:click=move |_| attaching.give_up(id)
        >
            {Icon::X.small()}
        </button>
    }
}

const fn icon(kind: MediaKind) -> Icon {
    match kind {
        MediaKind::Image => Icon::Image,
        MediaKind::Video => Icon::Video,
        MediaKind::Audio => Icon::AudioLines,
        MediaKind::File => Icon::FileText,
    }
}

/// The stage in `data-stage`.
const fn name_of(stage: &Stage) -> &'static str {
    match stage {
        Stage::Chosen | Stage::Coming(_) => "coming",
        Stage::Stalled(_) => "stalled",
        Stage::Refused(_) | Stage::Failed(_) => "failed",
        Stage::Ready(_) => "ready",
    }
}
