//! The groups of the company directory. A group is a name that members have: it begins with its first
//! member and ends with its last.

use std::collections::BTreeMap;

use app::domain::MemberId;

use super::{
    Store, StoreError,
    directory::{Edited, edit, entry_of, need_admin},
    draft::Draft,
    journal::Command,
    members::Entry,
    schema::{HeadRow, MemberRow},
};

/// An admin gives a group another name. Where there is a group of that name, both become one.
struct RenameGroup {
    by: MemberId,
    /// Who was found in it.
    members: Vec<MemberId>,
    from: String,
    to: String,
}

impl Command for RenameGroup {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        need_admin(draft, self.by).await?;
        draft.read_ahead::<MemberRow>(self.members.iter().copied()).await?;
        draft.read_ahead::<HeadRow>(self.members.iter().copied()).await?;
        for member in self.members.iter().copied() {
            let Some(row) = draft.get::<MemberRow>(member).await? else { continue };
            if row.group.as_deref() == Some(&self.from) {
                let entry = Entry { group: Some(self.to.clone()), ..entry_of(&row)? };
                let _: Edited = edit(draft, member, &entry).await?;
            }
        }
        Ok(())
    }
}

impl Store {
    /// The groups, by name, with how many members each has.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn groups(&self) -> Result<BTreeMap<String, u32>, StoreError> {
        let mut groups = BTreeMap::new();
        for group in self.listed().await?.into_iter().filter_map(|member| member.entry.group) {
            *groups.entry(group).or_default() += 1;
        }
        Ok(groups)
    }

    /// Gives a group another name; all who were in it change in one act, and their open devices learn
    /// of it. Who joins it meanwhile follows.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when `by` is no admin any more or there is no such group, or the
    /// database's failure.
    pub async fn rename_group(&self, by: MemberId, from: &str, to: &str) -> Result<(), StoreError> {
        if from == to {
            return Ok(());
        }
        let mut members = self.members_of(from).await?;
        if members.is_empty() {
            return Err(StoreError::NotFound);
        }
        while !members.is_empty() {
            let (from, to) = (from.to_owned(), to.to_owned());
            self.run(RenameGroup { by, members, from: from.clone(), to }).await?;
            members = self.members_of(&from).await?;
        }
        self.contacts_follow_group(from, to).await
    }

    async fn members_of(&self, group: &str) -> Result<Vec<MemberId>, StoreError> {
        let mut all = self.listed().await?;
        all.retain(|member| member.entry.group.as_deref() == Some(group));
        Ok(all.into_iter().map(|member| member.id).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{
        Behind,
        testing::{Company, colleague},
    };

    #[tokio::test]
    async fn a_group_is_renamed_live_and_merged_into_another() {
        let company = Company::in_memory().await;
        let ren = colleague(&company, "ren").await;
        let store = &company.store;
        let groups = |names: &[(&str, u32)]| -> BTreeMap<String, u32> {
            names.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        assert_eq!(store.groups().await.unwrap(), groups(&[("Design", 1), ("Sales", 1)]));
        let seen = store.cursor(ren).await.unwrap();
        store.rename_group(company.member, "Sales", "営業").await.unwrap();
        assert!(matches!(store.behind(ren, seen).await.unwrap(), Behind::Resync));
        assert_eq!(store.snapshot(ren).await.unwrap().me.group.as_deref(), Some("営業"));
        store.rename_group(company.member, "営業", "Design").await.unwrap();
        assert_eq!(store.groups().await.unwrap(), groups(&[("Design", 2)]));
        let gone = store.rename_group(company.member, "営業", "Design").await;
        assert!(matches!(gone, Err(StoreError::NotFound)));
        let by_member = store.rename_group(ren, "Design", "Mine").await;
        assert!(matches!(by_member, Err(StoreError::NotFound)));
    }
}
