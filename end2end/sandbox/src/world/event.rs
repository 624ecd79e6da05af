//! Webhook events: their common properties, and their way into the outbox.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use ulid::Ulid;
use uuid::Uuid;

use super::{World, channel::Mode};
use crate::{
    clock::Moment,
    ids::{ChannelId, ChatKey, EventId, GroupId, UserKey},
};

/// An event that was told, or is to be told, to a bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// `webhookEventId`.
    pub id: EventId,
    /// To whom.
    pub channel: ChannelId,
    /// Events of one chat are told in order.
    pub chat: ChatKey,
    /// The event as LINE writes it, with `isRedelivery` false.
    pub json: Value,
}

#[derive(Clone, Debug)]
enum Source {
    None,
    User(UserKey),
    Group(GroupId, Option<UserKey>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reply {
    Allowed,
    Impossible,
}

/// An event in the making.
#[derive(Clone, Debug)]
pub struct NewEvent {
    channel: ChannelId,
    kind: String,
    source: Source,
    properties: Map<String, Value>,
    reply: Reply,
}

impl NewEvent {
    /// An event of a kind.
    pub fn new(channel: &ChannelId, kind: &str) -> Self {
        Self {
            channel: channel.clone(),
            kind: kind.to_owned(),
            source: Source::None,
            properties: Map::new(),
            reply: Reply::Impossible,
        }
    }

    /// It came from a person's own chat.
    pub fn of_user(mut self, user: &UserKey) -> Self {
        self.source = Source::User(user.clone());
        self
    }

    /// It came from a group, and from this member of it where LINE tells so.
    pub fn of_group(mut self, group: &GroupId, member: Option<&UserKey>) -> Self {
        self.source = Source::Group(group.clone(), member.cloned());
        self
    }

    /// Adds a property of this kind of event.
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.properties.insert(name.to_owned(), value);
        self
    }

    /// The bot may answer it.
    pub fn with_reply_token(mut self) -> Self {
        self.reply = Reply::Allowed;
        self
    }

    fn chat(&self) -> ChatKey {
        match &self.source {
            Source::None => ChatKey(self.channel.0.clone()),
            Source::User(user) => ChatKey::direct(&self.channel, user),
            Source::Group(group, _) => ChatKey::group(group),
        }
    }
}

impl World {
    fn source(&self, event: &NewEvent) -> Option<Value> {
        let provider = &self.channels.get(&event.channel)?.provider_id;
        match &event.source {
            Source::None => None,
            Source::User(user) => {
                Some(json!({ "type": "user", "userId": self.user_id(provider, user) }))
            }
            Source::Group(group, member) => {
                let kind = self.groups.get(group)?.kind;
                let mut source = json!({ "type": kind, (kind.id_property()): group });
                if let Some(member) =
                    member.as_ref().filter(|key| self.users.get(*key).is_some_and(|u| u.consents))
                {
                    source["userId"] = self.user_id(provider, member).into();
                }
                Some(source)
            }
        }
    }

    /// Hands the event to the outbox, unless the channel's webhook is off.
    pub fn emit(&mut self, now: Moment, event: NewEvent) -> Option<EventId> {
        let channel = self.channels.get(&event.channel)?;
        if !channel.webhook_active || channel.webhook_url.is_none() {
            return None;
        }
        let mode = channel.mode;
        let chat = event.chat();
        let random = Ulid::new().random();
        let id = EventId(
            Ulid::from_parts(u64::try_from(now.at).unwrap_or_default(), random).to_string(),
        );
        let mut json = Map::new();
        json.insert("type".to_owned(), event.kind.clone().into());
        for (name, value) in &event.properties {
            json.insert(name.clone(), value.clone());
        }
        json.insert("webhookEventId".to_owned(), id.0.clone().into());
        json.insert("deliveryContext".to_owned(), json!({ "isRedelivery": false }));
        json.insert("timestamp".to_owned(), now.at.into());
        if let Some(source) = self.source(&event) {
            json.insert("source".to_owned(), source);
        }
        if event.reply == Reply::Allowed && mode == Mode::Active {
            let token = Uuid::new_v4().simple().to_string();
            json.insert("replyToken".to_owned(), token.clone().into());
            self.reply_tokens.issue(token, event.channel.clone(), chat.clone(), now.at);
        }
        json.insert("mode".to_owned(), json!(mode));
        self.journal.note(
            now,
            "event",
            json!({ "channelId": event.channel, "eventId": id, "type": event.kind, "chat": chat }),
        );
        self.outbox.add(Event { id: id.clone(), channel: event.channel, chat, json: json.into() });
        Some(id)
    }
}
