//! Webhook → event: from the moment a LINE user's message is told to the server until the browser's
//! socket has it; and how many such messages a second are kept, answered and passed on.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{StreamExt, TryStreamExt, future::try_join_all, stream};

use super::{
    LINE_USERS, UNDER_WAY,
    limits::{Limits, rate},
};
use crate::{
    error::BenchError,
    figure::{Bound, Figure, Unit},
    ledger::Ledger,
    options::Plan,
    samples::Samples,
    sandbox::LineUserId,
    webhook::{Reply, Webhook},
};

/// What the README promises.
const P99_AT_32_MS: f64 = 50.0;
const SUSTAINED: f64 = 1000.0;
/// LINE gives up on a webhook after two seconds.
const ANSWER_MS: f64 = 2000.0;
/// First messages at a time.
const GREETINGS: usize = 32;
/// Messages under way while the sustained rate is measured.
const SUSTAINED_UNDER_WAY: usize = 128;

/// LINE users who write, and where what they wrote arrives.
pub struct Receiving {
    /// How webhooks reach the server.
    pub webhook: Webhook,
    /// Who writes.
    pub users: Vec<LineUserId>,
    /// What is under way.
    pub ledger: Arc<Ledger>,
}

enum Until {
    Count(usize),
    Moment(Instant),
}

impl Receiving {
    /// Everybody writes once, which makes their rooms; answers the rooms, in the users' order.
    pub async fn greet(&self) -> Result<Vec<String>, BenchError> {
        let greetings = self.users.iter().map(|user| async move {
            let token = self.ledger.token();
            let arrived = self.ledger.begin(token);
            self.webhook.tell(user, &token.text(), Reply::Withheld).await?;
            arrived.await.map_err(|_| BenchError::Wrong("a greeting never arrived".to_owned()))
        });
        let rooms = stream::iter(greetings).buffered(GREETINGS).try_collect().await?;
        self.ledger.settled().await?;
        Ok(rooms)
    }

    /// The figures of latency.
    pub async fn latencies(&self, plan: &Plan, limits: &Limits) -> Result<Vec<Figure>, BenchError> {
        let mut figures = Vec::new();
        for under_way in UNDER_WAY {
            let answers = self.write(under_way, &Until::Count(plan.messages(under_way))).await?;
            let arrivals = self.ledger.settled().await?;
            let name = format!("webhook → event, {under_way} at once");
            let p50 = Figure::new(format!("{name}, p50"), arrivals.percentile(50), Unit::Millis);
            let p99 = Figure::new(format!("{name}, p99"), arrivals.percentile(99), Unit::Millis);
            let answer = format!("webhook → 200, {under_way} at once, p99");
            let answer = Figure::new(answer, answers.percentile(99), Unit::Millis);
            figures.push(match under_way {
                1 => p50.beside("one commit", limits.commit_ms),
                _ => p50,
            });
            figures.push(match under_way {
                32 => p99.bound(Bound::AtMost(P99_AT_32_MS)),
                _ => p99,
            });
            figures.push(answer.bound(Bound::AtMost(ANSWER_MS)));
        }
        Ok(figures)
    }

    /// The sustained rate.
    pub async fn sustained(&self, plan: &Plan, limits: &Limits) -> Result<Vec<Figure>, BenchError> {
        let began = Instant::now();
        let until = Until::Moment(began + plan.sustained);
        let answers = self.write(SUSTAINED_UNDER_WAY, &until).await?;
        let arrivals = self.ledger.settled().await?;
        let per_second = rate(arrivals.len(), began.elapsed());
        let name = format!("sustained for {} s", plan.sustained.as_secs());
        Ok(vec![
            Figure::new(format!("messages, {name}"), per_second, Unit::PerSecond)
                .bound(Bound::AtLeast(SUSTAINED))
                .beside("the engine's best", limits.messages),
            Figure::new("  the same beside the disk's syncs", per_second, Unit::PerSecond)
                .beside("fdatasync", limits.fsyncs),
            Figure::new(
                format!("webhook → event, {name}, p99"),
                arrivals.percentile(99),
                Unit::Millis,
            ),
            Figure::new(
                format!("webhook → 200, {name}, p99"),
                answers.percentile(99),
                Unit::Millis,
            )
            .bound(Bound::AtMost(ANSWER_MS)),
        ])
    }

    /// LINE users write, `under_way` of them at a time; answers how long the server's 200 took.
    async fn write(&self, under_way: usize, until: &Until) -> Result<Samples, BenchError> {
        let writers = (0..under_way).map(|writer| self.writer(writer, under_way, until));
        let times: Vec<Vec<Duration>> = try_join_all(writers).await?;
        Ok(times.concat().into())
    }

    /// Plays every `under_way`-th LINE user, one message after the other.
    async fn writer(
        &self,
        first: usize,
        under_way: usize,
        until: &Until,
    ) -> Result<Vec<Duration>, BenchError> {
        let (mut times, mut user) = (Vec::new(), first);
        let ended = |times: &Vec<Duration>| match until {
            Until::Count(count) => times.len() * under_way >= *count,
            Until::Moment(moment) => Instant::now() >= *moment,
        };
        while !ended(&times) {
            let token = self.ledger.token();
            let text = token.text();
            drop(self.ledger.begin(token));
            times.push(self.webhook.tell(&self.users[user], &text, Reply::Offered).await?);
            user = (user + under_way) % LINE_USERS;
        }
        Ok(times)
    }
}
