//! What a long list is made of, and how the keyboard goes through it. Pure.

use std::{hash::Hash, ops::Range};

/// The rows of a long list, all equally high.
pub trait Rows: Copy + Send + Sync + 'static {
    /// What a row is of, wherever it stands.
    type Key: Copy + Eq + Hash + Send + Sync + 'static;

    /// Follows everything by which other rows may come into sight, or the same ones to other places.
    fn follow(self);
    /// How many there are; follows changes.
    fn count(self) -> u32;
    /// How many there are as far as anybody knows, for who cannot see the list's length; follows changes.
    fn size(self) -> Option<u32> {
        Some(self.count())
    }
    /// What stands at a place.
    fn at(self, place: u32) -> Option<Self::Key>;
    /// Where something stands.
    fn place(self, key: Self::Key) -> Option<u32>;
    /// What stays in the document though it be out of sight.
    fn kept(self) -> Vec<Self::Key> {
        Vec::new()
    }
    /// These places may come into sight any moment.
    fn near(self, _places: Range<u32>) {}
}

/// Where an arrow key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Step {
    /// The place it leads to from another, of so many; the list does not go around its ends.
    pub fn from(self, place: u32, count: u32) -> Option<u32> {
        match self {
            Self::Up => place.checked_sub(1),
            Self::Down => place.checked_add(1).filter(|place| *place < count),
            Self::First => (count > 0).then_some(0),
            Self::Last => count.checked_sub(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn the_list_has_two_ends() {
        assert_eq!(Step::Down.from(0, 2), Some(1));
        assert_eq!(Step::Down.from(1, 2), None);
        assert_eq!(Step::Up.from(0, 2), None);
        assert_eq!((Step::First.from(1, 2), Step::Last.from(0, 2)), (Some(0), Some(1)));
        assert_eq!((Step::First.from(0, 0), Step::Last.from(0, 0)), (None, None));
    }
}
