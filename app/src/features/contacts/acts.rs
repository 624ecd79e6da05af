//! What is done with a whole contact: trash and back, end, merge.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{merge::MergeDialog, open::Open};
use crate::{
    api::{self, ApiError},
    browser,
    domain::{
        Contact,
        contact::{Rights, Shelf},
    },
    features::messenger::names::named,
    i18n::{t, t_string, tu_string, use_i18n},
    ui::{Icon, Toaster},
};

/// Does something once at a time, and says what came of it.
#[derive(Clone, Copy)]
pub struct Doing {
    open: Open,
    toaster: Toaster,
}

impl Doing {
    /// With this contact.
    pub fn with(open: Open) -> Self {
        Self { open, toaster: expect_context::<Toaster>() }
    }

    /// Does it. `done` is said when it worked, `not_done` when it did not. `then` leaves the contact, or
    /// shows what has become of it.
    pub fn begin(
        self,
        act: impl Future<Output = Result<(), ApiError>> + 'static,
        done: String,
        not_done: String,
        then: impl FnOnce() + 'static,
    ) {
        if self.open.doing.get_untracked() {
            return;
        }
        self.open.doing.set(true);
        spawn_local(async move {
            match act.await {
                Ok(()) => {
                    self.toaster.say(done);
                    // It may have been left meanwhile.
                    if !self.open.doing.is_disposed() {
                        then();
                    }
                }
                Err(ApiError::SignedOut) => browser::go_to_login(),
                Err(_) => {
                    self.toaster.say(not_done);
                    let _left = self.open.doing.try_set(false);
                }
            }
        });
    }
}

/// The acts that this reader may do.
#[component]
pub fn Acts(
    /// With what.
    contact: Contact,
    /// Where it is open.
    open: Open,
) -> impl IntoView {
    let (i18n, doing) = (use_i18n(), Doing::with(open));
    let navigate = StoredValue::new(use_navigate());
    let away = move || {
        open.listing.refresh();
        navigate.with_value(|go| go("/contacts", NavigateOptions::default()));
    };
    let failed = move || tu_string!(i18n, contacts.failed_act).to_owned();
    let (id, may_manage) = (contact.id, contact.rights == Rights::Manage);
    let on_line = contact.line.first().map(|line| line.name.clone()).unwrap_or_default();
    let name = if contact.card.name.is_empty() { on_line } else { contact.card.name.clone() };
    let trash = move |_| {
        let done = tu_string!(i18n, contacts.trashed).to_owned();
        doing.begin(api::trash_contact(id), done, failed(), away);
    };
    let restore = move |_| {
        let done = tu_string!(i18n, contacts.restored).to_owned();
        doing.begin(api::restore_contact(id), done, failed(), move || open.changed());
    };
    let delete = move |_| {
        let name = named(i18n, name.clone());
        if browser::confirm(&t_string!(i18n, contacts.delete_sure, name = name)) {
            let done = tu_string!(i18n, contacts.deleted).to_owned();
            doing.begin(api::delete_contact(id), done, failed(), away);
        }
    };
    let merging = open.merging;
    match contact.shelf {
        Shelf::Kept => view! {
            <footer class="contact-acts">
                <button type="button" class="btn" on:click=move |_| merging.set(true)>
                    {t!(i18n, contacts.merge)}
                </button>
                <button type="button" class="btn danger" on:click=trash>
                    {Icon::Trash2.small()}
                    {t!(i18n, contacts.to_trash)}
                </button>
            </footer>
            <MergeDialog contact open is_open=merging doing />
        }
        .into_any(),
        Shelf::Trash => view! {
            <footer class="contact-acts">
                <button type="button" class="btn primary" on:click=restore>
                    {Icon::RotateCw.small()}
                    {t!(i18n, contacts.restore)}
                </button>
                {may_manage
                    .then(|| {
                        view! {
                            <button type="button" class="btn danger" on:click=delete>
                                {Icon::Trash2.small()}
                                {t!(i18n, contacts.delete)}
                            </button>
                        }
                    })}
            </footer>
        }
        .into_any(),
    }
}
