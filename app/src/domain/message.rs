//! A message in a room: who, what, and how far it has come.

use serde::{Deserialize, Serialize};

use super::{ContactId, MemberId, MessageId, PersonId, RoomId, Timestamp};

mod body;
mod delivery;
mod link_preview;
mod notice;
mod quote;

pub use self::{
    body::{Body, Unsupported},
    delivery::{Delivery, FailReason, Recipient, Remedy},
    link_preview::LinkPreview,
    notice::Notice,
    quote::Quote,
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
    /// When it goes again by itself, if it has failed and a member chose a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_at: Option<Timestamp>,
    /// What the page says of itself to which its first link leads, once the server has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<Box<LinkPreview>>,
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

impl Message {
    /// Everybody that must be known to draw it.
    pub fn people(&self) -> Vec<PersonId> {
        let quoted = self.quote.iter().flat_map(Quote::people);
        self.author.person().into_iter().chain(self.body.people()).chain(quoted).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Person;

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
            again_at: None,
            preview: None,
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
            again_at: None,
            preview: None,
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
