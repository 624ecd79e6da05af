//! Providers and channels.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{Input, Told};
use crate::{
    sandbox::Shared,
    world::{Channel, World, access_token::Kind, channel::ChannelSettings},
};

/// A provider to make.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewProvider {
    id: Option<String>,
    name: Option<String>,
}

/// A channel to make.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewChannel {
    provider_id: Option<String>,
    channel_id: Option<String>,
    channel_secret: Option<String>,
    #[serde(flatten)]
    settings: ChannelSettings,
}

/// A channel as the control API shows it.
pub fn view(world: &World, channel: &Channel) -> Value {
    let mut view = json!(channel);
    view["pictureUrl"] = json!(channel.picture.url(&world.public_url, &channel.picture_key()));
    view["addFriendUrl"] =
        format!("https://line.me/R/ti/p/{}", channel.basic_id.replace('@', "%40")).into();
    if let Some(map) = view.as_object_mut() {
        let relations = map.shift_remove("relations");
        map.insert("friends".to_owned(), relations.unwrap_or_default());
    }
    view
}

pub async fn create_provider(
    State(sandbox): State<Shared>,
    Input(new): Input<NewProvider>,
) -> Told {
    let mut world = sandbox.world();
    let fresh = format!("provider-{}", world.providers.len() + 1);
    let id = world.provider(Some(new.id.as_deref().unwrap_or(&fresh)), new.name.as_deref());
    world.index_users();
    Ok(Json(json!(world.providers.get(&id))))
}

pub async fn create(State(sandbox): State<Shared>, Input(new): Input<NewChannel>) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let id = world
        .create_channel(
            new.provider_id.as_deref(),
            new.channel_id,
            new.channel_secret,
            new.settings,
        )?
        .channel_id
        .clone();
    world.journal.note(now, "channel", json!({ "channelId": id }));
    Ok(Json(view(&world, world.channel(&id.0)?)))
}

pub async fn list(State(sandbox): State<Shared>) -> Json<Value> {
    let world = sandbox.world();
    let all: Vec<Value> = world.channels.values().map(|channel| view(&world, channel)).collect();
    Json(json!({ "channels": all }))
}

pub async fn read(State(sandbox): State<Shared>, Path(channel): Path<String>) -> Told {
    let world = sandbox.world();
    Ok(Json(view(&world, world.channel(&channel)?)))
}

pub async fn change(
    State(sandbox): State<Shared>,
    Path(channel): Path<String>,
    Input(settings): Input<ChannelSettings>,
) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    world.channel_mut(&channel)?.apply(settings);
    world.journal.note(now, "channel", json!({ "channelId": channel }));
    Ok(Json(view(&world, world.channel(&channel)?)))
}

/// A long-lived token, as the console gives.
pub async fn token(State(sandbox): State<Shared>, Path(channel): Path<String>) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let id = world.channel(&channel)?.channel_id.clone();
    let token = world.access_tokens.issue(&id, Kind::LongLived, now.at);
    Ok(Json(json!({ "accessToken": token })))
}
