//! LINE's rate limits: a token bucket for each channel and endpoint family.

use std::collections::HashMap;

use crate::ids::ChannelId;

/// The limit is exceeded.
#[derive(Debug, PartialEq, Eq)]
pub struct TooFast;

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    filled_at: u64,
}

/// All buckets.
#[derive(Debug, Default)]
pub struct Rates(HashMap<(ChannelId, &'static str), Bucket>);

/// LINE's documented limit for a family: how many calls in how many seconds.
fn documented(family: &str) -> (f64, f64) {
    match family {
        "multicast" => (200.0, 1.0),
        "loading" => (100.0, 1.0),
        "webhookEndpoint" => (1_000.0, 60.0),
        "webhookTest" => (60.0, 3_600.0),
        _ => (2_000.0, 1.0),
    }
}

impl Rates {
    /// Takes one call at `micros`, unless the bucket is empty.
    pub fn take(
        &mut self,
        channel: &ChannelId,
        family: &'static str,
        per_second: Option<u32>,
        micros: u64,
    ) -> Result<(), TooFast> {
        let (calls, seconds) =
            per_second.map_or_else(|| documented(family), |limit| (f64::from(limit), 1.0));
        let bucket = self
            .0
            .entry((channel.clone(), family))
            .or_insert(Bucket { tokens: calls, filled_at: micros });
        #[expect(clippy::cast_precision_loss, reason = "microseconds of a test run fit in 52 bits")]
        let passed = micros.saturating_sub(bucket.filled_at) as f64 / 1e6;
        bucket.tokens = (bucket.tokens + passed * calls / seconds).min(calls);
        bucket.filled_at = micros;
        if bucket.tokens < 1.0 {
            return Err(TooFast);
        }
        bucket.tokens -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let channel = ChannelId::from("1");
        let mut rates = Rates::default();
        for _ in 0..2_000 {
            assert_eq!(rates.take(&channel, "push", None, 0), Ok(()));
        }
        assert_eq!(rates.take(&channel, "push", None, 0), Err(TooFast));
        assert_eq!(rates.take(&channel, "reply", None, 0), Ok(()), "families are apart");
        assert_eq!(rates.take(&channel, "push", None, 1_000), Ok(()), "2 calls a millisecond");
        assert_eq!(rates.take(&channel, "other", Some(1), 0), Ok(()));
        assert_eq!(rates.take(&channel, "other", Some(1), 0), Err(TooFast));
    }
}
