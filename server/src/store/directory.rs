//! The company directory: everybody, as an admin sees them, and what an admin does with one of them.

use std::collections::HashMap;

use app::domain::{
    Choice, DirectoryEntry, Email, MemberId, PasswordState, PhotoSize, PhotoVersion, Role,
    Standing, Timestamp,
};
use surrealdb::types::SurrealValue;
use uuid::Uuid;

use super::{
    Store, StoreError, address_book,
    database::Vars,
    draft::Draft,
    error::Refusal,
    journal::Command,
    key::TextKey,
    members::{self, Entry, start},
    password_links::NewLink,
    permission,
    queries::{read_rows, uuid_of},
    row::{Row, from_json, to_json},
    schema::{EmailRow, MemberRow, PasswordLinkRow, PermissionRow},
};

/// Sees that the one who acts is an admin still, in the transaction of the act. Since nobody takes the
/// role or the account from themselves, the company never loses its last admin.
///
/// # Errors
/// [`StoreError::NotFound`] when they are not.
pub(super) async fn need_admin(draft: &mut Draft<'_>, by: MemberId) -> Result<(), StoreError> {
    let row = draft.need::<MemberRow>(by).await?;
    match from_json(MemberRow::TABLE, row.role)? {
        Role::Admin if row.active => Ok(()),
        Role::Admin | Role::Member => Err(StoreError::NotFound),
    }
}

/// An admin opens or closes an account.
pub struct SetStanding {
    /// The admin.
    pub by: MemberId,
    /// Whose account.
    pub member: MemberId,
    /// What it is from now on.
    pub standing: Standing,
}

impl Command for SetStanding {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        need_admin(draft, self.by).await?;
        if self.by == self.member {
            return Err(StoreError::Refused(Refusal::OwnAccount));
        }
        let mut row = draft.need::<MemberRow>(self.member).await?;
        row.active = self.standing == Standing::Active;
        draft.put::<MemberRow>(self.member, row);
        draft.delete::<PasswordLinkRow>(self.member);
        // Their open devices look again, and find that the session is over.
        draft.send_to_snapshot(self.member).await
    }
}

/// Somebody who is to be a member, and has no password yet.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// Their id.
    pub fresh: MemberId,
    /// What they will sign in with.
    pub email: Email,
    /// What the directory says of them.
    pub entry: Entry,
    /// By which they choose their password.
    pub link: NewLink,
}

/// An admin adds a member.
pub struct AddMember {
    /// The admin.
    pub by: MemberId,
    /// Whom.
    pub newcomer: Newcomer,
    /// When.
    pub now: Timestamp,
}

impl Command for AddMember {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        need_admin(draft, self.by).await?;
        let key = TextKey::of(self.newcomer.email.as_str());
        if draft.get::<EmailRow>(key).await?.is_some() {
            return Err(StoreError::Refused(Refusal::EmailTaken));
        }
        add(draft, &self.newcomer, self.now).await
    }
}

/// Adds somebody whose address no member has.
pub(super) async fn add(
    draft: &mut Draft<'_>,
    newcomer: &Newcomer,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Newcomer { fresh, email, entry, link } = newcomer;
    draft.insert::<PasswordLinkRow>(*fresh, link.row());
    start(draft, *fresh, members::first_row(email, entry.clone(), now)).await
}

/// An admin changes what the directory says of a member.
pub struct EditMember {
    /// The admin.
    pub by: MemberId,
    /// Of whom.
    pub member: MemberId,
    /// What it says from now on.
    pub entry: Entry,
}

/// What an edit came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// Something is another now.
    Changed,
    /// All was so already.
    Same,
}

impl Command for EditMember {
    type Output = Edited;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Edited, StoreError> {
        need_admin(draft, self.by).await?;
        if self.by == self.member && self.entry.role != Role::Admin {
            return Err(StoreError::Refused(Refusal::OwnRole));
        }
        edit(draft, self.member, &self.entry).await
    }
}

