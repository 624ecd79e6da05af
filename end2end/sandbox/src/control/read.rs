//! Reading back: what phones show, which calls came, how webhooks went.

use std::collections::{BTreeMap, HashMap};

use axum::{
    Json,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{channels, filter::Filter, input::Told};
use crate::{
    ids::{ChatKey, UserKey},
    line,
    sandbox::Shared,
    world::{Author, Chat, Entry, Refused, World, friendship::FriendState},
};

type Asked = Query<HashMap<String, String>>;

pub async fn health() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

fn found(sandbox: &Shared, filter: &Filter) -> Json<Value> {
    let world = sandbox.world();
    Json(json!({ "seq": world.journal.last(), "happenings": filter.find(&world) }))
}

pub async fn happenings(State(sandbox): State<Shared>, Query(query): Asked) -> Json<Value> {
    found(&sandbox, &Filter::new(&query))
}

pub async fn calls(State(sandbox): State<Shared>, Query(query): Asked) -> Json<Value> {
    found(&sandbox, &Filter::new(&query).of_kind("call"))
}

pub async fn webhooks(State(sandbox): State<Shared>, Query(query): Asked) -> Json<Value> {
    found(&sandbox, &Filter::new(&query).of_kind("webhook"))
}

impl World {
    /// A message with the names a phone needs beside it.
    fn shown(&self, entry: &Entry) -> Value {
        let mut view = json!(entry);
        let (name, picture) = match &entry.author {
            Author::User { user } => self.users.get(user).map_or((None, None), |user| {
                (Some(&user.name), user.picture.url(&self.public_url, &user.key.0))
            }),
            Author::Account { channel_id } => {
                self.channels.get(channel_id).map_or((None, None), |channel| {
                    let url = channel.picture.url(&self.public_url, &channel.picture_key());
                    (Some(&channel.name), url)
                })
            }
            Author::Notice => (None, None),
        };
        view["authorName"] = json!(name);
        view["authorPictureUrl"] = json!(picture);
        view["mentionNames"] = json!(self.mention_names(&entry.message));
        view
    }

    /// Whom the keys of a `textV2` stand for, as phones show them.
    fn mention_names(&self, message: &Value) -> BTreeMap<String, String> {
        let substitutions = message["substitution"].as_object().into_iter().flatten();
        let named = substitutions.filter_map(|(key, substitution)| {
            let mentionee = &substitution["mentionee"];
            let name = match mentionee["userId"].as_str() {
                Some(id) => self.user(id).ok()?.name.clone(),
                None => (mentionee["type"] == "all").then(|| "All".to_owned())?,
            };
            Some((key.clone(), name))
        });
        named.collect()
    }

    fn chat_view(&self, key: &ChatKey, to: &str, limit: usize) -> Value {
        let nothing = Chat::default();
        let chat = self.chats.get(key).unwrap_or(&nothing);
        let skipped = chat.entries.len().saturating_sub(limit);
        let messages: Vec<Value> =
            chat.entries.iter().skip(skipped).map(|entry| self.shown(entry)).collect();
        json!({ "chat": to, "loadingUntil": chat.loading_until, "messages": messages })
    }

    fn latest(&self, key: &ChatKey) -> Value {
        let latest = self.chats.get(key).and_then(|chat| chat.entries.last());
        latest.map_or(Value::Null, |entry| self.shown(entry))
    }

    fn direct_chats(&self, user: &UserKey) -> Vec<Value> {
        self.channels
            .values()
            .filter_map(|channel| {
                let state = channel.relation(user).state;
                let key = ChatKey::direct(&channel.channel_id, user);
                if state == FriendState::None && !self.chats.contains_key(&key) {
                    return None;
                }
                let mut account = channels::view(self, channel);
                if let Some(account) = account.as_object_mut() {
                    // The phone has no business with these.
                    account.retain(|name, _| SHOWN_OF_ACCOUNT.contains(&name.as_str()));
                }
                Some(json!({
                    "chat": channel.channel_id,
                    "kind": "direct",
                    "state": state,
                    "account": account,
                    "latest": self.latest(&key),
                }))
            })
            .collect()
    }

    fn group_chats(&self, user: &UserKey) -> Vec<Value> {
        self.groups
            .values()
            .filter(|group| group.members.contains(user))
            .map(|group| {
                json!({
                    "chat": group.group_id,
                    "kind": group.kind,
                    "name": group.name,
                    "pictureUrl": group.picture.url(&self.public_url, &group.group_id.0),
                    "members": group.members,
                    "account": group.account,
                    "latest": self.latest(&ChatKey::group(&group.group_id)),
                })
            })
            .collect()
    }
}

const SHOWN_OF_ACCOUNT: [&str; 6] =
    ["channelId", "basicId", "name", "statusMessage", "pictureUrl", "profileUrl"];

/// The chats of a person: official accounts they added or wrote to, and groups.
pub async fn chats(State(sandbox): State<Shared>, Path(user): Path<String>) -> Told {
    let world = sandbox.world();
    let user = world.user(&user)?.key.clone();
    let mut chats = world.direct_chats(&user);
    chats.extend(world.group_chats(&user));
    Ok(Json(json!({ "seq": world.journal.last(), "chats": chats })))
}

/// One chat, as the person's phone shows it: all of it, or the latest `limit` messages.
pub async fn chat(
    State(sandbox): State<Shared>,
    Path((user, to)): Path<(String, String)>,
    Query(query): Asked,
) -> Told {
    let limit = query.get("limit").and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    let world = sandbox.world();
    let user = world.user(&user)?.key.clone();
    let target = world.target(&user, &to)?;
    let mut view = world.chat_view(&target.chat, &to, limit);
    view["seq"] = world.journal.last().into();
    Ok(Json(view))
}

/// The bytes of a message, for the phone page.
pub async fn content(
    State(sandbox): State<Shared>,
    Path(message): Path<String>,
) -> Result<Response, Refused> {
    let world = sandbox.world();
    let content = world
        .contents
        .get(message.as_str())
        .ok_or_else(|| Refused::NotFound(format!("content of message {message}")))?;
    let headers = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // What a person uploads must not run as a page of this origin.
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
    ];
    Ok((headers, line::content::bytes(content)).into_response())
}
