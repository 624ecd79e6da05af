//! What a LINE user writes, as the control API says it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{clock::Millis, picture};

/// A message to be written.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Draft {
    /// Text, with LINE emoji and mentions as LINE writes them.
    Text {
        text: String,
        #[serde(default)]
        emojis: Option<Value>,
        #[serde(default)]
        mention: Option<Mention>,
    },
    /// A sticker, sendable or bought.
    #[serde(rename_all = "camelCase")]
    Sticker {
        package_id: String,
        sticker_id: String,
        #[serde(default)]
        sticker_resource_type: Option<String>,
        #[serde(default)]
        keywords: Option<Value>,
        #[serde(default)]
        text: Option<String>,
    },
    /// A picture; drawn if no bytes are given.
    Image(Media),
    /// A video.
    Video(Media),
    /// A voice message.
    Audio(Media),
    /// A file.
    File(Media),
    /// A place.
    Location {
        #[serde(default)]
        title: Option<String>,
        #[serde(default)]
        address: Option<String>,
        latitude: f64,
        longitude: f64,
    },
    /// A message object as it stands, for kinds that do not exist yet.
    Raw { message: Map<String, Value> },
}

/// Bytes and what goes with them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Media {
    pub base64: Option<String>,
    pub content_type: Option<String>,
    pub duration: Option<u64>,
    pub file_name: Option<String>,
    pub image_set: Option<Value>,
    pub content_provider: Option<Value>,
    pub preparing_ms: Millis,
    /// How many bytes there are in all; what is missing is made up.
    pub size: usize,
}

/// Mentions in a text.
#[derive(Clone, Debug, Deserialize)]
pub struct Mention {
    pub mentionees: Vec<Mentionee>,
}

/// One mention: of a person, of the account, or of all.
#[derive(Clone, Debug, Deserialize)]
pub struct Mentionee {
    pub index: u32,
    pub length: u32,
    #[serde(flatten)]
    pub whom: Whom,
}

/// Whom a mention names.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Whom {
    /// `{"type":"user","user":"hanako"}`
    User { user: String },
    /// `{"type":"account"}`: the official account itself.
    Account,
    /// `{"type":"all"}`
    All,
}

/// Bytes, ready to be kept.
#[derive(Clone, Debug)]
pub struct Bytes {
    /// Such as `image/png`.
    pub content_type: String,
    /// The bytes.
    pub base64: String,
}

impl Media {
    /// The bytes given, or some of our own.
    pub fn bytes(&self, kind: &str) -> Bytes {
        let (own_type, own): (&str, fn() -> Vec<u8>) = match kind {
            "image" => ("image/png", || picture::landscape(7)),
            "video" => ("video/mp4", empty_mp4),
            "audio" => ("audio/wav", tone),
            _ => ("application/octet-stream", || b"A file from the sandbox.\n".to_vec()),
        };
        Bytes {
            content_type: self.content_type.clone().unwrap_or_else(|| own_type.to_owned()),
            base64: self.base64.clone().unwrap_or_else(|| STANDARD.encode(own())),
        }
    }

    /// The properties of the message object beyond id and type.
    pub fn properties(&self, kind: &str, size: usize) -> Map<String, Value> {
        let mut message = Map::new();
        if kind == "file" {
            let name = self.file_name.clone().unwrap_or_else(|| "file.bin".to_owned());
            message.insert("fileName".to_owned(), name.into());
            message.insert("fileSize".to_owned(), size.into());
            return message;
        }
        if let Some(duration) = self.duration.or((kind != "image").then_some(1_000)) {
            message.insert("duration".to_owned(), duration.into());
        }
        let provider = self.content_provider.clone();
        message.insert(
            "contentProvider".to_owned(),
            provider.unwrap_or_else(|| json!({ "type": "line" })),
        );
        if let Some(set) = &self.image_set {
            message.insert("imageSet".to_owned(), set.clone());
        }
        message
    }
}

/// An MP4 container without a track: bytes of the right kind for tests that only carry them. The last box
/// reaches to wherever the file ends.
fn empty_mp4() -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypisom\0\0\x02\0isommp41".to_vec();
    bytes.extend_from_slice(b"\0\0\0\x08moov\0\0\0\0mdat");
    bytes
}

/// A second of a soft tone: 8 kHz, 8 bit, mono WAV.
fn tone() -> Vec<u8> {
    const RATE: u32 = 8_000;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend_from_slice(&(36 + RATE).to_le_bytes());
    bytes.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend_from_slice(&RATE.to_le_bytes());
    bytes.extend_from_slice(&RATE.to_le_bytes());
    bytes.extend_from_slice(b"\x01\0\x08\0data");
    bytes.extend_from_slice(&RATE.to_le_bytes());
    bytes.extend((0..RATE).map(|n| if n / 10 % 2 == 0 { 120 } else { 136 }));
    bytes
}
