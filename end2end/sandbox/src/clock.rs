//! The one source of time. Rules take a [`Moment`] as an argument and never ask a clock themselves.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

/// Milliseconds since the Unix epoch, as LINE writes them.
pub type Millis = i64;

/// One second.
pub const SECOND: Millis = 1_000;
/// One minute.
pub const MINUTE: Millis = 60 * SECOND;
/// One day.
pub const DAY: Millis = 24 * 60 * MINUTE;

/// When something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Wall clock, moved by the offset that a test has set.
    pub at: Millis,
    /// Microseconds since the process started; never goes back and ignores the offset.
    pub micros: u64,
}

/// A wall clock that tests can move.
#[derive(Debug)]
pub struct Clock {
    started: Instant,
    offset: AtomicI64,
}

impl Clock {
    /// A clock at the present time.
    pub fn new() -> Self {
        Self { started: Instant::now(), offset: AtomicI64::new(0) }
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        Moment { at: wall_millis() + self.offset(), micros: self.micros() }
    }

    /// Microseconds since the process started.
    pub fn micros(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// By how much the wall clock is moved.
    pub fn offset(&self) -> Millis {
        self.offset.load(Ordering::Relaxed)
    }

    /// Moves the wall clock.
    pub fn set_offset(&self, offset: Millis) {
        self.offset.store(offset, Ordering::Relaxed);
    }
}

fn wall_millis() -> Millis {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| Millis::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}
