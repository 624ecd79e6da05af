//! Signed-in browsers. Rows are found by the hash of a token that only the browser has.

use app::domain::{MemberId, Timestamp};

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::SessionKey,
    schema::{MemberRow, SessionRow},
};

/// A session, as the server's own work needs it.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// Whose.
    pub member: MemberId,
    /// When it was last noted to be used.
    pub seen_at: Timestamp,
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
    /// The session with this token hash, if it lives: not ended, its member's account in use, and no
    /// new password set since it began.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn living_session(
        &self,
        key: SessionKey,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let Some(row) = self.get::<SessionRow>(key).await? else { return Ok(None) };
        let id = MemberId::new(row.member);
        let Some(member) = self.get::<MemberRow>(id).await? else { return Ok(None) };
        let lives = row.expires_at > now.millis()
            && member.active
            && row.created_at >= member.sessions_since;
        let seen_at = Timestamp::from_millis(row.seen_at);
        Ok(lives.then_some(Session { member: id, seen_at }))
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{Email, Role};

    use super::*;
    use crate::store::{
        members::{PutMember, Unless},
        testing::{Company, NOW},
    };

    async fn signed_in(company: &Company) -> SessionKey {
        let key = SessionKey([7; 32]);
        let create = CreateSession {
            key,
            member: company.member,
            now: NOW,
            expires_at: NOW.plus_millis(1000),
            user_agent: None,
            address: None,
        };
        company.store.run(create).await.unwrap();
        key
    }

    #[tokio::test]
    async fn a_session_lives_until_its_end() {
        let company = Company::in_memory().await;
        let key = signed_in(&company).await;
        let lives = |now| company.store.living_session(key, now);
        assert!(lives(NOW.plus_millis(999)).await.unwrap().is_some());
        assert!(lives(NOW.plus_millis(1000)).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_new_password_ends_the_sessions_that_began_before() {
        let company = Company::in_memory().await;
        let key = signed_in(&company).await;
        let put = PutMember {
            fresh: MemberId::new(uuid::Uuid::now_v7()),
            email: Email::parse("aoi@example.com").unwrap(),
            name: "林 葵".into(),
            group: None,
            role: Role::Member,
            password_hash: "another".into(),
            unless: Unless::Never,
            now: NOW.plus_millis(1),
        };
        company.store.run(put).await.unwrap();
        assert!(company.store.living_session(key, NOW.plus_millis(2)).await.unwrap().is_none());
    }
}
