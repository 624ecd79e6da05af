//! Which part of something a browser asks for, by `Range` (RFC 9110, section 14).

use std::ops::Range;

/// What is to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything.
    Whole,
    /// These bytes.
    Some(Range<u64>),
    /// What is asked for lies beyond the end.
    Beyond,
}

/// Reads a `Range` for something of this size. What is no such header, or asks for several parts, is
/// answered with everything.
pub fn part(header: Option<&str>, size: u64) -> Part {
    let Some(asked) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else {
        return Part::Whole;
    };
    let Some((from, to)) = asked.trim().split_once('-').filter(|_| !asked.contains(',')) else {
        return Part::Whole;
    };
    match (number(from), number(to)) {
        (Number::None, Number::Some(0)) => Part::Beyond,
        (Number::None, Number::Some(last)) if size > 0 => {
            Part::Some(size.saturating_sub(last)..size)
        }
        (Number::None, Number::Some(_)) => Part::Beyond,
        (Number::Some(from), _) if from >= size => Part::Beyond,
        (Number::Some(from), Number::None) => Part::Some(from..size),
        (Number::Some(from), Number::Some(to)) if to >= from => {
            Part::Some(from..to.saturating_add(1).min(size))
        }
        _ => Part::Whole,
    }
}

enum Number {
    Some(u64),
    None,
    Broken,
}

fn number(text: &str) -> Number {
    match text.trim() {
        "" => Number::None,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Number::Some(digits.parse().unwrap_or(u64::MAX))
        }
        _ => Number::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_those_that_are_there() {
        for (header, expected) in [
            ("bytes=0-", Part::Some(0..10)),
            ("bytes=0-3", Part::Some(0..4)),
            ("bytes=4-4", Part::Some(4..5)),
            ("bytes=4-99", Part::Some(4..10)),
            ("bytes=-3", Part::Some(7..10)),
            ("bytes=-99", Part::Some(0..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=99999999999999999999-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=5-4", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            assert_eq!(part(Some(header), 10), expected, "{header}");
        }
        assert_eq!(part(None, 10), Part::Whole);
        assert_eq!(part(Some("bytes=0-"), 0), Part::Beyond);
        assert_eq!(part(Some("bytes=-5"), 0), Part::Beyond);
    }
}
