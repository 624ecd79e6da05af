//! A message in a room: who, what, and how far it has come.

use serde::{Deserialize, Serialize};

use super::{
    ContactId, Marked, Media, MediaKind, MemberId, MessageId, Person, PersonId, Place, RoomId,
    SendableSticker, Sticker, TextMark, Timestamp, text::preview,
};

/// A message's dense number in its room, from 1. `Seq(0)` stands before the first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub u32);

impl Seq {
    /// Before the first message.
    pub const ZERO: Self = Self(0);

    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// One row of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The message's own name, minted by whoever wrote it first.
    pub id: MessageId,
    /// Where it was written.
    pub room: RoomId,
    /// Its number there.
    pub seq: Seq,
    /// When it happened: LINE's time for what came from LINE, the server's for what members wrote.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// What it says.
    pub body: Body,
    /// Whether its words were changed since it was written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
    /// The message that it answers to, if it quotes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// How far what goes to LINE has come: a member's message, or the greeting that answers a notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
}

/// What a message quotes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "quoted", rename_all = "snake_case")]
pub enum Quote {
    /// Another message of the room.
    Known {
        /// Its number.
        seq: Seq,
        /// Who wrote it.
        author: Author,
        /// What it says now, in short.
        body: Box<Body>,
    },
    /// One that is not here, or not for this reader: it was said before the connection, or before they
    /// took part.
    Unknown,
}

/// Characters of a quoted message, and of the newest one in the room list.
pub const PREVIEW: usize = 120;

impl Quote {
    /// A quote of this message.
    pub fn of(message: &Message) -> Self {
        let body = Box::new(message.body.clone().shortened());
        Self::Known { seq: message.seq, author: message.author, body }
    }

    /// Its number, where it is known.
    pub const fn seq(&self) -> Option<Seq> {
        match self {
            Self::Known { seq, .. } => Some(*seq),
            Self::Unknown => None,
        }
    }

    fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Known { author, body, .. } => {
                author.person().into_iter().chain(body.people()).collect()
            }
            Self::Unknown => Vec::new(),
        }
    }
}

/// Who a message is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "side", content = "id", rename_all = "snake_case")]
pub enum Author {
    /// A LINE user.
    LineUser(ContactId),
    /// A LINE user in a LINE group who shares no profile: LINE does not tell who.
    Unnamed,
    /// A member of the company.
    Member(MemberId),
    /// Nobody: something happened.
    System,
}

impl Author {
    /// Who it is, if that is known.
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::LineUser(id) => Some(PersonId::LineUser(id)),
            Self::Member(id) => Some(PersonId::Member(id)),
            Self::Unnamed | Self::System => None,
        }
    }
}

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
            | Self::Unsupported { .. }
            | Self::Hidden
            | Self::Notice { .. } => false,
        }
    }

    /// Whether LINE takes it from an official account.
    pub fn can_be_sent(&self) -> bool {
        match self {
            Self::Text { .. } => true,
            Self::Sticker { sticker } => SendableSticker::try_from(sticker.id).is_ok(),
            Self::Media { .. }
            | Self::Place { .. }
            | Self::Unsent
            | Self::Unsupported { .. }
            | Self::Hidden
            | Self::Notice { .. } => false,
        }
    }

    /// Everybody that it names.
    fn people(&self) -> Vec<PersonId> {
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
            | Self::Unsupported { .. }
            | Self::Hidden => Vec::new(),
        }
    }
}

/// Kinds of LINE events that stand as a labelled placeholder.
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

/// Something that happened: between the official account and a LINE user, or to a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// The LINE user added the official account as friend.
    Followed,
    /// The LINE user unblocked the official account.
    FollowedAgain,
    /// The LINE user blocked or removed the official account.
    Unfollowed,
    /// The official account was invited to the LINE group.
    AccountJoined,
    /// The official account is no longer in the LINE group.
    AccountLeft,
    /// A member took the official account out of the LINE group.
    LeftGroup {
        /// Who.
        by: MemberId,
    },
    /// People take part from now on. In a LINE group nobody is named who shares no profile.
    Joined {
        /// Who.
        who: Vec<PersonId>,
        /// The member who added them, if it was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<MemberId>,
    },
    /// People take part no longer.
    Left {
        /// Who.
        who: Vec<PersonId>,
        /// The member who removed them, if they did not go by themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<MemberId>,
    },
    /// A member was excluded at once, because they may not talk with LINE users.
    Excluded {
        /// Who.
        who: MemberId,
    },
    /// A member made the room.
    Created {
        /// Who.
        by: MemberId,
    },
    /// A member gave the room another name.
    Renamed {
        /// Who.
        by: MemberId,
        /// Its name from then on.
        name: String,
    },
}

impl Notice {
    /// Everybody it names.
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Joined { who, by } | Self::Left { who, by } => {
                who.iter().copied().chain(by.map(PersonId::Member)).collect()
            }
            Self::Excluded { who: one }
            | Self::Created { by: one }
            | Self::LeftGroup { by: one }
            | Self::Renamed { by: one, .. } => {
                vec![PersonId::Member(*one)]
            }
            Self::Followed
            | Self::FollowedAgain
            | Self::Unfollowed
            | Self::AccountJoined
            | Self::AccountLeft => Vec::new(),
        }
    }
}

