//! The dialog in which another contact is chosen, to become one with the open one.

use leptos::prelude::*;

use super::{acts::Doing, open::Open};
use crate::{
    api, browser,
    domain::{Contact, ContactEntry},
    features::{
        finding::{finder::Finder, offers::Offers},
        messenger::names::named,
    },
    i18n::{t, t_string, tu_string, use_i18n},
    ui::Dialog,
};

/// People who are offered at once; others are found by more of their name.
const OFFERED: usize = 20;

/// The dialog.
#[component]
pub fn MergeDialog(
    /// The contact that stays.
    contact: Contact,
    /// Where it is open.
    open: Open,
    /// Whether the dialog is.
    is_open: RwSignal<bool>,
    /// What does it.
    doing: Doing,
) -> impl IntoView {
    let i18n = use_i18n();
    let (id, name) = (contact.id, StoredValue::new(contact.card.name));
    let merge = move |other: ContactEntry| {
        let (name, other_name) = (named(i18n, name.get_value()), named(i18n, other.name));
        let sure = t_string!(i18n, contacts.merge_sure, other = other_name, name = name);
        if browser::confirm(&sure) {
            is_open.set(false);
            let done = tu_string!(i18n, contacts.merged).to_owned();
            let failed = tu_string!(i18n, contacts.merge_failed).to_owned();
            doing.begin(api::merge_contacts(id, other.id), done, failed, move || open.changed());
        }
    };
    view! {
        <Dialog
            id="merge-contact"
            class="merge-contact"
            title=move || t_string!(i18n, contacts.merge_heading)
            open=is_open
            on_close=move || is_open.set(false)
        >
            <p class="hint">{t!(i18n, contacts.merge_hint)}</p>
            <Offers
                finder=Finder::of_contacts_but(id, OFFERED)
                label=move || t_string!(i18n, contacts.merge_find)
                nobody=move || t_string!(i18n, contacts.no_match)
                on_choose=merge
            />
        </Dialog>
    }
}
