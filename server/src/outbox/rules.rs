//! What to do with a delivery at a given moment. Pure: no clock, no chance, no I/O.

use std::time::Duration;

use app::domain::{FailReason, Timestamp};

use super::store::{Job, Reply, ReplyToken};

/// A reply token is first used while younger than this. LINE gives it a minute; the rest is for
/// asking a second time when the first answer does not come (10 s until we give up waiting).
const REPLY_FRESH_MS: i64 = 35_000;
/// Until this age a token that is refused can only be a token that was used.
const REPLY_TELLING_MS: i64 = 50_000;
/// LINE remembers a retry key for 24 hours; an hour is left for clocks that disagree.
const RETRY_KEY_MS: i64 = 23 * 60 * 60 * 1000;
/// With the pauses below this is most of an hour: long enough for LINE to recover from nearly any
/// trouble, short enough that the writer is still there to hear of it.
const TRIES: u32 = 20;
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// How a delivery goes now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Road<'a> {
    /// By reply, for the first time.
    Reply(&'a ReplyToken),
    /// By reply, to learn what became of the first time.
    ReplyAgain(&'a ReplyToken),
    /// By push.
    Push,
    /// Not at all.
    None(FailReason),
}

/// The road for a job that has been tried `tries` times since this process took it up.
pub(super) fn road(job: &Job, tries: u32, now: Timestamp) -> Road<'_> {
    match &job.reply {
        Reply::Begun(token) if now.since(token.received_at) < REPLY_TELLING_MS => {
            Road::ReplyAgain(token)
        }
        Reply::Begun(_) => Road::None(FailReason::Unsure),
        _ if tries >= TRIES || !retry_key_lives(job.made_at, now) => {
            Road::None(FailReason::NoAnswer)
        }
        Reply::Offered(token) if tries == 0 && may_reply(job, token, now) => Road::Reply(token),
        Reply::Offered(_) | Reply::None => Road::Push,
    }
}

/// A reply must not follow a push whose end is unknown, neither one of this lane (hence no tries) nor
/// one of a lane before it, or before a person's retry. Those would have used a token that was there
/// when the delivery was made; so only such a token proves that there was none.
const fn may_reply(job: &Job, token: &ReplyToken, now: Timestamp) -> bool {
    now.since(token.received_at) < REPLY_FRESH_MS && token.received_at.since(job.made_at) <= 0
}

/// Whether LINE still remembers a delivery's retry key, if it was ever given it. A failed delivery
/// that a person tries again keeps its id while this holds, and needs a new one afterwards.
pub const fn retry_key_lives(made_at: Timestamp, now: Timestamp) -> bool {
    now.since(made_at) < RETRY_KEY_MS
}

/// How long to wait after the `tries`th try, doubling up to five minutes. `jitter` (0 to 1) takes up
/// to half away, so that rooms that failed together do not come back together. What LINE asks for
/// is honoured, within the same bound.
pub(super) fn pause(tries: u32, jitter: f64, asked: Option<Duration>) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(1 << tries.saturating_sub(1).min(16));
    let jittered = doubled.min(LONGEST_PAUSE).mul_f64(1.0 - jitter.clamp(0.0, 1.0) / 2.0);
    asked.unwrap_or_default().min(LONGEST_PAUSE).max(jittered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::testing::job;

    const NOW: Timestamp = Timestamp::from_millis(1_795_376_468_000);

    fn token(age_ms: i64) -> ReplyToken {
        ReplyToken { token: "t".into(), received_at: NOW.plus_millis(-age_ms) }
    }

    fn with(reply: Reply) -> Job {
        Job { reply, ..job(1, 1, NOW) }
    }

    #[test]
    fn a_reply_never_follows_a_push() {
        let offered = with(Reply::Offered(token(1000)));
        assert_eq!(road(&offered, 1, NOW), Road::Push);
        let pushed_before = Job { made_at: NOW.plus_millis(-1001), ..offered };
        assert_eq!(road(&pushed_before, 0, NOW), Road::Push);
    }

    #[test]
    fn a_fresh_token_is_used_and_an_old_one_left() {
        for (age_ms, replies) in [(0, true), (34_999, true), (35_000, false), (60_000, false)] {
            let job = with(Reply::Offered(token(age_ms)));
            assert_eq!(matches!(road(&job, 0, NOW), Road::Reply(_)), replies, "{age_ms}");
            assert_eq!(road(&job, 0, NOW) == Road::Push, !replies, "{age_ms}");
        }
        assert_eq!(road(&with(Reply::None), 0, NOW), Road::Push);
    }

    #[test]
    fn a_reply_that_was_begun_is_asked_for_again_and_never_pushed() {
        for tries in [0, 3, 100] {
            let young = with(Reply::Begun(token(49_999)));
            assert!(matches!(road(&young, tries, NOW), Road::ReplyAgain(_)));
            let old = with(Reply::Begun(token(50_000)));
            assert_eq!(road(&old, tries, NOW), Road::None(FailReason::Unsure));
        }
    }

    #[test]
    fn a_push_is_given_up_in_time_for_its_retry_key() {
        let made_ago =
            |hours: i64| Job { made_at: NOW.plus_millis(-hours * 3_600_000), ..with(Reply::None) };
        assert_eq!(road(&made_ago(22), 0, NOW), Road::Push);
        assert_eq!(road(&made_ago(23), 0, NOW), Road::None(FailReason::NoAnswer));
        assert_eq!(road(&made_ago(0), 19, NOW), Road::Push);
        assert_eq!(road(&made_ago(0), 20, NOW), Road::None(FailReason::NoAnswer));
    }

    #[test]
    fn pauses_double_up_to_five_minutes_and_last_most_of_an_hour_together() {
        let seconds: Vec<_> = (1..=11).map(|tries| pause(tries, 0.0, None).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        let all: Duration = (1..TRIES).map(|tries| pause(tries, 0.0, None)).sum();
        assert_eq!(all, Duration::from_secs(511 + 300 * 10));
        assert_eq!(pause(u32::MAX, 0.0, None), LONGEST_PAUSE);
    }

    #[test]
    fn jitter_shortens_by_half_at_most() {
        assert_eq!(pause(3, 1.0, None), Duration::from_secs(2));
        assert_eq!(pause(3, 0.5, None), Duration::from_secs(3));
    }

    #[test]
    fn what_line_asks_for_is_waited_within_reason() {
        let asked = |seconds| pause(1, 0.0, Some(Duration::from_secs(seconds))).as_secs();
        assert_eq!((asked(0), asked(30), asked(86_400)), (1, 30, 300));
    }
}
