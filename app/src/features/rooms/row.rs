//! A room in the list. Follows its own room only.
//!
//! What a row shows beside the faces is drawn anew as a whole when any of it changes. To follow each part by
//! itself would make a row several times as costly to make, and as one scrolls rows are made by the dozen.

use leptos::{either::EitherOf4, prelude::*};
use leptos_i18n::I18nContext;

use super::{
    looks::{Looks, Sign, shown},
    menu::RowMenuButton,
};
use crate::{
    domain::{Keeping, RoomId},
    features::messenger::{
        clock::{Clock, Form, time},
        desk::Desk,
        place::path_of,
    },
    i18n::{Locale, t_string, use_i18n},
    ui::{Icon, Mark},
};

/// The row of a room.
#[component]
pub fn RoomRow(
    /// Which room.
    id: RoomId,
) -> impl IntoView {
    let (i18n, clock) = (use_i18n(), expect_context::<Clock>());
    let desk = expect_context::<Desk>();
    let (faces, looks) = shown(id);
    let of = move |read: fn(&Looks) -> String| {
        looks.with(|looks| looks.as_ref().map(read).unwrap_or_default())
    };
    let current = Memo::new(move |_| desk.place.get().room() == Some(id));
    view! {
        <a
            href=path_of(id)
            class=move || of(|looks| class(looks).to_owned())
            aria-current=move || current.get().then_some("page")
            data-room=id.to_string()
            on:click=move |_| desk.opened_by_hand.set_value(true)
        >
            {move || faces.get().map(|faces| faces.draw(Mark::Line))}
            {move || looks.get().map(|looks| draw(i18n, clock, looks))}
        </a>
        <RowMenuButton room=id title=Signal::derive(move || of(|looks| looks.name.clone())) />
    }
}

const fn class(looks: &Looks) -> &'static str {
    match (looks.unread > 0 || looks.keeping.unread, looks.is_gone) {
        (false, false) => "",
        (true, false) => "unread",
        (false, true) => "gone",
        (true, true) => "unread gone",
    }
}

fn draw(i18n: I18nContext<Locale>, clock: Clock, looks: Looks) -> impl IntoView {
    let Looks { name, at, sign, words, unread, keeping, .. } = looks;
    view! {
        <span class="name">
            <b class="clip" dir="auto">
                {name}
            </b>
        </span>
        {time(clock, at, Form::List, i18n.get_locale())}
        {last_line(i18n, sign, words)}
        <span class="side">
            {marks(i18n, keeping)}
            {unread_count(i18n, unread, keeping)}
        </span>
    }
}

fn last_line(i18n: I18nContext<Locale>, sign: Sign, words: String) -> impl IntoView {
    let drawn = match sign {
        Sign::None => EitherOf4::A(()),
        Sign::Draft => EitherOf4::B(view! { <em>{t_string!(i18n, messenger.draft)}</em> }),
        Sign::NotSent => EitherOf4::C(view! {
            {Icon::TriangleAlert.draw()}
            <b>{t_string!(i18n, messenger.not_sent)}</b>
        }),
        Sign::Barred => EitherOf4::D(Icon::Ban.draw()),
    };
    view! {
        <span class="last" class:bad=sign == Sign::NotSent>
            {drawn}
            <span class="clip" dir="auto">
                {words}
            </span>
        </span>
    }
}

/// How the member keeps the room.
fn marks(i18n: I18nContext<Locale>, keeping: Keeping) -> impl IntoView {
    let pinned = keeping.pinned.then(|| Icon::Pin.meaning(t_string!(i18n, messenger.pinned)));
    let muted = keeping.muted.then(|| Icon::BellOff.meaning(t_string!(i18n, messenger.muted)));
    (pinned, muted)
}

/// How much is unread, or a dot where the member only wants to come back.
fn unread_count(i18n: I18nContext<Locale>, unread: u32, keeping: Keeping) -> impl IntoView {
    let (class, count, meaning) = match (unread, keeping.unread) {
        (0, false) => return None,
        (0, true) => ("count dot", String::new(), t_string!(i18n, messenger.marked_unread)),
        (1..100, _) => ("count", unread.to_string(), t_string!(i18n, messenger.unread_word)),
        _ => ("count", "99+".to_owned(), t_string!(i18n, messenger.unread_word)),
    };
    Some(view! {
        <span class=class class:quiet=keeping.muted>
            {count} <span class="sr">" " {meaning}</span>
        </span>
    })
}
