//! The little calendar arithmetic that is needed: months in Japan's time, and ISO 8601 timestamps.

use crate::clock::{DAY, MINUTE, Millis, SECOND};

const JAPAN: Millis = 9 * 60 * MINUTE;

/// Year, month and day of a day counted from 1970-01-01 (proleptic Gregorian).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The month to which a message is counted (LINE counts in UTC+9), such as `2026-11`.
pub fn quota_month(at: Millis) -> String {
    let (year, month, _) = civil((at + JAPAN).div_euclid(DAY));
    format!("{year:04}-{month:02}")
}

/// The moment as `2026-11-22T10:20:30.400Z`.
pub fn iso(at: Millis) -> String {
    let (year, month, day) = civil(at.div_euclid(DAY));
    let of_day = at.rem_euclid(DAY);
    let (hour, minute) = (of_day / (60 * MINUTE), of_day / MINUTE % 60);
    let (second, milli) = (of_day / SECOND % 60, of_day % SECOND);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_iso_8601() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(1_709_210_096_007), "2024-02-29T12:34:56.007Z");
    }

    #[test]
    fn a_month_begins_at_midnight_in_japan() {
        let midnight_in_japan = 1_793_458_800_000;
        assert_eq!(iso(midnight_in_japan), "2026-10-31T15:00:00.000Z");
        assert_eq!(quota_month(midnight_in_japan), "2026-11");
        assert_eq!(quota_month(midnight_in_japan - 1), "2026-10");
    }
}
