//! What stands beside a room: who takes part, and what can be done about it. A column where the screen
//! is wide, in the room's place where it is not. Open as long as the address says so.

mod about;
mod add;
mod group;
mod leave;
mod people;
mod reading;
mod settings;
mod standing;

use leptos::{either::EitherOf3, prelude::*};

use self::{
    about::About, add::AddPeople, group::GroupPart, leave::Leave, people::People,
    settings::RoomSettings, standing::Standing,
};
pub use self::{reading::Reading, settings::RoomSettingsItem};
use crate::{
    domain::RoomId,
    features::{
        contacts::Keep,
        messenger::{dead_end::TryAgain, place::path_of},
    },
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Icon, RoomsSkeleton},
};

/// The details of an open room.
#[component]
pub fn Details(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let reading = Reading::follow(store, room);
    let contact = Memo::new(move |_| store.room(room)?.contact);
    let keep = move || contact.get().map(|user| view! { <Keep user /> });
    // Whatever is read anew, what was opened beside somebody stays open.
    let is_known = Memo::new(move |_| reading.known.with(Option::is_some));
    let shown = move || {
        if is_known.get() {
            EitherOf3::A(view! { <People room known=reading.known /> {keep} })
        } else if reading.failed.get() {
            EitherOf3::B(view! {
                <TryAgain
                    title=move || t_string!(i18n, messenger.participants)
                    text=move || t_string!(i18n, messenger.details_failed)
                    again=move || reading.read()
                />
            })
        } else {
            EitherOf3::C(
                view! { <RoomsSkeleton label=move || t_string!(i18n, messenger.details) /> },
            )
        }
    };
    view! {
        <aside class="details scroll" aria-labelledby="details-heading">
            <header class="details-top">
                <a
                    class="tool"
                    href=path_of(room)
                    aria-label=move || t_string!(i18n, common.close)
                >
                    {Icon::X.draw()}
                </a>
                <h2 id="details-heading">{t!(i18n, messenger.details)}</h2>
            </header>
            <About room />
            {shown}
            {move || contact.get().map(|contact| view! { <Standing room contact /> })}
            <GroupPart room />
            <Leave room />
            <RoomSettings room />
            <AddPeople room known=reading.known />
        </aside>
    }
}
