//! Messages as LINE takes them: what they say, in whose name, and what can be answered with a touch.
//!
//! What is sent is held by the snapshots of [`super::payload`].
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#message-objects>

use std::collections::{BTreeMap, HashMap};

use app::domain::{Body, PersonId, PhotoSize, PhotoVersion, Place};
use serde::Serialize;

pub use super::calling::Substitution;
use super::calling::calling;
use super::flex::{AltText, Bubble, PictureUrl};
use crate::config::PublicUrl;

/// A message object, as LINE takes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outgoing {
    /// What it says.
    #[serde(flatten)]
    pub what: Saying,
    /// In whose name; none in that of the official account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
    /// What can be answered with a touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quick_reply: Option<QuickReply>,
}

/// What a message object says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Saying {
    /// Words: at least one character, at most 5000 UTF-16 units.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#text-message>
    Text {
        /// The words.
        text: String,
        /// The right to quote the message that it answers to.
        #[serde(skip_serializing_if = "Option::is_none")]
        quote_token: Option<String>,
    },
    /// Words that call upon people of a group: at most 5000 UTF-16 units, 20 people.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#text-message-v2>
    #[serde(rename = "textV2")]
    Calling {
        /// The words, with a key in braces for each who is called upon.
        text: String,
        /// Who each key stands for.
        substitution: BTreeMap<String, Substitution>,
        /// The right to quote the message that it answers to.
        #[serde(skip_serializing_if = "Option::is_none")]
        quote_token: Option<String>,
        /// The same as mere words.
        #[serde(skip)]
        words: String,
    },
    /// A sticker.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#sticker-message>
    Sticker {
        /// The package, in digits.
        package_id: String,
        /// The sticker, in digits.
        sticker_id: String,
        /// The right to quote the message that it answers to.
        #[serde(skip_serializing_if = "Option::is_none")]
        quote_token: Option<String>,
    },
    /// A picture: JPEG or PNG, at most 10 MB, and a small one of at most 1 MB.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#image-message>
    Image {
        /// The picture.
        original_content_url: PictureUrl,
        /// What is shown until somebody looks at it.
        preview_image_url: PictureUrl,
    },
    /// A video: mp4, at most 200 MB.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#video-message>
    Video {
        /// The video.
        original_content_url: PictureUrl,
        /// A still of it, of its shape.
        preview_image_url: PictureUrl,
    },
    /// A sound: mp3 or m4a, at most 200 MB.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#audio-message>
    Audio {
        /// The sound.
        original_content_url: PictureUrl,
        /// How long it plays, in milliseconds.
        duration: u32,
    },
    /// A place on the map.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#location-message>
    Location {
        /// What it is called: at most 100 UTF-16 units.
        title: String,
        /// Its address: at most 100 UTF-16 units.
        address: String,
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// A card.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#flex-message>
    Flex {
        /// What is read where it cannot be drawn.
        alt_text: AltText,
        /// The card.
        contents: Box<Bubble>,
    },
}

impl Saying {
    /// Words that answer to nothing.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text { text: words.into(), quote_token: None }
    }

    /// What stands in a timeline, as an answer to the message with this token, and with LINE's ids of
    /// those who can be called upon where it goes; none for what LINE does not take from an official
    /// account.
    pub fn of(
        body: &Body,
        quote_token: Option<String>,
        called: &HashMap<PersonId, String>,
    ) -> Option<Self> {
        match body {
            Body::Text { text, marks } => Some(match calling(text, marks, called) {
                Some((calling, substitution)) => {
                    Self::Calling { text: calling, substitution, quote_token, words: text.clone() }
                }
                None => Self::Text { text: text.clone(), quote_token },
            }),
            Body::Sticker { sticker } => Some(Self::Sticker {
                package_id: sticker.id.package.to_string(),
                sticker_id: sticker.id.sticker.to_string(),
                quote_token,
            }),
            Body::Place { place } => Some(Self::place(place)),
            // By where it is fetched: see `media_message`.
            Body::Media { .. }
            | Body::Unsent
            | Body::Discarded
            | Body::Unsupported { .. }
            | Body::Hidden
            | Body::Notice { .. } => None,
        }
    }

    /// A place. LINE wants both of its lines; where one is not known, the other stands for it, and where
    /// neither is, the point on the map.
    fn place(place: &Place) -> Self {
        let (latitude, longitude) = place.at.degrees();
        let said = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let (title, address) = (said(&place.title), said(&place.address));
        let point = format!("{latitude}, {longitude}");
        let title_line = title.clone().or_else(|| address.clone()).unwrap_or_else(|| point.clone());
        let address_line = address.or(title).unwrap_or(point);
        Self::Location {
            title: shortened(&title_line, PLACE_UTF16),
            address: shortened(&address_line, PLACE_UTF16),
            latitude,
            longitude,
        }
    }
}

impl Outgoing {
    /// The same, calling upon nobody.
    #[must_use]
    pub fn without_calls(self) -> Self {
        let what = match self.what {
            Saying::Calling { words, quote_token, .. } => Saying::Text { text: words, quote_token },
            other => other,
        };
        Self { what, ..self }
    }
}

impl From<Saying> for Outgoing {
    fn from(what: Saying) -> Self {
        Self { what, sender: None, quick_reply: None }
    }
}

/// Answers that stand below a message as long as it is the newest; phones only. At most 13.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#quick-reply>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuickReply {
    items: Vec<QuickItem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum QuickItem {
    Action { action: Postback },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "postback", rename_all = "camelCase")]
struct Postback {
    label: String,
    data: String,
    display_text: String,
}

