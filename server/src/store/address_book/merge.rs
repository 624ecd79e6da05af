//! Two contacts become one: one person with two LINE accounts.

use app::domain::{ContactId, MemberId, Timestamp};

use super::{card, put, see};
use crate::store::{
    StoreError, draft::Draft, journal::Command, row::to_json, schema::ContactCardRow,
};

/// A member merges a contact into another. It ends; what it said is kept where the other is silent, and
/// its LINE users bear the other's name from now on. Since more people may see the other, only who may
/// delete it may merge it.
pub struct MergeContacts {
    /// Who.
    pub by: MemberId,
    /// The contact that stays.
    pub into: ContactId,
    /// The contact that ends.
    pub from: ContactId,
    /// When.
    pub now: Timestamp,
}

impl Command for MergeContacts {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        if self.into == self.from {
            return Err(StoreError::NotFound);
        }
        let ends = see(draft, self.by, self.from).await?;
        ends.need_manage()?;
        let ends = ends.kept()?;
        let mut row = see(draft, self.by, self.into).await?.kept()?;
        row.card = to_json(&card(&row)?.merged_with(card(&ends)?));
        for own in &ends.own_tags {
            let member = MemberId::new(own.member);
            let mut tags = row.tags_of(member).to_vec();
            tags.extend(
                own.tags.iter().filter(|tag| !tags.contains(tag)).cloned().collect::<Vec<_>>(),
            );
            row.tag_for(member, &tags);
        }
        row.line_users.extend(ends.line_users);
        row.edition += 1;
        row.edited_at = self.now.millis();
        row.edited_by = self.by.uuid();
        draft.delete::<ContactCardRow>(self.from);
        put(draft, self.into, row).await
    }
}
