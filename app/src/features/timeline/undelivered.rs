//! What stands below a message that did not go out: why, and what can be done about it.

use leptos::{either::Either, prelude::*, task::spawn_local};

use super::{
    layout::{Pier, Talk},
    state::State,
    words,
};
use crate::{
    api,
    domain::{FailReason, MessageId, Remedy, RoomId, RoomKind, Seq},
    features::{
        messenger::clock::{Form, Time},
        parts,
    },
    i18n::{t, t_string, use_i18n},
    sync::{Obstacle, Store, outbox::Outbox},
    ui::{Icon, Toaster},
};

/// Why a message did not go out, and what can be done.
#[component]
pub fn Undelivered(
    /// In which room.
    room: RoomId,
    /// Which message.
    id: MessageId,
    /// The message.
    talk: Memo<Talk>,
) -> impl IntoView {
    let state = Memo::new(move |_| talk.with(|talk| talk.state));
    move || match state.get() {
        State::NotSent(obstacle) => Some(Either::Left(view! { <NotSent room id obstacle /> })),
        State::Failed(reason) => {
            let seq = talk.with_untracked(|talk| talk.seq);
            seq.map(|seq| Either::Right(view! { <Failed talk place=Place { room, seq } reason /> }))
        }
        State::Here | State::Waiting | State::Sent | State::Partly(_) => None,
    }
}

/// The server did not take it: it is only here, and can be deleted.
#[component]
fn NotSent(room: RoomId, id: MessageId, obstacle: Obstacle) -> impl IntoView {
    let (i18n, store, outbox) = (use_i18n(), expect_context::<Store>(), expect_context::<Outbox>());
    let kind = Memo::new(move |_| store.room(room).map_or(RoomKind::Direct, |room| room.kind));
    view! {
        <div class="undelivered">
            {Icon::TriangleAlert.draw()}
            <span role="status">{move || words::obstacle(i18n, obstacle, kind.get())}</span>
            <button type="button" on:click=move |_| outbox.retry(id)>
                {t!(i18n, messenger.retry)}
            </button>
            <button type="button" on:click=move |_| store.forget(id)>
                {t!(i18n, messenger.delete)}
            </button>
        </div>
    }
}

/// LINE did not get it: it stays in the room, and can be tried again, or deleted by whoever
/// wrote it, where LINE certainly has not got it.
#[component]
fn Failed(talk: Memo<Talk>, place: Place, reason: FailReason) -> impl IntoView {
    let i18n = use_i18n();
    let discard = Asking::new(place);
    let can_discard = talk.with_untracked(|talk| talk.pier == Pier::Me) && reason.is_certain();
    view! {
        <div class="undelivered">
            {Icon::TriangleAlert.draw()}
            <span role="status">{move || words::fail_reason(i18n, reason)}</span>
            <span class="remedies">
                <Again talk place reason />
                {can_discard.then(|| discard.button(Remedy::Discard, Say::Delete))}
            </span>
        </div>
    }
}

/// When what LINE did not get is tried again: now, at a time, or not by itself after all.
#[component]
pub fn Again(
    /// The message.
    talk: Memo<Talk>,
    /// Where it stands.
    place: Place,
    /// Why it failed, or the most of it.
    reason: FailReason,
) -> impl IntoView {
    let i18n = use_i18n();
    let again_at = Memo::new(move |_| talk.with(|talk| talk.again_at));
    let is_choosing = RwSignal::new(false);
    let (again, not_again) = (Asking::new(place), Asking::new(place));
    let acts = move || match again_at.get() {
        Some(at) => Either::Left(view! {
            <span>
                {t!(i18n, messenger.later_goes)} " " <Time at=Signal::stored(at) form=Form::Moment />
            </span>
            {again.button(Remedy::Again, Say::TryAgain)}
            {not_again.button(Remedy::NotAgain, Say::CallOff)}
        }),
        None => Either::Right(view! {
            {again.button(Remedy::Again, Say::TryAgain)}
            <button
                type="button"
                aria-expanded=move || is_choosing.get().to_string()
                on:click=move |_| is_choosing.update(|choosing| *choosing = !*choosing)
            >
                {t!(i18n, messenger.later)}
            </button>
        }),
    };
    let done = Callback::new(move |()| {
        let _row_is_gone = is_choosing.try_set(false);
    });
    view! {
        {acts}
        {move || {
            is_choosing.get().then(|| parts::later_form(place.room, place.seq, reason, done))
        }}
    }
}

/// Where a message stands.
#[derive(Clone, Copy)]
pub struct Place {
    /// In which room.
    pub room: RoomId,
    /// Its number there.
    pub seq: Seq,
}

/// What a button says.
#[derive(Clone, Copy)]
enum Say {
    TryAgain,
    CallOff,
    Delete,
}

/// One decision about a message that failed, once at a time.
#[derive(Clone, Copy)]
struct Asking {
    place: Place,
    under_way: RwSignal<bool>,
}

impl Asking {
    fn new(place: Place) -> Self {
        Self { place, under_way: RwSignal::new(false) }
    }

    /// The button for it.
    fn button(self, remedy: Remedy, say: Say) -> impl IntoView {
        let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
        let decide = move |_| {
            if self
                .under_way
                .try_update_untracked(|asking| std::mem::replace(asking, true))
                .unwrap_or(true)
            {
                return;
            }
            spawn_local(async move {
                if api::remedy_message(self.place.room, self.place.seq, remedy).await.is_err() {
                    toaster.say(t_string!(i18n, messenger.retry_failed));
                }
                let _row_is_gone = self.under_way.try_set(false);
            });
        };
        let says = move || match say {
            Say::TryAgain => t_string!(i18n, messenger.retry),
            Say::CallOff => t_string!(i18n, messenger.later_not),
            Say::Delete => t_string!(i18n, messenger.delete),
        };
        view! {
            <button
                type="button"
                aria-disabled=move || self.under_way.get().then_some("true")
                on:click=decide
            >
                {says}
            </button>
        }
    }
}

/// Tries again what LINE did not get.
#[component]
pub fn Retry(
    /// In which room.
    room: RoomId,
    /// Which message.
    seq: Option<Seq>,
) -> impl IntoView {
    seq.map(|seq| Asking::new(Place { room, seq }).button(Remedy::Again, Say::TryAgain))
}
