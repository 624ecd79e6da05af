//! Asks LINE about groups: what they are called, how they look, how many are in them.

use std::collections::HashSet;

use app::domain::ConnectionId;
use futures::{StreamExt, stream};

use super::{AT_ONCE, Profiles, ROUND};
use crate::{
    line::lookup::LookupError,
    store::{
        StoreError,
        line_groups::{GroupFound, GroupTask, LineGroup, RecordGroup},
    },
};

impl Profiles {
    /// Does every task of the accounts that are bound.
    pub(super) async fn read_groups(
        &self,
        bound: &HashSet<ConnectionId>,
    ) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let tasks = self.store.group_tasks(after, ROUND).await?;
            let Some(last) = tasks.last() else { return Ok(()) };
            after = Some(last.room);
            let tasks = tasks.into_iter().filter(|task| bound.contains(&task.of.connection));
            let mut outcomes =
                stream::iter(tasks.map(|task| self.read_group(task))).buffer_unordered(AT_ONCE);
            while let Some(outcome) = outcomes.next().await {
                outcome?;
            }
        }
    }

    async fn read_group(&self, task: GroupTask) -> Result<(), StoreError> {
        let found = match self.ask_about(&task.of).await {
            Ok(found) => Some(found),
            Err(LookupError::NotAvailable) => None,
            // The task stays; the sweep comes back to it.
            Err(LookupError::Unauthorized | LookupError::NotNow) => return Ok(()),
        };
        self.store.run(RecordGroup { room: task.room, found, at: self.clock.now() }).await
    }

    async fn ask_about(
        &self,
        LineGroup { connection, group }: &LineGroup,
    ) -> Result<GroupFound, LookupError> {
        let people = self.accounts.member_count(*connection, group).await?;
        if group.is_unnamed() {
            return Ok(GroupFound { name: None, picture_url: None, people });
        }
        let summary = self.accounts.group_summary(*connection, group).await?;
        let (name, picture_url) = (Some(summary.group_name), summary.picture_url);
        Ok(GroupFound { name, picture_url, people })
    }
}
