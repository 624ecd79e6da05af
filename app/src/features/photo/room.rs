//! `/rooms/{room}/photo`: the picture that members give a room with several people.

use leptos::prelude::*;

use super::form::{PhotoFault, PhotoForm, PhotoSaid, Presence};
use crate::{
    domain::{PhotoSize, RoomId, photo::in_size},
    features::messenger::place::path_of,
    i18n::td_string,
    plain::{Back, Frame, Said, Sheet},
    ui::{Face, Shape},
};

/// What the page shows. It posts to its own address, and to `/remove` below it.
#[derive(Clone, Debug)]
pub struct RoomPhotoPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Which room.
    pub id: RoomId,
    /// Its name; empty when nobody has told one.
    pub name: String,
    /// Where the picture is that it shows, if there is one.
    pub picture: Option<String>,
    /// Whether members gave it that picture, which they then may remove.
    pub present: Presence,
    /// What is wrong with the file that was posted.
    pub fault: Option<PhotoFault>,
    /// What came of the last act.
    pub said: Option<PhotoSaid>,
}

/// Where the page of a room's picture is.
pub fn room_photo_path(room: RoomId) -> String {
    format!("{}/photo", path_of(room))
}

/// The page as a whole document.
pub fn room_photo_page(page: RoomPhotoPage) -> String {
    let RoomPhotoPage { frame, id, name, picture, present, fault, said } = page;
    let locale = frame.locale;
    let said = match fault {
        Some(_) => Some(Said::wrong(td_string!(locale, login.problems))),
        None => said.map(|said| said.said(locale)),
    };
    let form = PhotoForm { locale, action: room_photo_path(id), present, fault };
    let title = td_string!(locale, photo.of_room);
    let back = Back { href: path_of(id).into(), label: td_string!(locale, photo.to_room) };
    Sheet { title, back, said }.document(&frame, || {
        view! {
            <p class="hint">{td_string!(locale, photo.of_room_lead)}</p>
            {form.view(sitter(id, name, picture))}
        }
    })
}

/// A room's face, large, with the name that must stand beside it.
fn sitter(id: RoomId, name: String, picture: Option<String>) -> impl IntoView {
    let large = picture.map(|picture| in_size(&picture, PhotoSize::Large));
    view! {
        <div class="sitter">
            <Face shape=Shape::Multi id=id.uuid() name=name.clone() picture=large />
            <b dir="auto">{name}</b>
        </div>
    }
}
