//! Where in the messenger one is, as the address says it.

use crate::domain::RoomId;

/// What the address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The room list, with no room open.
    Rooms,
    /// A room.
    Room(RoomId),
    /// A room's address that cannot be one.
    NoRoom,
    /// The member's settings.
    Settings,
}

impl Place {
    /// Reads a path such as `/rooms/0191d5c8-0000-7000-8000-000000000002`.
    pub fn of(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next()) {
            (Some("rooms"), Some(id)) => id.parse().map_or(Self::NoRoom, Self::Room),
            (Some("settings"), _) => Self::Settings,
            _ => Self::Rooms,
        }
    }

    /// The room, if it is one.
    pub const fn room(self) -> Option<RoomId> {
        match self {
            Self::Room(room) => Some(room),
            Self::Rooms | Self::NoRoom | Self::Settings => None,
        }
    }

    /// Which pane a narrow screen shows, for the style sheet.
    pub const fn pane(self) -> &'static str {
        match self {
            Self::Rooms => "rooms",
            Self::Room(_) | Self::NoRoom => "room",
            Self::Settings => "settings",
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
        assert_eq!(Place::of("/settings"), Place::Settings);
        assert_eq!(Place::of("/rooms/../../etc"), Place::NoRoom);
        assert_eq!(Place::of("/rooms/1"), Place::NoRoom);
    }
}
