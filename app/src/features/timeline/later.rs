//! The form in which a member chooses when a message that failed goes again. Fetched when it is asked for.

use js_sys::Date;
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

use crate::{
    api, browser,
    domain::{FailReason, JapanMonth, Remedy, RoomId, Seq, Timestamp},
    i18n::{t, t_string, use_i18n},
};

/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;

/// The form.
#[component]
pub fn LaterForm(
    /// In which room.
    room: RoomId,
    /// Which message.
    seq: Seq,
    /// Why it failed.
    reason: FailReason,
    /// Called when a time has been chosen.
    done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let typed = RwSignal::new(written(likely(reason, browser::now())));
    let (asking, refused) = (RwSignal::new(false), RwSignal::new(false));
    let chosen = Memo::new(move |_| typed.with(|typed| read(typed)));
    let choose = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(at) = chosen.get_untracked().filter(|_| !asking.get_untracked()) else { return };
        asking.set(true);
        refused.set(false);
        spawn_local(async move {
            let answer = api::remedy_message(room, seq, Remedy::AgainAt { at }).await;
            let _row_is_gone = asking.try_set(false);
            match answer {
                Ok(()) => done.run(()),
                Err(_) => drop(refused.try_set(true)),
            }
        });
    };
    let field = format!("later-{}", seq.0);
    view! {
        <form class="later" on:submit=choose>
            <label for=field.clone()>{t!(i18n, messenger.later_when)}</label>
            <input
                class="input"
                type="datetime-local"
                id=field
                required
                aria-invalid=move || refused.get().then_some("true")
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <button
                type="submit"
                disabled=move || chosen.get().is_none()
                aria-disabled=move || asking.get().then_some("true")
            >
                {t!(i18n, messenger.later_set)}
            </button>
            <p role="alert">
                {move || refused.get().then(|| t_string!(i18n, messenger.later_refused))}
            </p>
        </form>
    }
}

/// When it will probably go: where the month's messages are used up, when the next month has begun.
fn likely(reason: FailReason, now: Timestamp) -> Timestamp {
    match reason {
        FailReason::QuotaSpent => {
            JapanMonth::of(now).after().first_day().begins().plus_millis(HOUR)
        }
        _ => now.plus_millis(HOUR),
    }
}

/// A moment as the field has it: in the reader's zone, to the minute.
fn written(at: Timestamp) -> String {
    let date = date_of(at);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

/// What the field has, if it is a moment: a text without a zone is of the reader's.
/// <https://tc39.es/ecma262/#sec-date-time-string-format>
#[expect(clippy::cast_possible_truncation, reason = "a date in milliseconds is far below 2^53")]
fn read(typed: &str) -> Option<Timestamp> {
    let millis = Date::parse(typed);
    millis.is_finite().then(|| Timestamp::from_millis(millis as i64))
}

#[expect(clippy::cast_precision_loss, reason = "a date in milliseconds is far below 2^53")]
fn date_of(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.millis() as f64))
}
