//! To whom a contact can be shown: members who may talk with LINE users, and groups.

use app::domain::{MemberId, Person, PersonId, Standing, directory::is_meant};

use crate::store::{Store, StoreError};

impl Store {
    /// The first `limit` members who are meant by a search, by name: of those with an account that may
    /// be used, who may talk with LINE users.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the one who asks may not talk with LINE users, or the database's
    /// failure.
    pub async fn find_members(
        &self,
        by: MemberId,
        search: &str,
        limit: usize,
    ) -> Result<Vec<Person>, StoreError> {
        self.need_permission(by).await?;
        let mut all = self.listed().await?;
        all.retain(|one| {
            let group = one.entry.group.as_deref().unwrap_or_default();
            one.standing == Standing::Active
                && is_meant(search, [&one.entry.name, group, one.email.as_str()])
        });
        all.sort_by(|a, b| (&a.entry.name, a.id).cmp(&(&b.entry.name, b.id)));
        let mut found = Vec::new();
        for one in all {
            if found.len() == limit {
                break;
            }
            if self.permitted(one.id).await? {
                found.push(PersonId::Member(one.id));
            }
        }
        let mut people = self.people(found, &self.reader(by).await?).await?;
        people.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(people)
    }

    /// The groups of the directory, by name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the one who asks may not talk with LINE users, or the database's
    /// failure.
    pub async fn group_names(&self, by: MemberId) -> Result<Vec<String>, StoreError> {
        self.need_permission(by).await?;
        Ok(self.groups().await?.into_keys().collect())
    }
}
