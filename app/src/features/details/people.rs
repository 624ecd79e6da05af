//! Who takes part in a room, each side on its own bank.

use leptos::prelude::*;

use crate::{
    domain::{Participant, PersonId, RoomDetails, RoomKind},
    features::{
        blocking::{BlockButton, Whom},
        messenger::names,
    },
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Face, LineMark, Mark, Shape},
};

/// Everybody.
#[component]
pub fn People(
    /// What was read.
    known: RwSignal<Option<RoomDetails>>,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let kind = move || {
        let room = known.with_untracked(|known| known.as_ref().map(|known| known.room));
        let room = untrack(|| room.and_then(|room| store.room(room)));
        room.map_or(RoomKind::Direct, |room| room.kind)
    };
    let those = move |of: fn(&Participant) -> bool| {
        known.with(|known| {
            let all = known.iter().flat_map(|known| &known.participants);
            all.filter(|one| of(one)).cloned().collect::<Vec<_>>()
        })
    };
    let is_member = |one: &Participant| matches!(one.person.id, PersonId::Member(_));
    let is_line_user = |one: &Participant| matches!(one.person.id, PersonId::LineUser(_));
    view! {
        <section class="sec" aria-labelledby="participants-heading">
            <h3 id="participants-heading">{t!(i18n, messenger.participants)}</h3>
            <p class="bank" id="bank-line">
                <LineMark />
                {t!(i18n, messenger.on_line)}
            </p>
            <ul aria-labelledby="bank-line">
                <For
                    each=move || those(is_line_user)
                    key=|one| (one.person.id, one.blocked)
                    let(one)
                >
                    <Row of=one kind=kind() />
                </For>
            </ul>
            <p class="bank" id="bank-company">
                {t!(i18n, messenger.company_side)}
            </p>
            <ul aria-labelledby="bank-company">
                <For each=move || those(is_member) key=|one| one.person.id let(one)>
                    <Row of=one kind=kind() />
                </For>
            </ul>
        </section>
    }
}

/// One of them, as everywhere else: what events say of them since is newer.
#[component]
fn Row(of: Participant, kind: RoomKind) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let id = of.person.id;
    let person = Memo::new(move |_| store.person(id).unwrap_or_else(|| of.person.clone()));
    let name = move || names::person(i18n, store, id);
    let picture = Signal::derive(move || person.with(|person| person.picture.clone()));
    let (shape, mark, face) = match id {
        PersonId::LineUser(contact) => (Shape::LineUser, Mark::Line, contact.uuid()),
        PersonId::Member(member) => (Shape::Member, Mark::None, member.uuid()),
    };
    let is_me = id == PersonId::Member(store.my_id());
    let about = move || {
        let group = person.with(|person| person.group.clone());
        let me = is_me.then(|| t_string!(i18n, messenger.you).to_owned());
        let both: Vec<String> = me.into_iter().chain(group).collect();
        (!both.is_empty()).then(|| view! { <span class="sub clip">{both.join(" · ")}</span> })
    };
    // In a direct room the block stands below, with what it does.
    let block = match id {
        PersonId::LineUser(contact) if kind != RoomKind::Direct => {
            let whom = Signal::derive(move || Whom { contact, name: name() });
            Some(view! { <BlockButton whom blocked=Signal::stored(of.blocked) /> })
        }
        PersonId::LineUser(_) | PersonId::Member(_) => None,
    };
    view! {
        <li class="person">
            <Face shape id=face name picture mark />
            <span class="clip">
                <span class="name" dir="auto">
                    {name}
                </span>
                {about}
            </span>
            {block}
        </li>
    }
}
