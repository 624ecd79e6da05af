//! What an admin may do. An office is opened for one admin at one request, after the store has said
//! that they are one; every act is noted in the log with who did it.

use std::collections::BTreeMap;

use app::domain::{
    Choice, Company, DirectoryEntry, DirectoryPage, Greetings, MemberId, Role, Rules, Standing,
    Timestamp,
    directory::{DIRECTORY_PAGE, is_meant},
};

use crate::store::{
    Store, StoreError,
    company::AboutCompany,
    directory::{AddMember, EditMember, Listed, Newcomer, SetStanding},
    greeting::SetGreetings,
    import::{Import, ImportMembers, Imported},
    members::Entry,
    password_links::{GiveLink, NewLink},
    permission::Choose,
};

/// Members chosen in one transaction: others wait for it.
const CHUNK: usize = 200;

/// An admin at work.
pub struct Office {
    /// What the acts are done to.
    pub(super) store: Store,
    /// Who.
    pub admin: MemberId,
}

/// Members an act is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// These.
    These(Vec<MemberId>),
    /// All that this search finds.
    Found(String),
}

impl Office {
    /// The office of a member.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when they are no admin, or the database's failure.
    pub async fn open(store: Store, member: MemberId) -> Result<Self, StoreError> {
        match store.role(member).await? {
            Role::Admin => Ok(Self { store, admin: member }),
            Role::Member => Err(StoreError::NotFound),
        }
    }

    /// The company and its rules.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn company(&self) -> Result<Company, StoreError> {
        let (about, rules) = (self.store.about_company().await?, self.store.rules().await?);
        Ok(Company { name: about.name, country: about.country, rules })
    }

    /// Says what the company is called and where it is. Its members' open devices learn of it.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn describe(&self, about: AboutCompany) -> Result<(), StoreError> {
        tracing::info!(admin = %self.admin, "the company is described");
        self.store.describe_company(about).await
    }

    /// Sets who may talk with LINE users. Holds at once, on every open device.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn set_rules(&self, rules: Rules) -> Result<(), StoreError> {
        tracing::info!(admin = %self.admin, ?rules, "who may talk with LINE users is set");
        self.store.set_rules(rules).await
    }

    /// How LINE users are greeted.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn greetings(&self) -> Result<Greetings, StoreError> {
        self.store.greetings().await
    }

    /// Settles how LINE users are greeted. Holds for those who come from now on.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn settle_greetings(&self, greetings: Greetings) -> Result<(), StoreError> {
        tracing::info!(admin = %self.admin, greet = ?greetings.greet, "greetings are settled");
        self.store.run(SetGreetings(greetings)).await
    }

    /// The members a search finds, by name, from behind the first `from`.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn directory(&self, search: &str, from: u32) -> Result<DirectoryPage, StoreError> {
        let mut all = self.found(search).await?;
        let found = u32::try_from(all.len()).unwrap_or(u32::MAX);
        all.sort_by(|a, b| (&a.entry.name, a.id.uuid()).cmp(&(&b.entry.name, b.id.uuid())));
        let (skip, take) = (from as usize, DIRECTORY_PAGE as usize);
        let shown = all.into_iter().skip(skip).take(take).collect();
        Ok(DirectoryPage { members: self.store.with_choices(shown).await?, from, found })
    }

    /// One member of the directory.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or the database's failure.
    pub async fn member(&self, member: MemberId) -> Result<DirectoryEntry, StoreError> {
        self.store.directory_entry(member).await
    }

    /// Everybody, in no order.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn everybody(&self) -> Result<Vec<Listed>, StoreError> {
        self.store.listed().await
    }

    /// Adds a member, who has no password yet.
    ///
    /// # Errors
    /// When the address is a member's already, or the database fails.
    pub async fn add(&self, newcomer: Newcomer, now: Timestamp) -> Result<(), StoreError> {
        tracing::info!(admin = %self.admin, member = %newcomer.fresh, "a member is added");
        self.store.run(AddMember { by: self.admin, newcomer, now }).await
    }

    /// Changes what the directory says of a member, live on their open devices.
    ///
    /// # Errors
    /// When an admin would take the role from themselves, there is no such member, or the database
    /// fails.
    pub async fn edit(&self, member: MemberId, entry: Entry) -> Result<(), StoreError> {
        tracing::info!(admin = %self.admin, %member, role = ?entry.role, "a member is changed");
        self.store.run(EditMember { by: self.admin, member, entry }).await.map(drop)
    }

    /// Gives out a link by which a member chooses a password; one given out before is void.
    ///
    /// # Errors
    /// When the account is closed, there is none, or the database fails.
    pub async fn give_link(&self, member: MemberId, link: NewLink) -> Result<(), StoreError> {
        tracing::info!(admin = %self.admin, %member, "a link for a password is given out");
        self.store.run(GiveLink { by: self.admin, member, link }).await
    }

    /// Brings in a list of members: all of it, or nothing.
    ///
    /// # Errors
    /// When an admin would take the role from themselves, or the database fails.
    pub async fn import(&self, list: Vec<Import>, now: Timestamp) -> Result<Imported, StoreError> {
        tracing::info!(admin = %self.admin, count = list.len(), "members are imported");
        self.store.run(ImportMembers { by: self.admin, list, now }).await
    }

    /// The groups, by name, with how many members each has.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn groups(&self) -> Result<BTreeMap<String, u32>, StoreError> {
        self.store.groups().await
    }

    /// Gives a group another name, live on its members' open devices.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such group, or the database's failure.
    pub async fn rename_group(&self, from: &str, to: &str) -> Result<(), StoreError> {
        tracing::info!(admin = %self.admin, "a group is renamed");
        self.store.rename_group(self.admin, from, to).await
    }

    /// Chooses members to talk with LINE users, or takes the choice back: who was a guest in the rooms of
    /// others is excluded from them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when one of them does not exist, or the database's failure.
    pub async fn choose(
        &self,
        whom: Whom,
        choice: Choice,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let members = match whom {
            Whom::These(members) => members,
            Whom::Found(search) => {
                self.found(&search).await?.into_iter().map(|entry| entry.id).collect()
            }
        };
        tracing::info!(admin = %self.admin, count = members.len(), ?choice, "members are chosen");
        for members in members.chunks(CHUNK) {
            self.store.run(Choose { members: members.to_vec(), choice }).await?;
        }
        if choice == Choice::NotChosen {
            for member in members {
                self.store.exclude_guest(member, now).await?;
            }
        }
        Ok(())
    }

    /// Opens or closes an account. Closing ends its sessions at once; nobody closes their own.
    ///
    /// # Errors
    /// When it is the admin's own, when there is none, or the database fails.
    pub async fn set_standing(
        &self,
        member: MemberId,
        standing: Standing,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tracing::info!(admin = %self.admin, %member, ?standing, "an account's standing is set");
        self.store.run(SetStanding { by: self.admin, member, standing }).await?;
        self.store.exclude_guest(member, now).await
    }

    async fn found(&self, search: &str) -> Result<Vec<Listed>, StoreError> {
        let mut found = self.store.listed().await?;
        found.retain(|member| {
            let group = member.entry.group.as_deref().unwrap_or_default();
            is_meant(search, [&member.entry.name, group, member.email.as_str()])
        });
        Ok(found)
    }
}
