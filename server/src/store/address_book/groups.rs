//! Groups of the directory in what says who sees a contact: when a group gets another name, they follow.

use app::domain::ContactId;

use super::put;
use crate::store::{Store, StoreError, draft::Draft, journal::Command, schema::ContactCardRow};

/// Contacts changed in one transaction: others wait for it.
const CHUNK: usize = 100;

struct FollowGroup {
    contacts: Vec<ContactId>,
    from: String,
    to: String,
}

impl Command for FollowGroup {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        for id in self.contacts.iter().copied() {
            let Some(mut row) = draft.get::<ContactCardRow>(id).await? else { continue };
            let groups = row.sharing.groups.iter_mut().flatten();
            for group in groups.filter(|group| **group == self.from) {
                group.clone_from(&self.to);
            }
            put(draft, id, row).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Shows the contacts that were shown to a group to the group of another name.
    ///
    /// # Errors
    /// The database's failure.
    pub(in crate::store) async fn contacts_follow_group(
        &self,
        from: &str,
        to: &str,
    ) -> Result<(), StoreError> {
        let shown = self.contacts_shown_to_group(from).await?;
        for contacts in shown.chunks(CHUNK) {
            let (contacts, from, to) = (contacts.to_vec(), from.to_owned(), to.to_owned());
            self.run(FollowGroup { contacts, from, to }).await?;
        }
        Ok(())
    }
}
