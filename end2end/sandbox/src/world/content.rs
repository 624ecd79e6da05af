//! What media messages hold, and LINE's states of it: preparing, ready, gone.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::World;
use crate::{clock::Millis, ids::ChannelId};

/// The length of one piece of filler.
const PIECE: usize = 64 << 10;
static FILLER: [u8; PIECE] = [b'.'; PIECE];

/// The bytes of a media message.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// `image`, `video`, `audio` or `file`.
    pub kind: String,
    /// Such as `image/png`.
    pub content_type: String,
    /// The bytes, or the first of them.
    pub base64: String,
    /// How many more come after those, made up as they are fetched: what is large is never held.
    #[serde(default)]
    pub filler: usize,
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
    /// The bytes that are kept.
    fn kept(&self) -> Vec<u8> {
        STANDARD.decode(&self.base64).unwrap_or_default()
    }

    /// How many bytes there are in all.
    pub fn length(&self) -> usize {
        self.kept().len() + self.filler
    }

    /// All bytes, piece by piece.
    pub fn pieces(&self) -> impl Iterator<Item = Bytes> + Send + 'static {
        let piece = Bytes::from_static(&FILLER);
        let whole = std::iter::repeat_n(piece.clone(), self.filler / PIECE);
        let rest = piece.slice(..self.filler % PIECE);
        std::iter::once(Bytes::from(self.kept())).chain(whole).chain(std::iter::once(rest))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_large_is_made_up_behind_its_beginning() {
        for filler in [0, 1, PIECE, 2 * PIECE + 7] {
            let (kind, content_type) = ("video".to_owned(), "video/mp4".to_owned());
            let base64 = STANDARD.encode("head");
            let content = Content { kind, content_type, base64, filler, ready_at: 0 };
            let bytes = content.pieces().collect::<Vec<_>>().concat();
            assert!(bytes.starts_with(b"head"));
            assert_eq!((bytes.len(), content.length()), (4 + filler, 4 + filler));
        }
    }
}
