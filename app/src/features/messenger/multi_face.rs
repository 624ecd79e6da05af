//! The face of a room that was made here.

use leptos::{either::Either, prelude::*};

use super::names::named;
use crate::{
    domain::{Person, PersonId, Room},
    i18n::use_i18n,
    sync::Store,
    ui::{Face, Mark, Pair, Shape},
};

/// Its picture, or two of the LINE users in it.
#[component]
pub fn MultiFace(
    /// The room.
    #[prop(into)]
    room: Signal<Option<Room>>,
    /// What it is called.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it carries the LINE mark.
    #[prop(optional)]
    mark: Mark,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let id = room.with_untracked(|room| room.as_ref().map(|room| room.id.uuid()));
    let picture = Signal::derive(move || room.with(|room| room.as_ref()?.picture.clone()));
    let faces = Memo::new(move |_| {
        let faces = room.with(|room| room.as_ref().map(|room| room.faces.clone()));
        // Since the room was told, somebody may have another name or picture.
        let newest = |face: Person| store.person(face.id).unwrap_or(face);
        faces.unwrap_or_default().into_iter().map(newest).collect::<Vec<_>>()
    });
    move || match <[Person; 2]>::try_from(faces.get()) {
        Ok(pair) => {
            let of = pair.map(|person| {
                let id = match person.id {
                    PersonId::LineUser(id) => id.uuid(),
                    PersonId::Member(id) => id.uuid(),
                };
                (id, named(i18n, person.name), person.picture)
            });
            Either::Left(view! { <Pair of mark /> })
        }
        Err(_) => Either::Right(view! {
            <Face
                shape=Shape::Multi
                id=id.unwrap_or_default()
                name=move || title.get()
                picture
                mark
            />
        }),
    }
}
