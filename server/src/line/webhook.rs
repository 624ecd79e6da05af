//! Reads a webhook's body, leniently: LINE may add properties, values and whole kinds of events at
//! any time, and one event that cannot be read must not cost the others.
//!
//! The body is first cut into its events, each kept as the bytes that came; then each is read alone.
//! Must be called only after [`super::signature::verify`].
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects>

use std::{borrow::Cow, collections::HashMap};

use app::domain::{Timestamp, Unsupported};
use serde_json::{Value, error::Category, value::RawValue};
use sha2::{Digest, Sha256};

use super::{
    inbound::{Callback, GroupId, Inbound, LineUserId, Source, WebhookEventId, What},
    surrogate,
};
use crate::relay::Choice;

mod said;

/// Why a body is no webhook at all. LINE sends none of these.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// Some bytes are not UTF-8.
    #[error("the body is not UTF-8")]
    NotUtf8,
    /// It ends in the middle.
    #[error("the body is cut off")]
    Truncated,
    /// It is not JSON.
    #[error("the body is not JSON: {0}")]
    NotJson(#[source] serde_json::Error),
    /// It is JSON, but not an object with an array of `events`.
    #[error("the body is not an object with a list of events")]
    NotACallback,
}

impl From<serde_json::Error> for BodyError {
    fn from(error: serde_json::Error) -> Self {
        match error.classify() {
            Category::Eof => Self::Truncated,
            Category::Data => Self::NotACallback,
            Category::Syntax | Category::Io => Self::NotJson(error),
        }
    }
}

/// Reads a body that arrived at `received_at`.
///
/// # Errors
/// When the body as a whole cannot be read. A single event never is the cause: one that makes no
/// sense comes out as [`What::Broken`].
pub fn read(body: &[u8], received_at: Timestamp) -> Result<Callback, BodyError> {
    let body = std::str::from_utf8(body).map_err(|_| BodyError::NotUtf8)?;
    let fields: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(body)?;
    let events = fields.get("events").ok_or(BodyError::NotACallback)?;
    let events: Vec<&RawValue> = serde_json::from_str(events.get())?;
    let mut events: Vec<Inbound> =
        events.into_iter().map(|raw| read_event(raw.get(), received_at)).collect();
    events.sort_by_key(|event| event.at);
    let destination =
        fields.get("destination").and_then(|raw| serde_json::from_str(raw.get()).ok());
    Ok(Callback { destination: destination.map(LineUserId), events })
}

fn read_event(raw: &str, received_at: Timestamp) -> Inbound {
    let value = serde_json::from_str(raw)
        .or_else(|_| serde_json::from_str(&surrogate::mend(raw)))
        .unwrap_or(Value::Null);
    let event = Json(&value);
    let standby = event.text("mode") == Some("standby");
    let what = what(event);
    if what == What::Broken {
        tracing::warn!(bytes = raw.len(), "an event of a webhook makes no sense and is kept aside");
    }
    Inbound {
        event_id: event_id(event, raw),
        at: event.number("timestamp").map_or(received_at, Timestamp::from_millis),
        redelivered: event.at("deliveryContext").flag("isRedelivery"),
        reply_token: event.text("replyToken").filter(|_| !standby).map(Into::into),
        source: source(event.at("source")),
        quoted: event.at("message").text("quotedMessageId").map(Into::into),
        what,
        raw: raw.to_owned(),
    }
}

/// LINE's id, or one made of all that stays the same when LINE delivers the event again.
fn event_id(event: Json<'_>, raw: &str) -> WebhookEventId {
    if let Some(id) = event.text("webhookEventId") {
        return WebhookEventId(id.to_owned());
    }
    let lasting = match event.0 {
        Value::Object(fields) => {
            let mut fields = fields.clone();
            fields.remove("deliveryContext");
            Value::Object(fields).to_string()
        }
        _ => raw.to_owned(),
    };
    WebhookEventId(format!("sha256-{:x}", Sha256::digest(lasting)))
}

fn source(source: Json<'_>) -> Source {
    let user = user(source);
    let group = match source.text("type") {
        Some("user") => return user.map_or(Source::Unknown, Source::User),
        Some("group") => source.text("groupId"),
        Some("room") => source.text("roomId"),
        _ => None,
    };
    let group = group.map(|id| GroupId::new(id.to_owned()));
    group.map_or(Source::Unknown, |group| Source::Group { group, user })
}

fn user(source: Json<'_>) -> Option<LineUserId> {
    source.text("userId").map(|id| LineUserId(id.to_owned()))
}

/// The members that came or went, those that are named.
fn members(list: Json<'_>) -> Vec<LineUserId> {
    list.list("members").filter_map(user).collect()
}

fn what(event: Json<'_>) -> What {
    match event.text("type") {
        Some("message") => What::Said(said::read(event.at("message"))),
        Some("follow") => What::Follow { again: event.at("follow").flag("isUnblocked") },
        Some("unfollow") => What::Unfollow,
        Some("join") => What::Join,
        Some("leave") => What::Leave,
        Some("memberJoined") => What::MembersJoined(members(event.at("joined"))),
        Some("memberLeft") => What::MembersLeft(members(event.at("left"))),
        Some("unsend") => unsent(event.at("unsend")),
        Some("messageEdited") => edited(event.at("message")),
        Some("postback") => postback(event.at("postback")),
        Some(_) => What::Unsupported(Unsupported::Other),
        None => What::Broken,
    }
}

fn unsent(unsend: Json<'_>) -> What {
    let id = unsend.text("messageId").map(Into::into);
    id.map_or(What::Unsupported(Unsupported::Unsend), |line_message_id| What::Unsent {
        line_message_id,
    })
}

fn edited(message: Json<'_>) -> What {
    let read = || {
        Some(What::Edited {
            line_message_id: message.text("id")?.to_owned(),
            words: said::words(message)?,
            quote_token: message.text("quoteToken").map(Into::into),
        })
    };
    read().unwrap_or(What::Unsupported(Unsupported::Edit))
}

fn postback(postback: Json<'_>) -> What {
    let choice = postback.text("data").and_then(Choice::of_data);
    choice.map_or(What::Unsupported(Unsupported::Postback), What::Pressed)
}

/// A JSON value of which nothing is expected: what is absent, empty or of another type is not there.
#[derive(Clone, Copy)]
struct Json<'a>(&'a Value);

impl<'a> Json<'a> {
    fn at(self, name: &str) -> Self {
        Self(self.0.get(name).unwrap_or(&Value::Null))
    }

    fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    fn number(self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    fn count<N: TryFrom<i64>>(self, name: &str) -> Option<N> {
        self.number(name)?.try_into().ok()
    }

    fn degrees(self, name: &str) -> Option<f64> {
        self.0.get(name)?.as_f64()
    }

    fn list(self, name: &str) -> impl Iterator<Item = Self> + use<'a> {
        let items = self.at(name).0.as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().map(Json)
    }

    fn flag(self, name: &str) -> bool {
        self.at(name).0.as_bool().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests;
