//! One-time links by which members choose a password: at most one for each, of which only a hash is
//! kept.

use app::domain::{Email, MemberId, Timestamp};

use super::{
    Store, StoreError,
    directory::need_admin,
    draft::Draft,
    error::Refusal,
    journal::Command,
    key::hex,
    row::Row,
    schema::{MemberRow, PasswordLinkRow},
};

/// The SHA-256 of a link's secret, which is only in the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkHash(pub [u8; 32]);

/// What is kept of a link that is given out.
#[derive(Clone, Copy, Debug)]
pub struct NewLink {
    /// What it is known by.
    pub hash: LinkHash,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl NewLink {
    pub(super) fn row(self) -> PasswordLinkRow {
        PasswordLinkRow { hash: hex(&self.hash.0), expires_at: self.expires_at.millis() }
    }
}

impl PasswordLinkRow {
    /// Whether this is the link with that hash, and it lives. Hashes are compared as they are: how much
    /// of one is right tells nothing of the secret.
    fn opens(&self, hash: LinkHash, now: Timestamp) -> bool {
        self.hash == hex(&hash.0) && self.expires_at > now.millis()
    }
}

/// An admin gives out a link; one that was given out before is void.
pub struct GiveLink {
    /// The admin.
    pub by: MemberId,
    /// For whom.
    pub member: MemberId,
    /// The link.
    pub link: NewLink,
}

impl Command for GiveLink {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        need_admin(draft, self.by).await?;
        if !draft.need::<MemberRow>(self.member).await?.active {
            return Err(StoreError::Refused(Refusal::Deactivated));
        }
        draft.put::<PasswordLinkRow>(self.member, self.link.row());
        Ok(())
    }
}

/// Whoever has the link chooses a password. The link is spent, and every session of the member ends.
pub struct ChoosePassword {
    /// Whose.
    pub member: MemberId,
    /// The link.
    pub hash: LinkHash,
    /// An Argon2id hash in PHC form.
    pub password_hash: String,
    /// When.
    pub now: Timestamp,
}

impl Command for ChoosePassword {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let link = draft.need::<PasswordLinkRow>(self.member).await?;
        let mut row = draft.need::<MemberRow>(self.member).await?;
        if !row.active || !link.opens(self.hash, self.now) {
            return Err(StoreError::NotFound);
        }
        row.password_hash = Some(self.password_hash.clone());
        row.sessions_since = self.now.millis();
        draft.put::<MemberRow>(self.member, row);
        draft.delete::<PasswordLinkRow>(self.member);
        // Their open devices look again, and find that the session is over.
        draft.send_to_snapshot(self.member).await
    }
}

impl Store {
    /// The address of the member whom a link is for, if it lives.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn password_link(
        &self,
        member: MemberId,
        hash: LinkHash,
        now: Timestamp,
    ) -> Result<Option<Email>, StoreError> {
        let Some(link) = self.get::<PasswordLinkRow>(member).await? else { return Ok(None) };
        let Some(row) = self.get::<MemberRow>(member).await? else { return Ok(None) };
        if !row.active || !link.opens(hash, now) {
            return Ok(None);
        }
        let email = row.email.try_into().map_err(|e| StoreError::malformed(MemberRow::TABLE, e))?;
        Ok(Some(email))
    }
}

#[cfg(test)]
mod tests {
    use app::domain::Standing::{Active, Deactivated};

    use super::*;
    use crate::store::{
        directory::SetStanding,
        testing::{Company, NOW, colleague},
    };

    const FIRST: LinkHash = LinkHash([1; 32]);
    const SECOND: LinkHash = LinkHash([2; 32]);

    async fn give(company: &Company, member: MemberId, hash: LinkHash) {
        let link = NewLink { hash, expires_at: NOW.plus_millis(1000) };
        company.store.run(GiveLink { by: company.member, member, link }).await.unwrap();
    }

    async fn choose(company: &Company, member: MemberId, hash: LinkHash, now: Timestamp) -> bool {
        let choose = ChoosePassword { member, hash, password_hash: "chosen".into(), now };
        match company.store.run(choose).await {
            Ok(()) => true,
            Err(StoreError::NotFound) => false,
            Err(error) => panic!("{error}"),
        }
    }

    #[tokio::test]
    async fn a_link_works_once() {
        let company = Company::in_memory().await;
        let ren = colleague(&company, "ren").await;
        give(&company, ren, FIRST).await;
        let known = company.store.password_link(ren, FIRST, NOW).await.unwrap();
        assert_eq!(known.unwrap().as_str(), "ren@example.com");
        assert!(choose(&company, ren, FIRST, NOW).await);
        assert!(!choose(&company, ren, FIRST, NOW).await);
        assert_eq!(company.store.password_link(ren, FIRST, NOW).await.unwrap(), None);
        let hash = company.store.member(ren).await.unwrap().unwrap().password_hash;
        assert_eq!(hash.unwrap().as_str(), "chosen");
    }

    #[tokio::test]
    async fn a_link_ends_and_gives_way_to_a_newer_one() {
        let company = Company::in_memory().await;
        let ren = colleague(&company, "ren").await;
        give(&company, ren, FIRST).await;
        assert!(!choose(&company, ren, FIRST, NOW.plus_millis(1000)).await);
        give(&company, ren, SECOND).await;
        assert!(!choose(&company, ren, FIRST, NOW).await);
        assert!(!choose(&company, company.member, SECOND, NOW).await, "it is for one member");
        assert!(choose(&company, ren, SECOND, NOW.plus_millis(999)).await);
    }

    #[tokio::test]
    async fn a_closed_account_has_no_link_even_when_it_is_opened_again() {
        let company = Company::in_memory().await;
        let ren = colleague(&company, "ren").await;
        give(&company, ren, FIRST).await;
        for standing in [Deactivated, Active] {
            let set = SetStanding { by: company.member, member: ren, standing };
            company.store.run(set).await.unwrap();
            assert!(!choose(&company, ren, FIRST, NOW).await);
        }
        let set = SetStanding { by: company.member, member: ren, standing: Deactivated };
        company.store.run(set).await.unwrap();
        let link = NewLink { hash: SECOND, expires_at: NOW.plus_millis(1000) };
        let given = company.store.run(GiveLink { by: company.member, member: ren, link }).await;
        assert!(matches!(given, Err(StoreError::Refused(Refusal::Deactivated))), "{given:?}");
    }
}
