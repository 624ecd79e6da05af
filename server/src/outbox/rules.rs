//! What to do with a delivery at a given moment. Pure: no clock, no chance, no I/O.

use std::time::Duration;

use app::domain::{FailReason, Timestamp};

use super::store::{Call, Content, Job, Reply, ReplyToken, Share, Wait, Whence};

/// A reply token is first used while younger than this. LINE gives it a minute; the rest is for
/// asking a second time when the first answer does not come (10 s until we give up waiting).
const REPLY_FRESH_MS: i64 = 35_000;
/// Until this age a token that is refused can only be a token that was used.
const REPLY_TELLING_MS: i64 = 50_000;
/// A greeting waits so long for the LINE user's profile, from the follow on. It is there within a
/// fraction of a second, or LINE has trouble; and nobody should wait for a welcome.
const PROFILE_WAIT_MS: i64 = 3_000;
/// Between two looks whether the profile is there.
const PROFILE_LOOK: Duration = Duration::from_millis(200);
/// Media that a LINE user sent is waited for so long before it is passed on: what is said behind it in the
/// room waits, too.
const MEDIA_WAIT_MS: i64 = 120_000;
/// The same where a mini app has put it: whoever chose that place may want the room to wait.
const ELSEWHERE_WAIT_MS: i64 = 10_000;
/// Between two looks whether it is there.
const MEDIA_LOOK: Duration = Duration::from_secs(1);
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
    /// Not yet: something that it needs may come. To be looked at again after this time.
    Wait(Duration),
    /// Not at all.
    None(FailReason),
}

/// The road for a job that has been tried `tries` times since this process took it up.
pub(super) fn road(job: &Job, tries: u32, now: Timestamp) -> Road<'_> {
    if let Some(wait_ms) = media_wait(job) {
        let is_early = now.since(job.made_at) < wait_ms;
        return if is_early { Road::Wait(MEDIA_LOOK) } else { Road::None(FailReason::NoAnswer) };
    }
    match &job.reply {
        Reply::Begun(token) if now.since(token.received_at) < REPLY_TELLING_MS => {
            Road::ReplyAgain(token)
        }
        Reply::Begun(_) => Road::None(FailReason::Unsure),
        // Whatever was tried before was certainly not taken: the token is as good as new.
        Reply::Own(token) if is_fresh(token, now) => match profile_wait(job, token, now) {
            Some(pause) => Road::Wait(pause),
            None => Road::Reply(token),
        },
        Reply::Own(_) if matches!(job.content, Content::Greeting { .. }) => {
            Road::None(FailReason::NoAnswer)
        }
        _ if tries >= TRIES || !retry_key_lives(job.made_at, now) => {
            Road::None(FailReason::NoAnswer)
        }
        Reply::Offered(token) if tries == 0 && may_reply(job, token, now) => Road::Reply(token),
        Reply::Offered(_) | Reply::Own(_) | Reply::None => Road::Push,
    }
}

/// How long it is waited for, in milliseconds, where it brings what is not here yet. Nothing of it was
/// tried before.
const fn media_wait(job: &Job) -> Option<i64> {
    match &job.content {
        Content::Said { share: Share::Coming(Whence::Line), .. } => Some(MEDIA_WAIT_MS),
        Content::Said { share: Share::Coming(Whence::Elsewhere), .. } => Some(ELSEWHERE_WAIT_MS),
        Content::Said { .. } | Content::Greeting { .. } => None,
    }
}

/// A reply must not follow a push whose end is unknown, neither one of this lane (hence no tries) nor
/// one of a lane before it, or before a person's retry. Those would have used a token that was there
/// when the delivery was made; so only such a token proves that there was none. A call of several that may
/// have been tried was tried as a push.
const fn may_reply(job: &Job, token: &ReplyToken, now: Timestamp) -> bool {
    let was_pushed = job.unsure && matches!(job.call, Call::Shared { .. });
    !was_pushed && is_fresh(token, now) && token.received_at.since(job.made_at) <= 0
}

const fn is_fresh(token: &ReplyToken, now: Timestamp) -> bool {
    now.since(token.received_at) < REPLY_FRESH_MS
}

/// How long a greeting is to wait before the next look at the LINE user's profile; none when that is
/// there, or was waited for long enough.
fn profile_wait(job: &Job, token: &ReplyToken, now: Timestamp) -> Option<Duration> {
    let is_wanted = matches!(&job.content, Content::Greeting { wait: Wait::Profile, .. });
    (is_wanted && now.since(token.received_at) < PROFILE_WAIT_MS).then_some(PROFILE_LOOK)
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
    use crate::outbox::testing::{greeting, job};

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
    fn a_greeting_goes_by_its_own_token_or_not_at_all() {
        for tries in [0, 1, 100] {
            let own =
                |age_ms| Job { content: greeting(Wait::None), ..with(Reply::Own(token(age_ms))) };
            assert!(matches!(road(&own(34_999), tries, NOW), Road::Reply(_)));
            assert_eq!(road(&own(35_000), tries, NOW), Road::None(FailReason::NoAnswer));
        }
    }

    #[test]
    fn a_word_of_the_servers_own_comes_too_late_for_its_token_and_still_comes() {
        let told = with(Reply::Own(token(35_000)));
        assert_eq!(road(&told, 0, NOW), Road::Push);
    }

    #[test]
    fn what_was_pushed_together_without_an_answer_is_not_offered_a_token() {
        let call = Call::Shared { key: uuid::Uuid::from_u128(1), others: Vec::new() };
        let shared = Job { call, ..with(Reply::Offered(token(0))) };
        assert!(matches!(road(&shared, 0, NOW), Road::Reply(_)));
        assert_eq!(road(&Job { unsure: true, ..shared }, 0, NOW), Road::Push);
    }

    #[test]
    fn a_greeting_waits_for_the_profile_but_not_for_long() {
        for (wait, age_ms, waits) in [
            (Wait::Profile, 0, true),
            (Wait::Profile, 2_999, true),
            (Wait::Profile, 3_000, false),
            (Wait::None, 0, false),
        ] {
            let reply = Reply::Own(token(age_ms));
            let job = Job { content: greeting(wait), ..with(reply) };
            let expected = if waits { Road::Wait(PROFILE_LOOK) } else { road(&job, 1, NOW) };
            assert_eq!(road(&job, 0, NOW), expected, "{wait:?} {age_ms}");
            assert_eq!(matches!(road(&job, 0, NOW), Road::Reply(_)), !waits);
        }
    }

    #[test]
    fn media_that_is_still_coming_is_waited_for_but_not_for_ever() {
        for (whence, wait_ms) in
            [(Whence::Line, MEDIA_WAIT_MS), (Whence::Elsewhere, ELSEWHERE_WAIT_MS)]
        {
            let mut coming = with(Reply::Offered(token(0)));
            if let Content::Said { share, .. } = &mut coming.content {
                *share = Share::Coming(whence);
            }
            assert_eq!(road(&coming, 0, NOW), Road::Wait(MEDIA_LOOK));
            let late = Job { made_at: NOW.plus_millis(-wait_ms), ..coming };
            assert_eq!(road(&late, 0, NOW), Road::None(FailReason::NoAnswer));
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
