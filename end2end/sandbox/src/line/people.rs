//! Profiles, the bot's own info, and the list of followers.

use std::collections::HashMap;

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde_json::{Map, Value, json};

use super::{
    call::Call,
    error::{Answer, LineError},
};
use crate::{
    sandbox::Shared,
    world::{User, World, channel::Channel, friendship::FriendState},
};

/// Whether the text has the shape of a user ID.
pub fn is_user_id(id: &str) -> bool {
    id.len() == 33 && id.starts_with('U') && id[1..].bytes().all(|b| b.is_ascii_hexdigit())
}

impl World {
    /// The channel that calls. It passed the bearer check, so it is there.
    pub fn calling(&self, call: &Call) -> Answer<&Channel> {
        self.channels.get(&call.channel).ok_or_else(LineError::not_found)
    }

    /// The channel that calls, if its account is verified: lists of people are for those only.
    pub fn calling_verified(&self, call: &Call) -> Answer<&Channel> {
        let channel = self.calling(call)?;
        if channel.verified { Ok(channel) } else { Err(LineError::forbidden()) }
    }

    /// A person as profiles show them to this channel.
    pub fn profile(&self, channel: &Channel, user: &User) -> Map<String, Value> {
        let mut profile = Map::new();
        profile.insert("userId".to_owned(), self.user_id(&channel.provider_id, &user.key).into());
        profile.insert("displayName".to_owned(), user.name.clone().into());
        if let Some(url) = user.picture.url(&self.public_url, &user.key.0) {
            profile.insert("pictureUrl".to_owned(), url.into());
        }
        profile
    }
}

/// `GET /v2/bot/profile/{userId}`
pub async fn profile(
    State(sandbox): State<Shared>,
    Path(id): Path<String>,
    call: Call,
) -> Answer<Json<Value>> {
    call.refuse_retry_key()?;
    if !is_user_id(&id) {
        return Err(LineError::bad("The value for the 'userId' parameter is invalid"));
    }
    let world = sandbox.world();
    let channel = world.calling(&call)?;
    let user = world
        .user_of(&channel.provider_id, &id)
        .and_then(|key| world.users.get(key))
        .ok_or_else(LineError::not_found)?;
    let relation = channel.relation(&user.key);
    let known = match relation.state {
        FriendState::Friend => true,
        FriendState::Blocked => false,
        FriendState::None => relation.wrote_at.is_some(),
    };
    if !known {
        return Err(LineError::not_found());
    }
    let mut profile = world.profile(channel, user);
    if let Some(language) = &user.language {
        profile.insert("language".to_owned(), language.clone().into());
    }
    if let Some(status) = &user.status_message {
        profile.insert("statusMessage".to_owned(), status.clone().into());
    }
    Ok(Json(profile.into()))
}

/// `GET /v2/bot/info`
pub async fn info(State(sandbox): State<Shared>, call: Call) -> Answer<Json<Value>> {
    let world = sandbox.world();
    let channel = world.calling(&call)?;
    let mut info = json!({
        "userId": channel.bot_user_id,
        "basicId": channel.basic_id,
        "displayName": channel.name,
        "chatMode": channel.chat_mode,
        "markAsReadMode": channel.effective_mark_as_read_mode(),
    });
    if let Some(premium) = &channel.premium_id {
        info["premiumId"] = premium.clone().into();
    }
    if let Some(url) = channel.picture.url(&world.public_url, &channel.picture_key()) {
        info["pictureUrl"] = url.into();
    }
    Ok(Json(info))
}

/// A page of a list that LINE hands out in parts.
pub fn page(
    ids: Vec<String>,
    name: &str,
    query: &HashMap<String, String>,
    usual: usize,
    most: usize,
) -> Answer<Json<Value>> {
    let limit = query.get("limit").map_or(Some(usual), |limit| limit.parse().ok());
    let limit = limit
        .filter(|limit| (1..=most).contains(limit))
        .ok_or_else(|| LineError::bad("The value for the 'limit' parameter is invalid"))?;
    let start = query.get("start").map_or(Some(0), |start| start.parse::<usize>().ok());
    let start =
        start.ok_or_else(|| LineError::bad("The value for the 'start' parameter is invalid"))?;
    let shown: Vec<&String> = ids.iter().skip(start).take(limit).collect();
    let mut answer = json!({ (name): shown });
    if start + limit < ids.len() {
        answer["next"] = (start + limit).to_string().into();
    }
    Ok(Json(answer))
}

/// `GET /v2/bot/followers/ids`
pub async fn followers(
    State(sandbox): State<Shared>,
    Query(query): Query<HashMap<String, String>>,
    call: Call,
) -> Answer<Json<Value>> {
    let world = sandbox.world();
    let channel = world.calling_verified(&call)?;
    let mut ids: Vec<String> = channel
        .relations
        .iter()
        .filter(|(_, relation)| relation.state == FriendState::Friend)
        .map(|(user, _)| world.user_id(&channel.provider_id, user))
        .collect();
    ids.sort();
    page(ids, "userIds", &query, 300, 1_000)
}
