//! Who takes part in a room, each side on its own bank.

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use super::leave::Remove;
use crate::{
    domain::{Barred, Participant, PersonId, RoomDetails, RoomId, RoomKind, Talk},
    features::{
        blocking::{BlockButton, Whom},
        contacts::Keep,
        messenger::{names, panel::Panel},
    },
    i18n::{Locale, t, t_string, use_i18n},
    sync::Store,
    ui::{Each, Face, Icon, LineMark, Mark, Shape},
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
                <Each each=move || those(is_line_user) key=|one| one.person.id let(one)>
                    <Row room kind known of=one />
                </Each>
            </ul>
            <p class="bank" id="bank-company">
                {t!(i18n, messenger.company_side)}
            </p>
            <ul aria-labelledby="bank-company">
                <Each each=move || those(is_member) key=|one| one.person.id let(one)>
                    <Row room kind known of=one />
                </Each>
            </ul>
        </section>
    }
}

/// One of them, as everywhere else: what events say of them since is newer.
#[component]
fn Row(
    room: RoomId,
    kind: Memo<Option<RoomKind>>,
    known: RwSignal<Option<RoomDetails>>,
    of: Participant,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let id = of.person.id;
    let now = Memo::new(move |_| {
        known.with(|known| {
            let mut all = known.iter().flat_map(|known| &known.participants);
            all.find(|one| one.person.id == id).unwrap_or(&of).clone()
        })
    });
    let blocked = Memo::new(move |_| now.with(|now| now.blocked));
    let person =
        Memo::new(move |_| store.person(id).unwrap_or_else(|| now.with(|now| now.person.clone())));
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
        let stand = now.with(|now| stand(i18n, now.talk, now.reach)).map(str::to_owned);
        let both: Vec<String> = me.into_iter().chain(stand).chain(group).collect();
        (!both.is_empty()).then(|| view! { <span class="sub clip">{both.join(" · ")}</span> })
    };
    // In a direct room it stands below, for the one whom the room is about.
    let line_user = move || match id {
        PersonId::LineUser(contact) => {
            kind.get().filter(|kind| *kind != RoomKind::Direct).map(|_| contact)
        }
        PersonId::Member(_) => None,
    };
    let is_open = RwSignal::new(false);
    let opener = move || {
        line_user().map(|_| {
            view! {
                <button
                    type="button"
                    class="tool small"
                    aria-label=move || t_string!(i18n, details.more_about, name = name())
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    {Icon::Ellipsis.small()}
                </button>
            }
        })
    };
    let more = move || {
        let contact = line_user().filter(|_| is_open.get())?;
        let whom = Signal::derive(move || Whom { contact, name: name() });
        Some(view! {
            <div class="more-about">
                <Keep user=contact />
                <BlockButton whom blocked />
            </div>
        })
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
                {opener}
                <Show when=can_be_removed>
                    <Remove room person=id name=Signal::derive(name) />
                </Show>
            </span>
            {more}
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