/// Changes what the directory says of a member; their open devices learn of it.
pub(super) async fn edit(
    draft: &mut Draft<'_>,
    member: MemberId,
    entry: &Entry,
) -> Result<Edited, StoreError> {
    let mut row = draft.need::<MemberRow>(member).await?;
    if entry_of(&row)? == *entry {
        return Ok(Edited::Same);
    }
    if row.group != entry.group {
        // Contacts are shown to groups.
        address_book::turn(draft).await?;
    }
    row.name.clone_from(&entry.name);
    row.group.clone_from(&entry.group);
    row.role = to_json(&entry.role);
    draft.update::<MemberRow>(member, row);
    draft.send_to_snapshot(member).await?;
    Ok(Edited::Changed)
}

/// What the directory says in a member's row.
pub(super) fn entry_of(row: &MemberRow) -> Result<Entry, StoreError> {
    let role = from_json(MemberRow::TABLE, row.role.clone())?;
    Ok(Entry { name: row.name.clone(), group: row.group.clone(), role })
}

/// A member as lists of thousands need them: the parts of a [`MemberRow`] that are searched and sorted.
#[derive(Clone, Debug, SurrealValue)]
struct LeanRow {
    email: String,
    name: String,
    group: Option<String>,
    role: serde_json::Value,
    active: bool,
    photo: Option<String>,
    no_password: bool,
}

impl Row for LeanRow {
    const TABLE: &'static str = MemberRow::TABLE;
    type Key = MemberId;
}

impl LeanRow {
    const FIELDS: &'static str =
        "id, email, name, `group`, role, active, photo, password_hash = NONE AS no_password";
}

/// A member in the directory, without what is only looked up for those who are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub id: MemberId,
    /// What they sign in with.
    pub email: Email,
    /// What the directory says of them.
    pub entry: Entry,
    /// Whether the account may be used.
    pub standing: Standing,
    /// Their photo.
    pub photo: Option<PhotoVersion>,
    /// Whether they have chosen a password.
    pub password: PasswordState,
}

impl Store {
    /// What a member may do.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such member, or the database's failure.
    pub async fn role(&self, member: MemberId) -> Result<Role, StoreError> {
        let row = self.get::<MemberRow>(member).await?.ok_or(StoreError::NotFound)?;
        from_json(MemberRow::TABLE, row.role)
    }

    /// Everybody, in no order.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn listed(&self) -> Result<Vec<Listed>, StoreError> {
        let sql = format!("SELECT {} FROM member", LeanRow::FIELDS);
        let rows = read_rows(self.db.query(&sql, Vars::new()).await?.take(0)?)?;
        let rows = rows.into_iter().filter_map(|(id, row)| Some((uuid_of(&id)?, row)));
        rows.map(|(id, row)| listed(id, row)).collect()
    }

    /// One member of the directory.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or the database's failure.
    pub async fn directory_entry(&self, member: MemberId) -> Result<DirectoryEntry, StoreError> {
        let sql = format!("SELECT {} FROM $id", LeanRow::FIELDS);
        let vars = Vars::new().with("id", MemberRow::id(member));
        let rows = read_rows(self.db.query(&sql, vars).await?.take(0)?)?;
        let (_, row) = rows.into_iter().next().ok_or(StoreError::NotFound)?;
        let entries = self.with_choices(vec![listed(member.uuid(), row)?]).await?;
        entries.into_iter().next().ok_or(StoreError::NotFound)
    }

    /// These members as they are shown.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn with_choices(
        &self,
        members: Vec<Listed>,
    ) -> Result<Vec<DirectoryEntry>, StoreError> {
        let choices = self.get_all::<PermissionRow>(members.iter().map(|member| member.id)).await?;
        let mut choices: HashMap<Uuid, PermissionRow> =
            choices.into_iter().filter_map(|(id, row)| Some((uuid_of(&id)?, row))).collect();
        let entry = |member: Listed| {
            let choice = permission::choice(choices.remove(&member.id.uuid()))?;
            Ok(shown(member, choice))
        };
        members.into_iter().map(entry).collect()
    }
}

