//! Signed-in browsers. Rows are found by the hash of a token that only the browser has.

use app::domain::{MemberId, Timestamp};

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    schema::{SessionKey, SessionRow},
};

/// A session, as the server's own work needs it.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// Whose.
    pub member: MemberId,
    /// When it was last noted to be used.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A browser signs in.
pub struct CreateSession {
    /// The hash of its token.
    pub key: SessionKey,
    /// Whose.
    pub member: MemberId,
    /// When.
    pub now: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The browser's own word on what it is.
    pub user_agent: Option<String>,
    /// The address it comes from.
    pub address: Option<String>,
}

impl Command for CreateSession {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let row = SessionRow {
            member: self.member.uuid(),
            created_at: self.now.millis(),
            seen_at: self.now.millis(),
            expires_at: self.expires_at.millis(),
            user_agent: self.user_agent.clone(),
            address: self.address.clone(),
        };
        draft.insert::<SessionRow>(self.key, row);
        Ok(())
    }
}

/// A session is in use: its end moves on.
pub struct TouchSession {
    /// Which.
    pub key: SessionKey,
    /// When.
    pub now: Timestamp,
    /// When it ends from now on.
    pub expires_at: Timestamp,
}

impl Command for TouchSession {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        if let Some(mut row) = draft.get::<SessionRow>(self.key).await? {
            row.seen_at = self.now.millis();
            row.expires_at = self.expires_at.millis();
            draft.put::<SessionRow>(self.key, row);
        }
        Ok(())
    }
}

/// A browser signs out.
pub struct DeleteSession(pub SessionKey);

impl Command for DeleteSession {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        draft.delete::<SessionRow>(self.0);
        Ok(())
    }
}

impl Store {
    /// The session with this token hash. Whether it has ended is the caller's to judge.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn session(&self, key: SessionKey) -> Result<Option<Session>, StoreError> {
        let row = self.get::<SessionRow>(key).await?;
        Ok(row.map(|row| Session {
            member: MemberId::new(row.member),
            seen_at: Timestamp::from_millis(row.seen_at),
            expires_at: Timestamp::from_millis(row.expires_at),
        }))
    }
}
