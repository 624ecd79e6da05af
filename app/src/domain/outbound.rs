//! What a member can send to LINE.

use serde::{Deserialize, Serialize};

use super::{Body, Media, Mention, SendablePlace, SendableSticker, Seq, TextMark, TextMessage};

/// What a member writes, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writing {
    /// What it is.
    pub what: Outbound,
    /// The message of the same room that it answers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Seq>,
}

impl<T: Into<Outbound>> From<T> for Writing {
    fn from(what: T) -> Self {
        Self { what: what.into(), quote: None }
    }
}

/// What a member sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outbound {
    /// Words.
    Text {
        /// The words.
        text: TextMessage,
        /// Those of a LINE group whom they call upon: at most
        /// [`MAX_MENTIONS`](super::mention::MAX_MENTIONS), in the text's order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<Mention>,
    },
    /// A sticker.
    Sticker {
        /// Which.
        sticker: SendableSticker,
    },
    /// A place.
    Place {
        /// Which.
        place: SendablePlace,
    },
    /// A file that was uploaded before. The server goes by its id, and knows the rest itself.
    Media {
        /// Which.
        media: Box<Media>,
    },
}

impl From<TextMessage> for Outbound {
    fn from(text: TextMessage) -> Self {
        Self::Text { text, mentions: Vec::new() }
    }
}

impl From<SendableSticker> for Outbound {
    fn from(sticker: SendableSticker) -> Self {
        Self::Sticker { sticker }
    }
}

impl From<Outbound> for Body {
    fn from(outbound: Outbound) -> Self {
        match outbound {
            Outbound::Text { text, mentions } => {
                let marks = mentions.into_iter().map(TextMark::from).collect();
                Self::Text { text: text.into(), marks }
            }
            Outbound::Sticker { sticker } => Self::Sticker { sticker: sticker.into() },
            Outbound::Place { place } => Self::Place { place: place.into() },
            Outbound::Media { media } => Self::Media { media },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Called, Place, Position},
        *,
    };

    #[test]
    fn what_is_sent_on_the_wire() {
        let text = TextMessage::parse("はい").unwrap();
        let at = Position::of_degrees(35.681_236, 139.767_125).unwrap();
        let station = Place { title: Some("東京駅".into()), address: None, at };
        let sticker =
            SendableSticker::try_from(super::super::StickerId { package: 446, sticker: 1988 });
        let contact = "0191d5c8-0000-7000-8000-000000000001".parse().unwrap();
        let mentions = vec![
            Mention { at: 0, len: 3, whom: Called::One { contact } },
            Mention { at: 3, len: 4, whom: Called::Everybody },
        ];
        insta::assert_json_snapshot!([
            Outbound::from(text),
            Outbound::Text { text: TextMessage::parse("@由紀@All").unwrap(), mentions },
            Outbound::Sticker { sticker: sticker.unwrap() },
            Outbound::Place { place: station.try_into().unwrap() },
        ]);
    }

    #[test]
    fn what_line_does_not_take_is_no_message() {
        for wrong in [
            r#"{"kind":"text","text":" "}"#,
            r#"{"kind":"sticker","sticker":{"package":1,"sticker":1}}"#,
            r#"{"kind":"place","place":{"at":{"latitude":900000001,"longitude":0}}}"#,
            r#"{"kind":"file"}"#,
        ] {
            assert!(serde_json::from_str::<Outbound>(wrong).is_err(), "{wrong}");
        }
    }
}
