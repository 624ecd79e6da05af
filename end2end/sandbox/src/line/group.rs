//! Groups and rooms, as the account in them may ask about them.

use std::collections::HashMap;

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde_json::{Value, json};

use super::{
    call::Call,
    error::{Answer, LineError},
    people::{is_user_id, page},
};
use crate::{
    sandbox::Shared,
    world::{Group, World, group::GroupKind},
};

fn kind(path: &str) -> Answer<GroupKind> {
    match path {
        "group" => Ok(GroupKind::Group),
        "room" => Ok(GroupKind::Room),
        _ => Err(LineError::not_found()),
    }
}

impl World {
    fn own_group(&self, call: &Call, path: &str, id: &str) -> Answer<&Group> {
        let kind = kind(path)?;
        let digits = id.strip_prefix(['C', 'R']).unwrap_or_default();
        if digits.len() != 32 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            let name = kind.id_property();
            let message = format!("The value for the '{name}' parameter is invalid");
            return Err(LineError::bad(&message));
        }
        self.groups
            .get(id)
            .filter(|group| group.kind == kind && group.account.as_ref() == Some(&call.channel))
            .ok_or_else(LineError::not_found)
    }
}

/// `GET /v2/bot/group/{groupId}/summary`
pub async fn summary(
    State(sandbox): State<Shared>,
    Path((kind, id)): Path<(String, String)>,
    call: Call,
) -> Answer<Json<Value>> {
    if kind != "group" {
        return Err(LineError::not_found());
    }
    let world = sandbox.world();
    let group = world.own_group(&call, &kind, &id)?;
    let mut summary = json!({ "groupId": group.group_id, "groupName": group.name });
    if let Some(url) = group.picture.url(&world.public_url, &group.group_id.0) {
        summary["pictureUrl"] = url.into();
    }
    Ok(Json(summary))
}

/// `GET /v2/bot/{group|room}/{id}/members/count`
pub async fn count(
    State(sandbox): State<Shared>,
    Path((kind, id)): Path<(String, String)>,
    call: Call,
) -> Answer<Json<Value>> {
    let count = sandbox.world().own_group(&call, &kind, &id)?.members.len();
    Ok(Json(json!({ "count": count })))
}

/// `GET /v2/bot/{group|room}/{id}/members/ids`
pub async fn ids(
    State(sandbox): State<Shared>,
    Path((kind, id)): Path<(String, String)>,
    Query(mut query): Query<HashMap<String, String>>,
    call: Call,
) -> Answer<Json<Value>> {
    let world = sandbox.world();
    let channel = world.calling_verified(&call)?;
    let group = world.own_group(&call, &kind, &id)?;
    let consenting =
        group.members.iter().filter(|key| world.users.get(*key).is_some_and(|user| user.consents));
    let ids = consenting.map(|user| world.user_id(&channel.provider_id, user)).collect();
    // This list takes no limit.
    query.remove("limit");
    page(ids, "memberIds", &query, 100, 100)
}

/// `GET /v2/bot/{group|room}/{id}/member/{userId}`
pub async fn member(
    State(sandbox): State<Shared>,
    Path((kind, id, user)): Path<(String, String, String)>,
    call: Call,
) -> Answer<Json<Value>> {
    if !is_user_id(&user) {
        return Err(LineError::bad("The value for the 'userId' parameter is invalid"));
    }
    let world = sandbox.world();
    let channel = world.calling(&call)?;
    let group = world.own_group(&call, &kind, &id)?;
    let user = world
        .user_of(&channel.provider_id, &user)
        .filter(|key| group.members.contains(*key))
        .and_then(|key| world.users.get(key))
        .filter(|user| user.consents)
        .ok_or_else(LineError::not_found)?;
    Ok(Json(world.profile(channel, user).into()))
}

/// `POST /v2/bot/{group|room}/{id}/leave`
pub async fn leave(
    State(sandbox): State<Shared>,
    Path((kind, id)): Path<(String, String)>,
    call: Call,
) -> Answer<Json<Value>> {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    match world.own_group(&call, &kind, &id).map(|group| group.group_id.clone()) {
        Ok(group) => {
            world.remove_account(now, &group).map_err(|_| LineError::not_found())?;
        }
        // LINE answers 200 for a room that the bot is not in, unlike for a group.
        Err(_) if kind == "room" => {}
        Err(error) => return Err(error),
    }
    Ok(Json(json!({})))
}
