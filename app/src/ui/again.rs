//! The button that asks once more for what did not come, or did not go.

use leptos::prelude::*;

use super::Icon;
use crate::i18n::{t, use_i18n};

/// The button.
#[component]
pub fn Again(
    /// Asks once more.
    ask: impl Fn() + Send + 'static,
    /// How it looks.
    #[prop(default = "btn small")]
    class: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button type="button" class=class on:click=move |_| ask()>
            {Icon::RotateCw.small()}
            {t!(i18n, common.retry)}
        </button>
    }
}
