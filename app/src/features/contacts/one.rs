//! The place of the open contact.

use leptos::prelude::*;

use super::{
    editing::Editing,
    form::EditForm,
    open::{Open, State},
    view::ContactView,
};
use crate::{
    features::messenger::dead_end::TryAgain,
    i18n::{t, t_string, use_i18n},
    ui::{Blank, Blankness, Icon, RoomsSkeleton},
};

/// The open contact: read, or being changed.
#[component]
pub fn OneContact(
    /// Which one.
    open: Open,
) -> impl IntoView {
    let i18n = use_i18n();
    let editing = Editing::begin(open);
    open.keep_up(move || editing.is_open());
    // What stands here is not drawn anew for being read again.
    let state = Memo::new(move |_| open.state.get());
    let shown = move || match state.get() {
        State::None => view! {
            <Blank
                why=Blankness::Empty
                title=move || t_string!(i18n, contacts.none_open_title)
                text=move || t_string!(i18n, contacts.none_open)
            />
        }
        .into_any(),
        State::Reading => {
            view! { <RoomsSkeleton label=move || t_string!(i18n, contacts.loading_one) /> }
                .into_any()
        }
        State::Here => view! { <Known open editing /> }.into_any(),
        State::Absent => view! {
            <Blank
                why=Blankness::Failed
                title=move || t_string!(i18n, contacts.absent_title)
                text=move || t_string!(i18n, contacts.absent)
            >
                <a class="btn" href="/contacts">
                    {t!(i18n, contacts.to_contacts)}
                </a>
            </Blank>
        }
        .into_any(),
        State::Failed => view! {
            <TryAgain
                title=move || t_string!(i18n, contacts.failed_title)
                text=move || t_string!(i18n, contacts.failed)
                again=move || open.again()
            />
        }
        .into_any(),
    };
    view! {
        <div class="contact scroll">
            <a
                class="tool contact-back"
                href="/contacts"
                aria-label=move || t_string!(i18n, contacts.back)
            >
                {Icon::ChevronLeft.draw()}
            </a>
            {shown}
        </div>
    }
}

#[component]
fn Known(open: Open, editing: Editing) -> impl IntoView {
    let contact = Memo::new(move |_| open.known.get());
    move || {
        contact.get().map(|contact| {
            if editing.is_open() {
                view! { <EditForm editing contact /> }.into_any()
            } else {
                view! { <ContactView contact open editing /> }.into_any()
            }
        })
    }
}
