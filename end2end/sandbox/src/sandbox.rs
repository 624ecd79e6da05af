//! What every handler shares: the world behind its lock, the clock, and the HTTP client.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{clock::Clock, options::Options, world::World};

/// The running sandbox.
#[derive(Debug)]
pub struct Sandbox {
    world: Mutex<World>,
    /// The clock.
    pub clock: Clock,
    /// For webhook calls, and for what messages name by URL.
    pub http: reqwest::Client,
    /// The command line.
    pub options: Options,
}

/// The sandbox as handlers hold it.
pub type Shared = Arc<Sandbox>;

impl Sandbox {
    /// A sandbox around a world.
    pub fn new(world: World, options: Options, http: reqwest::Client) -> Shared {
        Arc::new(Self { world: Mutex::new(world), clock: Clock::new(), http, options })
    }

    /// The world, locked. Hold it briefly and never across an await.
    pub fn world(&self) -> MutexGuard<'_, World> {
        // A handler that panicked is a bug that a test shall see once, not in every later call.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
