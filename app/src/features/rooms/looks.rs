//! What a row shows of its room, in the reader's words. Draws nothing.

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use super::last_line::{Here, LastText, last_text};
use crate::{
    domain::{Barred, ContactId, Keeping, Room, RoomId, RoomKind, Timestamp},
    features::{
        attach::{Attaching, Word},
        messenger::{desk::Desk, multi_face, names},
        timeline,
    },
    i18n::{Locale, t_string, use_i18n},
    sync::Store,
    ui::{Faces, Portrait, Shape},
};

/// All that a row shows beside the faces, but for what the language and the day make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looks {
    /// What it is called.
    pub name: String,
    /// The time of its newest message, though the list is ordered by when that came in.
    pub at: Timestamp,
    /// What stands before the last words.
    pub sign: Sign,
    /// The last words.
    pub words: String,
    /// How much is unread.
    pub unread: u32,
    /// How the member keeps it.
    pub keeping: Keeping,
    /// Whether nothing can be sent to it.
    pub is_gone: bool,
}

/// What is to be known before the last words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Nothing.
    None,
    /// Nobody has sent them.
    Draft,
    /// They did not go out.
    NotSent,
    /// Nothing can be written there.
    Barred,
}

/// What the row of a room shows: its faces, and the rest. Nothing where there is no such room. Either
/// changes when what is seen of it does.
pub fn shown(id: RoomId) -> (Memo<Option<Faces>>, Memo<Option<Looks>>) {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let room = Memo::new(move |before: Option<&Option<Room>>| {
        // A room that goes away is drawn as it was until its row is gone.
        store.room(id).or_else(|| before.cloned().flatten())
    });
    let last = last_of(id, room, store);
    let faces = Memo::new(move |_| room.with(|room| Some(faces(i18n, store, room.as_ref()?))));
    let looks = Memo::new(move |_| {
        last.with(|last| room.with(|room| Some(Looks::now(i18n, store, room.as_ref()?, last))))
    });
    (faces, looks)
}

impl Looks {
    fn now(i18n: I18nContext<Locale>, store: Store, room: &Room, last: &LastText) -> Self {
        Self {
            name: names::room(i18n, room),
            at: room.last.as_ref().map_or(room.last_at, |last| last.at),
            sign: Sign::of(last),
            words: words(i18n, store, room, last),
            unread: room.unread(),
            keeping: room.keeping,
            is_gone: room.barred.is_some(),
        }
    }
}

impl Sign {
    const fn of(last: &LastText) -> Self {
        match last {
            LastText::Draft(_) => Self::Draft,
            LastText::NotSent(_) | LastText::FileNotSent(_) => Self::NotSent,
            LastText::Barred(_) => Self::Barred,
            LastText::Mine(_)
            | LastText::Theirs(_)
            | LastText::Somebody(..)
            | LastText::Hidden
            | LastText::Notice(_)
            | LastText::Nothing => Self::None,
        }
    }
}

/// What was said last in a room, followed.
fn last_of(id: RoomId, room: Memo<Option<Room>>, store: Store) -> Memo<LastText> {
    let (desk, attaching) = (expect_context::<Desk>(), expect_context::<Attaching>());
    Memo::new(move |_| {
        let closed = desk.place.get().room() != Some(id);
        let draft = store.drafts.with(|drafts| drafts.get(&id).filter(|_| closed).cloned());
        let file = attaching.unsent(id, Word::Waits).filter(|_| closed);
        let lost_file = attaching.unsent(id, Word::Goes);
        store.pending.with(|pending| {
            let pending: Vec<_> = pending.iter().filter(|message| message.room == id).collect();
            let here = Here {
                draft: draft.as_deref(),
                file: file.as_deref(),
                lost_file: lost_file.as_deref(),
                pending: &pending,
            };
            room.with(|room| {
                let last = |room| last_text(room, store.my_id(), here);
                room.as_ref().map_or(LastText::Nothing, last)
            })
        })
    })
}

fn faces(i18n: I18nContext<Locale>, store: Store, room: &Room) -> Faces {
    let shape = match room.kind {
        RoomKind::Multi => return multi_face::faces(i18n, store, room),
        RoomKind::Group => Shape::Group,
        RoomKind::Direct => Shape::LineUser,
    };
    // The same person has the same colours in the list and beside their words.
    let id = room.contact.map_or(room.id.uuid(), ContactId::uuid);
    Faces::One(shape, Portrait { id, name: names::room(i18n, room), picture: room.picture.clone() })
}

fn words(i18n: I18nContext<Locale>, store: Store, room: &Room, last: &LastText) -> String {
    match last {
        LastText::Draft(text) | LastText::FileNotSent(text) => text.clone(),
        LastText::NotSent(body) | LastText::Theirs(body) => timeline::gist(i18n, body),
        LastText::Mine(body) => {
            t_string!(i18n, messenger.you_wrote, text = timeline::gist(i18n, body))
        }
        LastText::Somebody(id, body) => {
            let text = timeline::gist(i18n, body);
            match store.person(*id) {
                Some(_) => {
                    let name = names::person(i18n, store, *id);
                    t_string!(i18n, messenger.somebody_wrote, name = name, text = text)
                }
                None => text,
            }
        }
        LastText::Barred(why) => match why {
            Barred::Unfollowed => t_string!(i18n, messenger.row_unfollowed),
            Barred::Blocked => t_string!(i18n, messenger.row_blocked),
            Barred::Left => t_string!(i18n, messenger.row_left),
            Barred::Alone => t_string!(i18n, messenger.row_alone),
        }
        .to_owned(),
        LastText::Hidden => t_string!(i18n, blocking.hidden_line).to_owned(),
        LastText::Notice(notice) => timeline::notice(i18n, store, notice, &names::room(i18n, room)),
        LastText::Nothing => String::new(),
    }
}
