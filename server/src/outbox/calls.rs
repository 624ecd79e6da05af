//! How many calls to LINE may be under way: in all, and for one official account, so that one whose
//! calls hang leaves room for the others.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use app::domain::ConnectionId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const IN_ALL: usize = 64;
const PER_CONNECTION: usize = 16;

/// The places.
pub struct Calls {
    all: Arc<Semaphore>,
    per_connection: usize,
    connections: Mutex<HashMap<ConnectionId, Arc<Semaphore>>>,
}

/// A place, free again when dropped.
pub(super) struct Place {
    _of_connection: Option<OwnedSemaphorePermit>,
    _of_all: Option<OwnedSemaphorePermit>,
}

impl Default for Calls {
    fn default() -> Self {
        Self::new(IN_ALL, PER_CONNECTION)
    }
}

impl Calls {
    /// Places for so many calls in all, and so many of one connection.
    pub fn new(in_all: usize, per_connection: usize) -> Self {
        Self {
            all: Arc::new(Semaphore::new(in_all)),
            per_connection,
            connections: Mutex::default(),
        }
    }

    /// Waits for a place, in order of asking. First for one of the connection's own: who waits for
    /// those must not hold one that others could use.
    pub(super) async fn place(&self, connection: ConnectionId) -> Place {
        let own = self.of(connection).acquire_owned().await.ok();
        let any = Arc::clone(&self.all).acquire_owned().await.ok();
        Place { _of_connection: own, _of_all: any }
    }

    fn of(&self, connection: ConnectionId) -> Arc<Semaphore> {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        let own = connections
            .entry(connection)
            .or_insert_with(|| Semaphore::new(self.per_connection).into());
        Arc::clone(own)
    }
}
