//! LINE users: what LINE says of them, what the company keeps of them, and who has blocked them.

use serde_json::Value as Json;
use surrealdb::types::SurrealValue;

/// A LINE user, as LINE describes them, and how the company calls them.
#[derive(Clone, Debug, SurrealValue)]
pub struct ContactRow {
    /// LINE's id of the person, for this LINE provider.
    pub line_user_id: String,
    /// The name on LINE, once LINE has told it.
    pub name: Option<String>,
    /// Where LINE keeps the picture.
    pub picture_url: Option<String>,
    /// The status message on LINE.
    pub status_message: Option<String>,
    /// The language of the person's LINE app.
    pub language: Option<String>,
    /// When the profile was last read, in Unix milliseconds.
    pub profile_at: Option<i64>,
    /// The rooms this person takes part in: who sits there may see them.
    pub rooms: Vec<uuid::Uuid>,
    /// How the company keeps them, exactly while they stand in Clients/Partners.
    pub kept: Option<KeptAs>,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// How the company keeps a LINE user: what is needed of the [`ContactCardRow`] wherever they are drawn,
/// written with it.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct KeptAs {
    /// The contact whose card it is: another one after a merge.
    pub card: uuid::Uuid,
    /// The name the company gave; empty leaves LINE's.
    pub name: String,
    /// Whose the card is, and who sees it.
    pub sharing: SharingRow,
}

/// `domain::Sharing`. With neither members nor groups, every member sees it.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct SharingRow {
    /// The Contact Master.
    pub owner: uuid::Uuid,
    /// The members it is shown to.
    pub members: Option<Vec<uuid::Uuid>>,
    /// The groups it is shown to.
    pub groups: Option<Vec<String>>,
}

/// What the company keeps of a LINE user, in Clients/Partners or in the trash. Found by the contact,
/// after a merge by the one that stays.
#[derive(Clone, Debug, SurrealValue)]
pub struct ContactCardRow {
    /// `domain::ContactCard`.
    pub card: Json,
    /// The LINE users that are this person, the one it is found by among them.
    pub line_users: Vec<uuid::Uuid>,
    /// Whose it is, and who sees it.
    pub sharing: SharingRow,
    /// The tags of single members.
    pub own_tags: Vec<OwnTags>,
    /// How often it was changed.
    pub edition: i64,
    /// Since when it lies in the trash, in Unix milliseconds.
    pub trashed_at: Option<i64>,
    /// Unix milliseconds.
    pub added_at: i64,
    /// When it was last changed, in Unix milliseconds.
    pub edited_at: i64,
    /// Who did.
    pub edited_by: uuid::Uuid,
}

/// The tags that one member has given a contact, seen by nobody else.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct OwnTags {
    /// Who.
    pub member: uuid::Uuid,
    /// The tags.
    pub tags: Vec<String>,
}

/// The address book as a whole: what is kept in memory of it is of this number.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct BookRow {
    /// Grows with every change of a card.
    pub n: i64,
}

/// Which contact a LINE user id belongs to.
#[derive(Clone, Debug, SurrealValue)]
pub struct LineUserRow {
    /// The contact.
    pub contact: uuid::Uuid,
}

/// A profile that is still to be read from LINE.
#[derive(Clone, Debug, SurrealValue)]
pub struct ProfileTaskRow {
    /// The connection to ask with.
    pub connection: uuid::Uuid,
    /// LINE's id of the group whose members LINE shows the profile to, where the person is known from
    /// there alone.
    pub group: Option<String>,
}

/// Whom a member has blocked. Changed only together with the member's stream, so that it may be cached.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct BlocksRow {
    /// Everybody, the newest block first.
    pub people: Vec<BlockedRow>,
    /// How often it was changed.
    pub edition: i64,
}

/// One of them.
#[derive(Clone, Debug, SurrealValue)]
pub struct BlockedRow {
    /// The LINE user.
    pub contact: uuid::Uuid,
    /// Since when, in Unix milliseconds.
    pub since: i64,
}

/// How much of what a blocked LINE user sent was dropped, since the block. Apart from the block, because
/// nobody is told of it.
#[derive(Clone, Debug, SurrealValue)]
pub struct DroppedRow {
    /// Messages, stickers and the like.
    pub count: i64,
}
