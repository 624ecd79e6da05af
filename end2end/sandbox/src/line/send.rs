//! Push, reply, multicast, and the check of messages without sending them.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::{
    call::{Call, policy},
    error::{Answer, LineError},
};
use crate::{
    clock::Moment,
    sandbox::Shared,
    validate::{self, Findings},
    world::{
        Via, World,
        retry_key::Accepted,
        sending::{NotSent, Origin, Recipient},
    },
};

const MOST_RECIPIENTS: usize = 500;

fn checked(findings: Findings) -> Answer<()> {
    if findings.details().is_empty() { Ok(()) } else { Err(findings.into()) }
}

fn list<'a>(body: &'a Value, name: &str) -> &'a [Value] {
    body.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

impl Call {
    fn origin(&self, via: Via, retry_key: Option<String>) -> Origin {
        Origin {
            via,
            request_id: self.incoming.request_id.clone(),
            retry_key,
            received_micros: self.incoming.received.micros,
        }
    }

    fn refuse_repeat(&self, world: &World, key: Option<&String>, now: Moment) -> Answer<()> {
        let before = key.and_then(|key| world.retry_keys.accepted(&self.channel, key, now.at));
        before.map_or(Ok(()), |before| Err(LineError::accepted_before(before)))
    }

    fn remember(&self, world: &mut World, key: Option<&String>, sent: Option<Value>, now: Moment) {
        if let Some(key) = key {
            let request_id = self.incoming.request_id.clone();
            let accepted = Accepted { request_id, sent_messages: sent, at: now.at };
            world.retry_keys.accept(&self.channel, key, accepted);
        }
    }
}

/// `POST /v2/bot/message/push`
pub async fn push(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    let key = call.retry_key()?;
    let body = call.json()?;
    let mut findings = validate::messages(&body, policy(&sandbox));
    let to = body["to"].as_str().unwrap_or_default();
    if to.is_empty() {
        findings.add("to", "May not be empty");
    }
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    call.refuse_repeat(&world, key.as_ref(), now)?;
    checked(findings)?;
    let messages = list(&body, "messages");
    let recipient = world.recipient(&call.channel, to)?;
    world.check_quotes(&call.channel, &recipient, messages)?;
    check_mentions(&world, &call, &recipient, messages)?;
    let reach = world.reach(now, &call.channel, &recipient);
    world.charge(now, &call.channel, reach)?;
    let origin = call.origin(Via::Push, key.clone());
    let sent = world.deliver(now, &call.channel, &recipient, messages, &origin);
    call.remember(&mut world, key.as_ref(), Some(sent.clone()), now);
    Ok(Json(json!({ "sentMessages": sent })))
}

/// `POST /v2/bot/message/reply`
pub async fn reply(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    call.refuse_retry_key()?;
    let body = call.json()?;
    let mut findings = validate::messages(&body, policy(&sandbox));
    let token = body["replyToken"].as_str().unwrap_or_default();
    if token.is_empty() {
        findings.add("replyToken", "May not be empty");
    }
    checked(findings)?;
    let messages = list(&body, "messages");
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let chat = world.reply_tokens.check(token, &call.channel, now.at)?;
    let recipient = Recipient::of_chat(&chat);
    world.check_quotes(&call.channel, &recipient, messages)?;
    check_mentions(&world, &call, &recipient, messages)?;
    world.reply_tokens.spend(token);
    let origin = call.origin(Via::Reply, None);
    let sent = world.deliver(now, &call.channel, &recipient, messages, &origin);
    Ok(Json(json!({ "sentMessages": sent })))
}

/// `POST /v2/bot/message/multicast`
pub async fn multicast(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    let key = call.retry_key()?;
    let body = call.json()?;
    let mut findings = validate::messages(&body, policy(&sandbox));
    let to = list(&body, "to");
    if !(1..=MOST_RECIPIENTS).contains(&to.len()) {
        findings.add("to", "Size must be between 1 and 500");
    }
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    call.refuse_repeat(&world, key.as_ref(), now)?;
    checked(findings)?;
    let mut recipients = Vec::new();
    for id in to.iter().filter_map(Value::as_str) {
        match world.recipient(&call.channel, id)? {
            recipient @ Recipient::User(_) if recipients.contains(&recipient) => {}
            recipient @ Recipient::User(_) => recipients.push(recipient),
            Recipient::Group(_) => return Err(NotSent::UnknownRecipient.into()),
        }
    }
    let reach = recipients.iter().map(|to| world.reach(now, &call.channel, to)).sum();
    world.charge(now, &call.channel, reach)?;
    let origin = call.origin(Via::Multicast, key.clone());
    for recipient in &recipients {
        world.deliver(now, &call.channel, recipient, list(&body, "messages"), &origin);
    }
    call.remember(&mut world, key.as_ref(), None, now);
    Ok(Json(json!({})))
}

/// `POST /v2/bot/message/validate/{kind}`
pub async fn validate_only(
    State(sandbox): State<Shared>,
    Path(kind): Path<String>,
    call: Call,
) -> Answer<Json<Value>> {
    if !matches!(kind.as_str(), "reply" | "push" | "multicast" | "narrowcast" | "broadcast") {
        return Err(LineError::not_found());
    }
    call.refuse_retry_key()?;
    checked(validate::messages(&call.json()?, policy(&sandbox)))?;
    Ok(Json(json!({})))
}

/// Mentions are for groups, and for people who are in them.
fn check_mentions(world: &World, call: &Call, to: &Recipient, messages: &[Value]) -> Answer<()> {
    let mut findings = Findings::default();
    for (place, message) in messages.iter().enumerate() {
        let substitutions = message.get("substitution").and_then(Value::as_object);
        for (key, substitution) in substitutions.into_iter().flatten() {
            if substitution["type"] == "mention"
                && !mentionable(world, call, to, &substitution["mentionee"])
            {
                findings.add(
                    format!("messages[{place}].substitution.{key}.mentionee"),
                    "The mentioned user is not in the chat",
                );
            }
        }
    }
    checked(findings)
}

fn mentionable(world: &World, call: &Call, to: &Recipient, mentionee: &Value) -> bool {
    let Recipient::Group(chat) = to else { return false };
    if mentionee["type"] == "all" {
        return true;
    }
    let Some(channel) = world.channels.get(&call.channel) else { return false };
    mentionee["userId"]
        .as_str()
        .and_then(|id| world.user_of(&channel.provider_id, id))
        .zip(world.groups.get(chat.0.as_str()))
        .is_some_and(|(user, group)| group.members.contains(user))
}
