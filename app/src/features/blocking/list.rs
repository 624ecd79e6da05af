//! Whom the member has blocked, as the settings list them. Read when somebody looks, and again whenever
//! the member has blocked or unblocked somebody anywhere.

use leptos::{either::EitherOf4, prelude::*, task::spawn_local};

use super::{BlockButton, Whom};
use crate::{
    api,
    domain::{BlockList, Blocked, PersonId},
    features::messenger::names::named,
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{DidNotLoad, Each, Face, Mark, RoomsSkeleton, Shape},
};

/// What is known of the list. Cheap to copy.
#[derive(Clone, Copy)]
struct Reading {
    known: RwSignal<Option<BlockList>>,
    failed: RwSignal<bool>,
}

impl Reading {
    fn follow(store: Store) -> Self {
        let reading = Self { known: RwSignal::new(None), failed: RwSignal::new(false) };
        let edition = Memo::new(move |_| store.me().blocks);
        Effect::new(move |_| {
            // Read, for a memo that nobody reads does not notify.
            let _newest = edition.get();
            reading.read();
        });
        reading
    }

    fn read(self) {
        spawn_local(async move {
            // The page may have been left since.
            match api::read_blocks().await {
                Ok(list) => {
                    let overtaken = self.known.try_with_untracked(|known| {
                        known.as_ref().is_some_and(|known| known.edition > list.edition)
                    });
                    if overtaken == Some(false) {
                        self.failed.set(false);
                        self.known.set(Some(list));
                    }
                }
                Err(_) => drop(self.failed.try_set(true)),
            }
        });
    }
}

/// The list, with the way to take a block back.
#[component]
pub fn BlockedPeople() -> impl IntoView {
    let i18n = use_i18n();
    let reading = Reading::follow(expect_context::<Store>());
    let is_empty =
        move || reading.known.with(|known| known.as_ref().map(|known| known.people.is_empty()));
    let people =
        move || reading.known.with(|known| known.as_ref().map(|known| known.people.clone()));
    let shown = move || match is_empty() {
        Some(true) => EitherOf4::A(view! { <p class="hint">{t!(i18n, blocking.nobody)}</p> }),
        Some(false) => EitherOf4::B(view! {
            <ul class="blocked">
                <Each
                    each=move || people().unwrap_or_default()
                    key=|one| (one.person.id, one.dropped)
                    let(one)
                >
                    <Row one />
                </Each>
            </ul>
        }),
        None if reading.failed.get() => EitherOf4::C(view! {
            <DidNotLoad
                text=move || t_string!(i18n, blocking.list_failed)
                again=move || reading.read()
            />
        }),
        None => EitherOf4::D(
            view! { <RoomsSkeleton label=move || t_string!(i18n, blocking.blocked) /> },
        ),
    };
    view! {
        <section class="settings-part" aria-labelledby="settings-blocked">
            <h2 id="settings-blocked">{t!(i18n, blocking.blocked)}</h2>
            {shown}
        </section>
    }
}

#[component]
fn Row(one: Blocked) -> impl IntoView {
    let i18n = use_i18n();
    let PersonId::LineUser(contact) = one.person.id else { return ().into_any() };
    let (picture, dropped) = (one.person.picture, one.dropped);
    let name = Signal::derive(move || named(i18n, one.person.name.clone()));
    let whom = Signal::derive(move || Whom { contact, name: name.get() });
    view! {
        <li class="person">
            <Face
                shape=Shape::LineUser
                id=contact.uuid()
                name=move || name.get()
                picture=Signal::derive(move || picture.clone())
                mark=Mark::Line
            />
            <span class="clip">
                <span class="name" dir="auto">
                    {move || name.get()}
                </span>
                <span class="sub clip">{t!(i18n, blocking.dropped, count = dropped)}</span>
            </span>
            <BlockButton whom blocked=Signal::stored(true) />
        </li>
    }
    .into_any()
}
