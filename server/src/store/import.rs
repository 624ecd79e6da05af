//! Many members at once, as a list from elsewhere has them: all of it in one transaction, or nothing.

use app::domain::{Email, MemberId, Role, Timestamp};

use super::{
    StoreError,
    directory::{Edited, Newcomer, add, edit, entry_of, need_admin},
    draft::Draft,
    error::Refusal,
    journal::Command,
    key::TextKey,
    members::Entry,
    password_links::NewLink,
    schema::{EmailRow, HeadRow, MemberRow},
};

/// A member as the list has them.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Whom: a member has this address, or a new one gets it.
    pub email: Email,
    /// The name.
    pub name: String,
    /// The group.
    pub group: WantedGroup,
    /// What they may do; none leaves it as it is, or makes a member.
    pub role: Option<Role>,
}

/// What the list says of a member's group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WantedGroup {
    /// Nothing: it stays as it is, and a new member has none.
    AsItIs,
    /// It is this one, or none.
    Is(Option<String>),
}

impl Wanted {
    /// What the directory will say of them, who are a member with `known` or new.
    pub fn entry(&self, known: Option<&Entry>) -> Entry {
        let group = match &self.group {
            WantedGroup::Is(group) => group.clone(),
            WantedGroup::AsItIs => known.and_then(|known| known.group.clone()),
        };
        let role = self.role.or(known.map(|known| known.role)).unwrap_or(Role::Member);
        Entry { name: self.name.clone(), group, role }
    }
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Import {
    /// The member.
    pub wanted: Wanted,
    /// Their id, if they are new.
    pub fresh: MemberId,
    /// By which they choose their password, if they are new.
    pub link: NewLink,
}

/// An admin brings in a list. Who is known by their address is brought up to date, others are added,
/// nobody is taken away.
pub struct ImportMembers {
    /// The admin.
    pub by: MemberId,
    /// Its lines.
    pub list: Vec<Import>,
    /// When.
    pub now: Timestamp,
}

/// What an import came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Who was added.
    pub added: Vec<MemberId>,
    /// How many others are another now.
    pub changed: u32,
    /// Of how many all was so already.
    pub unchanged: u32,
}

impl Command for ImportMembers {
    type Output = Imported;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Imported, StoreError> {
        need_admin(draft, self.by).await?;
        self.read_ahead(draft).await?;
        let mut imported = Imported::default();
        for Import { wanted, fresh, link } in &self.list {
            let key = TextKey::of(wanted.email.as_str());
            let Some(known) = draft.get::<EmailRow>(key).await? else {
                let (email, entry) = (wanted.email.clone(), wanted.entry(None));
                let newcomer = Newcomer { fresh: *fresh, email, entry, link: *link };
                add(draft, &newcomer, self.now).await?;
                imported.added.push(*fresh);
                continue;
            };
            match self.update(draft, MemberId::new(known.member), wanted).await? {
                Edited::Changed => imported.changed += 1,
                Edited::Same => imported.unchanged += 1,
            }
        }
        Ok(imported)
    }
}

impl ImportMembers {
    /// A few reads for all: one for each member would make everybody else wait for seconds.
    async fn read_ahead(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let keys = || self.list.iter().map(|line| TextKey::of(line.wanted.email.as_str()));
        draft.read_ahead::<EmailRow>(keys()).await?;
        let mut known = Vec::new();
        for key in keys() {
            known.extend(draft.get::<EmailRow>(key).await?.map(|row| MemberId::new(row.member)));
        }
        draft.read_ahead::<MemberRow>(known.iter().copied()).await?;
        draft.read_ahead::<HeadRow>(known).await
    }

