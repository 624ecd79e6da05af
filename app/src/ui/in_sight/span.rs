//! Which places of a long list stand in the document. Pure.

use std::ops::Range;

/// Rows that stand ready above and below those in sight.
const AROUND: u32 = 12;
/// Where what stands ready may begin and end: it is not drawn anew for every row one scrolls by.
const STEP: u32 = 4;
/// Rows that are drawn before anybody can tell how many are in sight: more than a screen has room for.
const FIRST: u32 = 48;

/// The part of a list that one sees, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// How far the list is scrolled.
    pub top: i32,
    /// How high the part is.
    pub height: i32,
    /// How high a row is.
    pub row: i32,
}

impl View {
    /// The place of the row at the upper edge.
    pub fn first(self) -> u32 {
        place(self.top, self.row)
    }

    /// How far the list must be scrolled for the row at a place to be seen whole; nothing when it is.
    pub fn reveals(self, at: u32) -> Option<i32> {
        let above = i32::try_from(at).ok()?.checked_mul(self.row)?;
        let to_its_foot = above + self.row - self.height;
        if above < self.top { Some(above) } else { (to_its_foot > self.top).then_some(to_its_foot) }
    }

    /// The places that stand in the document while this is seen.
    pub fn span(self) -> Range<u32> {
        let last = place(self.top.saturating_add(self.height), self.row);
        let (first, end) = (self.first().saturating_sub(AROUND), last + AROUND);
        first - first % STEP..end.next_multiple_of(STEP)
    }
}

fn place(pixels: i32, row: i32) -> u32 {
    pixels.max(0).unsigned_abs() / row.max(1).unsigned_abs()
}

/// The places that stand in the document before it is known what is seen.
pub const fn first_span() -> Range<u32> {
    0..FIRST
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_row_is_revealed_by_the_shortest_way() {
        let view = View { top: 100, height: 100, row: 10 };
        assert_eq!(view.reveals(9), Some(90));
        assert_eq!(view.reveals(10), None);
        assert_eq!(view.reveals(19), None);
        assert_eq!(view.reveals(20), Some(110));
    }

    proptest! {
        #[test]
        fn all_that_is_seen_stands_there_and_little_else(top in 0..500_000, height in 1..2_200) {
            let view = View { top, height, row: 56 };
            let span = view.span();
            let last = place(top + height - 1, 56);
            prop_assert!(span.contains(&view.first()) && span.contains(&last));
            prop_assert!(span.end - span.start <= last - view.first() + 2 * (AROUND + STEP));
        }
    }
}
