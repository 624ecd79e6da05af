//! Has what an account's message names by URL fetched, at the time that a test chooses.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::input::Told;
use crate::{
    fetch::{self, Fetched},
    sandbox::Shared,
    world::{Author, Refused},
};

/// Fetches every link of the message, one after the other.
pub async fn fetch(State(sandbox): State<Shared>, Path(message): Path<String>) -> Told {
    let (place, links) = {
        let world = sandbox.world();
        let found = world.entry(&message).and_then(|(chat, entry)| match &entry.author {
            Author::Account { channel_id } => {
                let place = json!({ "channelId": channel_id, "chat": chat, "messageId": entry.id });
                Some((place, fetch::links(&entry.message)))
            }
            Author::User { .. } | Author::Notice => None,
        });
        found.ok_or_else(|| Refused::NotFound(format!("message {message} of an account")))?
    };
    let mut all = Vec::new();
    for link in links {
        let fetched = fetch::fetch(&sandbox.http, link).await;
        sandbox.world().journal.note(sandbox.clock.now(), "fetched", with(&place, &fetched));
        all.push(fetched);
    }
    Ok(Json(json!({ "fetched": all })))
}

fn with(place: &Value, fetched: &Fetched) -> Value {
    let mut note = place.clone();
    if let (Some(note), Value::Object(fetched)) = (note.as_object_mut(), json!(fetched)) {
        note.extend(fetched);
    }
    note
}
