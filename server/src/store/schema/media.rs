//! Pictures, videos, sounds and files: what is known of them beside what their messages show, the work
//! they still bring, and what members have uploaded and not sent. Their bytes are not in the database.

use serde_json::Value as Json;
use surrealdb::types::SurrealValue;

/// A picture, a video, a sound or a file of a message.
#[derive(Clone, Debug, SurrealValue)]
pub struct MediaRow {
    /// The room of its message.
    pub room: uuid::Uuid,
    /// The message's number there.
    pub seq: i64,
    /// The connection it came through; none for what a member sends.
    pub connection: Option<uuid::Uuid>,
    /// LINE's id of the message, by which LINE is asked for the bytes; none for what a member sends.
    pub line_message_id: Option<String>,
    /// `domain::MediaKind`: what it is shown as, or LINE calls it.
    pub kind: Json,
    /// Its file's name, as it may be shown.
    pub name: Option<String>,
    /// The type that its bytes were found to be of, if they may be shown as what they are.
    pub content_type: Option<String>,
    /// How many bytes are kept; none as long as they are not here.
    pub size: Option<i64>,
    /// Whether a small picture of it is kept, too.
    pub has_small: bool,
    /// `media::ShareKey`: what LINE, and whoever has been given the address, fetches it by.
    pub share: Option<String>,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// What is still to be done about media.
#[derive(Clone, Debug, SurrealValue)]
pub struct MediaTaskRow {
    /// `media::Work`.
    pub work: Json,
}

/// A file that a member uploads and has not sent.
#[derive(Clone, Debug, SurrealValue)]
pub struct UploadRow {
    /// The room it is for.
    pub room: uuid::Uuid,
    /// Its file's name, as it may be shown.
    pub name: String,
    /// How many bytes it has.
    pub size: i64,
    /// `uploads::Sendable`: what it was found to be, once it is whole.
    pub sendable: Option<Json>,
    /// `media::ShareKey`: what LINE will fetch it by, from then on.
    pub share: Option<String>,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// Media that is fetched by an address. Found by the SHA-256 of what the address has in it.
#[derive(Clone, Debug, SurrealValue)]
pub struct ShareRow {
    /// Which.
    pub media: uuid::Uuid,
}
