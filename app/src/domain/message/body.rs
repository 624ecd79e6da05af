//! What a message says, and what LINE takes and lets be quoted of it.

use serde::{Deserialize, Serialize};

use super::{
    super::{
        Marked, Media, MediaKind, MediaState, PersonId, Place, SendableSticker, Sticker, TextMark,
        text::preview,
    },
    Notice,
};

/// Characters of a quoted message, and of the newest one in the room list.
pub const PREVIEW: usize = 120;

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// Words.
    Text {
        /// As written; not trusted as markup.
        text: String,
        /// Stretches of it that stand for something.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        marks: Vec<TextMark>,
    },
    /// A sticker.
    Sticker {
        /// Which.
        sticker: Sticker,
    },
    /// A picture, a video, a sound or a file.
    Media {
        /// Which.
        media: Box<Media>,
    },
    /// A place on the map.
    Place {
        /// Which.
        place: Place,
    },
    /// The LINE user took it back: nothing of it is kept.
    Unsent,
    /// Its writer deleted it: LINE had not got it, and nothing of it is kept.
    Discarded,
    /// Something that is kept whole on the server but has no form of its own here yet.
    Unsupported {
        /// What it was, to label the placeholder.
        what: Unsupported,
    },
    /// What somebody wrote whom the reader has blocked.
    Hidden,
    /// Something that happened in the room.
    Notice {
        /// What.
        notice: Notice,
    },
}

impl Body {
    /// Words in which nothing is marked.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text { text: words.into(), marks: Vec::new() }
    }

    /// The same in no more words than a list shows.
    #[must_use]
    pub fn shortened(self) -> Self {
        match self {
            Self::Text { text, .. } => Self::text(preview(&text, PREVIEW)),
            Self::Media { media } => {
                Self::Media { media: Box::new(Media { blur: None, ..*media }) }
            }
            other => other,
        }
    }

    /// Whether LINE lets it be quoted.
    pub const fn can_be_quoted(&self) -> bool {
        match self {
            Self::Text { .. } | Self::Sticker { .. } => true,
            Self::Media { media } => matches!(media.kind, MediaKind::Image | MediaKind::Video),
            Self::Place { .. }
            | Self::Unsent
            | Self::Discarded
            | Self::Unsupported { .. }
            | Self::Hidden
            | Self::Notice { .. } => false,
        }
    }

    /// Whether LINE takes it from an official account.
    pub fn can_be_sent(&self) -> bool {
        match self {
            Self::Text { .. } | Self::Place { .. } => true,
            Self::Sticker { sticker } => SendableSticker::try_from(sticker.id).is_ok(),
            Self::Media { media } => matches!(media.state, MediaState::Coming | MediaState::Here),
            Self::Unsent
            | Self::Discarded
            | Self::Unsupported { .. }
            | Self::Hidden
            | Self::Notice { .. } => false,
        }
    }

    /// Everybody that it names.
    pub(in crate::domain) fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Notice { notice } => notice.people(),
            Self::Text { marks, .. } => {
                let who = |mark: &TextMark| match mark.what {
                    Marked::Mention { who } => who,
                    Marked::Emoji { .. } | Marked::Us | Marked::Everybody => None,
                };
                marks.iter().filter_map(who).collect()
            }
            Self::Sticker { .. }
            | Self::Media { .. }
            | Self::Place { .. }
            | Self::Unsent
            | Self::Discarded
            | Self::Unsupported { .. }
            | Self::Hidden => Vec::new(),
        }
    }
}

/// Kinds of LINE events that stand as a labelled placeholder. Those of what can be shown by now stand for
/// messages that were kept before it could.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsupported {
    /// A sticker.
    Sticker,
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A voice message or sound.
    Audio,
    /// A file.
    File,
    /// A place on the map.
    Location,
    /// The LINE user took a message back.
    Unsend,
    /// The LINE user changed a message.
    Edit,
    /// A button was pressed.
    Postback,
    /// Anything else, kinds that LINE adds later included.
    #[serde(other)]
    Other,
}
