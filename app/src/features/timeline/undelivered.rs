//! What stands below a message that did not go out: why, and what can be done about it.

use leptos::{either::Either, prelude::*, task::spawn_local};

use super::{layout::Talk, state::State, words};
use crate::{
    api,
    domain::{FailReason, MessageId, RoomId, RoomKind, Seq},
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
            Some(Either::Right(view! { <Failed room seq reason /> }))
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
        <div class="undelivered" role="status">
            {Icon::TriangleAlert.draw()}
            <span>{move || words::obstacle(i18n, obstacle, kind.get())}</span>
            <button type="button" on:click=move |_| outbox.retry(id)>
                {t!(i18n, messenger.retry)}
            </button>
            <button type="button" on:click=move |_| store.forget(id)>
                {t!(i18n, messenger.delete)}
            </button>
        </div>
    }
}

/// LINE did not get it: it stays in the room, and can be tried again.
#[component]
fn Failed(room: RoomId, seq: Option<Seq>, reason: FailReason) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="undelivered" role="status">
            {Icon::TriangleAlert.draw()}
            <span>{move || words::fail_reason(i18n, reason)}</span>
            <Retry room seq />
        </div>
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
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let asking = RwSignal::new(false);
    let retry = move |_| {
        let Some(seq) = seq.filter(|_| !asking.get_untracked()) else { return };
        asking.set(true);
        spawn_local(async move {
            if api::retry_message(room, seq).await.is_err() {
                toaster.say(t_string!(i18n, messenger.retry_failed));
            }
            let _row_is_gone = asking.try_set(false);
        });
    };
    view! {
        <button type="button" disabled=move || asking.get() on:click=retry>
            {t!(i18n, messenger.retry)}
        </button>
    }
}
