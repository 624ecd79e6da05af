//! A room in the list. Follows its own room only.

use leptos::{
    either::{Either, EitherOf4},
    prelude::*,
};

use super::{
    last_line::{LastText, last_text},
    menu::RowMenuButton,
};
use crate::{
    domain::{Barred, ContactId, Keeping, Room, RoomId, RoomKind, Timestamp},
    features::{
        messenger::{
            clock::{Form, Time},
            desk::Desk,
            multi_face::MultiFace,
            names,
            place::path_of,
        },
        timeline,
    },
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Face, Icon, Mark, Shape},
};

/// The row of a room.
#[component]
pub fn RoomRow(
    /// Which room.
    id: RoomId,
) -> impl IntoView {
    let (i18n, store, desk) = (use_i18n(), expect_context::<Store>(), expect_context::<Desk>());
    let room = Memo::new(move |before: Option<&Option<Room>>| {
        // A room that goes away is drawn as it was until its row is gone.
        store.room(id).or_else(|| before.cloned().flatten())
    });
    let title = Memo::new(move |_| of(room, |room| names::room(i18n, room)));
    let picture = Signal::derive(move || room.with(|room| room.as_ref()?.picture.clone()));
    let at = Signal::derive(move || of(room, happened));
    let unread = Memo::new(move |_| of(room, Room::unread));
    let kept = Memo::new(move |_| of(room, |room| room.keeping));
    let current = Memo::new(move |_| desk.place.get().room() == Some(id));
    let gone = move || room.with(|room| room.as_ref().is_some_and(|room| room.barred.is_some()));
    let shape = match room.with_untracked(|room| room.as_ref().map(|room| room.kind)) {
        Some(RoomKind::Group) => Shape::Group,
        Some(RoomKind::Multi) => Shape::Multi,
        Some(RoomKind::Direct) | None => Shape::LineUser,
    };
    // The same person has the same colours in the list and beside their words.
    let face = room.with_untracked(|room| room.as_ref().and_then(|room| room.contact));
    let face = face.map_or(id.uuid(), ContactId::uuid);
    view! {
        <a
            href=path_of(id)
            class:unread=move || { unread.get() > 0 || kept.get().unread }
            class:gone=gone
            aria-current=move || current.get().then_some("page")
            data-room=id.to_string()
            on:click=move |_| desk.opened_by_hand.set_value(true)
        >
            {match shape {
                Shape::Multi => Either::Left(view! { <MultiFace room title mark=Mark::Line /> }),
                _ => {
                    Either::Right(
                        view! { <Face shape id=face name=move || title.get() picture mark=Mark::Line /> },
                    )
                }
            }}
            <span class="name">
                <b class="clip" dir="auto">
                    {move || title.get()}
                </b>
            </span>
            <Time at form=Form::List />
            <LastLine id room />
            <span class="side">
                <Marks kept />
                <UnreadCount unread kept />
            </span>
        </a>
        <RowMenuButton room=id title />
    }
}

fn of<T: Default>(room: Memo<Option<Room>>, read: impl Fn(&Room) -> T) -> T {
    room.with(|room| room.as_ref().map(read).unwrap_or_default())
}

/// The time to show: the newest message's own, though the list is ordered by when it came in.
fn happened(room: &Room) -> Timestamp {
    room.last.as_ref().map_or(room.last_at, |last| last.at)
}

/// How the member keeps the room.
#[component]
fn Marks(kept: Memo<Keeping>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Show when=move || kept.get().pinned>
            {Icon::Pin.meaning(move || t_string!(i18n, messenger.pinned))}
        </Show>
        <Show when=move || kept.get().muted>
            {Icon::BellOff.meaning(move || t_string!(i18n, messenger.muted))}
        </Show>
    }
}

/// How much is unread, or a dot where the member only wants to come back.
#[component]
fn UnreadCount(unread: Memo<u32>, kept: Memo<Keeping>) -> impl IntoView {
    let i18n = use_i18n();
    let quiet = move || kept.get().muted;
    let shown = move || match unread.get() {
        count @ 0..100 => count.to_string(),
        _ => "99+".to_owned(),
    };
    view! {
        <Show
            when=move || { unread.get() > 0 }
            fallback=move || {
                view! {
                    <Show when=move || kept.get().unread>
                        <span class="count dot" class:quiet=quiet>
                            <span class="sr">{t!(i18n, messenger.marked_unread)}</span>
                        </span>
                    </Show>
                }
            }
        >
            <span class="count" class:quiet=quiet>
                {shown} <span class="sr">" " {t!(i18n, messenger.unread_word)}</span>
            </span>
        </Show>
    }
}

#[component]
fn LastLine(id: RoomId, room: Memo<Option<Room>>) -> impl IntoView {
    let (i18n, store, desk) = (use_i18n(), expect_context::<Store>(), expect_context::<Desk>());
    let me = store.my_id();
    let last = Memo::new(move |_| {
        let closed = desk.place.get().room() != Some(id);
        let draft = store.drafts.with(|drafts| drafts.get(&id).filter(|_| closed).cloned());
        store.pending.with(|pending| {
            let here: Vec<_> = pending.iter().filter(|message| message.room == id).collect();
            room.with(|room| {
                let room = room.as_ref();
                room.map_or(LastText::Nothing, |room| last_text(room, me, draft.as_deref(), &here))
            })
        })
    });
    let name = move || of(room, |room| names::room(i18n, room));
    let words = move || match last.get() {
        LastText::Draft(text) => text,
        LastText::NotSent(body) | LastText::Theirs(body) => timeline::gist(i18n, &body),
        LastText::Mine(body) => {
            t_string!(i18n, messenger.you_wrote, text = timeline::gist(i18n, &body))
        }
        LastText::Somebody(id, body) => {
            let text = timeline::gist(i18n, &body);
            match store.person(id) {
                Some(_) => {
                    let name = names::person(i18n, store, id);
                    t_string!(i18n, messenger.somebody_wrote, name = name, text = text)
                }
                None => text,
            }
        }
        LastText::Barred(why) => match why {
            Barred::Unfollowed => t_string!(i18n, messenger.row_unfollowed).to_owned(),
            Barred::Blocked => t_string!(i18n, messenger.row_blocked).to_owned(),
            Barred::Left => t_string!(i18n, messenger.row_left).to_owned(),
            Barred::Alone => t_string!(i18n, messenger.row_alone).to_owned(),
        },
        LastText::Hidden => t_string!(i18n, blocking.hidden_line).to_owned(),
        LastText::Notice(notice) => timeline::notice(i18n, store, &notice, &name()),
        LastText::Nothing => String::new(),
    };
    let sign = move || match last.get() {
        LastText::Draft(_) => {
            EitherOf4::A(view! { <em>{move || t_string!(i18n, messenger.draft)}</em> })
        }
        LastText::Barred(_) => EitherOf4::D(Icon::Ban.draw()),
        LastText::NotSent(_) => EitherOf4::B(view! {
            {Icon::TriangleAlert.draw()}
            <b>{move || t_string!(i18n, messenger.not_sent)}</b>
        }),
        _ => EitherOf4::C(()),
    };
    view! {
        <span
            class="last"
            class:bad=move || last.with(|last| matches!(last, LastText::NotSent(_)))
        >
            {sign}
            <span class="clip" dir="auto">
                {words}
            </span>
        </span>
    }
}
