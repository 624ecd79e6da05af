//! What a webhook says, in our words: the output of [`super::webhook`].

use app::domain::{Timestamp, Unsupported};

use crate::relay::Choice;

/// A webhook's body, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// The bot user id that LINE addressed; compare it with the connection's own.
    pub destination: Option<LineUserId>,
    /// What happened, oldest first. Empty when LINE only knocks (the console's Verify button).
    pub events: Vec<Inbound>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// The same however often LINE delivers the event: the key for keeping it once.
    pub event_id: WebhookEventId,
    /// When it happened, by LINE's clock; by ours when the event does not say.
    pub at: Timestamp,
    /// LINE has delivered it before, or tried to.
    pub redelivered: bool,
    /// The right to answer it, if it gives one and this channel is the active one.
    pub reply_token: Option<String>,
    /// Where it happened.
    pub source: Source,
    /// LINE's id of the message that is quoted.
    pub quoted: Option<String>,
    /// What happened.
    pub what: What,
    /// The event's JSON, byte for byte, to be kept whole.
    pub raw: String,
}

/// The name of a webhook event: LINE's ULID, or one derived from the event's bytes when it has none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebhookEventId(pub String);

/// A LINE user's id (`U` and 32 hexadecimal digits), valid within one LINE provider. Official
/// accounts have one too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineUserId(pub String);

/// Where an event happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Between a LINE user and the official account.
    User(LineUserId),
    /// In a LINE group; who, only when LINE may tell.
    Group {
        /// The group's id.
        group_id: String,
        /// Who.
        user: Option<LineUserId>,
    },
    /// In a LINE room (the old kind of group without a name).
    Room {
        /// The room's id.
        room_id: String,
        /// Who.
        user: Option<LineUserId>,
    },
    /// Not said, or of a kind from the future.
    Unknown,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The LINE user added the official account as friend.
    Follow {
        /// After having blocked it, as far as LINE knows.
        again: bool,
    },
    /// The LINE user blocked or removed the official account.
    Unfollow,
    /// The LINE user wrote.
    Text {
        /// LINE's id of the message.
        line_message_id: String,
        /// As written.
        text: String,
        /// The right to quote it.
        quote_token: Option<String>,
        /// The right to mark it, and all before it, as read.
        mark_as_read_token: Option<String>,
    },
    /// The LINE user pressed a button of ours.
    Pressed(Choice),
    /// Something that has no form of its own here yet.
    Unsupported(Unsupported),
    /// Not an event by any reading: kept whole, and a placeholder where it says whom it is from.
    Broken,
}

impl What {
    /// Whether the LINE user said something, in words or otherwise: what else happens stays between
    /// them and the official account.
    pub const fn is_said(&self) -> bool {
        match self {
            Self::Text { .. } => true,
            Self::Unsupported(what) => matches!(
                what,
                Unsupported::Sticker
                    | Unsupported::Image
                    | Unsupported::Video
                    | Unsupported::Audio
                    | Unsupported::File
                    | Unsupported::Location
            ),
            Self::Follow { .. } | Self::Unfollow | Self::Pressed(_) | Self::Broken => false,
        }
    }
}
