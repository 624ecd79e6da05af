//! When something that did not succeed is tried again.

use std::time::Duration;

use app::domain::MediaId;
use rand::Rng;

use super::fetch::Later;
use crate::pace::Doubling;

const FIRST: Duration = Duration::from_secs(1);
/// Between looks whether LINE has prepared something: somebody waits for it.
const PREPARING: Duration = Duration::from_secs(15);
/// Between tries while something is wrong.
const LONGEST: Duration = Duration::from_mins(5);

/// What was tried, how often, and when it is tried again. Forgotten with the process.
#[derive(Default)]
pub struct Pace(crate::pace::Pace<MediaId>);

impl Pace {
    /// Notes how a try ended.
    pub fn note(&mut self, media: MediaId, later: Option<Later>) {
        match later {
            Some(later) => self.0.later(media, |tries| pause(tries, rand::rng().random(), later)),
            None => self.0.done(media),
        }
    }

    /// Whether it may be tried now.
    pub fn is_due(&self, media: MediaId) -> bool {
        self.0.is_due(media)
    }

    /// How long until something is due that was tried before.
    pub fn next(&self) -> Duration {
        self.0.next()
    }
}

/// How long to wait after the `tries`th try, doubling. `jitter` (0 to 1) takes up to half of it away.
fn pause(tries: u32, jitter: f64, later: Later) -> Duration {
    let (longest, asked) = match later {
        Later::Preparing => (PREPARING, None),
        Later::Trouble(asked) => (LONGEST, asked),
    };
    let jittered = Doubling { first: FIRST, longest }.after(tries, jitter);
    asked.unwrap_or_default().min(LONGEST).max(jittered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_what_fits_the_reason() {
        let seconds = |later| [1, 2, 5, 9, 40].map(|tries| pause(tries, 0.0, later).as_secs());
        assert_eq!(seconds(Later::Preparing), [1, 2, 15, 15, 15]);
        assert_eq!(seconds(Later::Trouble(None)), [1, 2, 16, 256, 300]);
        assert_eq!(pause(3, 1.0, Later::Preparing), Duration::from_secs(2));
        let asked = |seconds| Later::Trouble(Some(Duration::from_secs(seconds)));
        assert_eq!(pause(1, 0.0, asked(30)).as_secs(), 30);
        assert_eq!(pause(1, 0.0, asked(86_400)), LONGEST);
    }
}
