//! Webhook events out of the ordinary: held, reordered, repeated, handmade, forged.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::input::{Input, Told};
use crate::{
    ids::{ChannelId, EventId},
    sandbox::Shared,
    webhook,
    world::{
        Refused,
        event::{Event, NewEvent},
        outbox::{Envelope, Order, Packing},
    },
};

/// How held events are let go.
#[derive(Debug, Deserialize)]
pub struct Release {
    #[serde(default)]
    order: Order,
    #[serde(default)]
    packing: Packing,
}

/// How often an event is told at once.
#[derive(Debug, Deserialize)]
pub struct Duplicates {
    times: usize,
}

/// The signature that a raw body is sent with.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SignatureKind {
    #[default]
    Right,
    Wrong,
    None,
}

/// A raw body to send.
#[derive(Debug, Deserialize)]
pub struct Raw {
    body: String,
    #[serde(default)]
    signature: SignatureKind,
}

/// An event to send, as its properties say.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Custom {
    event: Map<String, Value>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    group_id: Option<String>,
    #[serde(default)]
    reply_token: bool,
}

pub async fn hold(State(sandbox): State<Shared>, Path(channel): Path<String>) -> Told {
    let mut world = sandbox.world();
    let id = world.channel(&channel)?.channel_id.clone();
    world.outbox.hold(&id);
    Ok(Json(json!({ "channelId": id })))
}

pub async fn held(State(sandbox): State<Shared>, Path(channel): Path<String>) -> Told {
    let world = sandbox.world();
    let id = world.channel(&channel)?.channel_id.clone();
    let held: Vec<&Value> = world.outbox.held(&id).iter().map(|event| &event.json).collect();
    Ok(Json(json!({ "events": held })))
}

pub async fn release(
    State(sandbox): State<Shared>,
    Path(channel): Path<String>,
    Input(release): Input<Release>,
) -> Told {
    let mut world = sandbox.world();
    let id = world.channel(&channel)?.channel_id.clone();
    let released = world.outbox.release(&id, &release.order, release.packing);
    Ok(Json(json!({ "eventIds": released })))
}

fn known(sandbox: &Shared, event: &str) -> Result<Event, Refused> {
    let found = sandbox.world().outbox.events.get(event).cloned();
    found.ok_or_else(|| Refused::NotFound(format!("event {event}")))
}

/// Tells an event again, marked as redelivered.
pub async fn redeliver(State(sandbox): State<Shared>, Path(event): Path<String>) -> Told {
    let event = known(&sandbox, &event)?;
    let envelope =
        Envelope { channel: event.channel.clone(), events: vec![event.id.clone()], tries: 1 };
    sandbox.world().outbox.put_beside(envelope);
    Ok(Json(json!({ "eventId": event.id })))
}

/// Tells an event several times at once, not marked, as LINE may without redelivery.
pub async fn duplicate(
    State(sandbox): State<Shared>,
    Path(event): Path<String>,
    Input(duplicates): Input<Duplicates>,
) -> Told {
    let event = known(&sandbox, &event)?;
    let envelope = Envelope { channel: event.channel, events: vec![event.id.clone()], tries: 0 };
    let mut world = sandbox.world();
    for _ in 0..duplicates.times {
        world.outbox.put_beside(envelope.clone());
    }
    Ok(Json(json!({ "eventId": event.id })))
}

/// Sends any body with a right, a wrong or no signature, and tells the answer.
pub async fn raw(
    State(sandbox): State<Shared>,
    Path(channel): Path<String>,
    Input(raw): Input<Raw>,
) -> Told {
    let (url, secret) = {
        let world = sandbox.world();
        let channel = world.channel(&channel)?;
        let url = channel.webhook_url.clone();
        let url = url.ok_or_else(|| Refused::Conflict("no webhook URL is set".to_owned()))?;
        (url, channel.channel_secret.clone())
    };
    let signature = match raw.signature {
        SignatureKind::Right => Some(webhook::signature(&secret, raw.body.as_bytes())),
        SignatureKind::Wrong => Some(webhook::signature("another secret", raw.body.as_bytes())),
        SignatureKind::None => None,
    };
    let attempt = webhook::call(&sandbox.http, &url, raw.body, signature.as_deref()).await;
    Ok(Json(json!(attempt)))
}

/// Emits a handmade event; the common properties are filled in.
pub async fn custom(
    State(sandbox): State<Shared>,
    Path(channel): Path<String>,
    Input(custom): Input<Custom>,
) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let channel: ChannelId = world.channel(&channel)?.channel_id.clone();
    let mut properties: BTreeMap<String, Value> = custom.event.into_iter().collect();
    let kind = properties.remove("type");
    let kind = kind.as_ref().and_then(Value::as_str).unwrap_or("unknown");
    let mut event = NewEvent::new(&channel, kind);
    let user =
        custom.user.map(|name| world.user(&name).map(|user| user.key.clone())).transpose()?;
    event = match (custom.group_id, &user) {
        (Some(group), user) => {
            let group = world.group(&group)?.group_id.clone();
            event.of_group(&group, user.as_ref())
        }
        (None, Some(user)) => event.of_user(user),
        (None, None) => event,
    };
    for (name, value) in properties {
        event = event.with(&name, value);
    }
    if custom.reply_token {
        event = event.with_reply_token();
    }
    let id: Option<EventId> = world.emit(now, event);
    Ok(Json(json!({ "eventId": id })))
}
