//! What a room's details say of the LINE user in the address book: add them, or open the contact.

use leptos::{prelude::*, task::spawn_local};

use super::{live::Live, path_of};
use crate::{
    api::{self, ApiError},
    browser,
    domain::{
        ContactId,
        contact::{Added, Keeping},
    },
    i18n::{t, t_string, tu_string, use_i18n},
    ui::{Icon, Toaster},
};

/// The section.
#[component]
pub fn Keep(
    /// The LINE user.
    user: ContactId,
) -> impl IntoView {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let keeping = RwSignal::new(None::<Keeping>);
    let said = RwSignal::new(None::<String>);
    let live = Live::begin();
    let read = move || {
        let edition = live.ask();
        spawn_local(async move {
            let answer = api::read_keeping(user).await;
            // The details may have been closed meanwhile.
            if keeping.is_disposed() {
                return;
            }
            match answer {
                Ok(now) => {
                    keeping.set(Some(now));
                    live.arrived(edition);
                }
                Err(_) => live.failed(),
            }
        });
    };
    Effect::new(move |_| untrack(read));
    live.follow(|| true, read);
    let add = move |_| {
        said.set(None);
        spawn_local(async move {
            match api::add_contact(user).await {
                Ok(Added::As(id)) => {
                    let _closed = keeping.try_set(Some(Keeping::Kept(id)));
                    toaster.say(tu_string!(i18n, contacts.added));
                }
                Ok(Added::ByAnother) => {
                    let _closed =
                        said.try_set(Some(tu_string!(i18n, contacts.by_another).to_owned()));
                }
                Err(ApiError::SignedOut) => browser::go_to_login(),
                Err(_) => {
                    let _closed =
                        said.try_set(Some(tu_string!(i18n, contacts.failed_act).to_owned()));
                }
            }
        });
    };
    let way = move |id: ContactId, text: &'static str| {
        view! {
            <a class="btn" href=path_of(id)>
                {Icon::UsersRound.small()}
                {text}
            </a>
        }
        .into_any()
    };
    let act = move || {
        Some(match keeping.get()? {
            Keeping::Kept(id) => way(id, t_string!(i18n, contacts.open)),
            Keeping::Trashed(id) => way(id, t_string!(i18n, contacts.open_trashed)),
            Keeping::NotKept => view! {
                <button type="button" class="btn" on:click=add>
                    {Icon::UserRoundPlus.small()}
                    {t!(i18n, contacts.add)}
                </button>
            }
            .into_any(),
        })
    };
    view! {
        <section class="sec keep" aria-labelledby="keep-heading">
            <h3 id="keep-heading">{t!(i18n, contacts.list)}</h3>
            {act}
            <p class="hint" role="status">
                {move || said.get()}
            </p>
        </section>
    }
}
