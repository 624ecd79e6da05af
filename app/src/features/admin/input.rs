//! What an admin types, and what is offered for it.

use leptos::prelude::*;

use crate::plain::Input;

/// What somebody or something may be called.
pub(super) const CALLED: Input = Input { longest: Some(80), ..Input::WORDS };

/// What somebody or something must be called.
pub(super) const NAME: Input = Input { required: true, ..CALLED };

/// The address of somebody else.
pub(super) const EMAIL: Input =
    Input { kind: "email", longest: Some(254), required: true, ..Input::WORDS };

/// What a field with this list offers.
pub(super) fn offers(id: &'static str, names: Vec<String>) -> impl IntoView {
    let option = |name| view! { <option value=name></option> };
    view! { <datalist id=id>{names.into_iter().map(option).collect_view()}</datalist> }
}
