//! What happens between an official account and LINE users, and to rooms.

use serde::{Deserialize, Serialize};

use super::super::{MemberId, PersonId};

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
        /// What it is called from then on; empty for a LINE group whose name LINE has not told.
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
