//! A day of birth, whose year need not be known.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::fold::fold;

/// A day that comes every year. As text `1980-04-12`, or `--04-12` without a year, as a vCard has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Birthday {
    year: Option<u16>,
    month: u8,
    day: u8,
}

/// The text is no day of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a birthday")]
pub struct NotABirthday;

/// Years in which somebody who is alive can be born.
const YEARS: std::ops::RangeInclusive<u16> = 1850..=2200;

impl Birthday {
    /// Reads a day as people write it: year, month and day, or month and day, with anything that is no
    /// digit between them (`1980-04-12`, `1980年4月12日`, `4/12`), or eight digits.
    ///
    /// # Errors
    /// When there is no such day.
    pub fn parse(typed: &str) -> Result<Self, NotABirthday> {
        let narrow = fold(typed);
        let mut numbers: Vec<&str> =
            narrow.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        if let [whole] = numbers[..]
            && whole.len() == 8
        {
            numbers = vec![&whole[..4], &whole[4..6], &whole[6..]];
        }
        let [year, month, day] = match numbers[..] {
            [year, month, day] => [Some(year), Some(month), Some(day)],
            [month, day] => [None, Some(month), Some(day)],
            _ => return Err(NotABirthday),
        };
        let year = year.map(|year| year.parse().map_err(|_| NotABirthday)).transpose()?;
        let small = |text: Option<&str>| text.and_then(|text| text.parse::<u8>().ok());
        let (month, day) = (small(month).ok_or(NotABirthday)?, small(day).ok_or(NotABirthday)?);
        let is_day = day >= 1 && day <= days_of(year, month);
        if is_day && year.is_none_or(|year| YEARS.contains(&year)) {
            Ok(Self { year, month, day })
        } else {
            Err(NotABirthday)
        }
    }
}

/// How many days a month has; none where there is no such month. Without a year it may be a leap year.
const fn days_of(year: Option<u16>, month: u8) -> u8 {
    match month {
        2 => match year {
            Some(year) if year % 4 != 0 || (year % 100 == 0 && year % 400 != 0) => 28,
            _ => 29,
        },
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl fmt::Display for Birthday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(f, "--{:02}-{:02}", self.month, self.day),
        }
    }
}

impl TryFrom<String> for Birthday {
    type Error = NotABirthday;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Birthday> for String {
    fn from(birthday: Birthday) -> Self {
        birthday.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (typed, read) in [
            ("1980-04-12", "1980-04-12"),
            ("1980/4/12", "1980-04-12"),
            ("１９８０年４月１２日", "1980-04-12"),
            ("19800412", "1980-04-12"),
            ("4/12", "--04-12"),
            ("2/29", "--02-29"),
            ("2000-02-29", "2000-02-29"),
        ] {
            assert_eq!(Birthday::parse(typed).unwrap().to_string(), read, "{typed}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for typed in ["", "1980", "13/1", "0/1", "2/30", "1981-02-29", "12-04-1980", "x", "1-1-1-1"]
        {
            assert_eq!(Birthday::parse(typed), Err(NotABirthday), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(typed in "[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}") {
            if let Ok(day) = Birthday::parse(&typed) {
                prop_assert_eq!(Birthday::parse(&day.to_string()), Ok(day));
            }
        }
    }
}
