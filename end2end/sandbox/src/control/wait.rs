//! Waiting until something has happened, and following what happens live.

use std::{collections::HashMap, convert::Infallible, time::Duration};

use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, sleep, timeout_at},
};

use super::filter::Filter;
use crate::{sandbox::Shared, world::journal::Happening};

const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_mins(2);
const IDLE_CHECK: Duration = Duration::from_millis(10);

fn patience(query: &HashMap<String, String>) -> Duration {
    let given = query.get("timeoutMs").and_then(|ms| ms.parse().ok()).map(Duration::from_millis);
    given.unwrap_or(PATIENCE).min(LONGEST)
}

/// Answers as soon as `count` matching things have happened, or 408.
pub async fn wait(
    State(sandbox): State<Shared>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let until = Instant::now() + patience(&query);
    if query.get("kind").is_some_and(|kind| kind == "idle") {
        return idle(&sandbox, until).await;
    }
    let filter = Filter::new(&query);
    let count = query.get("count").and_then(|n| n.parse().ok()).unwrap_or(1);
    loop {
        let (found, mut live, seq) = {
            let world = sandbox.world();
            (filter.find(&world), world.journal.listen(), world.journal.last())
        };
        if found.len() >= count {
            return answer(StatusCode::OK, &found, seq);
        }
        if next_match(&filter, &mut live, until).await.is_none() {
            return answer(StatusCode::REQUEST_TIMEOUT, &found, seq);
        }
    }
}

fn answer(status: StatusCode, found: &[Happening], seq: u64) -> Response {
    let matched = status == StatusCode::OK;
    (status, Json(json!({ "matched": matched, "seq": seq, "happenings": found }))).into_response()
}

/// Something that may match has happened; none when the time is up.
async fn next_match(filter: &Filter, live: &mut Receiver<Happening>, until: Instant) -> Option<()> {
    loop {
        match timeout_at(until, live.recv()).await.ok()? {
            Ok(happening) if filter.matches(&happening) => return Some(()),
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return Some(()),
            Err(RecvError::Closed) => return None,
        }
    }
}

/// Answers as soon as no webhook waits to be told.
async fn idle(sandbox: &Shared, until: Instant) -> Response {
    loop {
        let (waiting, seq) = {
            let world = sandbox.world();
            (world.outbox.waiting(), world.journal.last())
        };
        if waiting == 0 {
            return answer(StatusCode::OK, &[], seq);
        }
        if Instant::now() >= until {
            return answer(StatusCode::REQUEST_TIMEOUT, &[], seq);
        }
        sleep(IDLE_CHECK).await;
    }
}

/// Everything that matches, as it happens. Begins after `after` or `Last-Event-ID` if given, else
/// with the present.
pub async fn stream(
    State(sandbox): State<Shared>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let filter = Filter::new(&query);
    let resumed = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok())
        .or(query.get("after").map(String::as_str))
        .and_then(|id| id.parse::<u64>().ok());
    let (live, seen, from) = {
        let world = sandbox.world();
        let last = world.journal.last();
        (world.journal.listen(), resumed.unwrap_or(last), last)
    };
    let hello = Event::default().data(json!({ "kind": "hello", "seq": from }).to_string());
    let follower = Follower { sandbox, filter, live, seen, ready: Vec::new() };
    let follow = stream::unfold(follower, |mut follower| async move {
        let next = follower.next().await?;
        let event = Event::default()
            .id(next.get("seq").map(Value::to_string).unwrap_or_default())
            .data(Value::Object((*next).clone()).to_string());
        Some((Ok(event), follower))
    });
    let all =
        futures_util::StreamExt::chain(stream::once(async { Ok::<_, Infallible>(hello) }), follow);
    Sse::new(all).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

struct Follower {
    sandbox: Shared,
    filter: Filter,
    live: Receiver<Happening>,
    seen: u64,
    /// Found in the journal and not handed out yet, newest first.
    ready: Vec<Happening>,
}

impl Follower {
    /// The next matching happening. The journal is what counts, live messages only wake: so one
    /// who falls behind misses nothing that is still kept.
    async fn next(&mut self) -> Option<Happening> {
        loop {
            if let Some(next) = self.ready.pop() {
                return Some(next);
            }
            self.look();
            if self.ready.is_empty() {
                match self.live.recv().await {
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                }
            }
        }
    }

    fn look(&mut self) {
        let world = self.sandbox.world();
        let filter = &self.filter;
        self.ready =
            world.journal.after(self.seen).filter(|one| filter.matches(one)).cloned().collect();
        self.ready.reverse();
        self.seen = world.journal.last();
    }
}