impl Message {
    /// Everybody that must be known to draw it.
    pub fn people(&self) -> Vec<PersonId> {
        let quoted = self.quote.iter().flat_map(Quote::people);
        self.author.person().into_iter().chain(self.body.people()).chain(quoted).collect()
    }
}

/// How far something has come on its way to LINE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Delivery {
    /// Kept, and on its way.
    Queued,
    /// LINE has taken it. Whether it was read, LINE does not tell.
    Sent,
    /// It will not arrive unless somebody tries again.
    Failed {
        /// Why, for a sentence in plain words.
        reason: FailReason,
    },
    /// It goes to several LINE users, and they do not all stand the same. Each of them is told by a
    /// [`Recipient`].
    Partly {
        /// To how many it is on its way.
        waiting: u32,
        /// For how many LINE has taken it.
        sent: u32,
        /// Whom it will not reach unless somebody tries again.
        failed: u32,
    },
}

impl Delivery {
    /// Whether somebody must decide what becomes of it.
    pub const fn is_failed(self) -> bool {
        match self {
            Self::Queued | Self::Sent => false,
            Self::Failed { .. } => true,
            Self::Partly { failed, .. } => failed > 0,
        }
    }
}

/// A LINE user to whom a message goes, and how far it has come on its way to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Who.
    pub person: Person,
    /// How far.
    pub delivery: Delivery,
}

/// Why a message did not go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailReason {
    /// LINE did not answer, or answered with an error of its own, for as long as we may repeat.
    NoAnswer,
    /// LINE may have taken it, and asking again could send it twice: a person must decide.
    Unsure,
    /// The official account's messages for this month are used up.
    QuotaSpent,
    /// LINE does not accept this official account's credentials.
    AccountRefused,
    /// LINE refused the message itself.
    Refused,
    /// The LINE user has blocked or removed the official account.
    Unfollowed,
    /// The official account is not in the LINE group.
    LeftGroup,
    /// The member who wrote it may no longer talk with LINE users.
    NotPermitted,
    /// The official account is no longer connected.
    Disconnected,
    /// The LINE user does not take part in the room any more.
    Gone,
    /// The member who wrote it has blocked the LINE user.
    Blocked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_on_the_wire() {
        let message = Message {
            id: "0191d5c8-0000-7000-8000-000000000001".parse().unwrap(),
            room: "0191d5c8-0000-7000-8000-000000000002".parse().unwrap(),
            seq: Seq(7),
            at: Timestamp::from_millis(1_795_370_468_123),
            author: Author::Member("0191d5c8-0000-7000-8000-000000000003".parse().unwrap()),
            body: Body::text("はい"),
            edited: false,
            quote: Some(Quote::Known {
                seq: Seq(3),
                author: Author::Unnamed,
                body: Box::new(Body::text("明日は?")),
            }),
            delivery: Some(Delivery::Failed { reason: FailReason::QuotaSpent }),
        };
        insta::assert_json_snapshot!(message);
    }

    #[test]
    fn a_notice_that_was_answered_with_a_greeting_on_the_wire() {
        let message = Message {
            id: "0191d5c8-0000-7000-8000-000000000001".parse().unwrap(),
            room: "0191d5c8-0000-7000-8000-000000000002".parse().unwrap(),
            seq: Seq(1),
            at: Timestamp::from_millis(1_795_370_468_123),
            author: Author::System,
            body: Body::Notice { notice: Notice::Followed },
            edited: false,
            quote: None,
            delivery: Some(Delivery::Sent),
        };
        insta::assert_json_snapshot!(message);
    }

    #[test]
    fn what_became_of_each_recipient_on_the_wire() {
        let yuki = Person {
            id: PersonId::LineUser("0191d5c8-0000-7000-8000-000000000004".parse().unwrap()),
            name: "佐藤 由紀".into(),
            picture: None,
            group: None,
        };
        let delivery = Delivery::Failed { reason: FailReason::Unfollowed };
        let partly = Delivery::Partly { waiting: 1, sent: 2, failed: 1 };
        insta::assert_json_snapshot!((partly, Recipient { person: yuki, delivery }));
        assert!(partly.is_failed());
        assert!(!Delivery::Partly { waiting: 1, sent: 2, failed: 0 }.is_failed());
    }

    #[test]
    fn what_happens_to_rooms_on_the_wire() {
        let by: MemberId = "0191d5c8-0000-7000-8000-000000000003".parse().unwrap();
        let yuki = PersonId::LineUser("0191d5c8-0000-7000-8000-000000000004".parse().unwrap());
        let notices = [
            Notice::AccountJoined,
            Notice::Joined { who: vec![yuki], by: Some(by) },
            Notice::Left { who: vec![yuki], by: None },
            Notice::Excluded { who: by },
            Notice::Created { by },
            Notice::Renamed { by, name: "現場".into() },
            Notice::LeftGroup { by },
        ];
        insta::assert_json_snapshot!(notices);
        let named: Vec<usize> = notices.iter().map(|notice| notice.people().len()).collect();
        assert_eq!(named, [0, 2, 1, 1, 1, 1, 1]);
    }

    #[test]
    fn a_placeholder_of_a_kind_from_the_future_is_still_read() {
        let body: Body =
            serde_json::from_str(r#"{"kind":"unsupported","what":"hologram"}"#).unwrap();
        assert_eq!(body, Body::Unsupported { what: Unsupported::Other });
    }
}
