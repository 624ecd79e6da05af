//! The company's address book, the list "Clients/Partners": what it keeps of LINE users, apart from what
//! LINE says of them.
//!
//! A card may be seen by its Contact Master and by whom it is shown to, if they may talk with LINE users;
//! for all others it does not exist. Whoever sees it may change it and move it to the trash and back; what
//! cannot be undone, and who sees it, is for the Contact Master and for admins who see it.
//!
//! Besides in its own row, the name and who sees it stand in the LINE user's row ([`KeptAs`]), because
//! everything that draws a LINE user has that row at hand. Both are written here, in one transaction, and
//! whoever sees the LINE user is told.
//!
//! The book as a whole has an edition, which grows with every change. It is all that members are told of
//! a card, so that who may not see one learns nothing of it.

mod acts;
mod audience;
mod book;
mod files;
mod groups;
mod merge;
mod read;
#[cfg(test)]
mod tests;

use app::domain::{
    ContactCard, ContactId, MemberId, Role,
    contact::{Reader, Rights, Sharing, Visibility},
};
use uuid::Uuid;

use super::{
    Store, StoreError, contacts,
    draft::Draft,
    key::Singleton,
    permission,
    row::{Row, from_json},
    schema::{BookRow, ContactCardRow, ContactRow, KeptAs, MemberRow, SharingRow},
    views,
};

pub use acts::{AddContact, DeleteContact, EditContact, Edited, RestoreContact, TrashContact};
pub use book::Shelf;
pub use files::{ImportContacts, Imported, Known, KnownCard};
pub use merge::MergeContacts;

impl SharingRow {
    /// As the domain has it.
    pub fn domain(&self) -> Sharing {
        let visibility = match (&self.members, &self.groups) {
            (Some(members), _) => {
                Visibility::Members(members.iter().copied().map(MemberId::new).collect())
            }
            (None, Some(groups)) => Visibility::Groups(groups.clone()),
            (None, None) => Visibility::All,
        };
        Sharing { owner: MemberId::new(self.owner), visibility }
    }
}

impl From<&Sharing> for SharingRow {
    fn from(sharing: &Sharing) -> Self {
        let (members, groups) = match &sharing.visibility {
            Visibility::All => (None, None),
            Visibility::Members(members) => {
                (Some(members.iter().map(|id| id.uuid()).collect()), None)
            }
            Visibility::Groups(groups) => (None, Some(groups.clone())),
        };
        Self { owner: sharing.owner.uuid(), members, groups }
    }
}

/// What is kept in a card's row.
fn card(row: &ContactCardRow) -> Result<ContactCard, StoreError> {
    from_json(ContactCardRow::TABLE, row.card.clone())
}

impl Store {
    /// The edition of the address book, for a member for whom there is one; 0 to everybody else.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn address_book_edition(&self, member: MemberId) -> Result<u32, StoreError> {
        if !self.permitted(member).await? {
            return Ok(0);
        }
        let row = self.get::<BookRow>(Singleton).await?;
        Ok(views::number(row.map(|row| row.n)))
    }
}

/// What a member may do with a card that they see.
fn rights(reader: &Reader, member: &MemberRow, sharing: &Sharing) -> Result<Rights, StoreError> {
    let is_admin = from_json::<Role>(MemberRow::TABLE, member.role.clone())? == Role::Admin;
    Ok(if is_admin || sharing.owner == reader.id { Rights::Manage } else { Rights::Edit })
}

/// A card that a member may see, as a command has it before it.
struct Seen {
    row: ContactCardRow,
    rights: Rights,
}

/// The card of this id, for a member who may see it.
async fn see(draft: &mut Draft<'_>, by: MemberId, id: ContactId) -> Result<Seen, StoreError> {
    permission::need(draft, by).await?;
    let row = draft.need::<ContactCardRow>(id).await?;
    let member = draft.need::<MemberRow>(by).await?;
    let reader = Reader { id: by, group: member.group.clone() };
    let sharing = row.sharing.domain();
    if !sharing.is_shown_to(&reader) {
        return Err(StoreError::NotFound);
    }
    let rights = rights(&reader, &member, &sharing)?;
    Ok(Seen { row, rights })
}

impl Seen {
    fn need_manage(&self) -> Result<(), StoreError> {
        match self.rights {
            Rights::Manage => Ok(()),
            Rights::Edit => Err(StoreError::Refused(super::Refusal::NotContactMaster)),
        }
    }

    /// The row, if the card lies in Clients/Partners.
    fn kept(self) -> Result<ContactCardRow, StoreError> {
        if self.row.trashed_at.is_none() { Ok(self.row) } else { Err(StoreError::NotFound) }
    }

    /// The row, if the card lies in the trash.
    fn trashed(self) -> Result<ContactCardRow, StoreError> {
        if self.row.trashed_at.is_some() { Ok(self.row) } else { Err(StoreError::NotFound) }
    }
}

/// Writes a card, and what follows from it for its LINE users.
async fn put(draft: &mut Draft<'_>, id: ContactId, row: ContactCardRow) -> Result<(), StoreError> {
    let kept = match row.trashed_at {
        None => {
            let (name, sharing) = (card(&row)?.name, row.sharing.clone());
            Some(KeptAs { card: id.uuid(), name, sharing })
        }
        Some(_) => None,
    };
    for user in row.line_users.iter().copied() {
        call(draft, user, kept.clone()).await?;
    }
    draft.put::<ContactCardRow>(id, row);
    turn(draft).await
}

/// Calls a LINE user by what the company keeps, from now on; everybody who sees them is told.
async fn call(draft: &mut Draft<'_>, user: Uuid, kept: Option<KeptAs>) -> Result<(), StoreError> {
    let id = ContactId::new(user);
    let mut row = draft.need::<ContactRow>(id).await?;
    if row.kept == kept {
        return Ok(());
    }
    row.kept = kept;
    draft.put::<ContactRow>(id, row.clone());
    contacts::tell(draft, id, &row).await
}

/// Notes that the address book is another now: what is kept in memory of it is out of date, and so is
/// what open devices show of it. Once a command, however much that changes.
pub(super) async fn turn(draft: &mut Draft<'_>) -> Result<(), StoreError> {
    if std::mem::replace(&mut draft.aftermath.address_book, true) {
        return Ok(());
    }
    let BookRow { n } = draft.get::<BookRow>(Singleton).await?.unwrap_or_default();
    draft.put::<BookRow>(Singleton, BookRow { n: n + 1 });
    Ok(())
}
