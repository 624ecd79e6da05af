//! Members and how they are found.

use app::{
    api::Preferences,
    domain::{Email, Language, MemberId, Role, Theme, Timestamp},
};
use zeroize::Zeroizing;

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::TextKey,
    permission,
    queries::uuid_of,
    row::{Row, from_json, to_json},
    schema::{EmailRow, MemberRow, PasswordLinkRow},
};

/// A member, as the server's own work needs them. Never leaves the server.
#[derive(Clone)]
pub struct Member {
    /// Who.
    pub id: MemberId,
    /// The name in the company directory.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their choice of language and colours.
    pub preferences: Preferences,
    /// An Argon2id hash in PHC form; none until they have chosen a password.
    pub password_hash: Option<Zeroizing<String>>,
    /// Whether the account may be used.
    pub active: bool,
}

/// A member to add, or to bring up to date.
pub struct PutMember {
    /// The id, if the member is new.
    pub fresh: MemberId,
    /// What they sign in with; also what they are recognised by.
    pub email: Email,
    /// The name in the company directory.
    pub name: String,
    /// The group in the company directory.
    pub group: Option<String>,
    /// What they may do. Whoever is an admin stays one: the company might have no other.
    pub role: Role,
    /// An Argon2id hash in PHC form.
    pub password_hash: String,
    /// Whether the company may have members already.
    pub unless: Unless,
    /// When.
    pub now: Timestamp,
}

/// What stands in the way of adding a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unless {
    /// Nothing: a known member is brought up to date.
    Never,
    /// The address is known.
    Known,
}

/// What became of a `Put…` command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It was new.
    Created,
    /// It was there, and is as given now.
    Updated,
}

impl Command for PutMember {
    type Output = (MemberId, Put);

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Self::Output, StoreError> {
        let key = TextKey::of(self.email.as_str());
        let known = draft.get::<EmailRow>(key).await?;
        if let Some(known) = known {
            if self.unless == Unless::Known {
                return Err(StoreError::Refused(super::error::Refusal::EmailTaken));
            }
            let id = MemberId::new(known.member);
            let mut row = draft.need::<MemberRow>(id).await?;
            row.name.clone_from(&self.name);
            row.group.clone_from(&self.group);
            if self.role == Role::Admin {
                row.role = to_json(&self.role);
            }
            row.password_hash = Some(self.password_hash.clone());
            row.sessions_since = self.now.millis();
            draft.put::<MemberRow>(id, row);
            draft.delete::<PasswordLinkRow>(id);
            return Ok((id, Put::Updated));
        }
        let entry = Entry { name: self.name.clone(), group: self.group.clone(), role: self.role };
        let row = MemberRow {
            password_hash: Some(self.password_hash.clone()),
            ..first_row(&self.email, entry, self.now)
        };
        start(draft, self.fresh, row).await?;
        Ok((self.fresh, Put::Created))
    }
}

/// What the company directory says of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// The group.
    pub group: Option<String>,
    /// What they may do.
    pub role: Role,
}

/// The row of a member who begins, without a password.
pub(super) fn first_row(email: &Email, entry: Entry, now: Timestamp) -> MemberRow {
    MemberRow {
        email: email.as_str().to_owned(),
        name: entry.name,
        group: entry.group,
        role: to_json(&entry.role),
        language: to_json(&Language::Auto),
        theme: to_json(&Theme::Auto),
        profile: None,
        read_marks: None,
        photo: None,
        greeting: None,
        password_hash: None,
        active: true,
        sessions_since: now.millis(),
        created_at: now.millis(),
    }
}

/// Writes the rows that every member begins with.
pub(super) async fn start(
    draft: &mut Draft<'_>,
    fresh: MemberId,
    row: MemberRow,
) -> Result<(), StoreError> {
    let key = TextKey::of(&row.email);
    draft.insert::<EmailRow>(key, EmailRow { member: fresh.uuid() });
    draft.insert::<MemberRow>(fresh, row);
    permission::start(draft, fresh).await
}

/// A member changes their own choices.
pub struct SetPreferences {
    /// Who.
    pub member: MemberId,
    /// Their choices.
    pub preferences: Preferences,
}

impl Command for SetPreferences {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = draft.need::<MemberRow>(self.member).await?;
        row.language = to_json(&self.preferences.language);
        row.theme = to_json(&self.preferences.theme);
        draft.put::<MemberRow>(self.member, row);
        Ok(())
    }
}

/// A member's password, hashed anew.
pub struct SetPasswordHash {
    /// Whose.
    pub member: MemberId,
    /// An Argon2id hash in PHC form.
    pub password_hash: String,
}

impl Command for SetPasswordHash {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = draft.need::<MemberRow>(self.member).await?;
        row.password_hash = Some(self.password_hash.clone());
        draft.put::<MemberRow>(self.member, row);
        Ok(())
    }
}

impl Store {
    /// The member who signs in with this address.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn member_by_email(&self, email: &Email) -> Result<Option<Member>, StoreError> {
        let Some(known) = self.get::<EmailRow>(TextKey::of(email.as_str())).await? else {
            return Ok(None);
        };
        self.member(MemberId::new(known.member)).await
    }

    /// The member with this id.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn member(&self, id: MemberId) -> Result<Option<Member>, StoreError> {
        let Some(row) = self.get::<MemberRow>(id).await? else { return Ok(None) };
        let table = MemberRow::TABLE;
        Ok(Some(Member {
            id,
            name: row.name,
            role: from_json(table, row.role)?,
            preferences: Preferences {
                language: from_json(table, row.language)?,
                theme: from_json(table, row.theme)?,
            },
            password_hash: row.password_hash.map(Zeroizing::new),
            active: row.active,
        }))
    }

    /// Whether there is any member at all.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn any_member(&self) -> Result<bool, StoreError> {
        let found = self.scan::<MemberRow>(None, 1).await?;
        Ok(found.first().is_some_and(|(id, _)| uuid_of(id).is_some()))
    }
}
