//! One row of a timeline: a message on its pier, something that happened, or the unread line.
//!
//! A row reads its own signal only. What people wrote is put into text nodes and nowhere else.

use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};
use uuid::Uuid;

use super::{
    album::{Shot, is_looked_at},
    layout::{Content, Pier, RowKey, Talk},
    link_card::LinkCard,
    media::Pictures,
    menu::{MessageMenu, MessageMenuButton},
    quoted::Quoted,
    recipients::Recipients,
    said::said,
    scroll::UNREAD,
    state::{Shares, State},
    sticker::StickerView,
    undelivered::{Again, Place, Retry, Undelivered},
    words,
};
use crate::{
    domain::{
        Body, FailReason, MediaState, MessageId, Notice, Person, PersonId, RoomId, Seq, Sticker,
    },
    features::messenger::{
        clock::{Form, Time},
        names,
    },
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Face, Icon, LineMark, Shape, press},
};

/// A row.
#[component]
pub fn Row(
    /// In which room.
    room: RoomId,
    /// Which row.
    key: RowKey,
    /// What it shows.
    cell: ArcRwSignal<Content>,
) -> impl IntoView {
    match key {
        RowKey::Unread => {
            let count = move || match cell.get() {
                Content::Unread(count) => count,
                Content::Talk(_) => 0,
            };
            view! { <UnreadLine count=Signal::derive(count) /> }.into_any()
        }
        RowKey::Message(id) => {
            // The key never changes its kind, so there is always a talk to be shown.
            let Content::Talk(first) = cell.get_untracked() else { return ().into_any() };
            let notice = match &first.body {
                Body::Notice { notice } => Some(notice.clone()),
                _ => None,
            };
            let first_is_hidden = first.body == Body::Hidden;
            let talk = Memo::new(move |before: Option<&Talk>| match cell.get() {
                Content::Talk(talk) => *talk,
                Content::Unread(_) => before.unwrap_or(&first).clone(),
            });
            match (notice, first_is_hidden) {
                (Some(notice), _) => view! { <Happening room id talk notice /> }.into_any(),
                (None, true) => view! { <Hidden id talk /> }.into_any(),
                (None, false) => view! { <Turn room id talk /> }.into_any(),
            }
        }
    }
}

#[component]
fn UnreadLine(count: Signal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <li class="new" id="unread" data-key=UNREAD>
            {t!(i18n, messenger.count_unread, count = count.get())}
        </li>
    }
}

/// Something that happened, and what became of what LINE users are told because of it.
#[component]
fn Happening(room: RoomId, id: MessageId, talk: Memo<Talk>, notice: Notice) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let name = move || names::title(i18n, store, room);
    let seq = move || talk.with(|talk| talk.seq.map(|Seq(seq)| seq));
    let state = Memo::new(move |_| talk.with(|talk| talk.state));
    let notice = StoredValue::new(notice);
    let told = move || notice.with_value(|notice| words::told(i18n, notice, state.get()));
    let again = move || {
        let seq = talk.with_untracked(|talk| talk.seq);
        let can = notice.with_value(|notice| words::can_tell_again(notice, state.get()));
        can.then(|| view! { <Retry room seq /> })
    };
    view! {
        <li class="event" data-key=id.to_string() data-seq=seq>
            <LineMark />
            <span dir="auto">
                {move || notice.with_value(|notice| words::notice(i18n, store, notice, &name()))} " · "
                <Time at=Signal::derive(move || talk.with(|talk| talk.at)) form=Form::Minute />
                {move || told().map(|words| view! { <small>{words}</small> })}
                {again}
            </span>
        </li>
    }
}

/// Where somebody wrote whom the member has blocked.
#[component]
fn Hidden(id: MessageId, talk: Memo<Talk>) -> impl IntoView {
    let i18n = use_i18n();
    let seq = move || talk.with(|talk| talk.seq.map(|Seq(seq)| seq));
    view! {
        <li class="event" data-key=id.to_string() data-seq=seq>
            <span>{t!(i18n, blocking.hidden_line)}</span>
        </li>
    }
}

