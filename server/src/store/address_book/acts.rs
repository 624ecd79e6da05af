//! What members do with a contact: add, change, move to the trash and back, delete for good.

use app::domain::{
    ContactCard, ContactId, MemberId, RoomId, Timestamp,
    contact::{Reader, Sharing, Visibility},
};

use super::{SharingRow, put, see, turn};
use crate::store::{
    Refusal, StoreError,
    draft::Draft,
    journal::Command,
    permission,
    row::to_json,
    schema::{ContactCardRow, ContactRow, MemberRow, OwnTags, SeatRow},
    timeline,
};

/// A member puts a LINE user whom they know from a room into Clients/Partners. Who is there stays as
/// they are, who lies in the trash comes back.
pub struct AddContact {
    /// Who.
    pub by: MemberId,
    /// Whom.
    pub contact: ContactId,
    /// When.
    pub now: Timestamp,
}

impl Command for AddContact {
    /// The contact they are now.
    type Output = ContactId;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<ContactId, StoreError> {
        permission::need(draft, self.by).await?;
        let user = draft.need::<ContactRow>(self.contact).await?;
        self.need_acquaintance(draft, &user).await?;
        let reader = timeline::reader(draft, self.by).await?;
        let taken = StoreError::Refused(Refusal::ContactTaken);
        if let Some(kept) = user.kept {
            let is_shown = kept.sharing.domain().is_shown_to(&reader);
            return if is_shown { Ok(ContactId::new(kept.card)) } else { Err(taken) };
        }
        let row = match draft.get::<ContactCardRow>(self.contact).await? {
            Some(row) if !row.sharing.domain().is_shown_to(&reader) => return Err(taken),
            Some(row) => restored(draft, self.contact, row).await?,
            None => self.fresh(),
        };
        put(draft, self.contact, row).await?;
        Ok(self.contact)
    }
}

impl AddContact {
    async fn need_acquaintance(
        &self,
        draft: &mut Draft<'_>,
        user: &ContactRow,
    ) -> Result<(), StoreError> {
        for room in user.rooms.iter().copied().map(RoomId::new) {
            if draft.get::<SeatRow>((self.by, room)).await?.is_some() {
                return Ok(());
            }
        }
        Err(StoreError::NotFound)
    }

    fn fresh(&self) -> ContactCardRow {
        let sharing = Sharing { owner: self.by, visibility: Visibility::All };
        ContactCardRow {
            card: to_json(&ContactCard::default()),
            line_users: vec![self.contact.uuid()],
            sharing: SharingRow::from(&sharing),
            own_tags: Vec::new(),
            edition: 1,
            trashed_at: None,
            added_at: self.now.millis(),
            edited_at: self.now.millis(),
            edited_by: self.by.uuid(),
        }
    }
}

/// A member changes a contact.
pub struct EditContact {
    /// Who.
    pub by: MemberId,
    /// Which.
    pub contact: ContactId,
    /// The edition that was changed.
    pub edition: u32,
    /// What is kept from now on.
    pub card: ContactCard,
    /// The member's own tags from now on.
    pub my_tags: Vec<String>,
    /// Whose it is and who sees it from now on, if that is to change.
    pub sharing: Option<Sharing>,
    /// When.
    pub now: Timestamp,
}

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is kept.
    Kept,
    /// Nothing is kept: somebody was faster, and what was changed is not the newest.
    Overtaken,
}

impl Command for EditContact {
    type Output = Edited;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Edited, StoreError> {
        let seen = see(draft, self.by, self.contact).await?;
        let mut sharing = seen.row.sharing.clone();
        if let Some(wanted) = self.sharing.as_ref().filter(|wanted| **wanted != sharing.domain()) {
            seen.need_manage()?;
            if wanted.owner.uuid() != sharing.owner {
                need_active(draft, wanted.owner).await?;
            }
            sharing = SharingRow::from(wanted);
        }
        let mut row = seen.kept()?;
        if row.edition != i64::from(self.edition) {
            return Ok(Edited::Overtaken);
        }
        let card = to_json(&self.card);
        if row.card != card || row.sharing != sharing {
            row.edition += 1;
            row.edited_at = self.now.millis();
            row.edited_by = self.by.uuid();
        }
        (row.card, row.sharing) = (card, sharing);
        row.tag_for(self.by, &self.my_tags);
        put(draft, self.contact, row).await?;
        Ok(Edited::Kept)
    }
}

async fn need_active(draft: &mut Draft<'_>, owner: MemberId) -> Result<(), StoreError> {
    match draft.get::<MemberRow>(owner).await? {
        Some(row) if row.active => Ok(()),
        Some(_) | None => Err(StoreError::Refused(Refusal::NoSuchMaster)),
    }
}

impl ContactCardRow {
    /// The tags that a member has given this contact.
    pub fn tags_of(&self, member: MemberId) -> &[String] {
        let own = self.own_tags.iter().find(|own| own.member == member.uuid());
        own.map(|own| own.tags.as_slice()).unwrap_or_default()
    }

    /// Gives the contact a member's own tags in place of those it had.
    pub(super) fn tag_for(&mut self, member: MemberId, tags: &[String]) {
        self.own_tags.retain(|own| own.member != member.uuid());
        if !tags.is_empty() {
            self.own_tags.push(OwnTags { member: member.uuid(), tags: tags.to_vec() });
        }
    }
}

/// A member moves a contact to the trash: everybody sees LINE's name again.
pub struct TrashContact {
    /// Who.
    pub by: MemberId,
    /// Which.
    pub contact: ContactId,
    /// When.
    pub now: Timestamp,
}

impl Command for TrashContact {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = see(draft, self.by, self.contact).await?.kept()?;
        row.trashed_at = Some(self.now.millis());
        row.edition += 1;
        put(draft, self.contact, row).await
    }
}

/// A member brings a contact back from the trash.
pub struct RestoreContact {
    /// Who.
    pub by: MemberId,
    /// Which.
    pub contact: ContactId,
}

impl Command for RestoreContact {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let row = see(draft, self.by, self.contact).await?.trashed()?;
        let row = restored(draft, self.contact, row).await?;
        put(draft, self.contact, row).await
    }
}

/// A card out of the trash. LINE users who have been added anew meanwhile stay with what they are now.
async fn restored(
    draft: &mut Draft<'_>,
    id: ContactId,
    mut row: ContactCardRow,
) -> Result<ContactCardRow, StoreError> {
    let mut free = Vec::new();
    for user in row.line_users {
        let kept = draft.need::<ContactRow>(ContactId::new(user)).await?.kept;
        if kept.is_none() || user == id.uuid() {
            free.push(user);
        }
    }
    row.line_users = free;
    row.trashed_at = None;
    row.edition += 1;
    Ok(row)
}

/// The Contact Master or an admin deletes what lies in the trash for good. The LINE user stays, with
/// their rooms and their name on LINE.
pub struct DeleteContact {
    /// Who.
    pub by: MemberId,
    /// Which.
    pub contact: ContactId,
}

impl Command for DeleteContact {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let seen = see(draft, self.by, self.contact).await?;
        seen.need_manage()?;
        seen.trashed()?;
        draft.delete::<ContactCardRow>(self.contact);
        turn(draft).await
    }
}

/// Whether a card is shown to a reader.
pub(super) fn is_shown(row: &ContactCardRow, reader: &Reader) -> bool {
    row.sharing.domain().is_shown_to(reader)
}
