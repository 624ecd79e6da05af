//! The LINE of the outbox's tests: takes each retry key and each reply token once.

use std::time::Duration;

use app::domain::{FailReason, Seq};
use futures::future::BoxFuture;
use uuid::Uuid;

use super::{Cards, Fault, State, World, breathe};
use crate::{
    greeting::Form,
    line::payload::SentMessage,
    outbox::{
        sender::{PushAnswer, ReplyAnswer, Sender},
        store::{Content, Job, ReplyToken},
    },
};

/// How long LINE takes to answer, and how long we wait when it does not, in milliseconds.
const ANSWER_MS: i64 = 40;
const HANG_MS: i64 = 10_000;
/// The life that LINE gives a reply token.
const TOKEN_LIFE_MS: i64 = 60_000;

impl Sender for World {
    fn push<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, PushAnswer> {
        assert!(matches!(job.content, Content::Said { .. }), "a greeting is never pushed");
        let key = job.retry_key();
        let effect = move |state: &mut State| {
            if !state.keys.contains_key(&key) {
                let seqs = state.seqs(job);
                if seqs.iter().any(|seq| state.disliked.contains(&(job.room, *seq))) {
                    return PushAnswer::Refused(FailReason::Refused);
                }
                state.phones.extend(seqs.iter().map(|seq| (job.room, *seq)));
                state.keys.insert(key, seqs);
            }
            PushAnswer::Taken(state.taken_by(key))
        };
        Box::pin(self.call("push", effect, move |state, fault| match fault {
            // LINE knows the key: it does not ask again what it thinks of the message.
            Fault::Quota | Fault::Refuse if state.keys.contains_key(&key) => {
                PushAnswer::Taken(state.taken_by(key))
            }
            Fault::Rate => PushAnswer::Later(Some(Duration::from_secs(3))),
            Fault::Quota => PushAnswer::Refused(FailReason::QuotaSpent),
            Fault::Account => PushAnswer::Refused(FailReason::AccountRefused),
            Fault::Refuse => PushAnswer::Refused(FailReason::Refused),
            Fault::NoToken => PushAnswer::Later(None),
            _ => PushAnswer::Unsure,
        }))
    }

    fn reply<'a>(&'a self, job: &'a Job, token: &'a ReplyToken) -> BoxFuture<'a, ReplyAnswer> {
        // A call reaches LINE when it was decided on: what another lane waits for meanwhile takes no time
        // from this one.
        let asked = self.state().now;
        let effect = move |state: &mut State| {
            let too_old = asked.since(token.received_at) >= TOKEN_LIFE_MS;
            let is_bad = state.cards == Cards::Refused && is_card(job);
            if too_old || is_bad || state.spent.contains(&token.token) {
                return ReplyAnswer::Refused;
            }
            state.spent.push(token.token.clone());
            let seqs = state.seqs(job);
            state.phones.extend(seqs.iter().map(|seq| (job.room, *seq)));
            ReplyAnswer::Taken(seqs.into_iter().flat_map(taken).collect())
        };
        Box::pin(self.call("reply", effect, |_, fault| match fault {
            Fault::Refuse => ReplyAnswer::Refused,
            Fault::Rate | Fault::NoToken | Fault::Quota | Fault::Account => ReplyAnswer::NotTaken,
            _ => ReplyAnswer::Unsure,
        }))
    }
}

impl State {
    /// The numbers of all that goes in the job's call.
    fn seqs(&mut self, job: &Job) -> Vec<Seq> {
        job.deliveries().into_iter().map(|delivery| self.row(delivery).job.seq).collect()
    }

    /// What LINE took under a retry key.
    fn taken_by(&self, key: Uuid) -> Vec<SentMessage> {
        self.keys.get(&key).into_iter().flatten().flat_map(|seq| taken(*seq)).collect()
    }
}

fn is_card(job: &Job) -> bool {
    matches!(&job.content, Content::Greeting { greeting, .. } if greeting.form == Form::Card)
}

impl World {
    /// Calls LINE: `effect` answers what LINE makes of it, unless the next fault on order is that
    /// it never gets there.
    async fn call<A>(
        &self,
        name: &'static str,
        effect: impl FnOnce(&mut State) -> A,
        fault: impl FnOnce(&State, Fault) -> A,
    ) -> A {
        breathe().await;
        let (answer, took) = {
            let mut state = self.state();
            state.calls.push(name);
            match state.faults.pop_front().unwrap_or(Fault::None) {
                Fault::None => (effect(&mut state), ANSWER_MS),
                Fault::AnswerLost => {
                    effect(&mut state);
                    (fault(&state, Fault::AnswerLost), HANG_MS)
                }
                Fault::Hang => (fault(&state, Fault::Hang), HANG_MS),
                other => (fault(&state, other), ANSWER_MS),
            }
        };
        self.pass(took);
        breathe().await;
        answer
    }
}

fn taken(seq: Seq) -> Vec<SentMessage> {
    vec![SentMessage { id: format!("line {}", seq.0), quote_token: None }]
}
