//! What a reader needs to draw somebody: a name, a picture, and which side of the bridge they are on.

use serde::{Deserialize, Serialize};

use super::{ContactId, MemberId};

/// Somebody who can take part in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "side", content = "id", rename_all = "snake_case")]
pub enum PersonId {
    /// A member of the company.
    Member(MemberId),
    /// A LINE user, by the company's record of them.
    LineUser(ContactId),
}

/// A face and a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who it is.
    pub id: PersonId,
    /// The name to show; empty when a LINE user's is not known.
    pub name: String,
    /// Where this server serves the picture (a path on this site), if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// A member's group in the company directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}
