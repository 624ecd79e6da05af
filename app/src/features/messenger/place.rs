//! Where in the messenger one is, as the address says it.

use crate::domain::{ContactId, RoomId};

/// What the address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The room list, with no room open.
    Rooms,
    /// A room.
    Room(RoomId),
    /// A room's address that cannot be one.
    NoRoom,
    /// The address book, with no contact open.
    Contacts,
    /// A contact.
    Contact(ContactId),
    /// The member themselves, where a phone begins with them.
    Home,
    /// The member's profile.
    Profile,
    /// The member's settings.
    Settings,
}

/// A part of the product, as the ways through it lead there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The member themselves.
    Home,
    /// The rooms.
    Messages,
    /// The address book.
    Contacts,
    /// The member's settings.
    Settings,
}

impl Place {
    /// Reads a path such as `/rooms/0191d5c8-0000-7000-8000-000000000002`.
    pub fn of(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next()) {
            (Some("rooms"), Some(id)) => id.parse().map_or(Self::NoRoom, Self::Room),
            (Some("contacts"), Some(id)) => id.parse().map_or(Self::Contacts, Self::Contact),
            (Some("contacts"), None) => Self::Contacts,
            (Some("home"), _) => Self::Home,
            (Some("profile"), _) => Self::Profile,
            (Some("settings"), _) => Self::Settings,
            _ => Self::Rooms,
        }
    }

    /// The room, if it is one.
    pub const fn room(self) -> Option<RoomId> {
        match self {
            Self::Room(room) => Some(room),
            Self::Rooms
            | Self::NoRoom
            | Self::Contacts
            | Self::Contact(_)
            | Self::Home
            | Self::Profile
            | Self::Settings => None,
        }
    }

    /// The contact, if it is one.
    pub const fn contact(self) -> Option<ContactId> {
        match self {
            Self::Contact(contact) => Some(contact),
            Self::Rooms
            | Self::Room(_)
            | Self::NoRoom
            | Self::Contacts
            | Self::Home
            | Self::Profile
            | Self::Settings => None,
        }
    }

    /// The page it stands on: one for all contacts, so that the list stays as it is while they change.
    #[must_use]
    pub const fn page(self) -> Self {
        match self {
            Self::Contact(_) => Self::Contacts,
            other => other,
        }
    }

    /// The part of the product it belongs to.
    pub const fn section(self) -> Section {
        match self {
            Self::Rooms | Self::Room(_) | Self::NoRoom => Section::Messages,
            Self::Contacts | Self::Contact(_) => Section::Contacts,
            Self::Home | Self::Profile => Section::Home,
            Self::Settings => Section::Settings,
        }
    }

    /// Which pane a narrow screen shows, for the style sheet.
    pub const fn pane(self) -> &'static str {
        match self {
            Self::Rooms => "rooms",
            Self::Room(_) | Self::NoRoom => "room",
            Self::Contacts | Self::Contact(_) | Self::Home | Self::Profile | Self::Settings => {
                "page"
            }
        }
    }
}

/// A room's address.
pub fn path_of(room: RoomId) -> String {
    format!("/rooms/{room}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_places_and_back() {
        let room: RoomId = "0191d5c8-0000-7000-8000-000000000002".parse().unwrap();
        assert_eq!(Place::of(&path_of(room)), Place::Room(room));
        assert_eq!(Place::of("/"), Place::Rooms);
        assert_eq!(Place::of("/contacts"), Place::Contacts);
        let contact = "0191d5c8-0000-7000-8000-000000000003".parse().unwrap();
        let place = Place::of("/contacts/0191d5c8-0000-7000-8000-000000000003");
        assert_eq!((place, place.page()), (Place::Contact(contact), Place::Contacts));
        assert_eq!(Place::of("/contacts/1"), Place::Contacts);
        assert_eq!(Place::of("/home"), Place::Home);
        assert_eq!(Place::of("/profile"), Place::Profile);
        assert_eq!(Place::of("/settings"), Place::Settings);
        assert_eq!(Place::of("/rooms/../../etc"), Place::NoRoom);
        assert_eq!(Place::of("/rooms/1"), Place::NoRoom);
    }
}
