//! Marking messages as read, and the loading animation.

use axum::{Json, extract::State, http::StatusCode};
use serde_json::{Value, json};

use super::{
    call::Call,
    error::{Answer, LineError},
};
use crate::{
    clock::{Millis, SECOND},
    ids::ChatKey,
    sandbox::Shared,
    validate::Findings,
};

/// `POST /v2/bot/chat/markAsRead`
pub async fn mark_as_read(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    call.refuse_retry_key()?;
    let body = call.json()?;
    let token = body["markAsReadToken"].as_str().unwrap_or_default();
    let now = sandbox.clock.now();
    sandbox.world().mark_as_read(now, &call.channel, token).map_err(|_| {
        LineError::bad(
            "Invalid markAsReadToken. Tokens must be used by the bot that received them via \
             Webhook.",
        )
    })?;
    Ok(Json(json!({})))
}

/// `POST /v2/bot/chat/loading/start`
pub async fn loading(
    State(sandbox): State<Shared>,
    call: Call,
) -> Answer<(StatusCode, Json<Value>)> {
    call.refuse_retry_key()?;
    let body = call.json()?;
    let seconds = match body.get("loadingSeconds") {
        None => Some(20),
        Some(given) => given.as_i64().filter(|s| (5..=60).contains(s) && s % 5 == 0),
    };
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let provider = world.calling(&call)?.provider_id.clone();
    let user = body["chatId"].as_str().and_then(|id| world.user_of(&provider, id)).cloned();
    let mut findings = Findings::default();
    if user.is_none() {
        findings.add("chatId", "The value is not a user ID of this provider");
    }
    if seconds.is_none() {
        findings.add("loadingSeconds", "Must be 5 to 60 in steps of 5");
    }
    let (Some(user), Some(seconds)) = (user, seconds) else { return Err(findings.into()) };
    let chat = ChatKey::direct(&call.channel, &user);
    let until: Millis = now.at + seconds * SECOND;
    world.chats.entry(chat.clone()).or_default().loading_until = Some(until);
    world.journal.note(
        now,
        "loading",
        json!({ "channelId": call.channel, "chat": chat, "user": user, "until": until }),
    );
    Ok((StatusCode::ACCEPTED, Json(json!({}))))
}
