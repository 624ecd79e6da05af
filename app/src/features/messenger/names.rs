//! What to call a room or a LINE user whose name nobody has told us: the server leaves it empty,
//! because the word for it depends on the reader's language.

use leptos_i18n::I18nContext;

use crate::{
    domain::{PersonId, Room, RoomId, RoomKind},
    i18n::{Locale, t_string},
    sync::Store,
};

/// The name, or the word for a LINE user without one.
pub fn named(i18n: I18nContext<Locale>, name: String) -> String {
    if name.is_empty() { t_string!(i18n, messenger.line_user).to_owned() } else { name }
}

/// The name of a room, or the word for one without.
pub fn room(i18n: I18nContext<Locale>, room: &Room) -> String {
    match room.kind {
        RoomKind::Group if room.title.is_empty() => {
            t_string!(i18n, messenger.kind_group).to_owned()
        }
        RoomKind::Direct | RoomKind::Multi | RoomKind::Group => named(i18n, room.title.clone()),
    }
}

/// What to call somebody who is known by an id only. Follows their name.
pub fn person(i18n: I18nContext<Locale>, store: Store, id: PersonId) -> String {
    let name = store.person(id).map(|person| person.name).unwrap_or_default();
    match id {
        PersonId::Member(_) if name.is_empty() => t_string!(i18n, messenger.a_member).to_owned(),
        PersonId::Member(_) => name,
        PersonId::LineUser(_) => named(i18n, name),
    }
}

/// A room's title as the reader sees it; nothing when there is no such room. Follows both.
pub fn title(i18n: I18nContext<Locale>, store: Store, id: RoomId) -> String {
    store.room(id).map(|known| room(i18n, &known)).unwrap_or_default()
}
