//! What can go wrong between us and the database, in terms a caller can act on.

use app::domain::Barred;
use surrealdb::types::{Error as DbError, QueryError};

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such row, or it is not for the one who asks.
    #[error("not found")]
    NotFound,
    /// The command breaks a rule; nothing of it was written.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// Another process holds the database directory.
    #[error("the database is in use by another process")]
    Locked,
    /// The database could not be opened.
    #[error("the database at {place} could not be opened: {reason}")]
    NotOpened {
        /// What was to be opened, without credentials.
        place: String,
        /// The engine's own words.
        reason: String,
    },
    /// A row is not of the shape this build reads.
    #[error("a {table} row cannot be read: {reason}")]
    Malformed {
        /// Its table.
        table: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Another writer was faster; trying again may do.
    #[error("another writer was faster")]
    Conflict,
    /// The transaction with this command did not take place, or nobody can tell.
    #[error("not committed: {0}")]
    NotCommitted(std::sync::Arc<StoreError>),
    /// The command has a fault that stopped it; nothing of it was written.
    #[error("the command panicked")]
    Panicked,
    /// The journal has been stopped.
    #[error("the store is closed")]
    Closed,
    /// The engine failed; of a write, the outcome is unknown.
    #[error("the database failed: {0}")]
    Database(#[source] Box<DbError>),
}

/// Rules a command can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The LINE user has blocked or removed the official account.
    #[error("the LINE user cannot be reached")]
    Unreachable,
    /// The member has blocked the LINE user.
    #[error("the LINE user is blocked")]
    Blocked,
    /// The message did not fail, so there is nothing to try again.
    #[error("the message has not failed")]
    NotFailed,
    /// The time has passed, or is too far away.
    #[error("a message does not go at that time")]
    NoSuchTime,
    /// A direct room shows its LINE user, and nothing that members say.
    #[error("a direct room is called by its LINE user")]
    DirectRoom,
    /// A greeting answers one event, and is not sent again.
    #[error("a greeting is not sent again")]
    Greeting,
    /// The id of a message was used for another one.
    #[error("the message id is taken")]
    IdTaken,
    /// There is no such upload of this member for this room, or not all of it is here.
    #[error("the file is not here")]
    NoUpload,
    /// Nobody withdraws what somebody else sent.
    #[error("somebody else sent it")]
    NotTheirs,
    /// The address belongs to a member already.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// Nobody closes their own account: there would be nobody to open it again.
    #[error("nobody closes their own account")]
    OwnAccount,
    /// Nobody takes the admin's role from themselves: the company always keeps one.
    #[error("nobody takes the admin's role from themselves")]
    OwnRole,
    /// The account is closed.
    #[error("the account is closed")]
    Deactivated,
    /// The channel is bound already.
    #[error("the channel is connected already, for another member")]
    ChannelTaken,
    /// A colleague keeps the LINE user in Clients/Partners, and has not shared the contact.
    #[error("the contact is kept already")]
    ContactTaken,
    /// Only the Contact Master and admins may do this to a contact.
    #[error("the contact is another member's")]
    NotContactMaster,
    /// Of the contacts that a file changes, some are others now than when the file was looked at.
    #[error("the contacts were changed meanwhile")]
    ContactsChanged,
    /// A contact can only be handed to an active member.
    #[error("the Contact Master is no active member")]
    NoSuchMaster,
    /// The official account is bound already, through another channel.
    #[error("the official account is connected already, through another channel")]
    AccountTaken,
}

impl From<Barred> for Refusal {
    fn from(barred: Barred) -> Self {
        match barred {
            Barred::Blocked => Self::Blocked,
            Barred::Unfollowed | Barred::Left | Barred::Alone => Self::Unreachable,
        }
    }
}

impl StoreError {
    /// A row that does not read.
    pub fn malformed(table: &'static str, reason: impl ToString) -> Self {
        Self::Malformed { table, reason: reason.to_string() }
    }
}

impl From<DbError> for StoreError {
    fn from(error: DbError) -> Self {
        let conflict = matches!(error.query_details(), Some(QueryError::TransactionConflict));
        if conflict || error.is_already_exists() {
            return Self::Conflict;
        }
        Self::Database(Box::new(error))
    }
}
