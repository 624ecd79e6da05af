//! The dialog in which another contact is chosen, to become one with the open one.

use leptos::{prelude::*, task::spawn_local};

use super::{acts::Doing, open::Open};
use crate::{
    api, browser,
    domain::{Contact, ContactEntry, ContactId, ContactQuery},
    features::messenger::names::named,
    i18n::{t, t_string, tu_string, use_i18n},
    ui::{Dialog, Face, Find, Shape},
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
            <Others but=id on_choose=merge />
        </Dialog>
    }
}

/// The other contacts, to be searched.
#[component]
fn Others(
    but: ContactId,
    on_choose: impl Fn(ContactEntry) + Copy + Send + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let (typed, found) = (RwSignal::new(String::new()), RwSignal::new(Vec::<ContactEntry>::new()));
    Effect::new(move |_| {
        let search = typed.get();
        spawn_local(async move {
            let query = ContactQuery { search: search.clone(), ..ContactQuery::default() };
            if let Ok(page) = api::read_contacts(query).await
                && typed.try_get_untracked() == Some(search)
            {
                let others = page.contacts.into_iter().filter(|entry| entry.id != but);
                found.set(others.take(OFFERED).collect());
            }
        });
    });
    let offer = move |entry: ContactEntry| {
        let (name, picture) = (entry.name.clone(), entry.picture.clone());
        let (id, company) = (entry.id.uuid(), entry.company.clone());
        let face = name.clone();
        view! {
            <li>
                <button type="button" class="person" on:click=move |_| on_choose(entry.clone())>
                    <Face shape=Shape::LineUser id name=move || named(i18n, face.clone()) picture />
                    <span class="clip">
                        <span class="name" dir="auto">
                            {move || named(i18n, name.clone())}
                        </span>
                        <span class="sub clip" dir="auto">
                            {company}
                        </span>
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <Find label=move || t_string!(i18n, contacts.merge_find) typed />
        <ul class="offers" aria-label=move || t_string!(i18n, contacts.title)>
            <For each=move || found.get() key=|entry| entry.id children=offer />
        </ul>
    }
}
