//! A value that is there to be copied.

use leptos::{prelude::*, task::spawn_local, text_prop::TextProp};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Node;

use super::{Icon, toast::Toaster};
use crate::{
    browser,
    i18n::{t_string, tu_string, use_i18n},
};

/// A value with a button that copies it. Where the browser does not let us (no https, no
/// permission), it selects the value and says how to go on.
#[component]
pub fn Copy(
    /// What the value is, for screen readers.
    #[prop(into)]
    label: TextProp,
    /// The value.
    #[prop(into)]
    value: TextProp,
) -> impl IntoView {
    let i18n = use_i18n();
    let toaster = expect_context::<Toaster>();
    let shown = NodeRef::<leptos::html::Output>::new();
    let text = value.clone();
    let what = label.clone();
    let copy = move |_| {
        let text = text.get().to_string();
        spawn_local(async move {
            if write_to_clipboard(&text).await.is_ok() {
                toaster.say(tu_string!(i18n, common.copied));
            } else if let Some(shown) = shown.get_untracked()
                && select(&shown).is_ok()
            {
                toaster.say(tu_string!(i18n, common.copy_by_hand));
            }
        });
    };
    view! {
        <div class="copy">
            <output class="clip" aria-label=move || label.get() node_ref=shown>
                {move || value.get()}
            </output>
            <button
                type="button"
                class="btn quiet small"
                aria-label=move || t_string!(i18n, common.copy_what, what = what.get().to_string())
                on:click=copy
            >
                {Icon::Copy.small()}
                {move || t_string!(i18n, common.copy)}
            </button>
        </div>
    }
}

/// Puts a text into the clipboard.
///
/// # Errors
/// Where the browser does not let us: no https, no permission.
pub async fn write_to_clipboard(text: &str) -> Result<(), JsValue> {
    let clipboard = browser::clipboard().ok_or(JsValue::UNDEFINED)?;
    JsFuture::from(clipboard.write_text(text)).await.map(drop)
}

fn select(shown: &Node) -> Result<(), JsValue> {
    let selection = window().get_selection()?.ok_or(JsValue::UNDEFINED)?;
    selection.select_all_children(shown)
}
