//! Pictures that the company shows of itself (its members' photos, its logo): how they are addressed.
//! What they are made of is the server's.

use std::fmt;

/// Characters of a [`PhotoVersion`]: 128 bits in hexadecimal.
const LENGTH: usize = 32;

/// Names one picture for ever: lower-case hexadecimal that nobody can guess. A changed picture has
/// another one, so whatever is served under it may be kept by browsers and by LINE.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PhotoVersion(String);

/// The sizes that a picture is kept in. All are squares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoSize {
    /// 96 pixels, JPEG: faces in lists and timelines.
    Small,
    /// 512 pixels, JPEG: profiles.
    Large,
    /// 240 pixels, PNG: what LINE takes as the icon of a sender.
    Icon,
}

impl PhotoVersion {
    /// Takes what stands in an address or in a row.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == LENGTH && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }

    /// The version that 128 random bits make.
    pub fn of_bits(bits: u128) -> Self {
        Self(format!("{bits:032x}"))
    }

    /// The bits that it is made of.
    pub fn bits(&self) -> u128 {
        // Every version is made of, or was checked to be, as many digits as fit.
        u128::from_str_radix(&self.0, 16).unwrap_or_default()
    }

    /// The version as it stands in rows.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where this server serves it, as a path on this site: `/photos/{version}/512.jpg`.
    pub fn path(&self, size: PhotoSize) -> String {
        format!("/photos/{self}/{}", size.file())
    }
}

/// The path of the same picture in another size; a path of any other picture stays as it is.
pub fn in_size(path: &str, size: PhotoSize) -> String {
    match path.strip_prefix("/photos/").and_then(|rest| rest.split_once('/')) {
        Some((version, _)) => format!("/photos/{version}/{}", size.file()),
        None => path.to_owned(),
    }
}

impl fmt::Display for PhotoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PhotoSize {
    /// Every size there is.
    pub const ALL: [Self; 3] = [Self::Small, Self::Large, Self::Icon];

    /// Width and height, in pixels.
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Small => 96,
            Self::Large => 512,
            Self::Icon => 240,
        }
    }

    /// The last part of the address.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Small => "96.jpg",
            Self::Large => "512.jpg",
            Self::Icon => "240.png",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_hexadecimal_and_nothing_else() {
        let version = PhotoVersion::parse(&"0af9".repeat(8)).unwrap();
        assert_eq!(
            version.path(PhotoSize::Icon),
            "/photos/0af90af90af90af90af90af90af90af9/240.png"
        );
        for text in ["", "0af9", &"0AF9".repeat(8), &"../x".repeat(8), &"0af9".repeat(9)] {
            assert_eq!(PhotoVersion::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_version_is_the_bits_it_is_made_of() {
        for bits in [0, 1, 0x0af9 << 112, u128::MAX] {
            let version = PhotoVersion::of_bits(bits);
            assert_eq!(PhotoVersion::parse(version.as_str()), Some(version.clone()));
            assert_eq!(version.bits(), bits);
        }
    }

    #[test]
    fn only_our_own_pictures_have_other_sizes() {
        let version = PhotoVersion::of_bits(7);
        let (small, large) = (version.path(PhotoSize::Small), version.path(PhotoSize::Large));
        assert_eq!(in_size(&small, PhotoSize::Large), large);
        assert_eq!(in_size("/pictures/contacts/7/8", PhotoSize::Large), "/pictures/contacts/7/8");
    }
}
