//! A LINE user writes: into their own chat with an official account, or into a group.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    Entry, Refused, World,
    channel::MarkAsReadMode,
    content::Content,
    draft::{Draft, Media, Mention, Whom},
    event::NewEvent,
    friendship::FriendState,
};
use crate::{
    clock::Moment,
    ids::{ChannelId, ChatKey, EventId, GroupId, MessageId, UserKey},
    token::{self, Purpose},
};

/// Where a person writes: the chat, the account that sees it, and the group if it is one.
#[derive(Clone, Debug)]
pub struct Target {
    /// The chat.
    pub chat: ChatKey,
    /// The account that is told.
    pub channel: Option<ChannelId>,
    /// The group.
    pub group: Option<GroupId>,
}

/// What came of writing.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// The new message.
    pub message_id: MessageId,
    /// The event that tells the bot; none when no bot is told.
    pub event_id: Option<EventId>,
}

impl World {
    /// The chat that `to` names for this person: a channel ID or a group ID.
    pub fn target(&self, user: &UserKey, to: &str) -> Result<Target, Refused> {
        if let Some(group) = self.groups.get(to) {
            if !group.members.contains(user) {
                return Err(Refused::Conflict(format!("{user} is not in the group")));
            }
            return Ok(Target {
                chat: ChatKey::group(&group.group_id),
                channel: group.account.clone(),
                group: Some(group.group_id.clone()),
            });
        }
        let channel = self.channel(to)?.channel_id.clone();
        let chat = ChatKey::direct(&channel, user);
        Ok(Target { chat, channel: Some(channel), group: None })
    }

    /// Writes a message.
    pub fn write(
        &mut self,
        now: Moment,
        user: &UserKey,
        to: &str,
        draft: Draft,
        quote: Option<&str>,
    ) -> Result<Written, Refused> {
        let target = self.target(user, to)?;
        self.refuse_blocked(&target, user)?;
        let id = self.next_message_id();
        let mut message = self.message_object(now, &id, &target, draft);
        if let Some(quote) = quote {
            self.quotable(&target.chat, quote)?;
            message.insert("quotedMessageId".to_owned(), quote.into());
        }
        self.note_written(now, &target, user);
        let message = Value::Object(message);
        let mut entry = Entry::by_user(id.clone(), now.at, user, message.clone());
        entry.quoted_message_id = quote.map(MessageId::from);
        entry.read_by_account = self.reads_at_once(&target);
        self.append(&target.chat, entry);
        self.journal.note(
            now,
            "wrote",
            json!({ "chat": target.chat, "user": user, "messageId": id, "message": message }),
        );
        let event_id = self.tell(now, &target, user, "message", message);
        Ok(Written { message_id: id, event_id })
    }

    /// Presses a button that carries data. What it shows the person to have said stands in their chat
    /// and is no message to the bot.
    pub fn postback(
        &mut self,
        now: Moment,
        user: &UserKey,
        to: &str,
        postback: Value,
        shown: Option<String>,
    ) -> Result<Option<EventId>, Refused> {
        let target = self.target(user, to)?;
        self.refuse_blocked(&target, user)?;
        if let Some(text) = shown {
            let id = self.next_message_id();
            let message = json!({ "id": id, "type": "text", "text": text });
            self.append(&target.chat, Entry::by_user(id, now.at, user, message));
            self.journal.note(now, "wrote", json!({ "chat": target.chat, "user": user }));
        }
        Ok(self.tell(now, &target, user, "postback", postback))
    }

    /// Emits an event of a chat that can be answered; `kind` also names its property.
    pub fn tell(
        &mut self,
        now: Moment,
        target: &Target,
        user: &UserKey,
        kind: &str,
        content: Value,
    ) -> Option<EventId> {
        let event = NewEvent::new(target.channel.as_ref()?, kind);
        let event = match &target.group {
            Some(group) => event.of_group(group, Some(user)),
            None => event.of_user(user),
        };
        let event = match kind {
            "unsend" => event.with("unsend", content),
            "postback" => event.with("postback", content).with_reply_token(),
            _ => event.with("message", content).with_reply_token(),
        };
        self.emit(now, event)
    }

    fn refuse_blocked(&self, target: &Target, user: &UserKey) -> Result<(), Refused> {
        let blocked = target.group.is_none()
            && target
                .channel
                .as_ref()
                .and_then(|id| self.channels.get(id))
                .is_some_and(|channel| channel.relation(user).state == FriendState::Blocked);
        if blocked {
            return Err(Refused::Conflict(format!("{user} has blocked the account")));
        }
        Ok(())
    }

    fn quotable(&self, chat: &ChatKey, message: &str) -> Result<(), Refused> {
        match self.entry(message) {
            Some((place, _)) if place == chat => Ok(()),
            _ => Err(Refused::NotFound(format!("message {message} in this chat"))),
        }
    }

