//! The face of a room that was made here.

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use super::names::named;
use crate::{
    domain::{Person, PersonId, Room},
    i18n::{Locale, use_i18n},
    sync::Store,
    ui::{Faces, Mark, Portrait, Shape},
};

/// Its picture, or two of the LINE users in it.
#[component]
pub fn MultiFace(
    /// The room.
    #[prop(into)]
    room: Signal<Option<Room>>,
    /// Whether it carries the LINE mark.
    #[prop(optional)]
    mark: Mark,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let faces = Memo::new(move |_| room.with(|room| Some(faces(i18n, store, room.as_ref()?))));
    move || faces.get().map(|faces| faces.draw(mark))
}

/// The same as it is now. Follows those who are in it.
pub fn faces(i18n: I18nContext<Locale>, store: Store, room: &Room) -> Faces {
    // Since the room was told, somebody may have another name or picture.
    let newest = |face: &Person| store.person(face.id).unwrap_or_else(|| face.clone());
    let two: Vec<_> = room.faces.iter().map(newest).collect();
    if let Ok(two) = <[Person; 2]>::try_from(two) {
        return Faces::Two(two.map(|person| portrait(i18n, person)));
    }
    let (id, name) = (room.id.uuid(), named(i18n, room.title.clone()));
    Faces::One(Shape::Multi, Portrait { id, name, picture: room.picture.clone() })
}

fn portrait(i18n: I18nContext<Locale>, person: Person) -> Portrait {
    let id = match person.id {
        PersonId::LineUser(id) => id.uuid(),
        PersonId::Member(id) => id.uuid(),
    };
    Portrait { id, name: named(i18n, person.name), picture: person.picture }
}
