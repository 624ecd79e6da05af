//! The monthly message quota: counted by recipients, never by message objects.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{calendar::quota_month, clock::Millis};

/// The quota is spent.
#[derive(Debug, PartialEq, Eq)]
pub struct Spent;

/// A channel's limit and what it has used by month.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Quota {
    /// Messages a month; none means without limit.
    pub limit: Option<u64>,
    /// Used, by month.
    pub used: BTreeMap<String, u64>,
}

impl Quota {
    /// How many messages were counted this month.
    pub fn consumption(&self, at: Millis) -> u64 {
        self.used.get(&quota_month(at)).copied().unwrap_or_default()
    }

    /// Counts `recipients`, or refuses all of them when they do not fit.
    pub fn take(&mut self, recipients: u64, at: Millis) -> Result<(), Spent> {
        let after = self.consumption(at) + recipients;
        if recipients > 0 && self.limit.is_some_and(|limit| after > limit) {
            return Err(Spent);
        }
        self.used.insert(quota_month(at), after);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::DAY;

    #[test]
    fn recipients_are_counted_and_a_group_that_does_not_fit_is_refused_whole() {
        let mut quota = Quota { limit: Some(6), ..Quota::default() };
        assert_eq!(quota.take(5, 0), Ok(()));
        assert_eq!(quota.take(2, 0), Err(Spent));
        assert_eq!(quota.consumption(0), 5);
        assert_eq!(quota.take(1, 0), Ok(()));
        assert_eq!(quota.take(0, 0), Ok(()), "an undeliverable message costs nothing");
        assert_eq!(quota.take(1, 40 * DAY), Ok(()), "the next month begins at nothing");
    }
}
