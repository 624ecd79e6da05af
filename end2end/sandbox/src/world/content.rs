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

/// How far LINE is with content that is there.
#[derive(Debug)]
pub enum Progress<'a> {
    /// Still being prepared.
    Preparing(&'a Content),
    /// Here it is.
    Ready(&'a Content),
}

/// Why a bot gets no content of a message.
#[derive(Debug)]
pub enum Absent {
    /// No such message of this channel, or one without content.
    NotFound,
    /// The sender took it back.
    Gone,
}

impl Content {
    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        STANDARD.decode(&self.base64).unwrap_or_default()
    }
}

impl World {
    /// The content of a message, as the channel may see it.
    pub fn content(
        &self,
        channel: &ChannelId,
        message: &str,
        now: Millis,
    ) -> Result<Progress<'_>, Absent> {
        let (chat, entry) = self.entry(message).ok_or(Absent::NotFound)?;
        if self.channel_of_chat(chat) != Some(channel) {
            return Err(Absent::NotFound);
        }
        if entry.unsent {
            return Err(Absent::Gone);
        }
        let content = self.contents.get(message).ok_or(Absent::NotFound)?;
        if content.ready_at > now {
            Ok(Progress::Preparing(content))
        } else {
            Ok(Progress::Ready(content))
        }
    }
}
