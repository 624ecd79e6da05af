//! The address book as files need it: all of it at once, as one member may see it, and many changes in
//! one act.

use std::collections::HashMap;

use app::domain::{ContactCard, ContactId, MemberId, Timestamp};
use uuid::Uuid;

use super::{AddContact, EditContact, Edited, acts::is_shown, card};
use crate::store::{
    Refusal, Store, StoreError,
    draft::Draft,
    journal::Command,
    queries::{by_uuid, uuid_of},
    schema::{ContactCardRow, ContactRow},
    views,
};

/// Somebody whom a member knows: a contact in Clients/Partners, or a LINE user from a room.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who.
    pub id: ContactId,
    /// The name on LINE, empty when LINE has not told it.
    pub on_line: String,
    /// What is kept, for a contact.
    pub kept: Option<KnownCard>,
}

/// What is kept of somebody.
#[derive(Clone, Debug)]
pub struct KnownCard {
    /// What.
    pub card: ContactCard,
    /// Of which edition.
    pub edition: u32,
}

/// A change that a file brings.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Of whom.
    pub contact: ContactId,
    /// The edition that is changed; none for a LINE user who is added.
    pub edition: Option<u32>,
    /// What is kept from now on.
    pub card: ContactCard,
}

/// A member keeps what a file says: all of it, or nothing.
pub struct ImportContacts {
    /// Who.
    pub by: MemberId,
    /// What.
    pub changes: Vec<Imported>,
    /// When.
    pub now: Timestamp,
}

impl Command for ImportContacts {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let (by, now) = (self.by, self.now);
        for Imported { contact, edition, card } in self.changes.iter().cloned() {
            let row = draft.get::<ContactCardRow>(contact).await?;
            let my_tags = row.as_ref().map(|row| row.tags_of(by).to_vec()).unwrap_or_default();
            let edition = match edition {
                Some(edition) => edition,
                None if row.is_some() => return Err(StoreError::Refused(Refusal::ContactsChanged)),
                None => {
                    AddContact { by, contact, now }.apply(draft).await?;
                    1
                }
            };
            let edit = EditContact { by, contact, edition, card, my_tags, sharing: None, now };
            if edit.apply(draft).await? == Edited::Overtaken {
                return Err(StoreError::Refused(Refusal::ContactsChanged));
            }
        }
        Ok(())
    }
}

impl Store {
    /// Everybody whom a member knows, contacts first.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when they may not talk with LINE users, or the database's failure.
    pub async fn everybody_known(&self, member: MemberId) -> Result<Vec<Known>, StoreError> {
        self.need_permission(member).await?;
        let reader = self.reader(member).await?;
        let rows = self.scan::<ContactCardRow>(None, usize::MAX).await?;
        let kept = |row: &ContactCardRow| row.trashed_at.is_none() && is_shown(row, &reader);
        let mut cards: Vec<(ContactId, ContactCardRow)> = Vec::new();
        for (id, row) in rows {
            if let Some(id) = uuid_of(&id).filter(|_| kept(&row)) {
                cards.push((ContactId::new(id), row));
            }
        }
        let met = self.line_users_met(member).await?;
        let ids = cards.iter().map(|(id, _)| *id).chain(met);
        let users: Vec<(Uuid, ContactRow)> =
            by_uuid(self.get_all::<ContactRow>(ids).await?).into_iter().collect();
        let mut cards: HashMap<Uuid, ContactCardRow> =
            cards.into_iter().map(|(id, row)| (id.uuid(), row)).collect();
        let mut known = Vec::with_capacity(users.len());
        for (id, user) in users {
            // Whose card is another's, or not shown to the member, is nobody to a file.
            let card = cards.remove(&id);
            if card.is_none() && (user.kept.is_some() || self.is_trashed(id).await?) {
                continue;
            }
            known.push(Known {
                id: ContactId::new(id),
                on_line: views::line_name(&user),
                kept: card.map(|row| known_card(&row)).transpose()?,
            });
        }
        known.sort_by_key(|one| (one.kept.is_none(), one.id));
        Ok(known)
    }

    /// The LINE users of the direct rooms that a member has a seat in.
    async fn line_users_met(&self, member: MemberId) -> Result<Vec<ContactId>, StoreError> {
        let seated = self.seated(member).await?;
        Ok(seated.into_iter().filter_map(|(_, room)| room.contact.map(ContactId::new)).collect())
    }

    async fn is_trashed(&self, id: Uuid) -> Result<bool, StoreError> {
        Ok(self.get::<ContactCardRow>(ContactId::new(id)).await?.is_some())
    }
}

fn known_card(row: &ContactCardRow) -> Result<KnownCard, StoreError> {
    let edition = u32::try_from(row.edition).unwrap_or_default();
    Ok(KnownCard { card: card(row)?, edition })
}
