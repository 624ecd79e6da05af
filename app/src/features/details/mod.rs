//! What stands beside a room: who takes part, and what can be done about it. A column where the screen
//! is wide, in the room's place where it is not. Open as long as the address says so.

mod about;
mod add;
mod leave;
mod people;
mod reading;
mod settings;

use leptos::{either::EitherOf3, prelude::*};

use self::{
    about::About, add::AddPeople, leave::Leave, people::People, reading::Reading,
    settings::RoomSettings,
};
use crate::{
    domain::RoomId,
    features::messenger::{dead_end::TryAgain, place::path_of},
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
    let shown = move || {
        if reading.known.with(Option::is_some) {
            EitherOf3::A(view! { <People room known=reading.known /> })
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
            <Leave room />
            <RoomSettings room />
            <AddPeople room known=reading.known />
        </aside>
    }
}
