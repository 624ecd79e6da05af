//! How far what goes to LINE has come, and why it went no farther.

use serde::{Deserialize, Serialize};

use super::super::{Person, Timestamp};

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

/// What a member decides about a message that has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "remedy", rename_all = "snake_case")]
pub enum Remedy {
    /// It is tried again now.
    Again,
    /// It is tried again at a time.
    AgainAt {
        /// When.
        at: Timestamp,
    },
    /// It is not tried again by itself.
    NotAgain,
    /// It is deleted here: only its writer can, and only what LINE certainly has not got.
    Discard,
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

impl FailReason {
    /// Whether LINE certainly has not got it.
    pub const fn is_certain(self) -> bool {
        !matches!(self, Self::NoAnswer | Self::Unsure)
    }

    /// What to say instead where an earlier try had no certain end, so that LINE may have it after all.
    /// Only what LINE says of the message itself holds for that try, too.
    #[must_use]
    pub const fn of_a_doubtful(self) -> Self {
        match self {
            Self::Refused | Self::Unsure => self,
            _ => Self::NoAnswer,
        }
    }
}
