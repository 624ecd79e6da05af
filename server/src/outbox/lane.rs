//! One room's way to LINE: its queued deliveries, one after the other.
//!
//! Every step may be the last: whatever is dropped at an `await` must leave the database in a state
//! from which a new lane goes on rightly. The tests drop lanes at each of them.

use std::{sync::Arc, time::Duration};

use app::domain::{DeliveryId, FailReason, RoomId};
use tokio_util::sync::CancellationToken;

use super::{
    calls::Calls,
    rules::{self, Road},
    sender::{PushAnswer, ReplyAnswer, Sender},
    store::{
        Begin, Call, Content, Job, OutboxStore, Outcome, ReplyToken, StoreFailed, Stored, Via,
    },
    timer::Timer,
};
use crate::{clock::Clock, greeting::Form, line::payload::SentMessage};

/// Between two tries at a database that fails.
pub(super) const STORE_PAUSE: Duration = Duration::from_secs(1);

/// What all lanes share.
pub(super) struct Means {
    pub store: Arc<dyn OutboxStore>,
    pub sender: Arc<dyn Sender>,
    pub clock: Arc<dyn Clock>,
    pub timer: Arc<dyn Timer>,
    pub calls: Calls,
    /// Cancelled when no new call may begin.
    pub stop: CancellationToken,
}

/// What one try came to.
enum Tried {
    /// The delivery has its end.
    End(Outcome),
    /// Nothing was tried; read the delivery again.
    Nothing,
    /// Nothing was tried; read the delivery again after a pause.
    NotYet(Duration),
    /// Try again after a pause, at least as long as LINE asks.
    Unfinished(Option<Duration>),
}

/// How the lane goes on.
enum Next {
    Job,
    JobAfter(Duration),
    NoJob,
}

/// How often the present delivery was tried by this lane. Not kept on disk: a restart tries afresh,
/// within the life of the retry key.
#[derive(Default)]
struct Tries {
    of: Option<DeliveryId>,
    count: u32,
}

/// Who may have been at work in a room before a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Nobody, or lanes that left word of all that they tried.
    Nobody,
    /// A lane that died over it.
    Somebody,
}

/// Brings everything that is queued in `room` to its end, until nothing is or the worker stops.
pub(super) async fn run(means: &Means, room: RoomId, mut before: Before) {
    let mut tries = Tries::default();
    while !means.stop.is_cancelled() {
        let step = async {
            if before == Before::Somebody {
                means.store.doubt(room, means.clock.now()).await?;
                before = Before::Nobody;
            }
            go_on(means, room, &mut tries).await
        };
        let pause = match step.await {
            Ok(Next::Job) => continue,
            Ok(Next::JobAfter(pause)) => pause,
            Ok(Next::NoJob) => return,
            Err(error) => {
                tracing::error!(%room, %error, "the outbox cannot use the database");
                STORE_PAUSE
            }
        };
        tokio::select! {
            biased;
            () = means.stop.cancelled() => return,
            () = means.timer.sleep(pause) => {}
        }
    }
}

async fn go_on(means: &Means, room: RoomId, tries: &mut Tries) -> Result<Next, StoreFailed> {
    let Some(job) = means.store.next(room).await? else { return Ok(Next::NoJob) };
    if tries.of != Some(job.delivery) {
        *tries = Tries { of: Some(job.delivery), count: 0 };
    }
    Ok(match try_once(means, &job, tries.count).await? {
        Tried::Nothing => Next::Job,
        Tried::NotYet(pause) => Next::JobAfter(pause),
        Tried::Unfinished(asked) => {
            tries.count += 1;
            let pause = rules::pause(tries.count, means.timer.jitter(), asked);
            tracing::info!(delivery = %job.delivery, tries = tries.count, ?pause, "to be tried again");
            Next::JobAfter(pause)
        }
        Tried::End(outcome) => {
            if let Outcome::Failed(reason) = &outcome {
                tracing::warn!(delivery = %job.delivery, ?reason, "a message did not go out");
            }
            let (deliveries, now) = (job.deliveries(), means.clock.now());
            let record = || means.store.record(deliveries.clone(), outcome.clone(), now);
            until_stored(means, record).await;
            Next::Job
        }
    })
}

