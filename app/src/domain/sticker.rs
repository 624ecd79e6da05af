//! Stickers: those that LINE users send, and those that an official account can send.
//!
//! LINE's pictures are not ours to keep: a sticker is two numbers and what LINE says of it.

use serde::{Deserialize, Serialize};

/// A sticker as it stands in a timeline.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#wh-sticker>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sticker {
    /// Which one.
    pub id: StickerId,
    /// How it is drawn.
    #[serde(default)]
    pub form: StickerForm,
    /// What its writer put on it, where LINE tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What it is about, in LINE's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
}

impl Sticker {
    /// A sticker of which nothing but its numbers is known.
    pub const fn of(id: StickerId) -> Self {
        Self { id, form: StickerForm::Still, text: None, keywords: Vec::new() }
    }
}

/// LINE's two numbers of a sticker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StickerId {
    /// The package it is sold in.
    pub package: u64,
    /// Its own.
    pub sticker: u64,
}

impl StickerId {
    /// Where its picture is, as a path on this site.
    pub fn still(self) -> String {
        format!("/stickers/{}/still.png", self.sticker)
    }

    /// Where it moves, if it does, as a path on this site.
    pub fn moving(self) -> String {
        format!("/stickers/{}/moving.png", self.sticker)
    }
}

/// How a sticker is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StickerForm {
    /// A picture that moves.
    Animated,
    /// A picture, kinds that LINE adds later included.
    #[default]
    #[serde(other)]
    Still,
}

/// A package that an official account can send from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StickerPackage {
    /// Its number.
    pub id: u64,
    /// The number of its first sticker; the others follow without a hole.
    pub first: u64,
    /// How many it has.
    pub count: u64,
    /// How it is drawn.
    pub form: StickerForm,
}

impl StickerPackage {
    /// Its stickers, in order.
    pub fn stickers(self) -> impl Iterator<Item = StickerId> {
        let of = move |sticker| StickerId { package: self.id, sticker };
        (self.first..self.first + self.count).map(of)
    }

    const fn of(id: u64, first: u64, count: u64, form: StickerForm) -> Self {
        Self { id, first, count, form }
    }
}

/// All that an official account can send.
/// Reference: <https://developers.line.biz/en/docs/messaging-api/sticker-list/>
pub const SENDABLE: [StickerPackage; 15] = {
    use StickerForm::{Animated, Still};
    [
        StickerPackage::of(11537, 52_002_734, 40, Animated),
        StickerPackage::of(11538, 51_626_494, 40, Animated),
        StickerPackage::of(11539, 52_114_110, 40, Animated),
        StickerPackage::of(6136, 10_551_376, 24, Still),
        StickerPackage::of(6325, 10_979_904, 24, Still),
        StickerPackage::of(6359, 11_069_848, 24, Still),
        StickerPackage::of(6362, 11_087_920, 24, Still),
        StickerPackage::of(6370, 11_088_016, 24, Still),
        StickerPackage::of(6632, 11_825_374, 24, Still),
        StickerPackage::of(8515, 16_581_242, 24, Still),
        StickerPackage::of(8522, 16_581_266, 24, Still),
        StickerPackage::of(8525, 16_581_290, 24, Still),
        StickerPackage::of(446, 1988, 40, Still),
        StickerPackage::of(789, 10_855, 40, Still),
        StickerPackage::of(1070, 17_839, 40, Still),
    ]
};

/// A sticker that LINE takes from an official account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StickerId", into = "StickerId")]
pub struct SendableSticker(StickerPackage, u64);

/// LINE would refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an official account cannot send this sticker")]
pub struct NotSendable;

impl TryFrom<StickerId> for SendableSticker {
    type Error = NotSendable;

    fn try_from(id: StickerId) -> Result<Self, NotSendable> {
        let mut packages = SENDABLE.iter().filter(|package| package.id == id.package);
        let package = packages.next().ok_or(NotSendable)?;
        let is_in_it = (package.first..package.first + package.count).contains(&id.sticker);
        if is_in_it { Ok(Self(*package, id.sticker)) } else { Err(NotSendable) }
    }
}

impl From<SendableSticker> for StickerId {
    fn from(SendableSticker(package, sticker): SendableSticker) -> Self {
        Self { package: package.id, sticker }
    }
}

impl From<SendableSticker> for Sticker {
    fn from(sendable: SendableSticker) -> Self {
        Self { form: sendable.0.form, ..Self::of(sendable.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_line_lists_can_be_sent_and_nothing_else() {
        let all: Vec<StickerId> = SENDABLE.iter().flat_map(|package| package.stickers()).collect();
        assert_eq!(all.len(), 456);
        assert!(all.iter().all(|id| SendableSticker::try_from(*id).is_ok()));
        for (package, sticker) in [(446, 1987), (446, 2028), (446, 10_855), (1, 1), (0, 0)] {
            let id = StickerId { package, sticker };
            assert_eq!(SendableSticker::try_from(id), Err(NotSendable), "{id:?}");
        }
    }

    #[test]
    fn a_sticker_on_the_wire() {
        let id = StickerId { package: 446, sticker: 1988 };
        insta::assert_json_snapshot!(Sticker {
            id,
            form: StickerForm::Animated,
            text: Some("おはよう".into()),
            keywords: vec!["morning".into()],
        });
        let sent = SendableSticker::try_from(id).unwrap();
        assert_eq!(serde_json::to_string(&sent).unwrap(), r#"{"package":446,"sticker":1988}"#);
        let future = r#"{"id":{"package":1,"sticker":2},"form":"hologram"}"#;
        assert_eq!(
            serde_json::from_str::<Sticker>(future).unwrap(),
            Sticker::of(StickerId { package: 1, sticker: 2 })
        );
    }
}
