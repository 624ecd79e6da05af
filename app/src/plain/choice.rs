//! What is chosen by a press: one of a few, or whether something is so. What is not chosen posts
//! nothing.

use leptos::prelude::*;

/// One of a few that are posted under the same name.
pub fn radio(
    name: &'static str,
    value: &'static str,
    checked: bool,
    label: &'static str,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name=name value=value checked=checked />
            <span>{label}</span>
        </label>
    }
}

/// Whether something is on; posts `on`.
pub fn switch(name: &'static str, checked: bool, label: &'static str) -> impl IntoView {
    boxed(name, Some("switch"), checked, label)
}

/// Whether something belongs to what is set; posts `on`.
pub fn tick(name: &'static str, checked: bool, label: &'static str) -> impl IntoView {
    boxed(name, None, checked, label)
}

fn boxed(
    name: &'static str,
    role: Option<&'static str>,
    checked: bool,
    label: &'static str,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="checkbox" role=role name=name value="on" checked=checked />
            <span>{label}</span>
        </label>
    }
}
