//! What is asked for, and where LINE has it. Nothing that a browser sends reaches an address of LINE's
//! but as the digits that are looked for here.
//!
//! LINE documents no address for these pictures; these are the ones that its own store uses.

use std::num::NonZeroU64;

/// A drawing of LINE's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Drawing {
    /// A sticker.
    Still(NonZeroU64),
    /// A sticker that moves, as an APNG.
    Moving(NonZeroU64),
    /// A LINE emoji.
    Emoji {
        /// Its set: 24 hexadecimal digits.
        product: String,
        /// Which of the set: digits, zeros in front included.
        emoji: String,
    },
}

/// Digits of the id of a set of LINE emoji.
const PRODUCT: usize = 24;
/// LINE's own have three.
const MOST_DIGITS: usize = 10;

impl Drawing {
    /// A sticker by its number.
    pub fn still(sticker: &str) -> Option<Self> {
        number(sticker).map(Self::Still)
    }

    /// The same as it moves.
    pub fn moving(sticker: &str) -> Option<Self> {
        number(sticker).map(Self::Moving)
    }

    /// A LINE emoji by its two ids.
    pub fn emoji(product: &str, emoji: &str) -> Option<Self> {
        let is_product = product.len() == PRODUCT
            && product.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let is_emoji = (1..=MOST_DIGITS).contains(&emoji.len()) && all_digits(emoji);
        (is_product && is_emoji)
            .then(|| Self::Emoji { product: product.to_owned(), emoji: emoji.to_owned() })
    }

    /// Where LINE has it, below the host of the pictures.
    pub fn path(&self) -> String {
        match self {
            Self::Still(sticker) => {
                format!("/stickershop/v1/sticker/{sticker}/android/sticker.png")
            }
            Self::Moving(sticker) => {
                format!("/stickershop/v1/sticker/{sticker}/iPhone/sticker_animation@2x.png")
            }
            Self::Emoji { product, emoji } => {
                format!("/sticonshop/v1/sticon/{product}/android/{emoji}.png")
            }
        }
    }
}

/// A number as LINE writes it: one sticker has one address here.
fn number(text: &str) -> Option<NonZeroU64> {
    let is_plain = all_digits(text) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_plain)
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Drawing;

    #[test]
    fn each_drawing_has_one_address_of_lines() {
        let product = "5ac1bfd5040ab15980c9b435";
        let paths = [Drawing::still("1988"), Drawing::moving("52002734")]
            .into_iter()
            .chain([Drawing::emoji(product, "001")])
            .map(|drawing| drawing.unwrap().path())
            .collect::<Vec<_>>();
        assert_eq!(
            paths,
            [
                "/stickershop/v1/sticker/1988/android/sticker.png",
                "/stickershop/v1/sticker/52002734/iPhone/sticker_animation@2x.png",
                "/sticonshop/v1/sticon/5ac1bfd5040ab15980c9b435/android/001.png",
            ]
        );
    }

    #[test]
    fn what_is_not_a_number_of_lines_is_nothing() {
        for wrong in
            ["", "0", "01", "+1", "-1", "1.", "1/2", "..", "1%2e", "１", "18446744073709551616"]
        {
            assert_eq!(Drawing::still(wrong), None, "{wrong}");
            assert_eq!(Drawing::moving(wrong), None, "{wrong}");
        }
        let product = "5ac1bfd5040ab15980c9b435";
        for (product, emoji) in [
            (product, ""),
            (product, "1a"),
            (product, "../1"),
            (product, "12345678901"),
            ("5AC1BFD5040AB15980C9B435", "001"),
            ("5ac1bfd5040ab15980c9b43", "001"),
            ("../../../../../../../../", "001"),
        ] {
            assert_eq!(Drawing::emoji(product, emoji), None, "{product} {emoji}");
        }
    }
}