    fn note_written(&mut self, now: Moment, target: &Target, user: &UserKey) {
        if target.group.is_none()
            && let Some(channel) = target.channel.as_ref().and_then(|id| self.channels.get_mut(id))
        {
            channel.relations.entry(user.clone()).or_default().wrote_at = Some(now.at);
        }
    }

    fn reads_at_once(&self, target: &Target) -> bool {
        target
            .channel
            .as_ref()
            .and_then(|id| self.channels.get(id))
            .is_some_and(|channel| channel.effective_mark_as_read_mode() == MarkAsReadMode::Auto)
    }

    fn message_object(
        &mut self,
        now: Moment,
        id: &MessageId,
        target: &Target,
        draft: Draft,
    ) -> Map<String, Value> {
        let (kind, properties) = match draft {
            Draft::Text { text, emojis, mention } => {
                ("text", self.text_properties(target, text, emojis, mention))
            }
            Draft::Sticker { package_id, sticker_id, sticker_resource_type, keywords, text } => {
                let kind = sticker_resource_type.unwrap_or_else(|| "STATIC".to_owned());
                let mut sticker = object(json!({
                    "packageId": package_id,
                    "stickerId": sticker_id,
                    "stickerResourceType": kind,
                }));
                put(&mut sticker, "keywords", keywords);
                put(&mut sticker, "text", text.map(Value::from));
                ("sticker", sticker)
            }
            Draft::Image(media) => ("image", self.keep(now, id, "image", &media)),
            Draft::Video(media) => ("video", self.keep(now, id, "video", &media)),
            Draft::Audio(media) => ("audio", self.keep(now, id, "audio", &media)),
            Draft::File(media) => ("file", self.keep(now, id, "file", &media)),
            Draft::Location { title, address, latitude, longitude } => {
                let mut place = Map::new();
                put(&mut place, "title", title.map(Value::from));
                put(&mut place, "address", address.map(Value::from));
                put(&mut place, "latitude", Some(latitude.into()));
                put(&mut place, "longitude", Some(longitude.into()));
                ("location", place)
            }
            Draft::Raw { mut message } => {
                message.entry("id").or_insert_with(|| id.0.clone().into());
                return message;
            }
        };
        let mut message = object(json!({ "type": kind, "id": id }));
        if matches!(kind, "text" | "sticker" | "image" | "video") {
            let quote = token::mint(&self.seed, Purpose::Quote, id);
            message.insert("quoteToken".to_owned(), quote.into());
        }
        let read = token::mint(&self.seed, Purpose::MarkAsRead, id);
        message.insert("markAsReadToken".to_owned(), read.into());
        message.extend(properties);
        message
    }

    fn keep(
        &mut self,
        now: Moment,
        id: &MessageId,
        kind: &str,
        media: &Media,
    ) -> Map<String, Value> {
        let bytes = media.bytes(kind);
        let mut content = Content {
            kind: kind.to_owned(),
            content_type: bytes.content_type,
            base64: bytes.base64,
            filler: 0,
            ready_at: now.at + media.preparing_ms,
        };
        content.filler = media.size.saturating_sub(content.length());
        let properties = media.properties(kind, content.length());
        // What an app has sent from elsewhere is fetched from there.
        if properties.get("contentProvider").is_none_or(|provider| provider["type"] == "line") {
            self.contents.insert(id.clone(), content);
        }
        properties
    }

    /// The properties of a text, with people turned into the user IDs the bot knows.
    pub fn text_properties(
        &self,
        target: &Target,
        text: String,
        emojis: Option<Value>,
        mention: Option<Mention>,
    ) -> Map<String, Value> {
        let mut message = object(json!({ "text": text }));
        put(&mut message, "emojis", emojis);
        let channel = target.channel.as_ref().and_then(|id| self.channels.get(id));
        let mentionees = mention.map(|mention| {
            let people = mention.mentionees.into_iter().map(|one| {
                let mut json = object(json!({ "index": one.index, "length": one.length }));
                match one.whom {
                    Whom::All => put(&mut json, "type", Some("all".into())),
                    Whom::Account => {
                        put(&mut json, "type", Some("user".into()));
                        put(&mut json, "userId", channel.map(|c| c.bot_user_id.clone().into()));
                        put(&mut json, "isSelf", Some(true.into()));
                    }
                    Whom::User { user } => {
                        put(&mut json, "type", Some("user".into()));
                        let known = channel.zip(self.user(&user).ok());
                        let id = known.map(|(c, u)| self.user_id(&c.provider_id, &u.key).into());
                        put(&mut json, "userId", id);
                        put(&mut json, "isSelf", Some(false.into()));
                    }
                }
                Value::Object(json)
            });
            json!({ "mentionees": people.collect::<Vec<_>>() })
        });
        put(&mut message, "mention", mentionees);
        message
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn put(map: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.insert(name.to_owned(), value);
    }
}
