//! What blocking does, before it is done.

use leptos::prelude::*;

use super::Blocking;
use crate::{
    domain::Block,
    i18n::{t, t_string, use_i18n},
    ui::Dialog,
};

/// The question, while it is asked.
#[component]
pub fn BlockDialog() -> impl IntoView {
    let (i18n, blocking) = (use_i18n(), expect_context::<Blocking>());
    // The words stay while the dialog closes.
    let whom = Memo::new(move |before: Option<&Option<super::Whom>>| {
        blocking.asking.get().or_else(|| before.cloned().flatten())
    });
    let name = move || whom.get().map(|whom| whom.name).unwrap_or_default();
    let block = move |_| {
        if let Some(whom) = blocking.asking.get_untracked() {
            blocking.set(whom, Block::On);
        }
    };
    view! {
        <Dialog
            id="block"
            class="ask"
            title=move || t_string!(i18n, blocking.ask, name = name())
            open=Signal::derive(move || blocking.is_asking())
            on_close=move || blocking.ask_no_more()
        >
            <ul class="plain-list">
                <li>{t!(i18n, blocking.nothing_shown)}</li>
                <li>{t!(i18n, blocking.nothing_sent)}</li>
                <li>{t!(i18n, blocking.in_shared_rooms)}</li>
                <li>{t!(i18n, blocking.not_told)}</li>
            </ul>
            <div class="ask-acts">
                <button type="button" class="btn" on:click=move |_| blocking.ask_no_more()>
                    {t!(i18n, blocking.cancel)}
                </button>
                <button
                    type="button"
                    class="btn danger"
                    aria-disabled=move || blocking.underway.get().then_some("true")
                    on:click=block
                >
                    {t!(i18n, blocking.block)}
                </button>
            </div>
        </Dialog>
    }
}
