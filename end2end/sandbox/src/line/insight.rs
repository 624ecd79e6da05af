//! The monthly quota and what is used of it.

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{call::Call, error::Answer};
use crate::sandbox::Shared;

/// `GET /v2/bot/message/quota`
pub async fn quota(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    let world = sandbox.world();
    Ok(Json(match world.calling(&call)?.quota.limit {
        Some(limit) => json!({ "type": "limited", "value": limit }),
        None => json!({ "type": "none" }),
    }))
}

/// `GET /v2/bot/message/quota/consumption`
pub async fn consumption(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    let now = sandbox.clock.now();
    let used = sandbox.world().calling(&call)?.quota.consumption(now.at);
    Ok(Json(json!({ "totalUsage": used })))
}
