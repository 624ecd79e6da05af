//! What LINE users write, take back, edit and press.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{Input, Told};
use crate::{
    sandbox::Shared,
    world::draft::{Draft, Mention},
};

/// A message to write.
#[derive(Debug, Deserialize)]
pub struct NewMessage {
    to: String,
    quote: Option<String>,
    #[serde(flatten)]
    draft: Draft,
}

/// A message to take back.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unsend {
    message_id: String,
}

/// A text to change.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    message_id: String,
    text: String,
    emojis: Option<Value>,
    mention: Option<Mention>,
}

/// A button to press.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Postback {
    to: String,
    data: String,
    params: Option<Value>,
    /// What the person is shown to have said; the bot is not told.
    display_text: Option<String>,
}

pub async fn write(
    State(sandbox): State<Shared>,
    Path(user): Path<String>,
    Input(new): Input<NewMessage>,
) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let user = world.user(&user)?.key.clone();
    let written = world.write(now, &user, &new.to, new.draft, new.quote.as_deref())?;
    Ok(Json(json!(written)))
}

pub async fn unsend(
    State(sandbox): State<Shared>,
    Path(user): Path<String>,
    Input(unsend): Input<Unsend>,
) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let user = world.user(&user)?.key.clone();
    let event = world.unsend(now, &user, &unsend.message_id)?;
    Ok(Json(json!({ "messageId": unsend.message_id, "eventId": event })))
}

pub async fn edit(
    State(sandbox): State<Shared>,
    Path(user): Path<String>,
    Input(edit): Input<Edit>,
) -> Told {
    let now = sandbox.clock.now();
    let mut world = sandbox.world();
    let user = world.user(&user)?.key.clone();
    let event = world.edit(now, &user, &edit.message_id, edit.text, edit.emojis, edit.mention)?;
    Ok(Json(json!({ "messageId": edit.message_id, "eventId": event })))
}

pub async fn postback(
    State(sandbox): State<Shared>,
    Path(user): Path<String>,
    Input(press): Input<Postback>,
) -> Told {
    let now = sandbox.clock.now();
    let mut postback = json!({ "data": press.data });
    if let Some(params) = press.params {
        postback["params"] = params;
    }
    let mut world = sandbox.world();
    let user = world.user(&user)?.key.clone();
    let event = world.postback(now, &user, &press.to, postback, press.display_text)?;
    Ok(Json(json!({ "eventId": event })))
}
