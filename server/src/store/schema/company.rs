//! The company and its members: who they are, what they may do, and how they sign in.

use serde_json::Value as Json;
use surrealdb::types::{Bytes, SurrealValue};

/// The company. Its row is written when an admin first sets something.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct CompanyRow {
    /// Its name.
    pub name: Option<String>,
    /// Where its phones are, as two letters (ISO 3166).
    pub country: Option<String>,
    /// `domain::PhotoVersion` of its logo.
    pub logo: Option<String>,
    /// `domain::Rules`.
    pub rules: Option<Json>,
    /// `domain::Greetings`.
    pub greetings: Option<Json>,
    /// `domain::OwnAccounts`.
    pub own_accounts: Option<Json>,
}

/// Whether an admin has chosen a member to talk with LINE users. Apart from the member's row, and
/// changed only together with the member's stream, so that it may be cached.
#[derive(Clone, Debug, SurrealValue)]
pub struct PermissionRow {
    /// `domain::Choice`.
    pub choice: Json,
}

/// A person of the company with an account here.
#[derive(Clone, Debug, SurrealValue)]
pub struct MemberRow {
    /// The account name, lower-case.
    pub email: String,
    /// The name in the company directory.
    pub name: String,
    /// The group in the company directory.
    pub group: Option<String>,
    /// `domain::Role`.
    pub role: Json,
    /// `domain::Language`.
    pub language: Json,
    /// `domain::Theme`.
    pub theme: Json,
    /// `domain::Profile`, once the member has written one.
    pub profile: Option<Json>,
    /// `domain::ReadMarks`, once the member has chosen.
    pub read_marks: Option<Json>,
    /// `domain::PhotoVersion` of the photo in the company directory.
    pub photo: Option<String>,
    /// `domain::GreetingText`: what they say to new friends in place of the company's words.
    pub greeting: Option<String>,
    /// An Argon2id hash in PHC form; none until the member has chosen a password.
    pub password_hash: Option<String>,
    /// Whether the account may be used.
    pub active: bool,
    /// Sessions that began before are void, in Unix milliseconds: a new password ends them.
    pub sessions_since: i64,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// A picture that the company shows of itself, in one size. The row of its owner, a member or the
/// company, names its version. A file: the journal does not keep it in memory.
#[derive(Clone, Debug, SurrealValue)]
pub struct PhotoRow {
    /// The file, JPEG or PNG as `domain::PhotoSize` says.
    pub bytes: Bytes,
}

/// The one-time link by which a member may choose a password.
#[derive(Clone, Debug, SurrealValue)]
pub struct PasswordLinkRow {
    /// The SHA-256 of its secret, in hexadecimal.
    pub hash: String,
    /// Unix milliseconds.
    pub expires_at: i64,
}

/// Which member an e-mail address belongs to.
#[derive(Clone, Debug, SurrealValue)]
pub struct EmailRow {
    /// The member.
    pub member: uuid::Uuid,
}

/// How a member's public page is found, from when they first looked for it.
#[derive(Clone, Debug, SurrealValue)]
pub struct PublicPageRow {
    /// `domain::PageKey`.
    pub key: String,
    /// `domain::PageName`.
    pub name: Json,
}

/// Whose public page a key leads to.
#[derive(Clone, Debug, SurrealValue)]
pub struct PageKeyRow {
    /// The member.
    pub member: uuid::Uuid,
}

/// A signed-in browser.
#[derive(Clone, Debug, SurrealValue)]
pub struct SessionRow {
    /// Whose.
    pub member: uuid::Uuid,
    /// Unix milliseconds.
    pub created_at: i64,
    /// Unix milliseconds; kept to the hour.
    pub seen_at: i64,
    /// Unix milliseconds.
    pub expires_at: i64,
    /// The browser's own word on what it is, cut.
    pub user_agent: Option<String>,
    /// The address it signed in from.
    pub address: Option<String>,
}