fn listed(id: Uuid, row: LeanRow) -> Result<Listed, StoreError> {
    let table = MemberRow::TABLE;
    Ok(Listed {
        id: MemberId::new(id),
        email: row.email.try_into().map_err(|e| StoreError::malformed(table, e))?,
        entry: Entry { name: row.name, group: row.group, role: from_json(table, row.role)? },
        standing: if row.active { Standing::Active } else { Standing::Deactivated },
        photo: row.photo.as_deref().and_then(PhotoVersion::parse),
        password: if row.no_password { PasswordState::None } else { PasswordState::Chosen },
    })
}

fn shown(member: Listed, choice: Choice) -> DirectoryEntry {
    let Listed { id, email, entry, standing, photo, password } = member;
    let Entry { name, group, role } = entry;
    let picture = photo.map(|version| version.path(PhotoSize::Small));
    DirectoryEntry { id, name, group, picture, email, role, standing, password, choice }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{
        Behind,
        testing::{Company, colleague},
    };

    fn entry(name: &str, role: Role) -> Entry {
        Entry { name: name.into(), group: Some("Sales".into()), role }
    }

    #[tokio::test]
    async fn a_change_reaches_the_members_devices_and_the_same_again_is_no_news() {
        let company = Company::in_memory().await;
        let ren = colleague(&company, "ren").await;
        let seen = company.store.cursor(ren).await.unwrap();
        let change = || EditMember {
            by: company.member,
            member: ren,
            entry: entry("<img onerror>", Role::Admin),
        };
        assert_eq!(company.store.run(change()).await.unwrap(), Edited::Changed);
        let behind = company.store.behind(ren, seen).await.unwrap();
        assert!(matches!(behind, Behind::Resync), "{behind:?}");
        let me = company.store.snapshot(ren).await.unwrap().me;
        assert_eq!((me.name.as_str(), me.role), ("<img onerror>", Role::Admin));
        let seen = company.store.cursor(ren).await.unwrap();
        assert_eq!(company.store.run(change()).await.unwrap(), Edited::Same);
        assert_eq!(company.store.cursor(ren).await.unwrap(), seen);
    }

    #[tokio::test]
    async fn the_company_keeps_an_admin_whatever_two_of_them_do_at_once() {
        let company = Company::in_memory().await;
        let (one, other) = (company.member, colleague(&company, "ren").await);
        let run = |by, member, role| {
            company.store.run(EditMember { by, member, entry: entry("x", role) })
        };
        run(one, other, Role::Admin).await.unwrap();
        let own = run(one, one, Role::Member).await;
        assert!(matches!(own, Err(StoreError::Refused(Refusal::OwnRole))), "{own:?}");
        let both = tokio::join!(run(one, other, Role::Member), run(other, one, Role::Member));
        assert!(matches!(both, (Ok(_), Err(StoreError::NotFound))), "{both:?}");
        let close = SetStanding { by: other, member: one, standing: Standing::Deactivated };
        assert!(matches!(company.store.run(close).await, Err(StoreError::NotFound)));
        assert_eq!(company.store.role(one).await.unwrap(), Role::Admin);
    }

    #[tokio::test]
    async fn one_entry_says_what_the_list_says() {
        let company = Company::in_memory().await;
        let ren = colleague(&company, "ren").await;
        let all = company.store.listed().await.unwrap();
        let all = company.store.with_choices(all).await.unwrap();
        assert_eq!(all.len(), 2);
        let one = company.store.directory_entry(ren).await.unwrap();
        assert_eq!(one.password, PasswordState::None);
        assert!(all.contains(&one));
        let nobody = company.store.directory_entry(MemberId::new(Uuid::nil())).await;
        assert!(matches!(nobody, Err(StoreError::NotFound)));
    }
}
