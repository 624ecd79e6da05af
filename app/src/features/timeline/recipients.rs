//! How far a message has come that goes to several LINE users: how many have it, and on demand each of
//! them by name.

use leptos::{prelude::*, task::spawn_local};

use super::{state::Shares, words};
use crate::{
    api,
    domain::{Delivery, PersonId, Recipient, RoomId, Seq},
    features::messenger::names,
    i18n::{t, use_i18n},
    sync::Store,
    ui::Icon,
};

/// What is known of the recipients.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Known {
    /// Nobody has asked.
    Closed,
    /// The answer is on its way.
    Asked,
    /// These.
    Told(Vec<Recipient>),
    /// The server did not answer.
    Failed,
}

/// The count, as a button that opens the list. The children are what else can be done.
#[component]
pub fn Recipients(
    /// In which room.
    room: RoomId,
    /// Which message.
    seq: Seq,
    /// How many have it, of those it goes to.
    shares: Signal<Shares>,
    /// What else can be done.
    children: ChildrenFn,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let known = RwSignal::new(Known::Closed);
    let is_open = Memo::new(move |_| known.with(|known| *known != Known::Closed));
    let ask = move || {
        spawn_local(async move {
            let told = match api::read_recipients(room, seq).await {
                Ok(all) => {
                    store.meet(all.iter().map(|one| one.person.clone()));
                    Known::Told(all)
                }
                Err(_) => Known::Failed,
            };
            // It may have been closed since.
            if known.try_with_untracked(|known| *known != Known::Closed) == Some(true) {
                known.set(told);
            }
        });
    };
    let toggle = move |_| {
        if is_open.get_untracked() {
            known.set(Known::Closed);
        } else {
            known.set(Known::Asked);
            ask();
        }
    };
    // What is open follows what the numbers say.
    Effect::new(move |before: Option<Shares>| {
        let now = shares.get();
        if before.is_some_and(|before| before != now) && is_open.get_untracked() {
            ask();
        }
        now
    });
    let failed = move || shares.get().failed > 0;
    let list = move || {
        known.with(|known| match known {
            Known::Closed | Known::Asked => None,
            Known::Failed => {
                Some(view! { <p>{t!(i18n, messenger.recipients_failed)}</p> }.into_any())
            }
            Known::Told(all) => Some(view! { <List all=all.clone() /> }.into_any()),
        })
    };
    view! {
        <div class="undelivered shares" class:well=move || !failed()>
            {move || failed().then(|| Icon::TriangleAlert.draw())}
            <button
                type="button"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                on:click=toggle
            >
                {move || words::shares(i18n, shares.get())}
            </button>
            <Show when=failed>{children()}</Show>
            {list}
        </div>
    }
}

#[component]
fn List(all: Vec<Recipient>) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let row = move |one: Recipient| {
        let (id, delivery): (PersonId, Delivery) = (one.person.id, one.delivery);
        view! {
            <li class:bad=delivery.is_failed()>
                <b class="clip" dir="auto">
                    {move || names::person(i18n, store, id)}
                </b>
                " "
                {move || words::delivery(i18n, delivery)}
            </li>
        }
    };
    view! { <ul>{all.into_iter().map(row).collect_view()}</ul> }
}
