//! LINE users, and how they stand to official accounts.

use axum::{
    Json,
    extract::{Path, State},
};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::input::{Input, Told};
use crate::{
    ids::UserKey,
    sandbox::Shared,
    scan,
    world::{Picture, Refused, User, World, channel::is_add_friend_url, friendship::FriendState},
};

/// A person to make.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewUser {
    key: Option<UserKey>,
    name: Option<String>,
    language: Option<String>,
    status_message: Option<String>,
    #[serde(default)]
    picture: Picture,
    consents: Option<bool>,
}

/// What may be changed of a person.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserChange {
    name: Option<String>,
    language: Option<String>,
    status_message: Option<String>,
    picture: Option<Picture>,
    consents: Option<bool>,
}

/// The state to come.
#[derive(Debug, Deserialize)]
pub struct NewState {
    state: FriendState,
}

/// The account to add.
#[derive(Debug, Deserialize)]
pub struct AccountName {
    account: String,
}

fn view(world: &World, user: &User) -> Value {
    let ids: Map<String, Value> = world
        .providers
        .keys()
        .map(|provider| (provider.0.clone(), world.user_id(provider, &user.key).into()))
        .collect();
    let mut view = json!(user);
    if let Some(map) = view.as_object_mut() {
        map.shift_remove("picture");
    }
    view["pictureUrl"] = json!(user.picture.url(&world.public_url, &user.key.0));
    view["userIds"] = ids.into();
    view
}

pub async fn create(State(sandbox): State<Shared>, Input(new): Input<NewUser>) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let key = new.key.unwrap_or_else(|| UserKey(format!("user-{}", world.users.len() + 1)));
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if key.0.is_empty() || !key.0.chars().all(plain) {
        return Err(Refused::Invalid("a key is of ASCII letters, digits, - and _".to_owned()));
    }
    if world.users.contains_key(&key) {
        return Err(Refused::Conflict(format!("user {key} exists already")));
    }
    let user = User {
        name: new.name.unwrap_or_else(|| key.0.clone()),
        language: new.language,
        status_message: new.status_message,
        picture: new.picture,
        consents: new.consents.unwrap_or(true),
        key: key.clone(),
    };
    world.users.insert(key.clone(), user);
    world.provider(None, None);
    world.index_users();
    world.journal.note(now, "user", json!({ "user": key }));
    Ok(Json(view(&world, world.user(&key.0)?)))
}

pub async fn list(State(sandbox): State<Shared>) -> Json<Value> {
    let world = sandbox.world();
    let all: Vec<Value> = world.users.values().map(|user| view(&world, user)).collect();
    Json(json!({ "users": all }))
}

pub async fn read(State(sandbox): State<Shared>, Path(user): Path<String>) -> Told {
    let world = sandbox.world();
    Ok(Json(view(&world, world.user(&user)?)))
}

/// Changes a profile. LINE tells nobody.
pub async fn change(
    State(sandbox): State<Shared>,
    Path(user): Path<String>,
    Input(change): Input<UserChange>,
) -> Told {
    let mut world = sandbox.world();
    let key = world.user(&user)?.key.clone();
    if let Some(user) = world.users.get_mut(&key) {
        user.name = change.name.unwrap_or_else(|| user.name.clone());
        user.language = change.language.or_else(|| user.language.clone());
        user.status_message = change.status_message.or_else(|| user.status_message.clone());
        user.picture = change.picture.unwrap_or_else(|| user.picture.clone());
        user.consents = change.consents.unwrap_or(user.consents);
    }
    Ok(Json(view(&world, world.user(&key.0)?)))
}

pub async fn friend(
    State(sandbox): State<Shared>,
    Path((channel, user)): Path<(String, String)>,
    Input(new): Input<NewState>,
) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let user = world.user(&user)?.key.clone();
    let channel = world.channel(&channel)?;
    let (id, provider) = (channel.channel_id.clone(), channel.provider_id.clone());
    let event = world.set_friend_state(now, &id, &user, new.state)?;
    Ok(Json(json!({
        "channelId": id,
        "user": user,
        "userId": world.user_id(&provider, &user),
        "state": new.state,
        "eventId": event,
    })))
}

/// Adds an official account by its ID or URL, as a person does on the phone.
pub async fn add_account(
    State(sandbox): State<Shared>,
    Path(user): Path<String>,
    Input(name): Input<AccountName>,
) -> Told {
    add(&sandbox, &user, &name.account)
}

/// Adds the official account whose QR code is in a picture, as a person does with the camera. The
/// body is the picture.
pub async fn scan(State(sandbox): State<Shared>, Path(user): Path<String>, body: Bytes) -> Told {
    // Finding a code in a large photo takes a while.
    let read = tokio::task::spawn_blocking(move || scan::read_code(&body)).await;
    let code = read.map_err(|error| Refused::Invalid(error.to_string()))?;
    let code = code.map_err(|error| Refused::Invalid(error.to_string()))?;
    if !is_add_friend_url(&code) {
        let reason = format!("the code adds no official account, it says: {code}");
        return Err(Refused::Invalid(reason));
    }
    add(&sandbox, &user, &code)
}

fn add(sandbox: &Shared, user: &str, account: &str) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let user = world.user(user)?.key.clone();
    let channel = world.channel_of_account(account)?.channel_id.clone();
    let event = world.set_friend_state(now, &channel, &user, FriendState::Friend)?;
    Ok(Json(json!({ "channelId": channel, "user": user, "eventId": event })))
}
