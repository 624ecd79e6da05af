//! Pictures, videos, sounds and files that LINE users sent: what is known of them beside what their
//! messages show, and the work they still bring. Their bytes are not in the database.

use serde_json::Value as Json;
use surrealdb::types::SurrealValue;

/// A picture, a video, a sound or a file.
#[derive(Clone, Debug, SurrealValue)]
pub struct MediaRow {
    /// The room of its message.
    pub room: uuid::Uuid,
    /// The message's number there.
    pub seq: i64,
    /// The connection it came through.
    pub connection: uuid::Uuid,
    /// LINE's id of the message, by which LINE is asked for the bytes.
    pub line_message_id: String,
    /// `domain::MediaKind`: what LINE calls it.
    pub kind: Json,
    /// Its file's name, as it may be shown.
    pub name: Option<String>,
    /// The type that its bytes were found to be of, if they may be shown as what they are.
    pub content_type: Option<String>,
    /// How many bytes are kept; none as long as they are not here.
    pub size: Option<i64>,
    /// Whether a small picture of it is kept, too.
    pub has_small: bool,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// What is still to be done about media.
#[derive(Clone, Debug, SurrealValue)]
pub struct MediaTaskRow {
    /// `media::Work`.
    pub work: Json,
}
