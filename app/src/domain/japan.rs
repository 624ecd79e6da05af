//! Days and months by Japan's time (UTC+9, all year round), in which LINE counts what official accounts
//! send, wherever they are.

use super::{Timestamp, time::civil_from_days};

const DAY_MS: i64 = 86_400_000;
const AHEAD_OF_UTC_MS: i64 = 9 * 3_600_000;

/// A day in Japan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JapanDay(i64);

/// A month in Japan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JapanMonth(i64);

impl JapanDay {
    /// The day of a moment.
    pub const fn of(at: Timestamp) -> Self {
        Self(at.plus_millis(AHEAD_OF_UTC_MS).millis().div_euclid(DAY_MS))
    }

    /// The day of this number.
    pub const fn numbered(number: i64) -> Self {
        Self(number)
    }

    /// Its number, counted from 1970-01-01.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// When it begins.
    pub const fn begins(self) -> Timestamp {
        Timestamp::from_millis(self.0 * DAY_MS - AHEAD_OF_UTC_MS)
    }

    /// The month it is of.
    pub const fn month(self) -> JapanMonth {
        let (year, month, _) = civil_from_days(self.0);
        JapanMonth(year * 12 + month - 1)
    }

    /// Its place in its month, from 1.
    pub const fn of_month(self) -> i64 {
        civil_from_days(self.0).2
    }
}

impl JapanMonth {
    /// The month of a moment.
    pub const fn of(at: Timestamp) -> Self {
        JapanDay::of(at).month()
    }

    /// The month of this number.
    pub const fn numbered(number: i64) -> Self {
        Self(number)
    }

    /// Its number: dense, so that one follows another.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The month after it.
    #[must_use]
    pub const fn after(self) -> Self {
        Self(self.0 + 1)
    }

    /// The month before.
    #[must_use]
    pub const fn before(self) -> Self {
        Self(self.0 - 1)
    }

    /// Its first day.
    pub const fn first_day(self) -> JapanDay {
        JapanDay(days_to_month(self.0.div_euclid(12), self.0.rem_euclid(12) + 1))
    }

    /// Its days, in order.
    pub fn days(self) -> impl Iterator<Item = JapanDay> + Clone {
        (self.first_day().0..self.after().first_day().0).map(JapanDay)
    }

    /// `2026-11`
    pub fn name(self) -> String {
        format!("{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

/// From 1970-01-01 to the first of a month: the inverse of [`civil_from_days`], by the same author.
const fn days_to_month(year: i64, month: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 2026-11-01 at midnight in Japan.
    const NOVEMBER: Timestamp = Timestamp::from_millis(1_793_458_800_000);

    #[test]
    fn a_month_begins_at_midnight_in_japan() {
        let (last, first) = (JapanDay::of(NOVEMBER.plus_millis(-1)), JapanDay::of(NOVEMBER));
        assert_eq!((last.month().name(), last.of_month()), ("2026-10".into(), 31));
        assert_eq!((first.month().name(), first.of_month()), ("2026-11".into(), 1));
        assert_eq!(first.month().before(), last.month());
        assert_eq!(last.month().after().first_day().begins(), NOVEMBER);
        assert_eq!(first.month().days().count(), 30);
    }

    #[test]
    fn a_leap_year_and_the_turn_of_a_year() {
        let january = JapanDay::numbered(10_957).month();
        assert_eq!(january.name(), "2000-01");
        assert_eq!(january.before().name(), "1999-12");
        assert_eq!(JapanMonth::numbered(january.number() + 1).days().count(), 29);
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_month_and_in_no_other(number in -800_000_i64..3_000_000) {
            let day = JapanDay::numbered(number);
            let month = day.month();
            prop_assert_eq!(month.days().position(|one| one == day), usize::try_from(day.of_month() - 1).ok());
            prop_assert!(!month.before().days().any(|one| one == day));
            prop_assert_eq!(month.first_day().of_month(), 1);
            prop_assert!((28..=31).contains(&month.days().count()));
        }

        #[test]
        fn a_moment_is_nine_hours_further_in_japan(millis in -1_000_000_000_000_i64..10_000_000_000_000) {
            let day = JapanDay::of(Timestamp::from_millis(millis));
            let begins = day.number() * DAY_MS - AHEAD_OF_UTC_MS;
            prop_assert!((begins..begins + DAY_MS).contains(&millis));
        }
    }
}
