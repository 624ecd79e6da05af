//! A place on the map, as people send it.

use serde::{Deserialize, Serialize};

use super::text::utf16_len;

/// A place.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#wh-location>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// What its writer calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where it is.
    pub at: Position,
}

/// A point on the earth, in ten-millionths of a degree, which is about a centimetre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// North of the equator.
    pub latitude: i32,
    /// East of Greenwich.
    pub longitude: i32,
}

/// LINE's limit for each line of a place, in UTF-16 units.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#location-message>
pub const PLACE_LINE_MAX: usize = 100;

/// A place as LINE takes it from an official account: on earth, its lines trimmed, not blank, and short
/// enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Place", into = "Place")]
pub struct SendablePlace(Place);

/// Why LINE would not take a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceFault {
    /// A line is too long.
    #[error("a line of a place is too long by {over}")]
    TooLong {
        /// By so many UTF-16 units.
        over: usize,
    },
    /// There is no such point.
    #[error("not on earth")]
    NotOnEarth,
}

impl TryFrom<Place> for SendablePlace {
    type Error = PlaceFault;

    fn try_from(Place { title, address, at }: Place) -> Result<Self, PlaceFault> {
        if !at.is_on_earth() {
            return Err(PlaceFault::NotOnEarth);
        }
        let line = |typed: Option<String>| typed.as_deref().map_or(Ok(None), place_line);
        Ok(Self(Place { title: line(title)?, address: line(address)?, at }))
    }
}

impl From<SendablePlace> for Place {
    fn from(SendablePlace(place): SendablePlace) -> Self {
        place
    }
}

/// A line of a place as typed; none where nothing is.
///
/// # Errors
/// When it is too long.
pub fn place_line(typed: &str) -> Result<Option<String>, PlaceFault> {
    let line = typed.trim();
    match utf16_len(line).checked_sub(PLACE_LINE_MAX) {
        Some(over @ 1..) => Err(PlaceFault::TooLong { over }),
        Some(0) | None => Ok((!line.is_empty()).then(|| line.to_owned())),
    }
}

/// Of one degree.
const UNITS: i32 = 10_000_000;

impl Position {
    /// From degrees; none where there is no such point.
    pub fn of_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let is_on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let units = |degrees: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "at most 180 times 10^7")]
            let units = (degrees * f64::from(UNITS)).round() as i32;
            units
        };
        is_on_earth.then(|| Self { latitude: units(latitude), longitude: units(longitude) })
    }

    const fn is_on_earth(self) -> bool {
        self.latitude.unsigned_abs() <= 90 * UNITS.unsigned_abs()
            && self.longitude.unsigned_abs() <= 180 * UNITS.unsigned_abs()
    }

    /// Latitude and longitude in degrees.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude) / f64::from(UNITS), f64::from(self.longitude) / f64::from(UNITS))
    }

    /// Where a browser, or a map's own application on a phone, shows it.
    pub fn map_url(self) -> String {
        let (latitude, longitude) = (decimal(self.latitude), decimal(self.longitude));
        format!("https://www.google.com/maps/search/?api=1&query={latitude},{longitude}")
    }
}

/// Written out without the machinery for floating point, which weighs more than the rest of the page's
/// numbers together.
fn decimal(units: i32) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let (whole, part) =
        (units.unsigned_abs() / UNITS.unsigned_abs(), units.unsigned_abs() % UNITS.unsigned_abs());
    format!("{sign}{whole}.{part:07}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_the_wire() {
        let at = Position::of_degrees(35.67966, -0.73669).unwrap();
        let place = Place { title: Some("my place".into()), address: None, at };
        insta::assert_json_snapshot!(place);
        let url = "https://www.google.com/maps/search/?api=1&query=35.6796600,-0.7366900";
        assert_eq!(at.map_url(), url);
    }

    #[test]
    fn what_line_takes_of_a_place() {
        let at = Position { latitude: 1, longitude: 2 };
        let place = |title: &str| Place { title: Some(title.into()), address: None, at };
        let sendable = |title: &str| SendablePlace::try_from(place(title)).map(Place::from);
        assert_eq!(sendable(" 東京駅 "), Ok(place("東京駅")));
        assert_eq!(sendable(" "), Ok(Place { title: None, ..place("") }));
        assert_eq!(sendable(&"𠮷".repeat(50)), Ok(place(&"𠮷".repeat(50))));
        assert_eq!(sendable(&"𠮷".repeat(51)), Err(PlaceFault::TooLong { over: 2 }));
        let nowhere = Place { at: Position { latitude: i32::MIN, longitude: 0 }, ..place("") };
        assert_eq!(SendablePlace::try_from(nowhere), Err(PlaceFault::NotOnEarth));
    }

    #[test]
    fn what_is_not_on_earth_is_no_place() {
        for (latitude, longitude) in [(90.1, 0.0), (0.0, -181.0), (f64::NAN, 0.0)] {
            assert_eq!(Position::of_degrees(latitude, longitude), None);
        }
    }
}
