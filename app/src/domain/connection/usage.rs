//! What an official account has used, as those who look after it see it.

use super::super::{JapanMonth, Quota, Timestamp};

/// What a connection has used, this month and the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// What LINE has told, once it has.
    pub told: Option<Told>,
    /// What was pushed from here by day: the present month, and the one before.
    pub months: [MonthOfUse; 2],
}

/// What LINE has told of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// What is left of the month, corrected by what was pushed since; none when the plan has no limit.
    pub quota: Option<Quota>,
    /// When.
    pub at: Timestamp,
}

/// A month, day by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthOfUse {
    /// Which.
    pub month: JapanMonth,
    /// What was pushed on each of its days, from the first.
    pub days: Vec<u32>,
}

impl MonthOfUse {
    /// What was pushed in all.
    pub fn all(&self) -> u64 {
        self.days.iter().map(|count| u64::from(*count)).sum()
    }
}
