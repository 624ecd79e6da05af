//! The second step: the rooms where these people are together already, and the way to a new one.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "a room on its way is a few handles, handed on once for each view"
)]

use leptos::{html, prelude::*};

use super::gathering::{Gathering, Step, opener};
use crate::{
    domain::Room,
    features::{
        finding::choices::Chips,
        messenger::{multi_face::MultiFace, names::named},
    },
    i18n::{t, t_string, use_i18n},
    ui::{Each, Icon, Mark},
};

/// Rooms to open, beside the way to a new one.
#[component]
pub fn Together(gathering: Gathering) -> impl IntoView {
    let i18n = use_i18n();
    let heading = NodeRef::<html::H3>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _out_of_reach = heading.focus();
        }
    });
    // With other people than these, the rooms below would be the wrong ones.
    let people = gathering.people;
    let asked_for = people.chosen.with_untracked(Vec::len);
    Effect::new(move |_| {
        if people.chosen.with(Vec::len) != asked_for {
            gathering.back();
        }
    });
    view! {
        <div class="create-body">
            <Chips finder=people />
            <h3 class="group-h" tabindex="-1" node_ref=heading>
                <b>{t!(i18n, create.together)}</b>
                <span class="num">{move || gathering.together.with(Vec::len)}</span>
            </h3>
            <p class="hint">{t!(i18n, create.together_hint)}</p>
            <ul class="exist" aria-label=move || t_string!(i18n, create.together)>
                <Each each=move || gathering.together.get() key=|room| room.id let(room)>
                    <Existing room />
                </Each>
            </ul>
            <button
                type="button"
                class="fresh"
                on:click=move |_| gathering.step.set(Step::Describe)
            >
                <span class="face ours" aria-hidden="true">
                    <span class="pic">{Icon::Plus.draw()}</span>
                </span>
                <span>
                    <b>{t!(i18n, create.create_room)}</b>
                    <span class="sub">{t!(i18n, create.create_room_hint)}</span>
                </span>
                {Icon::ChevronRight.small()}
            </button>
        </div>
    }
}

#[component]
fn Existing(room: Room) -> impl IntoView {
    let i18n = use_i18n();
    let open = opener();
    let Room { id, title, people, .. } = room.clone();
    let (name, shown) = (title.clone(), title);
    view! {
        <li class="person">
            <MultiFace room=Signal::stored(Some(room)) mark=Mark::Line />
            <span class="clip">
                <span class="name clip" dir="auto">
                    {move || named(i18n, shown.clone())}
                </span>
                <span class="sub clip">
                    {t!(i18n, create.headcount, line_users = people.line_users, members = people.members)}
                </span>
            </span>
            <button
                type="button"
                class="btn small"
                aria-label=move || {
                    t_string!(i18n, create.open_room, name = named(i18n, name.clone()))
                }
                on:click=move |_| open(id)
            >
                {t!(i18n, messenger.open)}
            </button>
        </li>
    }
}
