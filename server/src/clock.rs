//! Where time and fresh ids come from. Everything else receives them as arguments, so that tests
//! decide what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use app::domain::Timestamp;
use uuid::Uuid;

/// A source of time and ids.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// A fresh UUID version 7.
    fn uuid(&self) -> Uuid;
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }

    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}
