//! When workers try again what did not succeed: what was tried, how often, and when its turn comes. Lives
//! in memory: a restart tries everything afresh.

use std::{collections::HashMap, hash::Hash, time::Duration};

use tokio::time::Instant;

/// Things by their keys, each with how often it was tried in vain and when it is tried again.
pub struct Pace<K>(HashMap<K, (u32, Instant)>);

impl<K> Default for Pace<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Copy + Eq + Hash> Pace<K> {
    /// It has come to its end.
    pub fn done(&mut self, key: K) {
        self.0.remove(&key);
    }

    /// It has not, once more. `pause` says how long to wait after the how-manieth try.
    pub fn later(&mut self, key: K, pause: impl FnOnce(u32) -> Duration) {
        let tries = self.0.get(&key).map_or(1, |(tries, _)| tries.saturating_add(1));
        self.0.insert(key, (tries, Instant::now() + pause(tries)));
    }

    /// Whether it may be tried now.
    pub fn is_due(&self, key: K) -> bool {
        self.0.get(&key).is_none_or(|(_, at)| *at <= Instant::now())
    }

    /// How long until something is due that was tried before.
    pub fn next(&self) -> Duration {
        let now = Instant::now();
        let waits = self.0.values().map(|(_, at)| at.saturating_duration_since(now));
        waits.filter(|wait| !wait.is_zero()).min().unwrap_or(Duration::MAX)
    }
}

/// Pauses that double from a first to a longest.
#[derive(Clone, Copy, Debug)]
pub struct Doubling {
    /// After the first try.
    pub first: Duration,
    /// The longest.
    pub longest: Duration,
}

impl Doubling {
    /// How long to wait after the `tries`th try. `jitter` (0 to 1) takes up to half of it away.
    pub fn after(self, tries: u32, jitter: f64) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1)));
        doubled.min(self.longest).mul_f64(1.0 - jitter.clamp(0.0, 1.0) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_waits_and_its_tries_are_counted_until_it_is_done() {
        let (mut pace, hour) = (Pace::default(), Duration::from_hours(1));
        assert!(pace.is_due(1));
        pace.later(1, |tries| hour * tries);
        assert!(!pace.is_due(1) && pace.is_due(2));
        pace.later(1, |tries| hour * tries);
        assert!(pace.next() > hour && pace.next() <= hour * 2);
        pace.done(1);
        assert!(pace.is_due(1));
        assert_eq!(pace.next(), Duration::MAX);
        pace.later(1, |tries| (hour * tries).saturating_sub(hour));
        assert!(pace.is_due(1), "it is the first try again");
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pauses = Doubling { first: Duration::from_secs(1), longest: Duration::from_mins(5) };
        let seconds = [1, 2, 5, 9, 40, u32::MAX].map(|tries| pauses.after(tries, 0.0).as_secs());
        assert_eq!(seconds, [1, 2, 16, 256, 300, 300]);
        assert_eq!(pauses.after(3, 1.0), Duration::from_secs(2));
    }
}