/// A message. Those of one turn stand close together under one head.
#[component]
fn Turn(room: RoomId, id: MessageId, talk: Memo<Talk>) -> impl IntoView {
    let store = expect_context::<Store>();
    let pier = talk.with_untracked(|talk| talk.pier);
    let side = match pier {
        Pier::Line(_) | Pier::Unnamed => "turn from-line",
        Pier::Peer(_) => "turn from-peer",
        Pier::Me | Pier::Nobody => "turn from-me",
    };
    let head = Memo::new(move |_| talk.with(|talk| talk.head));
    let show_head = move || match pier {
        _ if !head.get() => EitherOf3::C(()),
        Pier::Line(person) | Pier::Peer(person) => {
            let who = Memo::new(move |_| store.person(person));
            EitherOf3::A(view! { <Head person who /> })
        }
        Pier::Unnamed => EitherOf3::B(view! { <NoHead /> }),
        Pier::Me | Pier::Nobody => EitherOf3::C(()),
    };
    view! {
        <li
            class=side
            class:cont=move || !head.get()
            class:more=move || talk.with(|talk| talk.more)
            data-key=id.to_string()
            data-seq=move || talk.with(|talk| talk.seq.map(|Seq(seq)| seq))
            data-state=move || talk.with(|talk| talk.state.name())
        >
            {show_head}
            <div class="stack">
                <article
                    class="msg"
                    on:contextmenu=|event| MessageMenu::called(&event)
                    on:pointerdown=|event| press(&event)
                >
                    <Said room talk />
                    <MessageMenuButton id talk />
                    <Meta talk />
                    <Undelivered room id talk />
                    <Shared room talk />
                </article>
                <LinkCard talk />
            </div>
        </li>
    }
}

/// Who speaks: the LINE user's face stands beside the turn, a colleague's in its head.
#[component]
fn Head(person: PersonId, who: Memo<Option<Person>>) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let name = move || names::person(i18n, store, person);
    let picture = Signal::derive(move || who.with(|who| who.as_ref()?.picture.clone()));
    let group = move || who.with(|who| who.as_ref().and_then(|who| who.group.clone()));
    match person {
        PersonId::LineUser(contact) => Either::Left(view! {
            <Face shape=Shape::LineUser id=contact.uuid() name picture />
            <header>
                <b class="clip" dir="auto">
                    {name}
                </b>
            </header>
        }),
        PersonId::Member(member) => Either::Right(view! {
            <header>
                <b class="clip" dir="auto">
                    {name}
                </b>
                {move || group().map(|group| view! { <span dir="auto">{group}</span> })}
                <Face shape=Shape::Member id=member.uuid() name picture />
            </header>
        }),
    }
}

/// Somebody on LINE speaks, and LINE does not tell who.
#[component]
fn NoHead() -> impl IntoView {
    let i18n = use_i18n();
    let name = move || t_string!(i18n, messenger.unnamed);
    view! {
        <Face shape=Shape::LineUser id=Uuid::nil() name="?" />
        <header>
            <b class="clip">{name}</b>
        </header>
    }
}

/// What is seen of a message rather than read.
#[derive(Clone, PartialEq, Eq)]
enum Seen {
    Sticker(Sticker),
    Pictures(Vec<Shot>),
}

impl Seen {
    fn of(talk: &Talk) -> Option<Self> {
        match &talk.body {
            Body::Sticker { sticker } => Some(Self::Sticker(sticker.clone())),
            Body::Media { media } if is_looked_at(media) => {
                let own = Shot { seq: talk.seq, media: media.as_ref().clone() };
                Some(Self::Pictures([vec![own], talk.beside.clone()].concat()))
            }
            _ => None,
        }
    }
}

