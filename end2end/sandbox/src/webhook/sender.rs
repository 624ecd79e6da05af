//! Works off the outbox: makes the webhook calls, notes each attempt, and orders redeliveries.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;

use super::{body, signature};
use crate::{
    sandbox::Sandbox,
    world::{
        World,
        outbox::{Envelope, Lane},
    },
};

/// LINE waits this long for an answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often redeliveries that are due are looked for.
const TICK: Duration = Duration::from_millis(50);
const AGENT: &str = "LineBotWebhook/2.0";
const CONTENT_TYPE: &str = "application/json; charset=utf-8";
/// How many bytes of an answer are kept for tests.
const ANSWER_KEPT: usize = 2_048;

/// How a webhook call ended, in the words of LINE's test endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// 2xx in time.
    Ok,
    /// Nobody there.
    CouldNotConnect,
    /// Too late.
    RequestTimeout,
    /// Another status.
    ErrorStatusCode,
    /// Anything else.
    Unclassified,
}

/// One webhook call and what came of it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// How it ended.
    pub outcome: Outcome,
    /// Status answered; 0 if none.
    pub status: u16,
    /// How long it took.
    pub duration_ms: u64,
    /// The beginning of the answer, or the error.
    pub answer: String,
}

/// Calls a webhook once.
pub async fn call(
    http: &reqwest::Client,
    url: &str,
    body: String,
    signature: Option<&str>,
) -> Attempt {
    let mut request = http
        .post(url)
        .timeout(PATIENCE)
        .header("user-agent", AGENT)
        .header("content-type", CONTENT_TYPE)
        .body(body);
    if let Some(signature) = signature {
        request = request.header("x-line-signature", signature);
    }
    let started = Instant::now();
    let answer = match request.send().await {
        Ok(response) => {
            let status = response.status();
            response.text().await.map(|text| (status, text))
        }
        Err(error) => Err(error),
    };
    let (outcome, status, answer) = match answer {
        Ok((status, text)) if status.is_success() => (Outcome::Ok, status.as_u16(), text),
        Ok((status, text)) => (Outcome::ErrorStatusCode, status.as_u16(), text),
        Err(error) if error.is_timeout() => (Outcome::RequestTimeout, 0, error.to_string()),
        Err(error) if error.is_connect() => (Outcome::CouldNotConnect, 0, error.to_string()),
        Err(error) => (Outcome::Unclassified, 0, error.to_string()),
    };
    Attempt {
        outcome,
        status,
        duration_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        answer: answer.chars().take(ANSWER_KEPT).collect(),
    }
}

/// Runs until the process ends.
pub async fn run(sandbox: Arc<Sandbox>, mut lanes: UnboundedReceiver<Lane>) {
    let mut tick = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            lane = lanes.recv() => match lane {
                Some(lane) => { tokio::spawn(work_off(Arc::clone(&sandbox), lane)); }
                None => return,
            },
            _ = tick.tick() => {
                let now = sandbox.clock.now();
                sandbox.world().outbox.start_due(now.at);
            }
        }
    }
}

async fn work_off(sandbox: Arc<Sandbox>, lane: Lane) {
    loop {
        let first = sandbox.world().outbox.first(&lane);
        let Some(envelope) = first else { return };
        send(&sandbox, &envelope).await;
        sandbox.world().outbox.done(&lane, &envelope);
    }
}

struct Letter {
    url: String,
    body: String,
    signature: String,
}

impl World {
    /// Writes the letter for an envelope; its reply tokens' minute begins.
    fn letter(&mut self, envelope: &Envelope, now: i64) -> Option<Letter> {
        let channel = self.channels.get(&envelope.channel)?;
        let url = channel.webhook_url.clone()?;
        let mut events = Vec::new();
        for id in &envelope.events {
            let Some(event) = self.outbox.events.get(id) else { continue };
            let mut json = event.json.clone();
            if envelope.tries > 0 {
                json["deliveryContext"]["isRedelivery"] = true.into();
            }
            if let Some(token) = json["replyToken"].as_str() {
                self.reply_tokens.told(token, now);
            }
            events.push(json);
        }
        if events.is_empty() {
            return None;
        }
        let body = body(&channel.bot_user_id, &events, channel.json_style);
        let signature = signature(&channel.channel_secret, body.as_bytes());
        Some(Letter { url, body, signature })
    }

    fn note_attempt(&mut self, sandbox: &Sandbox, envelope: &Envelope, attempt: &Attempt) {
        let now = sandbox.clock.now();
        let mut note = json!({
            "channelId": envelope.channel,
            "eventIds": envelope.events,
            "redelivery": envelope.tries > 0,
        });
        if let (Some(note), Value::Object(attempt)) = (note.as_object_mut(), json!(attempt)) {
            note.extend(attempt);
        }
        self.journal.note(now, "webhook", note);
        let again = attempt.outcome != Outcome::Ok;
        let delay = self
            .channels
            .get(&envelope.channel)
            .and_then(|channel| channel.redelivery_delays_ms.get(envelope.tries));
        if let (true, Some(delay)) = (again, delay) {
            let next = Envelope { tries: envelope.tries + 1, ..envelope.clone() };
            self.outbox.redeliver_at(now.at + delay, next);
        }
    }
}

async fn send(sandbox: &Arc<Sandbox>, envelope: &Envelope) {
    let now = sandbox.clock.now();
    let letter = sandbox.world().letter(envelope, now.at);
    let Some(Letter { url, body, signature }) = letter else { return };
    let attempt = call(&sandbox.http, &url, body, Some(&signature)).await;
    tracing::debug!(channel = %envelope.channel, ?attempt, "webhook");
    sandbox.world().note_attempt(sandbox, envelope, &attempt);
}
