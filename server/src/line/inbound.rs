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

/// A chat of several people on LINE: a group (`C` and 32 hexadecimal digits), or one of LINE's rooms
/// (`R…`), the old kind, which has neither name nor picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupId(String);

impl GroupId {
    /// Wraps what LINE calls it by.
    pub const fn new(id: String) -> Self {
        Self(id)
    }

    /// The group that LINE is to bring a message to, unless it is a LINE user.
    pub fn of_recipient(to: &str) -> Option<Self> {
        to.starts_with(['C', 'R']).then(|| Self(to.to_owned()))
    }

    /// As LINE has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is one of LINE's rooms.
    pub fn is_unnamed(&self) -> bool {
        self.0.starts_with('R')
    }
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Between a LINE user and the official account.
    User(LineUserId),
    /// In a LINE group, or one of LINE's rooms.
    Group {
        /// Which.
        group: GroupId,
        /// Who, when LINE may tell.
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
    /// The official account is in the group from now on.
    Join,
    /// The official account is no longer in the group.
    Leave,
    /// People are in the group from now on: those whom LINE names.
    MembersJoined(Vec<LineUserId>),
    /// People are no longer in the group: those whom LINE names.
    MembersLeft(Vec<LineUserId>),
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
            Self::Follow { .. }
            | Self::Unfollow
            | Self::Join
            | Self::Leave
            | Self::MembersJoined(_)
            | Self::MembersLeft(_)
            | Self::Pressed(_)
            | Self::Broken => false,
        }
    }
}
