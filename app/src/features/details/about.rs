//! What a room with several people says of itself: its picture, name and description, and the ways to
//! change them. A direct room is called by its LINE user, and has none of it.

use leptos::{either::Either, prelude::*};

use crate::{
    domain::{Room, RoomId, RoomKind},
    features::messenger::{multi_face::MultiFace, names, panel::Panel, place::path_of},
    i18n::{t, use_i18n},
    sync::Store,
    ui::{Face, Icon, Shape},
};

/// A room's head.
#[component]
pub fn About(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let shape = Memo::new(move |_| store.room(room).and_then(|room| shape(room.kind)));
    move || shape.get().map(|shape| view! { <Head room shape /> })
}

/// How a room is drawn whose name members may change.
const fn shape(kind: RoomKind) -> Option<Shape> {
    match kind {
        RoomKind::Direct => None,
        RoomKind::Multi => Some(Shape::Multi),
        RoomKind::Group => Some(Shape::Group),
    }
}

#[component]
fn Head(room: RoomId, shape: Shape) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let now = Memo::new(move |_| store.room(room));
    let of = move |read: fn(&Room) -> Option<String>| now.with(|room| room.as_ref().and_then(read));
    let picture = Signal::derive(move || of(|room| room.picture.clone()));
    let title = Memo::new(move |_| names::title(i18n, store, room));
    let description = move || {
        let description = of(|room| room.description.clone());
        description.map(|text| view! { <p class="description" dir="auto">{text}</p> })
    };
    view! {
        <section class="sec about" aria-labelledby="about-heading">
            {match shape {
                Shape::Multi => Either::Left(view! { <MultiFace room=now /> }),
                _ => {
                    Either::Right(
                        view! { <Face shape id=room.uuid() name=move || title.get() picture /> },
                    )
                }
            }}
            <h3 id="about-heading" dir="auto">
                {move || title.get()}
            </h3>
            {description}
            <div class="acts">
                <a class="btn small" href=Panel::RoomSettings.href()>
                    {Icon::Pencil.small()}
                    <span class="in-browser">{t!(i18n, details.change_name)}</span>
                    <span class="installed">{t!(i18n, details.room_settings)}</span>
                </a>
                <a class="btn small" href=format!("{}/photo", path_of(room)) rel="external">
                    {Icon::Image.small()}
                    {t!(i18n, details.change_photo)}
                </a>
            </div>
            <p class="hint">{t!(i18n, details.not_shown)}</p>
        </section>
    }
}
