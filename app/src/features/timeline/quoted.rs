//! What a message quotes: who said what, and the way to it.

use leptos::prelude::*;

use super::words;
use crate::{
    domain::{Author, Quote},
    features::messenger::{desk::Desk, names},
    i18n::{t, t_string, use_i18n},
    sync::Store,
};

/// The quoted message, above what answers to it. A press goes there.
#[component]
pub fn Quoted(
    /// What is quoted.
    quote: Quote,
) -> impl IntoView {
    let i18n = use_i18n();
    match quote {
        Quote::Known { seq, .. } => {
            let desk = expect_context::<Desk>();
            view! {
                <button
                    type="button"
                    class="quoted"
                    title=move || t_string!(i18n, messenger.go_to_quoted)
                    on:click=move |_| desk.look_at.set(Some(seq))
                >
                    <QuoteWords quote />
                </button>
            }
            .into_any()
        }
        Quote::Unknown => {
            view! { <span class="quoted">{t!(i18n, messenger.quoted_elsewhere)}</span> }.into_any()
        }
    }
}

/// Who is quoted, and with what.
#[component]
pub fn QuoteWords(
    /// What is quoted.
    quote: Quote,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let Quote::Known { author, body, .. } = quote else { return ().into_any() };
    let name = move || match author {
        Author::Unnamed => t_string!(i18n, messenger.unnamed).to_owned(),
        _ => author.person().map(|who| names::person(i18n, store, who)).unwrap_or_default(),
    };
    view! {
        <b class="clip" dir="auto">{name}</b>
        <span class="clip" dir="auto">{move || words::gist(i18n, &body)}</span>
    }
    .into_any()
}
