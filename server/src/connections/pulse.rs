//! Signs of life of connections, gathered in memory as they come in and kept a while later.
//!
//! Webhooks come by the hundred and must not wait: noting a sign is a moment of bookkeeping, and what
//! came in is written at most once a minute. Whoever reads the kept signs lays [`Pulse::of`] over
//! them. A power cut loses a minute of them; the next webhook says the same again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::domain::{ConnectionId, Fault, Signs};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    line::tokens::{TokenNews, TokenWatch},
    store::{Store, StoreError, signs::KeepSigns},
};

/// Between two writes.
const EVERY: Duration = Duration::from_mins(1);

/// The signs that are not kept yet.
pub struct Pulse {
    clock: Arc<dyn Clock>,
    fresh: Mutex<HashMap<ConnectionId, Signs>>,
    stirred: Notify,
}

impl Pulse {
    /// No signs yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, fresh: Mutex::default(), stirred: Notify::new() }
    }

    /// What a webhook came to.
    pub fn webhook(&self, connection: ConnectionId, went: Result<(), Fault>) {
        let at = self.clock.now();
        self.note(connection, |signs| match went {
            Ok(()) => signs.webhook.went_well(at),
            Err(why) => signs.webhook.went_wrong(at, why),
        });
    }

    /// What has come in of a connection and is perhaps not kept yet.
    pub fn of(&self, connection: ConnectionId) -> Signs {
        self.fresh().get(&connection).copied().unwrap_or_default()
    }

    /// Forgets what came in of a connection that is no more.
    pub fn forget(&self, connection: ConnectionId) {
        self.fresh().remove(&connection);
    }

    /// Keeps what comes in, until `stop`, and then once more.
    pub async fn run(self: Arc<Self>, store: Store, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.stirred.notified() => {}
            }
            self.keep_or_say(&store).await;
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
        self.keep_or_say(&store).await;
    }

    async fn keep_or_say(&self, store: &Store) {
        if let Err(error) = self.keep(store).await {
            tracing::error!(%error, "the signs of life of connections cannot be kept");
            self.stirred.notify_one();
        }
    }

    /// Keeps what has come in. What is being kept stays to be read until it is.
    pub(super) async fn keep(&self, store: &Store) -> Result<(), StoreError> {
        let seen = self.fresh().clone();
        if seen.is_empty() {
            return Ok(());
        }
        store.run(KeepSigns(seen.iter().map(|(id, signs)| (*id, *signs)).collect())).await?;
        // What came in meanwhile is laid over the same again the next time, which changes nothing.
        self.fresh().retain(|id, signs| seen.get(id) != Some(signs));
        Ok(())
    }

    fn note(&self, connection: ConnectionId, change: impl FnOnce(&mut Signs)) {
        change(self.fresh().entry(connection).or_default());
        self.stirred.notify_one();
    }

    /// A lock is only ever held for a moment of plain bookkeeping, which stays sound if one panics.
    fn fresh(&self) -> MutexGuard<'_, HashMap<ConnectionId, Signs>> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenWatch for Pulse {
    fn token(&self, connection: ConnectionId, news: TokenNews) {
        let at = self.clock.now();
        self.note(connection, |signs| match news {
            TokenNews::Issued => signs.token.went_well(at),
            TokenNews::Refused => signs.token.went_wrong(at, Fault::CredentialsRefused),
            TokenNews::Unreadable => signs.token.went_wrong(at, Fault::SecretUnreadable),
        });
    }
}
