//! The company directory: everybody, as an admin sees them.

use std::collections::HashMap;

use app::domain::{Choice, DirectoryEntry, MemberId, Role, Standing};
use uuid::Uuid;

use super::{
    Store, StoreError,
    draft::Draft,
    error::Refusal,
    journal::Command,
    permission,
    queries::uuid_of,
    row::{Row, from_json},
    schema::{MemberRow, PermissionRow},
};

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
        if self.by == self.member {
            return Err(StoreError::Refused(Refusal::OwnAccount));
        }
        let mut row = draft.need::<MemberRow>(self.member).await?;
        row.active = self.standing == Standing::Active;
        draft.put::<MemberRow>(self.member, row);
        // Their open devices look again, and find that the session is over.
        draft.send_to_snapshot(self.member).await
    }
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
    pub async fn directory(&self) -> Result<Vec<DirectoryEntry>, StoreError> {
        let choices = self.scan::<PermissionRow>(None, usize::MAX).await?;
        let mut choices: HashMap<Uuid, PermissionRow> =
            choices.into_iter().filter_map(|(id, row)| Some((uuid_of(&id)?, row))).collect();
        let members = self.scan::<MemberRow>(None, usize::MAX).await?;
        let members = members.into_iter().filter_map(|(id, row)| Some((uuid_of(&id)?, row)));
        members.map(|(id, row)| entry(id, row, permission::choice(choices.remove(&id))?)).collect()
    }
}

fn entry(id: Uuid, row: MemberRow, choice: Choice) -> Result<DirectoryEntry, StoreError> {
    let table = MemberRow::TABLE;
    Ok(DirectoryEntry {
        id: MemberId::new(id),
        name: row.name,
        group: row.group,
        email: row.email.try_into().map_err(|e| StoreError::malformed(table, e))?,
        role: from_json(table, row.role)?,
        standing: if row.active { Standing::Active } else { Standing::Deactivated },
        choice,
    })
}
