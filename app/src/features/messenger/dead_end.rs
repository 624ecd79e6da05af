//! What stands where nothing can be shown: what happened, and the one way on.

use leptos::{prelude::*, text_prop::TextProp};

use crate::{
    i18n::{t, t_string, use_i18n},
    ui::{Again, Blank, Blankness},
};

/// There is no such room, or it is not for this member: which of both is not told.
#[component]
pub fn NoSuchRoom() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Blank
            why=Blankness::Failed
            title=move || t_string!(i18n, messenger.no_such_room_title)
            text=move || t_string!(i18n, messenger.no_such_room)
        >
            <a class="btn" href="/">
                {t!(i18n, messenger.to_rooms)}
            </a>
        </Blank>
    }
}

/// Something could not be had now.
#[component]
pub fn TryAgain(
    /// What is missing, in a few words.
    #[prop(into)]
    title: TextProp,
    /// What happened.
    #[prop(into)]
    text: TextProp,
    /// Asks for it once more.
    again: impl Fn() + Send + 'static,
) -> impl IntoView {
    view! {
        <Blank why=Blankness::Failed title text>
            <Again ask=again class="btn" />
        </Blank>
    }
}
