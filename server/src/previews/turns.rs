//! Who may be asked when: no host faster than a pause, nor all of them together, so that nobody is
//! flooded through this server. Lives in memory.

use std::{collections::HashMap, time::Duration};

use tokio::time::Instant;

/// Between two questions to one host.
const OF_ONE: Duration = Duration::from_secs(1);
/// Between any two questions.
const OF_ALL: Duration = Duration::from_millis(200);

/// When hosts may be asked again.
#[derive(Default)]
pub struct Turns {
    hosts: HashMap<String, Instant>,
    all: Option<Instant>,
}

impl Turns {
    /// Takes a host's turn. Answers whether it is.
    pub fn take(&mut self, host: &str, now: Instant) -> bool {
        self.hosts.retain(|_, at| *at > now);
        if self.all.is_some_and(|at| at > now) || self.hosts.contains_key(host) {
            return false;
        }
        self.all = Some(now + OF_ALL);
        self.wait(host, now + OF_ONE);
        true
    }

    /// Leaves a host alone until then.
    pub fn wait(&mut self, host: &str, until: Instant) {
        self.hosts.insert(host.to_owned(), until);
    }

    /// How long until a turn comes that has to be waited for.
    pub fn next(&self, now: Instant) -> Duration {
        let waits = self.hosts.values().chain(&self.all).filter(|at| **at > now);
        waits.map(|at| *at - now).min().unwrap_or(Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_left_alone_for_a_moment_and_so_are_all() {
        let (mut turns, start) = (Turns::default(), Instant::now());
        assert_eq!(turns.next(start), Duration::MAX);
        assert!(turns.take("a", start));
        assert!(!turns.take("b", start));
        assert_eq!(turns.next(start), OF_ALL);
        assert!(turns.take("b", start + OF_ALL));
        assert!(!turns.take("a", start + OF_ALL * 2));
        assert!(turns.take("a", start + OF_ONE));
        turns.wait("b", start + OF_ONE * 60);
        assert!(!turns.take("b", start + OF_ONE * 59));
    }
}
