//! The address book "Clients/Partners": the list, one contact beside it, and what a room's details say
//! of it.
//!
//! Not part of the member's stream: it is read when somebody looks, and again when the address book has
//! become another one ([`live`]); what is saved says which edition it has changed. The names that are given here reach every view by the events of those who bear them.

mod acts;
mod editing;
#[cfg(feature = "ssr")]
pub mod files;
mod form;
mod keep;
mod list;
mod listing;
mod live;
mod merge;
mod one;
mod open;
mod pieces;
mod sharing;
mod view;
mod words;

use leptos::{either::Either, prelude::*};

use self::{list::ContactList, listing::Listing, one::OneContact, open::Open};
use crate::{
    domain::ContactId,
    features::profile::Reach,
    i18n::{t_string, use_i18n},
    sync::Store,
    ui::{Blank, Blankness},
};

pub use self::keep::Keep;

/// A contact's address.
pub fn path_of(id: ContactId) -> String {
    format!("/contacts/{id}")
}

/// The page: the list, and beside it, or in its place where the screen is narrow, the open contact.
#[component]
pub fn ContactsPage(
    /// The contact that the address names.
    open: Memo<Option<ContactId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let reach = Reach::follow(expect_context::<Store>());
    let is_permitted = Memo::new(move |_| reach.with(Reach::is_permitted));
    let page = move || {
        if is_permitted.get() {
            Either::Left(view! { <Book open /> })
        } else {
            Either::Right(view! {
                <Blank
                    why=Blankness::Empty
                    title=move || t_string!(i18n, profile.not_permitted_title)
                    text=move || t_string!(i18n, profile.not_permitted)
                />
            })
        }
    };
    let is_one = move || open.get().is_some();
    view! {
        <main class="contacts" class:one=is_one>
            {page}
        </main>
    }
}

#[component]
fn Book(open: Memo<Option<ContactId>>) -> impl IntoView {
    let listing = Listing::begin();
    let open = Open::follow(open, listing);
    view! {
        <ContactList listing open />
        <OneContact open />
    }
}
