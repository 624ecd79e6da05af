//! Who takes part in a room, each side on its own bank.

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use super::leave::Remove;
use crate::{
    domain::{Barred, Participant, PersonId, RoomDetails, RoomId, RoomKind, Talk},
    features::{
        blocking::{BlockButton, Whom},
        messenger::{names, panel::Panel},
    },
    i18n::{Locale, t, t_string, use_i18n},
    sync::Store,
    ui::{Face, Icon, LineMark, Mark, Shape},
};

/// Everybody.
#[component]
pub fn People(
    /// Which room.
    room: RoomId,
    /// What was read.
    known: RwSignal<Option<RoomDetails>>,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let those = move |of: fn(&Participant) -> bool| {
        known.with(|known| {
            let all = known.iter().flat_map(|known| &known.participants);
            all.filter(|one| of(one)).cloned().collect::<Vec<_>>()
        })
    };
    let kind = Memo::new(move |_| store.room(room).map(|room| room.kind));
    let can_add = Memo::new(move |_| kind.get().is_some_and(|kind| kind != RoomKind::Direct));
    let is_member = |one: &Participant| matches!(one.person.id, PersonId::Member(_));
    let is_line_user = |one: &Participant| matches!(one.person.id, PersonId::LineUser(_));
    view! {
        <section class="sec" aria-labelledby="participants-heading">
            <header>
                <h3 id="participants-heading">{t!(i18n, messenger.participants)}</h3>
                <Show when=move || can_add.get()>
                    <a class="btn quiet small" href=Panel::AddPeople.href()>
                        {Icon::UserPlus.small()}
                        {t!(i18n, details.add_member)}
                    </a>
                </Show>
            </header>
            <p class="bank" id="bank-line">
                <LineMark />
                {t!(i18n, messenger.on_line)}
            </p>
            <ul aria-labelledby="bank-line">
                <For each=move || those(is_line_user) key=key_of let(one)>
                    <Row room kind of=one />
                </For>
            </ul>
            <p class="bank" id="bank-company">
                {t!(i18n, messenger.company_side)}
            </p>
            <ul aria-labelledby="bank-company">
                <For each=move || those(is_member) key=key_of let(one)>
                    <Row room kind of=one />
                </For>
            </ul>
        </section>
    }
}

/// What a row is drawn of: one of whom something else is told is drawn anew.
const fn key_of(one: &Participant) -> (PersonId, Option<Talk>, Option<Barred>, bool) {
    (one.person.id, one.talk, one.reach, one.blocked)
}

/// One of them, as everywhere else: what events say of them since is newer.
#[component]
fn Row(room: RoomId, kind: Memo<Option<RoomKind>>, of: Participant) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let Participant { person: told, talk, reach, blocked } = of;
    let id = told.id;
    let person = Memo::new(move |_| store.person(id).unwrap_or_else(|| told.clone()));
    let name = move || names::person(i18n, store, id);
    let picture = Signal::derive(move || person.with(|person| person.picture.clone()));
    let (shape, mark, face) = match id {
        PersonId::LineUser(contact) => (Shape::LineUser, Mark::Line, contact.uuid()),
        PersonId::Member(member) => (Shape::Member, Mark::None, member.uuid()),
    };
    let is_me = id == PersonId::Member(store.my_id());
    // Nobody but LINE takes a LINE user out of a LINE group, and nobody out of their own room.
    let can_be_removed = move || match (kind.get(), id) {
        (Some(RoomKind::Multi), _) | (Some(RoomKind::Group), PersonId::Member(_)) => !is_me,
        (Some(RoomKind::Group), PersonId::LineUser(_)) | (Some(RoomKind::Direct) | None, _) => {
            false
        }
    };
    let about = move || {
        let group = person.with(|person| person.group.clone());
        let me = is_me.then(|| t_string!(i18n, messenger.you).to_owned());
        let stand = stand(i18n, talk, reach).map(str::to_owned);
        let both: Vec<String> = me.into_iter().chain(stand).chain(group).collect();
        (!both.is_empty()).then(|| view! { <span class="sub clip">{both.join(" · ")}</span> })
    };
    // In a direct room the block stands below, with what it does.
    let block = move || match id {
        PersonId::LineUser(contact) if kind.get() != Some(RoomKind::Direct) => {
            let whom = Signal::derive(move || Whom { contact, name: name() });
            Some(view! { <BlockButton whom blocked=Signal::stored(blocked) /> })
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
            <span class="acts">
                {block}
                <Show when=can_be_removed>
                    <Remove room person=id name=Signal::derive(name) />
                </Show>
            </span>
        </li>
    }
}

/// Where what a LINE user writes goes, or why nothing reaches them.
fn stand(
    i18n: I18nContext<Locale>,
    talk: Option<Talk>,
    reach: Option<Barred>,
) -> Option<&'static str> {
    match (reach, talk) {
        (Some(Barred::Blocked), _) => Some(t_string!(i18n, create.blocked)),
        (Some(_), _) => Some(t_string!(i18n, create.unfollowed)),
        (None, Some(Talk::Here)) => Some(t_string!(i18n, details.talk_here)),
        (None, Some(Talk::Elsewhere)) => Some(t_string!(i18n, details.talk_elsewhere)),
        (None, None) => None,
    }
}
