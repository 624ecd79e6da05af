//! Which rooms the list shows. Pure.

use crate::domain::Room;

/// The member's choice above the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All rooms that are not hidden.
    #[default]
    All,
    /// Those with something unread.
    Unread,
    /// Those with LINE users.
    Line,
    /// Those that the member has hidden.
    Hidden,
}

impl Show {
    /// All choices.
    pub const ALL: [Self; 4] = [Self::All, Self::Unread, Self::Line, Self::Hidden];

    /// What its radio button is worth.
    pub const fn value(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Unread => "unread",
            Self::Line => "line",
            Self::Hidden => "hidden",
        }
    }

    /// Whether a room of the shelf that this chooses from is shown. The open room stays, though it was
    /// read by being opened.
    pub fn shows(self, room: &Room, is_open: bool) -> bool {
        match self {
            // Every room of today has a LINE user in it.
            Self::All | Self::Line | Self::Hidden => true,
            Self::Unread => is_open || room.is_unread(),
        }
    }
}

/// Whether a room's name has all the words of what was typed, in any order and case.
pub fn matches(title: &str, typed: &str) -> bool {
    let title = title.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn words_are_found_in_any_order_and_case() {
        assert!(matches("Emily Carter", "carter EM"));
        assert!(matches("佐藤 由紀", "由紀"));
        assert!(matches("anyone", "  "));
        assert!(!matches("Emily Carter", "emily smith"));
    }
}
