//! Whether LINE users see what the member has read. The switch stands as the server has it: a change is
//! seen when its event has come, on all of the member's devices.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    domain::ReadMarks,
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::Toaster,
};

/// The choice, and what LINE users see then.
#[component]
pub fn ReadMarksChoice() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let toaster = expect_context::<Toaster>();
    let is_shown = Memo::new(move |_| store.me().read_marks == ReadMarks::Shown);
    // What was pressed holds until the server has spoken.
    let pressed = RwSignal::new(None);
    let checked = Signal::derive(move || pressed.get().unwrap_or_else(|| is_shown.get()));
    Effect::new(move |_| {
        is_shown.track();
        pressed.set(None);
    });
    let choose = move |shown: bool| {
        pressed.set(Some(shown));
        let choice = if shown { ReadMarks::Shown } else { ReadMarks::NotShown };
        spawn_local(async move {
            if api::set_read_marks(choice).await.is_err() {
                let _page_was_left = pressed.try_set(None);
                toaster.say(t_string!(i18n, settings.read_marks_failed));
            }
        });
    };
    view! {
        <section class="settings-part" aria-labelledby="settings-reading">
            <h2 id="settings-reading">{t!(i18n, settings.reading)}</h2>
            <label class="choice">
                <input
                    type="checkbox"
                    role="switch"
                    aria-describedby="settings-reading-hint"
                    checked=checked
                    prop:checked=checked
                    on:change=move |event| choose(event_target_checked(&event))
                />
                <span>{t!(i18n, settings.read_marks)}</span>
            </label>
            <p class="hint" id="settings-reading-hint">
                {t!(i18n, settings.read_marks_hint)}
            </p>
        </section>
    }
}