async fn try_once(means: &Means, job: &Job, tries: u32) -> Result<Tried, StoreFailed> {
    let _place = tokio::select! {
        biased;
        () = means.stop.cancelled() => return Ok(Tried::Nothing),
        place = means.calls.place(job.connection) => place,
    };
    let now = means.clock.now();
    match rules::road(job, tries, now) {
        Road::None(reason) => Ok(Tried::End(Outcome::Failed(reason))),
        Road::Wait(pause) => Ok(Tried::NotYet(pause)),
        Road::Push | Road::Reply(_) if job.call == Call::Open && tries == 0 => {
            means.store.share_call(job.delivery, means.clock.uuid()).await?;
            Ok(Tried::Nothing)
        }
        Road::Push => Ok(push(means, job).await),
        Road::ReplyAgain(token) => Ok(reply_again(means, job, token).await),
        Road::Reply(token) => match means.store.begin_reply(job.delivery, token, now).await? {
            Begin::Granted => Ok(reply(means, job, token).await),
            Begin::Gone => Ok(without_token(means, job).await),
            Begin::Changed => Ok(Tried::Nothing),
        },
    }
}

async fn push(means: &Means, job: &Job) -> Tried {
    match means.sender.push(job).await {
        PushAnswer::Taken(messages) => sent(Via::Push, messages),
        PushAnswer::Later(asked) => Tried::Unfinished(asked),
        PushAnswer::Unsure => {
            if !job.unsure {
                let now = means.clock.now();
                until_stored(means, || means.store.unsure(job.deliveries(), now)).await;
            }
            Tried::Unfinished(None)
        }
        PushAnswer::Refused(FailReason::Refused) => refused(means, job).await,
        PushAnswer::Refused(reason) => Tried::End(Outcome::Failed(reason)),
        // LINE may have taken it when it still could be sent.
        PushAnswer::Unsendable if job.unsure => Tried::End(Outcome::Failed(FailReason::NoAnswer)),
        PushAnswer::Unsendable => refused(means, job).await,
    }
}

/// LINE has certainly not taken it. Of several one is to blame: each for itself.
async fn refused(means: &Means, job: &Job) -> Tried {
    if job.fellows().is_empty() {
        return Tried::End(Outcome::Failed(FailReason::Refused));
    }
    until_stored(means, || means.store.part(job.deliveries())).await;
    Tried::Nothing
}

async fn reply(means: &Means, job: &Job, token: &ReplyToken) -> Tried {
    match means.sender.reply(job, token).await {
        ReplyAnswer::Taken(messages) => sent(Via::Reply, messages),
        ReplyAnswer::Unsure => Tried::Unfinished(None),
        answer @ (ReplyAnswer::Refused | ReplyAnswer::NotTaken) => match &job.content {
            Content::Said { .. } => {
                // First the note, then the push: a later lane that found the note would reply as well.
                until_stored(means, || means.store.drop_reply(job.delivery)).await;
                if means.stop.is_cancelled() { Tried::Nothing } else { push(means, job).await }
            }
            Content::Greeting { greeting, .. } => {
                greeting_not_taken(means, job, greeting.form, &answer).await
            }
        },
    }
}

/// A greeting that was certainly not taken. Its token still lives, unless LINE does not know it: then
/// the words alone are refused like the card was, and that is the end.
async fn greeting_not_taken(means: &Means, job: &Job, form: Form, answer: &ReplyAnswer) -> Tried {
    match (answer, form) {
        (ReplyAnswer::Refused, Form::Card) => {
            until_stored(means, || means.store.shorten(job.delivery)).await;
            Tried::Nothing
        }
        (ReplyAnswer::Refused, Form::Words) => Tried::End(Outcome::Failed(FailReason::Refused)),
        _ => {
            until_stored(means, || means.store.drop_reply(job.delivery)).await;
            Tried::Unfinished(None)
        }
    }
}

/// The token that was offered is somebody else's.
async fn without_token(means: &Means, job: &Job) -> Tried {
    match job.content {
        Content::Said { .. } => push(means, job).await,
        Content::Greeting { .. } => Tried::End(Outcome::Failed(FailReason::NoAnswer)),
    }
}

async fn reply_again(means: &Means, job: &Job, token: &ReplyToken) -> Tried {
    match means.sender.reply(job, token).await {
        ReplyAnswer::Taken(messages) => sent(Via::Reply, messages),
        // Spent, and by nobody but our own first try.
        ReplyAnswer::Refused => sent(Via::Reply, Vec::new()),
        ReplyAnswer::NotTaken | ReplyAnswer::Unsure => Tried::Unfinished(None),
    }
}

fn sent(via: Via, messages: Vec<SentMessage>) -> Tried {
    Tried::End(Outcome::Sent { via, messages })
}

/// Repeats a change that must be on disk before anything else may happen to its delivery.
async fn until_stored<'a>(means: &Means, change: impl Fn() -> Stored<'a, ()>) {
    while let Err(error) = change().await {
        tracing::error!(%error, "the outbox cannot use the database");
        means.timer.sleep(STORE_PAUSE).await;
    }
}
