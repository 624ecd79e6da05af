//! Measured times, and what is said of them.

use std::time::Duration;

/// Times, sorted.
#[derive(Clone, Debug, Default)]
pub struct Samples(Vec<Duration>);

impl From<Vec<Duration>> for Samples {
    fn from(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }
}

impl Samples {
    /// In milliseconds: the time within which `percent` of all stayed (nearest rank).
    pub fn percentile(&self, percent: usize) -> f64 {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let samples = Samples::from((1..=100).rev().map(Duration::from_millis).collect::<Vec<_>>());
        for (percent, millis) in [(50, 50.0), (99, 99.0), (100, 100.0), (0, 1.0)] {
            assert!((samples.percentile(percent) - millis).abs() < 1e-9, "{percent}");
        }
        assert!(Samples::default().percentile(99).abs() < 1e-9);
    }
}
