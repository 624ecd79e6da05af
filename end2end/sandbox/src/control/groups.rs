//! LINE groups and rooms.

use std::collections::BTreeSet;

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{Input, Told};
use crate::{
    ids::{ChannelId, GroupId, UserKey},
    sandbox::Shared,
    world::{Group, Picture, Refused, World, group::GroupKind},
};

/// A group to make.
#[derive(Debug, Deserialize)]
pub struct NewGroup {
    name: Option<String>,
    #[serde(default)]
    kind: GroupKind,
    #[serde(default)]
    picture: Picture,
    members: Vec<String>,
}

/// What may be changed of a group.
#[derive(Debug, Deserialize)]
pub struct GroupChange {
    name: Option<String>,
    picture: Option<Picture>,
}

/// The account to invite.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    channel_id: ChannelId,
}

/// The person who joins.
#[derive(Debug, Deserialize)]
pub struct NewMember {
    user: String,
}

fn view(world: &World, group: &Group) -> Value {
    let mut view = json!(group);
    view["pictureUrl"] = json!(group.picture.url(&world.public_url, &group.group_id.0));
    view
}

pub async fn create(State(sandbox): State<Shared>, Input(new): Input<NewGroup>) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let members: Result<BTreeSet<UserKey>, Refused> =
        new.members.iter().map(|name| world.user(name).map(|user| user.key.clone())).collect();
    let name = new.name.as_deref().unwrap_or("Group");
    let id = world.create_group(new.kind, name, new.picture, members?).group_id.clone();
    world.notice(now, &id, "The group was made");
    Ok(Json(view(&world, world.group(&id.0)?)))
}

pub async fn list(State(sandbox): State<Shared>) -> Json<Value> {
    let world = sandbox.world();
    let all: Vec<Value> = world.groups.values().map(|group| view(&world, group)).collect();
    Json(json!({ "groups": all }))
}

pub async fn read(State(sandbox): State<Shared>, Path(group): Path<String>) -> Told {
    let world = sandbox.world();
    Ok(Json(view(&world, world.group(&group)?)))
}

/// Renames a group. LINE tells the account nothing of it.
pub async fn change(
    State(sandbox): State<Shared>,
    Path(group): Path<String>,
    Input(change): Input<GroupChange>,
) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let state = world.group_mut(&group)?;
    state.name = change.name.unwrap_or_else(|| state.name.clone());
    state.picture = change.picture.unwrap_or_else(|| state.picture.clone());
    world.journal.note(now, "group", json!({ "groupId": group }));
    Ok(Json(view(&world, world.group(&group)?)))
}

pub async fn invite(
    State(sandbox): State<Shared>,
    Path(group): Path<String>,
    Input(invitation): Input<Invitation>,
) -> Told {
    let now = sandbox.clock.now();
    let event = sandbox.world().invite(now, &GroupId(group), &invitation.channel_id)?;
    Ok(Json(json!({ "eventId": event })))
}

pub async fn remove_account(State(sandbox): State<Shared>, Path(group): Path<String>) -> Told {
    let now = sandbox.clock.now();
    let event = sandbox.world().remove_account(now, &GroupId(group))?;
    Ok(Json(json!({ "eventId": event })))
}

pub async fn join(
    State(sandbox): State<Shared>,
    Path(group): Path<String>,
    Input(member): Input<NewMember>,
) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let user = world.user(&member.user)?.key.clone();
    let event = world.join_group(now, &GroupId(group), &user)?;
    Ok(Json(json!({ "eventId": event })))
}

pub async fn leave(
    State(sandbox): State<Shared>,
    Path((group, user)): Path<(String, String)>,
) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let user = world.user(&user)?.key.clone();
    let event = world.leave_group(now, &GroupId(group), &user)?;
    Ok(Json(json!({ "eventId": event })))
}
