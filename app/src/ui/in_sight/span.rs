//! Which places of a long list stand in the document. Pure.

use std::ops::Range;

/// Rows that stand ready above and below those in sight.
const AROUND: u32 = 12;
/// Where what stands ready may begin and end: it is not drawn anew for every row one scrolls by.
const STEP: u32 = 4;
/// Rows that come into the document at once, besides those in sight: few enough that nobody waits.
const AT_ONCE: u32 = 8;
/// Rows that are drawn before anybody can tell how many are in sight: more than a screen has room for.
const FIRST: u32 = 48;

/// The places of which rows stand in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Those in sight, and around them.
    pub span: Range<u32>,
    /// Those that stood there before a jump, far from it.
    pub left: Range<u32>,
}

impl Standing {
    /// Before it is known what is seen.
    pub const fn first() -> Self {
        Self { span: 0..FIRST, left: 0..0 }
    }

    /// All of them.
    pub fn places(&self) -> impl Iterator<Item = u32> {
        self.span.clone().chain(self.left.clone())
    }
}

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

    /// What stands in the document while this is seen.
    pub fn standing(self) -> Standing {
        Standing { span: self.span(), left: 0..0 }
    }

    /// What stands in the document next, where this does now. To make rows and to let go of others takes
    /// its time each, so after a jump the old ones stay for a moment.
    pub fn next(self, now: &Standing) -> Standing {
        let (span, sight) = (self.next_span(&now.span), self.in_sight());
        if !touch(&span, &now.span) {
            return Standing { span, left: now.span.clone() };
        }
        let stands = now.span.start <= sight.start && sight.end <= now.span.end;
        let span = if stands && !now.left.is_empty() { now.span.clone() } else { span };
        Standing { span, left: 0..0 }
    }

    fn span(self) -> Range<u32> {
        let Range { start, end } = self.in_sight();
        let (start, end) = (start.saturating_sub(AROUND), end + AROUND);
        start - start % STEP..end.next_multiple_of(STEP)
    }

    /// The places that stand in the document next, where these do now: those in sight at once, what stands
    /// ready around them little by little.
    fn next_span(self, now: &Range<u32>) -> Range<u32> {
        let (sight, goal) = (self.in_sight(), self.span());
        let kept = now.start.max(goal.start)..now.end.min(goal.end);
        // Between places that lie apart there would be a hole.
        if !touch(&kept, &sight) {
            return sight;
        }
        let (start, end) = (kept.start.min(sight.start), kept.end.max(sight.end));
        if (start..end) != kept {
            return start..end;
        }
        let below = AT_ONCE.min(goal.end - end);
        let above = (AT_ONCE - below).min(start - goal.start);
        start - above..end + below
    }

    fn in_sight(self) -> Range<u32> {
        self.first()..place(self.top.saturating_add(self.height), self.row) + 1
    }
}

const fn touch(one: &Range<u32>, other: &Range<u32>) -> bool {
    one.start <= other.end && other.start <= one.end
}

fn place(pixels: i32, row: i32) -> u32 {
    pixels.max(0).unsigned_abs() / row.max(1).unsigned_abs()
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

    #[test]
    fn after_a_jump_the_rows_from_before_go_by_themselves() {
        let view = |top| View { top, height: 700, row: 56 };
        let before = view(0).standing();
        let jumped = view(50_000).next(&before);
        assert_eq!(jumped.left, before.span);
        let let_go = view(50_000).next(&jumped);
        assert_eq!(let_go, Standing { left: 0..0, ..jumped.clone() });
        assert!(view(50_000).next(&let_go).span.len() > let_go.span.len());
    }

    proptest! {
        #[test]
        fn all_that_is_seen_stands_there_and_little_else(top in 0..500_000, height in 1..2_200) {
            let view = View { top, height, row: 56 };
            let span = view.span();
            let last = place(top + height - 1, 56);
            prop_assert!(span.contains(&view.first()) && span.contains(&last));
            prop_assert!(span.end - span.start <= last - view.first() + 2 * (AROUND + STEP) + 1);
        }

        #[test]
        fn after_any_jump_all_that_is_seen_is_there_at_once_and_the_rest_soon(
            top in 0..500_000, height in 1..2_200, from in 0u32..9_000, rows in 0u32..80,
        ) {
            let view = View { top, height, row: 56 };
            let (sight, goal) = (view.in_sight(), view.standing());
            let mut now = Standing { span: from..from + rows, left: 0..0 };
            for _ in 0..=1 + goal.span.len().div_ceil(AT_ONCE as usize) {
                let next = view.next(&now);
                let span = next.span.clone();
                prop_assert!(span.start <= sight.start && sight.end <= span.end);
                let came = span.filter(|place| !now.places().any(|there| there == *place)).count();
                prop_assert!(came <= sight.len().max(AT_ONCE as usize));
                now = next;
            }
            prop_assert_eq!(now, goal);
        }
    }
}