/// LINE's limit for each line of a place, in UTF-16 units.
const PLACE_UTF16: usize = 100;
/// LINE's limit for the label of a quick reply, in UTF-16 units.
const LABEL_UTF16: usize = 20;
/// LINE's limit for what a postback shows as said, in UTF-16 units.
const DISPLAY_UTF16: usize = 300;

impl QuickReply {
    /// Buttons, each with what it says and the data that comes back; none for none.
    pub fn postbacks<'a>(buttons: impl IntoIterator<Item = (&'a str, String)>) -> Option<Self> {
        let item = |(says, data): (&str, String)| {
            let label = shortened(says, LABEL_UTF16);
            let display_text = cut(says, DISPLAY_UTF16).to_owned();
            QuickItem::Action { action: Postback { label, data, display_text } }
        };
        let items: Vec<QuickItem> = buttons.into_iter().map(item).collect();
        (!items.is_empty()).then_some(Self { items })
    }
}

/// Who writes, as the LINE user reads it: "name from 'official account'", beside a picture.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#icon-nickname-switch>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// A square PNG of at most 1 MB, over https.
    #[serde(skip_serializing_if = "Option::is_none")]
    icon_url: Option<String>,
}

/// What LINE can have against a [`Sender`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SenderPart {
    /// The name.
    Name,
    /// The picture.
    Icon,
    /// Both.
    Both,
}

/// LINE's limit for a sender's name, in UTF-16 units.
const SENDER_UTF16: usize = 20;

impl Sender {
    /// The sender with this name, cut to what LINE takes; none when nothing is left of it.
    pub fn named(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(|c| !c.is_control()).collect();
        let name = cut(&name, SENDER_UTF16).trim();
        (!name.is_empty()).then(|| Self { name: Some(name.to_owned()), icon_url: None })
    }

    /// A member, with their photo where LINE can fetch it from `site`.
    pub fn member(name: &str, photo: Option<&PhotoVersion>, site: &PublicUrl) -> Option<Self> {
        let photo = photo.filter(|_| site.is_open_to_line());
        let icon_url = photo.map(|version| site.at(&version.path(PhotoSize::Icon)));
        Some(Self { icon_url, ..Self::named(name)? })
    }

    /// A LINE user, with their picture where LINE keeps it.
    pub fn line_user(name: &str, picture_url: Option<&str>) -> Option<Self> {
        let icon_url = picture_url.filter(|url| url.starts_with("https://")).map(str::to_owned);
        Some(Self { icon_url, ..Self::named(name)? })
    }

    /// What is left of it without a part; none when that is nothing.
    fn without(self, part: SenderPart) -> Option<Self> {
        let Self { name, icon_url } = self;
        match part {
            SenderPart::Name => icon_url.map(|url| Self { name: None, icon_url: Some(url) }),
            SenderPart::Icon => name.map(|name| Self { name: Some(name), icon_url: None }),
            SenderPart::Both => None,
        }
    }
}

/// A text of at most `max` UTF-16 units; where it was longer, that shows.
pub fn shortened(text: &str, max: usize) -> String {
    if cut(text, max) == text {
        return text.to_owned();
    }
    format!("{}…", cut(text, max.saturating_sub(1)))
}

/// The head of a text, of at most `max` UTF-16 units.
pub fn cut(text: &str, max: usize) -> &str {
    let mut room = max;
    let over = text.char_indices().find(|(_, c)| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_none()
    });
    over.map_or(text, |(end, _)| &text[..end])
}

impl Outgoing {
    /// The same without a part of its sender, for which the official account's own is shown.
    #[must_use]
    pub fn without(mut self, part: SenderPart) -> Self {
        self.sender = self.sender.and_then(|sender| sender.without(part));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The member's photo is at `https://chat.example.com/photos/0af9…/240.png`.
    fn with_photo(name: &str, site: &str) -> Option<Sender> {
        let photo = PhotoVersion::parse(&"0af9".repeat(8));
        Sender::member(name, photo.as_ref(), &site.parse().unwrap())
    }

    #[test]
    fn a_senders_name_is_cut_to_what_line_takes() {
        let name = |typed: &str| Sender::named(typed).and_then(|sender| sender.name);
        assert_eq!(name(" 林 葵\u{0} ").as_deref(), Some("林 葵"));
        assert_eq!(name(&"a".repeat(21)), Some("a".repeat(20)));
        assert_eq!(name(&"𠮷".repeat(11)), Some("𠮷".repeat(10)), "two units each");
        assert_eq!(name("\n"), None);
    }

    #[test]
    fn what_line_refuses_of_a_sender_leaves_the_rest() {
        let sender = with_photo("葵", "https://a.example").unwrap();
        let left = |part| serde_json::to_value(sender.clone().without(part)).unwrap();
        assert_eq!(left(SenderPart::Icon), serde_json::json!({ "name": "葵" }));
        let photo = format!("https://a.example/photos/{}/240.png", "0af9".repeat(8));
        let icon = serde_json::json!({ "iconUrl": photo });
        assert_eq!(left(SenderPart::Name), icon);
        assert_eq!(left(SenderPart::Both), serde_json::Value::Null);
        let named = Sender::named("葵").unwrap();
        assert_eq!(named.without(SenderPart::Name), None);
    }

    #[test]
    fn a_photo_that_line_cannot_fetch_is_not_offered() {
        let icon = |site| with_photo("葵", site).unwrap().icon_url;
        assert_eq!(icon("http://chat.example.com"), None);
        assert!(icon("http://127.0.0.1:3000").is_some(), "the stand-in is on this machine");
    }
}
