//! Phone numbers, as people of a country write them.

use app::domain::Phone;
use phonenumber::{Mode, country};

/// A country, for numbers that do not name theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country(country::Id);

impl Country {
    /// Where a company is that has not said where it is.
    pub const JAPAN: Self = Self(country::JP);

    /// Reads two letters (ISO 3166), such as `TH`.
    pub fn parse(code: &str) -> Option<Self> {
        code.to_ascii_uppercase().parse().ok().map(Self)
    }

    /// Its two letters.
    pub fn code(self) -> String {
        self.0.as_ref().to_owned()
    }
}

/// Reads a number as typed; none when nobody could be called there.
pub fn read(typed: &str, here: Country) -> Option<Phone> {
    // The widths and dashes of Japanese keyboards.
    let typed: String = typed.chars().map(plain).collect();
    let number = phonenumber::parse(Some(here.0), &typed).ok()?;
    if !number.is_valid() || number.extension().is_some() {
        return None;
    }
    let at_home = number.country().id() == Some(here.0);
    let shown = if at_home { Mode::National } else { Mode::International };
    Some(Phone {
        number: number.format().mode(Mode::E164).to_string(),
        shown: number.format().mode(shown).to_string(),
    })
}

fn plain(c: char) -> char {
    match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        '＋' => '+',
        '（' => '(',
        '）' => ')',
        'ー' | '－' | '‐' | '−' => '-',
        '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(typed: &str, here: Country) -> Option<(String, String)> {
        read(typed, here).map(|phone| (phone.number, phone.shown))
    }

    #[test]
    fn a_national_number_is_one_of_the_companys_country() {
        let expected = Some(("+81312345678".to_owned(), "03-1234-5678".to_owned()));
        for typed in ["03-1234-5678", "0312345678", "０３ー１２３４ー５６７８", "+81 3 1234 5678"]
        {
            assert_eq!(shown(typed, Country::JAPAN), expected, "{typed}");
        }
    }

    #[test]
    fn a_number_of_another_country_is_shown_with_its_code() {
        let thailand = Country::parse("th").unwrap();
        let phone = read("+81 3 1234 5678", thailand).unwrap();
        assert_eq!(phone.shown, "+81 3-1234-5678");
    }

    #[test]
    fn what_cannot_be_called_is_refused() {
        for typed in ["12", "03-1234", "call me", "<script>", "+999 123", "0000000000"] {
            assert_eq!(read(typed, Country::JAPAN), None, "{typed}");
        }
    }

    #[test]
    fn a_country_has_two_letters() {
        assert_eq!(Country::parse("jp"), Some(Country::JAPAN));
        assert_eq!(Country::JAPAN.code(), "JP");
        assert_eq!(Country::parse("Japan"), None);
    }
}