/// What it says: a picture where it is something to be looked at, else a bubble.
#[component]
fn Said(room: RoomId, talk: Memo<Talk>) -> impl IntoView {
    let seen = Memo::new(move |_| talk.with(Seen::of));
    let quote = Memo::new(move |_| talk.with(|talk| talk.quote.clone()));
    move || match seen.get() {
        Some(seen) => Either::Left(view! {
            <div class="drawn">
                {move || quote.get().map(|quote| view! { <Quoted quote /> })}
                {match seen {
                    Seen::Sticker(sticker) => view! { <StickerView sticker /> }.into_any(),
                    Seen::Pictures(shots) => view! { <Pictures room shots /> }.into_any(),
                }}
            </div>
        }),
        None => Either::Right(view! { <Bubble talk /> }),
    }
}

#[component]
fn Bubble(talk: Memo<Talk>) -> impl IntoView {
    let i18n = use_i18n();
    let body = Memo::new(move |_| talk.with(|talk| talk.body.clone()));
    let quote = Memo::new(move |_| talk.with(|talk| talk.quote.clone()));
    let edited = Memo::new(move |_| talk.with(|talk| talk.edited));
    view! {
        <div
            class="bubble"
            class:gone=move || body.with(is_gone)
            class:queued=move || talk.with(|talk| talk.state == State::Waiting)
            class:failed=move || talk.with(|talk| talk.state.is_failed())
        >
            {move || quote.get().map(|quote| view! { <Quoted quote /> })}
            {move || said(body.get())}
            <Show when=move || edited.get()>
                <small class="edited">{t!(i18n, messenger.edited)}</small>
            </Show>
        </div>
    }
}

/// Whether nothing is there that could be shown.
fn is_gone(body: &Body) -> bool {
    match body {
        Body::Unsupported { .. } | Body::Unsent | Body::Discarded => true,
        Body::Media { media } => {
            matches!(media.state, MediaState::Gone | MediaState::Refused)
        }
        _ => false,
    }
}

/// Time and mark, at the foot of the bubble.
#[component]
fn Meta(talk: Memo<Talk>) -> impl IntoView {
    let i18n = use_i18n();
    let shown = Memo::new(move |_| talk.with(|talk| talk.meta && !talk.state.is_failed()));
    let state = Memo::new(move |_| talk.with(|talk| talk.state));
    let at = Signal::derive(move || talk.with(|talk| talk.at));
    let mark = move || match state.get() {
        State::Waiting => {
            Some(Either::Left(Icon::Clock.meaning(move || t_string!(i18n, messenger.waiting))))
        }
        State::Sent => Some(Either::Right(view! {
            <span class="sent">
                {Icon::Check.meaning(move || t_string!(i18n, messenger.sent))}
            </span>
        })),
        State::Here | State::Failed(_) | State::Partly(_) | State::NotSent(_) => None,
    };
    move || {
        shown.get().then(|| {
            view! {
                <footer class="meta">
                    <Time at form=Form::Minute />
                    {mark}
                </footer>
            }
        })
    }
}

/// Of a message to several recipients, how many have it.
#[component]
fn Shared(room: RoomId, talk: Memo<Talk>) -> impl IntoView {
    let partly = Memo::new(move |_| {
        talk.with(|talk| match (talk.state, talk.seq) {
            (State::Partly(shares), Some(seq)) => Some((shares, seq)),
            _ => None,
        })
    });
    let seq = Memo::new(move |_| partly.get().map(|(_, seq)| seq));
    let none = Shares { waiting: 0, sent: 0, failed: 0 };
    let shares = Signal::derive(move || partly.get().map_or(none, |(shares, _)| shares));
    move || {
        seq.get().map(|seq| {
            view! {
                <Recipients room seq shares>
                    <Again talk place=Place { room, seq } reason=FailReason::Refused />
                </Recipients>
            }
        })
    }
}
