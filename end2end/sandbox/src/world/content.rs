//! What media messages hold, and LINE's states of it: preparing, ready, gone.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::World;
use crate::{clock::Millis, ids::ChannelId};

/// The bytes of a media message.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// `image`, `video`, `audio` or `file`.
    pub kind: String,
    /// Such as `image/png`.
    pub content_type: String,
    /// The bytes.
    pub base64: String,
    /// From when they can be fetched; before, LINE answers 202.
    pub ready_at: Millis,
}

/// What a bot gets when it asks for the content of a message.
#[derive(Debug)]
pub enum Lookup<'a> {
    /// No such message of this channel, or one without content.
    NotFound,
    /// The sender took it back.
    Gone,
    /// Still being prepared.
    Preparing(&'a Content),
    /// Here it is.
    Ready(&'a Content),
}

impl Content {
    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        STANDARD.decode(&self.base64).unwrap_or_default()
    }
}

impl World {
    /// The content of a message, as the channel may see it.
    pub fn content(&self, channel: &ChannelId, message: &str, now: Millis) -> Lookup<'_> {
        let Some((chat, entry)) = self.entry(message) else {
            return Lookup::NotFound;
        };
        if self.channel_of_chat(chat) != Some(channel) {
            return Lookup::NotFound;
        }
        if entry.unsent {
            return Lookup::Gone;
        }
        match self.contents.get(message) {
            None => Lookup::NotFound,
            Some(content) if content.ready_at > now => Lookup::Preparing(content),
            Some(content) => Lookup::Ready(content),
        }
    }
}
