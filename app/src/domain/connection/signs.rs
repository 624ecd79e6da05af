//! How a connection has been doing while it was at work.

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::domain::Timestamp;

/// Something that has been going wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failing {
    /// Since when.
    pub since: Timestamp,
    /// What, the last time.
    pub why: Fault,
}

/// How something that ought to work has been going.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// When it last went well.
    #[serde(default)]
    pub well_at: Option<Timestamp>,
    /// How it has been failing since.
    #[serde(default)]
    pub failing: Option<Failing>,
}

impl Course {
    /// It went well.
    pub const fn went_well(&mut self, at: Timestamp) {
        *self = Self { well_at: Some(at), failing: None };
    }

    /// It went wrong.
    pub fn went_wrong(&mut self, at: Timestamp, why: Fault) {
        let since = self.failing.map_or(at, |failing| failing.since);
        self.failing = Some(Failing { since, why });
    }

    /// This course, and what came after it.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        if let Some(at) = later.well_at {
            self.went_well(at);
        }
        if let Some(Failing { since, why }) = later.failing {
            self.went_wrong(since, why);
        }
        self
    }
}

/// The signs of life of a connection, as they come in while it is at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signs {
    /// Webhooks from LINE.
    #[serde(default)]
    pub webhook: Course,
    /// Access tokens bought from LINE.
    #[serde(default)]
    pub token: Course,
}

impl Signs {
    /// These signs, and what came after them.
    #[must_use]
    pub fn then(self, later: Self) -> Self {
        Self { webhook: self.webhook.then(later.webhook), token: self.token.then(later.token) }
    }
}
