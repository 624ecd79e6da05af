//! The list without any room: how one comes about, and what to give a LINE user for it.

use leptos::{prelude::*, text_prop::TextProp};

use crate::{
    domain::line_id::contact_url,
    features::profile::Reach,
    i18n::{t_string, use_i18n},
    sync::Store,
    ui::{Blank, Blankness, Copy},
};

/// No room yet: how one comes about, and what to give a LINE user for it.
#[component]
pub fn Nobody() -> impl IntoView {
    let i18n = use_i18n();
    let reach = Reach::follow(expect_context::<Store>());
    move || {
        let (title, text, id) = match reach.get() {
            Reach::NotPermitted => (
                TextProp::from(move || t_string!(i18n, profile.not_permitted_title)),
                TextProp::from(move || t_string!(i18n, profile.not_permitted_rooms)),
                None,
            ),
            Reach::NoAccount => (
                TextProp::from(move || t_string!(i18n, messenger.nobody_title)),
                TextProp::from(move || t_string!(i18n, messenger.nobody_no_account)),
                None,
            ),
            Reach::ById(id) => (
                TextProp::from(move || t_string!(i18n, messenger.nobody_title)),
                TextProp::from(move || t_string!(i18n, messenger.nobody)),
                Some(id),
            ),
        };
        view! {
            <Blank why=Blankness::Empty title text>
                {id.map(|id| view! { <ToGive id /> })}
            </Blank>
        }
    }
}

/// What makes a LINE user find me.
#[component]
fn ToGive(id: String) -> impl IntoView {
    let i18n = use_i18n();
    let url = contact_url(&id);
    view! {
        <div class="my-id">
            <Copy label=move || t_string!(i18n, messenger.my_id) value=id />
            <Copy label=move || t_string!(i18n, messenger.add_url) value=url />
        </div>
    }
}
