//! Reads the profiles of LINE users that are new to us, and what LINE says of groups and of our own
//! accounts.
//!
//! Work is rows (`profile_task`, `group_task`): a hint after the commit makes it prompt, a slow sweep makes it sure.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use app::domain::{ConnectionId, Timestamp};
use futures::{StreamExt, stream};

use crate::{
    clock::Clock,
    line::{account::Accounts, inbound::LineUserId, lookup::LookupError},
    realtime::Hub,
    rounds::Rounds,
    store::{
        Store, StoreError,
        binding::Describe,
        contacts::{ProfileFound, ProfileTask, RecordProfile},
    },
};

mod groups;

/// Tasks read at once.
const ROUND: usize = 200;
/// Between two looks at an official account: its name, picture and modes change at LINE, and nobody
/// tells us.
const DESCRIBE_EVERY_MS: i64 = 24 * 60 * 60 * 1000;
/// Calls to LINE at a time.
const AT_ONCE: usize = 8;

/// The worker.
pub struct Profiles {
    /// Where tasks and answers are kept.
    pub store: Store,
    /// Who asks LINE.
    pub accounts: Arc<Accounts>,
    /// Who says that there is something to do.
    pub hub: Arc<Hub>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl Rounds for Profiles {
    /// When this process asked about which official account.
    type Memory = HashMap<ConnectionId, Timestamp>;

    const TROUBLE: &'static str = "profiles cannot be kept";

    async fn round(&self, asked: &mut Self::Memory) -> Result<Duration, StoreError> {
        let connections = self.store.connections().await?;
        let now = self.clock.now();
        let due: Vec<ConnectionId> = connections
            .iter()
            .filter(|one| {
                let before = asked.get(&one.id);
                !one.described || before.is_none_or(|at| now.since(*at) >= DESCRIBE_EVERY_MS)
            })
            .map(|one| one.id)
            .collect();
        asked.extend(due.iter().map(|id| (*id, now)));
        let mut described = stream::iter(due.into_iter().map(|id| self.read_bot_info(id)))
            .buffer_unordered(AT_ONCE);
        while let Some(outcome) = described.next().await {
            outcome?;
        }
        let bound: HashSet<ConnectionId> = connections.into_iter().map(|one| one.id).collect();
        self.read_groups(&bound).await?;
        // Through all of them: those that wait for one account must not hide another's.
        let mut after = None;
        loop {
            let tasks = self.store.profile_tasks(after, ROUND).await?;
            let Some(last) = tasks.last() else { return Ok(Duration::MAX) };
            after = Some(last.contact);
            // Those of an account that is unbound wait until it is bound again.
            let tasks = tasks.into_iter().filter(|task| bound.contains(&task.connection));
            let mut outcomes =
                stream::iter(tasks.map(|task| self.read_profile(task))).buffer_unordered(AT_ONCE);
            while let Some(outcome) = outcomes.next().await {
                outcome?;
            }
        }
    }

    async fn wanted(&self) {
        self.hub.profiles_wanted().await;
    }
}

impl Profiles {
    async fn read_bot_info(&self, connection: ConnectionId) -> Result<(), StoreError> {
        match self.accounts.bot_info(connection).await {
            Ok(info) => {
                let (account, now) = (info.into(), self.clock.now());
                let describe = Describe { connection, account, now };
                match self.store.run(describe).await {
                    // Unbound while LINE was asked.
                    Err(StoreError::NotFound) => Ok(()),
                    described => described,
                }
            }
            Err(error) => {
                tracing::warn!(%connection, %error, "LINE does not describe this account");
                Ok(())
            }
        }
    }

    async fn read_profile(&self, task: ProfileTask) -> Result<(), StoreError> {
        let user = LineUserId(task.line_user_id);
        let asked = match &task.group {
            Some(group) => self.accounts.member_profile(task.connection, group, &user).await,
            None => self.accounts.profile(task.connection, &user).await,
        };
        let profile = match asked {
            Ok(profile) => Some(ProfileFound {
                name: profile.display_name,
                picture_url: profile.picture_url,
                status_message: profile.status_message,
                language: profile.language,
            }),
            Err(LookupError::NotAvailable) => None,
            // The task stays; the sweep comes back to it.
            Err(LookupError::Unauthorized | LookupError::NotNow) => return Ok(()),
        };
        let (contact, at) = (task.contact, self.clock.now());
        self.store.run(RecordProfile { contact, profile, at }).await
    }
}
