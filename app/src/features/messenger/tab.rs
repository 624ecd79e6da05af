//! What the browser's tab says: where one is, and how many rooms wait.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{desk::Desk, names::named, place::Place};
use crate::{
    i18n::{t_string, use_i18n},
    sync::Store,
};

/// The tab's title and icon.
#[component]
pub fn Tab() -> impl IntoView {
    let (i18n, store, desk) = (use_i18n(), expect_context::<Store>(), expect_context::<Desk>());
    let unread = Memo::new(move |_| store.unread_rooms());
    let title = Memo::new(move |_| {
        let here = match desk.place.get() {
            Place::Room(room) => store.room(room).map(|room| named(i18n, room.title)),
            Place::Home => Some(t_string!(i18n, profile.home).to_owned()),
            Place::Profile => Some(t_string!(i18n, profile.title).to_owned()),
            Place::Contacts | Place::Contact(_) => Some(t_string!(i18n, contacts.title).to_owned()),
            Place::Settings => Some(t_string!(i18n, messenger.settings).to_owned()),
            Place::Rooms | Place::NoRoom => None,
        };
        let here = here.unwrap_or_else(|| t_string!(i18n, messenger.messages).to_owned());
        match unread.get() {
            0 => format!("{here} · Kakehashi"),
            count => format!("({count}) {here} · Kakehashi"),
        }
    });
    Effect::new(move |_| show_icon(unread.get()));
    // The server writes the head of the page last, when this part of it may have been let go.
    let first = title.get_untracked();
    view! { <Title text=move || title.try_get().unwrap_or_else(|| first.clone()) /> }
}

/// Swaps the icon for one with the number on it. Where there is no icon, nothing is missing.
fn show_icon(unread: usize) {
    let links = document().query_selector_all("link[rel=icon]").ok();
    let links = links.into_iter().flat_map(|links| (0..links.length()).map(move |n| links.item(n)));
    for link in links.flatten() {
        let link: web_sys::Element = wasm_bindgen::JsCast::unchecked_into(link);
        let first = link.get_attribute("data-first").or_else(|| link.get_attribute("href"));
        let Some(first) = first else { continue };
        let href = if unread == 0 { first.clone() } else { badged(unread) };
        let _always_valid_names =
            [link.set_attribute("data-first", &first), link.set_attribute("href", &href)];
    }
}

/// The arch with a number, as an address that holds its own picture.
fn badged(unread: usize) -> String {
    let number = if unread > 9 { "9+".to_owned() } else { unread.to_string() };
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>\
         <rect width='32' height='32' rx='9' fill='#1d4e7e'/>\
         <path fill='#fbfaf7' d='M3 17.6C7.4 16.8 9.6 8 16 8s8.6 8.8 13 9.6v3.2a.9.9 0 0 1-.9.9h-3.5\
         a1 1 0 0 1-.9-.6C22.5 17.7 20 14.4 16 14.4s-6.5 3.3-7.7 6.7a1 1 0 0 1-.9.6H3.9a.9.9 0 0 1-.9-.9Z'/>\
         <circle cx='22' cy='22' r='10' fill='#fbfaf7'/>\
         <text x='22' y='27' font-family='sans-serif' font-size='14' font-weight='700' \
         text-anchor='middle' fill='#1d4e7e'>{number}</text></svg>"
    );
    format!("data:image/svg+xml,{}", svg.replace('#', "%23"))
}

#[cfg(test)]
mod tests {
    use super::badged;

    #[test]
    fn the_badge_is_one_address_and_never_wide() {
        let address = badged(120);
        assert!(address.contains(">9+<"));
        assert!(!address.contains('#'));
    }
}