    async fn update(
        &self,
        draft: &mut Draft<'_>,
        member: MemberId,
        wanted: &Wanted,
    ) -> Result<Edited, StoreError> {
        let row = draft.need::<MemberRow>(member).await?;
        let entry = wanted.entry(Some(&entry_of(&row)?));
        if member == self.by && entry.role != Role::Admin {
            return Err(StoreError::Refused(Refusal::OwnRole));
        }
        edit(draft, member, &entry).await
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::store::{
        Store,
        password_links::LinkHash,
        testing::{Company, NOW, colleague},
    };

    const LINK: NewLink = NewLink { hash: LinkHash([3; 32]), expires_at: NOW.plus_millis(1000) };

    fn wanted(email: &str, name: &str) -> Wanted {
        let email = Email::parse(email).unwrap();
        Wanted { email, name: name.into(), group: WantedGroup::AsItIs, role: None }
    }

    async fn import(
        store: &Store,
        by: MemberId,
        list: Vec<Wanted>,
    ) -> Result<Imported, StoreError> {
        let fresh = || MemberId::new(Uuid::now_v7());
        let line = |wanted| Import { wanted, fresh: fresh(), link: LINK };
        let list = list.into_iter().map(line).collect();
        store.run(ImportMembers { by, list, now: NOW }).await
    }

    #[tokio::test]
    async fn known_members_are_brought_up_to_date_and_others_added() {
        let company = Company::in_memory().await;
        colleague(&company, "ren").await;
        let list = || {
            let group = WantedGroup::Is(Some("営業".into()));
            vec![
                wanted("aoi@example.com", "林 葵"),
                Wanted { group, ..wanted("ren@example.com", "Ren") },
                Wanted { role: Some(Role::Admin), ..wanted("new@example.com", "New") },
            ]
        };
        let first = import(&company.store, company.member, list()).await.unwrap();
        assert_eq!((first.added.len(), first.changed, first.unchanged), (1, 1, 1));
        let again = import(&company.store, company.member, list()).await.unwrap();
        assert_eq!((again.added.len(), again.changed, again.unchanged), (0, 0, 3));
        let all = company.store.listed().await.unwrap();
        let entry = |email: &str| {
            let found = all.iter().find(|member| member.email.as_str() == email);
            found.unwrap().entry.clone()
        };
        assert_eq!(entry("aoi@example.com").group.as_deref(), Some("Design"), "as it was");
        assert_eq!(entry("aoi@example.com").role, Role::Admin, "as it was");
        assert_eq!(entry("ren@example.com").group.as_deref(), Some("営業"));
        assert_eq!(entry("new@example.com").role, Role::Admin);
        let email = company.store.password_link(first.added[0], LINK.hash, NOW).await.unwrap();
        assert_eq!(email.unwrap().as_str(), "new@example.com");
    }

    #[tokio::test]
    async fn what_is_refused_leaves_nothing_half() {
        let company = Company::in_memory().await;
        let ren = colleague(&company, "ren").await;
        let own = Wanted { role: Some(Role::Member), ..wanted("aoi@example.com", "林 葵") };
        let list = vec![wanted("new@example.com", "New"), own];
        let refused = import(&company.store, company.member, list).await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::OwnRole))), "{refused:?}");
        let by_member = import(&company.store, ren, vec![wanted("new@example.com", "New")]).await;
        assert!(matches!(by_member, Err(StoreError::NotFound)));
        assert_eq!(company.store.listed().await.unwrap().len(), 2);
    }

    /// On a disk, as a company has it: the engine in memory takes minutes for such a transaction.
    #[tokio::test]
    async fn thousands_of_members_are_imported_and_changed_whole() {
        let dir = tempfile::tempdir().unwrap();
        let url = crate::store::DatabaseUrl::SurrealKv(dir.path().join("database"));
        let company = Company::at(&url).await;
        let list = |name: &str| {
            let one = |n| wanted(&format!("m{n}@example.com"), &format!("{name} {n}"));
            (0..3_000).map(one).collect::<Vec<_>>()
        };
        for (name, counts) in [("Member", (3_000, 0)), ("Renamed", (0, 3_000))] {
            let imported = import(&company.store, company.member, list(name)).await.unwrap();
            assert_eq!((imported.added.len(), imported.changed), counts);
            let listed = company.store.listed().await.unwrap();
            let named = listed.iter().filter(|one| one.entry.name.starts_with(name));
            assert_eq!((named.count(), listed.len()), (3_000, 3_001));
        }
        company.close().await;
    }
}
