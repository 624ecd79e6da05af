//! Failures on order, tokens, the clock, and starting over.

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{Input, Told};
use crate::{demo, fault::Fault, ids::ChannelId, sandbox::Shared};

/// Whose tokens expire; all if not given.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Expiry {
    channel_id: Option<ChannelId>,
}

/// By how much the clock is moved.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Offset {
    offset_ms: i64,
}

pub async fn order(State(sandbox): State<Shared>, Input(fault): Input<Fault>) -> Told {
    sandbox.world().faults.order(fault);
    Ok(list(State(sandbox)).await)
}

pub async fn list(State(sandbox): State<Shared>) -> Json<Value> {
    Json(json!({ "faults": sandbox.world().faults.standing() }))
}

pub async fn clear(State(sandbox): State<Shared>) -> Json<Value> {
    sandbox.world().faults.clear();
    list(State(sandbox)).await
}

pub async fn expire_tokens(State(sandbox): State<Shared>, Input(expiry): Input<Expiry>) -> Told {
    sandbox.world().access_tokens.expire(expiry.channel_id.as_ref());
    Ok(Json(json!({})))
}

pub async fn clock(State(sandbox): State<Shared>) -> Json<Value> {
    let now = sandbox.clock.now();
    Json(json!({ "now": now.at, "offsetMs": sandbox.clock.offset(), "micros": now.micros }))
}

pub async fn set_clock(State(sandbox): State<Shared>, Input(offset): Input<Offset>) -> Told {
    sandbox.clock.set_offset(offset.offset_ms);
    Ok(clock(State(sandbox)).await)
}

/// Forgets everything; the demo's furniture comes back if the process was started with it.
pub async fn reset(State(sandbox): State<Shared>) -> Json<Value> {
    sandbox.clock.set_offset(0);
    let mut world = sandbox.world();
    world.reset();
    if sandbox.options.demo {
        demo::furnish(&mut world, &sandbox.options);
    }
    let now = sandbox.clock.now();
    world.journal.note(now, "reset", json!({}));
    Json(json!({ "seq": world.journal.last() }))
}
