//! What a webhook says, in our words: the output of [`super::webhook`].

use app::domain::{MediaKind, Place, SetPlace, Sticker, Timestamp, Unsupported};
use serde::{Deserialize, Serialize};

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
    /// Somebody said something, in words or otherwise.
    Said(Said),
    /// The LINE user took a message back.
    Unsent {
        /// LINE's id of the message.
        line_message_id: String,
    },
    /// The LINE user changed the words of a message.
    Edited {
        /// LINE's id of the message, which stays.
        line_message_id: String,
        /// Its words from now on.
        words: Words,
        /// The right to quote it; the older one stays good.
        quote_token: Option<String>,
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
            Self::Said(_) => true,
            Self::Follow { .. }
            | Self::Unfollow
            | Self::Join
            | Self::Leave
            | Self::MembersJoined(_)
            | Self::MembersLeft(_)
            | Self::Unsent { .. }
            | Self::Edited { .. }
            | Self::Pressed(_)
            | Self::Unsupported(_)
            | Self::Broken => false,
        }
    }
}

/// A message of somebody on LINE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// LINE's id of the message.
    pub line_message_id: Option<String>,
    /// What it says.
    pub content: Content,
    /// The right to quote it, for the kinds that can be quoted.
    pub quote_token: Option<String>,
    /// The right to mark it, and all before it, as read.
    pub mark_as_read_token: Option<String>,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Words.
    Words(Words),
    /// A sticker.
    Sticker(Sticker),
    /// A picture, a video, a sound or a file, whose bytes are still to be asked for.
    Media(Attachment),
    /// A place.
    Place(Place),
    /// A kind from the future, or one that lacks what it must have.
    Unknown,
}

/// Words, and the stretches of them that stand for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As written.
    pub text: String,
    /// In the order in which they stand in the text.
    pub marks: Vec<WordMark>,
}

/// A stretch of a text that stands for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordMark {
    /// Where it begins, in UTF-16 units.
    pub at: u32,
    /// How long it is, in UTF-16 units.
    pub len: u32,
    /// What it stands for.
    pub what: WordMarked,
}

/// What a stretch of a text stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordMarked {
    /// A LINE emoji.
    Emoji {
        /// The set.
        product: String,
        /// The picture in it.
        emoji: String,
    },
    /// Somebody is mentioned; LINE tells who only where they agree.
    Mention(Option<LineUserId>),
    /// The official account is mentioned.
    Us,
    /// Everybody is mentioned.
    Everybody,
}

/// What LINE says of a picture, a video, a sound or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// What it is.
    pub kind: MediaKind,
    /// Where its bytes are, where LINE does not keep them itself.
    pub elsewhere: Option<Elsewhere>,
    /// The file's name.
    pub name: Option<String>,
    /// The file's size in bytes.
    pub size: Option<u64>,
    /// How long it plays, in milliseconds.
    pub duration: Option<u32>,
    /// Its place among pictures that were sent together.
    pub set: Option<SetPlace>,
}

/// Where media is that LINE does not keep itself: what a mini app sent in somebody's name. Both could be
/// any address, one inside our own network included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The bytes.
    pub original: String,
    /// A picture of them.
    pub preview: Option<String>,
}
