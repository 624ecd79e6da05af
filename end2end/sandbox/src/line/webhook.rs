//! The webhook endpoint's settings, and its test.

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{
    call::{Call, policy},
    error::{Answer, LineError},
};
use crate::{
    calendar::iso,
    clock::Moment,
    sandbox::Shared,
    webhook::{self, Attempt, Outcome},
};

const LONGEST_URL: usize = 500;

fn endpoint(sandbox: &Shared, body: &Value) -> Answer<String> {
    body["endpoint"]
        .as_str()
        .filter(|url| url.len() <= LONGEST_URL && policy(sandbox).allows(url))
        .map(str::to_owned)
        .ok_or_else(|| LineError::bad("Invalid webhook endpoint URL"))
}

/// `PUT /v2/bot/channel/webhook/endpoint`
pub async fn set(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    let url = endpoint(&sandbox, &call.json()?)?;
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    world.journal.note(now, "endpoint", json!({ "channelId": call.channel, "url": url }));
    let channel = world.channels.get_mut(&call.channel).ok_or_else(LineError::not_found)?;
    channel.webhook_url = Some(url);
    Ok(Json(json!({})))
}

/// `GET /v2/bot/channel/webhook/endpoint`
pub async fn read(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    let world = sandbox.world();
    let channel = world.calling(&call)?;
    let url = channel.webhook_url.as_ref().ok_or_else(|| {
        LineError::new(axum::http::StatusCode::NOT_FOUND, "Webhook endpoint not found")
    })?;
    Ok(Json(json!({ "endpoint": url, "active": channel.webhook_active })))
}

/// `POST /v2/bot/channel/webhook/test`
pub async fn test(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    let given = match call.json() {
        Ok(body) if body.get("endpoint").is_some() => Some(endpoint(&sandbox, &body)?),
        _ => None,
    };
    let (url, body, signature) = {
        let world = sandbox.world();
        let channel = world.calling(&call)?;
        let url = given
            .or_else(|| channel.webhook_url.clone())
            .ok_or_else(|| LineError::bad("Webhook endpoint not found"))?;
        let body = webhook::body(&channel.bot_user_id, &[], channel.json_style);
        let signature = webhook::signature(&channel.channel_secret, body.as_bytes());
        (url, body, signature)
    };
    let started = sandbox.clock.now();
    let attempt = webhook::call(&sandbox.http, &url, body, Some(&signature)).await;
    Ok(Json(report(started, &attempt)))
}

fn report(started: Moment, attempt: &Attempt) -> Value {
    json!({
        "success": attempt.outcome == Outcome::Ok,
        "timestamp": iso(started.at),
        "statusCode": attempt.status,
        "reason": attempt.outcome,
        "detail": if attempt.status == 0 { attempt.answer.clone() } else { attempt.status.to_string() },
    })
}
