//! The arrow keys in a grid: one stop on the way through the page, and from there in four directions.

/// A key that leads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the one before.
    Left,
    /// To the next.
    Right,
    /// A row up.
    Up,
    /// A row down.
    Down,
    /// To the first.
    First,
    /// To the last.
    Last,
}

impl Step {
    /// What a key means.
    pub fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowLeft" => Self::Left,
            "ArrowRight" => Self::Right,
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }

    /// Where it leads from `at`, among `len` that stand in rows of `columns`; it stops at the ends.
    pub fn from(self, at: usize, columns: usize, len: usize) -> usize {
        let last = len.saturating_sub(1);
        match self {
            Self::Left => at.saturating_sub(1),
            Self::Right => (at + 1).min(last),
            Self::Up => at.checked_sub(columns).unwrap_or(at),
            Self::Down if at + columns <= last => at + columns,
            // The row below is shorter, or there is none.
            Self::Down if columns > 0 && at / columns < last / columns => last,
            Self::Down => at,
            Self::First => 0,
            Self::Last => last,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn arrows_lead_through_the_rows_and_stop_at_the_ends() {
        // 0 1 2 3
        // 4 5 6 7
        // 8 9
        for (step, at, to) in [
            (Step::Left, 5, 4),
            (Step::Left, 4, 3),
            (Step::Left, 0, 0),
            (Step::Right, 3, 4),
            (Step::Right, 9, 9),
            (Step::Up, 5, 1),
            (Step::Up, 2, 2),
            (Step::Down, 1, 5),
            (Step::Down, 7, 9),
            (Step::Down, 8, 8),
            (Step::First, 7, 0),
            (Step::Last, 7, 9),
        ] {
            assert_eq!(step.from(at, 4, 10), to, "{step:?} from {at}");
        }
    }

    #[test]
    fn nothing_is_left_of_an_empty_grid() {
        for key in ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"] {
            assert_eq!(Step::of(key).unwrap().from(0, 0, 0), 0, "{key}");
        }
        assert_eq!(Step::of("Enter"), None);
    }
}
