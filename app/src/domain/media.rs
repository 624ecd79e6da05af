//! Pictures, videos, sounds and files in a timeline: what is known of them, never their bytes.

use serde::{Deserialize, Serialize};

use super::MediaId;

/// A picture, a video, a sound or a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// Where its bytes are asked for.
    pub id: MediaId,
    /// What it is.
    pub kind: MediaKind,
    /// Whether its bytes are here.
    pub state: MediaState,
    /// Its file's name, for a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How many bytes it has, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Its width and height in pixels, for pictures and videos, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<(u32, u32)>,
    /// How long it plays, in milliseconds, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
    /// What stands in its place until it is drawn: a few pixels as the text of a `data:` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blur: Option<String>,
    /// Its place among pictures that were sent together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<SetPlace>,
}

impl Media {
    /// Whether members can have its bytes.
    pub const fn is_here(&self) -> bool {
        matches!(self.state, MediaState::Here | MediaState::Withdrawn)
    }
}

impl MediaId {
    /// Where this server serves it as it was sent.
    pub fn original(self) -> String {
        format!("/media/{self}")
    }

    /// Where this server serves a small picture of it.
    pub fn small(self) -> String {
        format!("/media/{self}/small")
    }

    /// Where it is had as a file to be saved.
    pub fn download(self) -> String {
        format!("/media/{self}?download")
    }
}

/// What kind of thing media is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A voice message or sound.
    Audio,
    /// Any other file.
    File,
}

/// Whether media can be had from this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaState {
    /// It is on its way, from LINE or from where LINE says it is.
    Coming,
    /// It is here.
    Here,
    /// Who had it does not have it any more, or never gave it.
    Gone,
    /// It is not what it says it is, or too large, and is not kept.
    Refused,
    /// It is here, and no LINE user can fetch it any more: who sent it has withdrawn it.
    Withdrawn,
}

/// The place of a picture among those that were sent together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPlace {
    /// LINE's name of the set.
    pub id: String,
    /// Which of them, from 1; not told by old devices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u32>,
    /// How many there are; not told by old devices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_on_the_wire() {
        let id = "0191d5c8-0000-7000-8000-000000000009".parse().unwrap();
        let coming = Media {
            id,
            kind: MediaKind::Image,
            state: MediaState::Coming,
            name: None,
            size: None,
            pixels: None,
            duration: None,
            blur: None,
            set: Some(SetPlace { id: "E005D41A".into(), index: Some(1), total: Some(2) }),
        };
        let file = Media {
            kind: MediaKind::File,
            state: MediaState::Here,
            name: Some("見積.pdf".into()),
            size: Some(5_000_000_000),
            pixels: Some((1, 2)),
            duration: Some(1500),
            blur: Some("data:image/png;base64,AA==".into()),
            set: None,
            ..coming.clone()
        };
        insta::assert_json_snapshot!((coming, file));
    }
}
