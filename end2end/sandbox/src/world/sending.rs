//! An official account sends: push, reply and multicast come down to this.

use serde_json::{Map, Value, json};

use super::{Author, Entry, Via, World, friendship::FriendState};
use crate::{
    clock::Moment,
    ids::{ChannelId, ChatKey, UserKey},
    token::{self, Purpose},
};

/// LINE does not send.
#[derive(Debug, PartialEq, Eq)]
pub enum NotSent {
    /// Nobody this bot can send to: an unknown or foreign user ID, or a group it is not in.
    UnknownRecipient,
    /// The monthly limit.
    QuotaSpent,
    /// A quote token that is not of this chat; the place of the message in the request.
    ForeignQuote(usize),
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// One person.
    User(UserKey),
    /// A group or room.
    Group(ChatKey),
}

impl Recipient {
    /// The recipient a chat stands for.
    pub fn of_chat(chat: &ChatKey) -> Self {
        match chat.0.split_once('/') {
            Some((_, user)) => Self::User(UserKey::from(user)),
            None => Self::Group(chat.clone()),
        }
    }
}

/// How a message came to the platform.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The endpoint.
    pub via: Via,
    /// The request.
    pub request_id: String,
    /// Its retry key.
    pub retry_key: Option<String>,
    /// When the request was received, in monotonic microseconds.
    pub received_micros: u64,
}

impl World {
    /// Whom `to` names for this channel.
    pub fn recipient(&self, channel: &ChannelId, to: &str) -> Result<Recipient, NotSent> {
        let state = self.channels.get(channel).ok_or(NotSent::UnknownRecipient)?;
        if let Some(user) = self.user_of(&state.provider_id, to) {
            return Ok(Recipient::User(user.clone()));
        }
        self.groups
            .get(to)
            .filter(|group| group.account.as_ref() == Some(channel))
            .map(|group| Recipient::Group(ChatKey::group(&group.group_id)))
            .ok_or(NotSent::UnknownRecipient)
    }

    /// How many people a message to this recipient reaches.
    pub fn reach(&self, now: Moment, channel: &ChannelId, to: &Recipient) -> u64 {
        match to {
            Recipient::User(user) => {
                let reached = self
                    .channels
                    .get(channel)
                    .is_some_and(|channel| channel.relation(user).reachable(now.at));
                u64::from(reached)
            }
            Recipient::Group(chat) => {
                self.groups.get(chat.0.as_str()).map_or(0, |group| group.members.len() as u64)
            }
        }
    }

    /// Counts what a send costs; replies cost nothing.
    pub fn charge(
        &mut self,
        now: Moment,
        channel: &ChannelId,
        recipients: u64,
    ) -> Result<(), NotSent> {
        let state = self.channels.get_mut(channel).ok_or(NotSent::UnknownRecipient)?;
        state.quota.take(recipients, now.at).map_err(|_| NotSent::QuotaSpent)
    }

    /// Refuses quotes of messages that stand in another chat.
    pub fn check_quotes(
        &self,
        channel: &ChannelId,
        to: &Recipient,
        messages: &[Value],
    ) -> Result<(), NotSent> {
        let chat = chat_of(channel, to);
        for (place, message) in messages.iter().enumerate() {
            let Some(token) = message.get("quoteToken").and_then(Value::as_str) else { continue };
            let quoted = token::quoted(&self.seed, token);
            let at_home = quoted
                .is_some_and(|id| self.places.get(&id).is_some_and(|place| place.chat == chat));
            if !at_home {
                return Err(NotSent::ForeignQuote(place));
            }
        }
        Ok(())
    }

    /// Brings the messages to the recipient's phone, or, if that cannot be reached, pretends to as
    /// LINE does. Returns the `sentMessages`.
    pub fn deliver(
        &mut self,
        now: Moment,
        channel: &ChannelId,
        to: &Recipient,
        messages: &[Value],
        origin: &Origin,
    ) -> Value {
        let reached = self.reach(now, channel, to) > 0 || self.answers_writer(channel, to, origin);
        let chat = chat_of(channel, to);
        let sent = messages.iter().map(|message| {
            let id = self.next_message_id();
            let mut sent = json!({ "id": id });
            if message["type"].as_str().is_some_and(quotable) {
                sent["quoteToken"] = token::mint(&self.seed, Purpose::Quote, &id).into();
            }
            let author = Author::Account { channel_id: channel.clone() };
            let mut entry = Entry::new(id.clone(), now.at, author, message.clone());
            entry.via = Some(origin.via);
            entry.retry_key.clone_from(&origin.retry_key);
            entry.request_id = Some(origin.request_id.clone());
            entry.sender = message.get("sender").cloned();
            entry.quoted_message_id = message
                .get("quoteToken")
                .and_then(Value::as_str)
                .and_then(|token| token::quoted(&self.seed, token));
            self.note_delivery(now, channel, to, &entry, origin, reached);
            if reached {
                self.append(&chat, entry);
            }
            sent
        });
        let sent = sent.collect();
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.loading_until = None;
        }
        sent
    }

    /// Whoever caused an event may be answered, unless they have blocked the account since.
    fn answers_writer(&self, channel: &ChannelId, to: &Recipient, origin: &Origin) -> bool {
        let (Via::Reply, Recipient::User(user)) = (origin.via, to) else { return false };
        let state = self.channels.get(channel).map(|channel| channel.relation(user).state);
        state != Some(FriendState::Blocked)
    }

    fn note_delivery(
        &mut self,
        now: Moment,
        channel: &ChannelId,
        to: &Recipient,
        entry: &Entry,
        origin: &Origin,
        reached: bool,
    ) {
        let mut note = Map::new();
        let (to_kind, to_id) = match to {
            Recipient::User(user) => ("user", &user.0),
            Recipient::Group(chat) => ("groupId", &chat.0),
        };
        note.insert("channelId".to_owned(), json!(channel));
        note.insert(to_kind.to_owned(), json!(to_id));
        note.insert("chat".to_owned(), json!(chat_of(channel, to)));
        note.insert("messageId".to_owned(), json!(entry.id));
        note.insert("via".to_owned(), json!(origin.via));
        note.insert("requestId".to_owned(), json!(origin.request_id));
        if let Some(key) = &origin.retry_key {
            note.insert("retryKey".to_owned(), json!(key));
        }
        note.insert("receivedMicros".to_owned(), origin.received_micros.into());
        note.insert("message".to_owned(), entry.message.clone());
        let kind = if reached { "delivered" } else { "undelivered" };
        self.journal.note(now, kind, Value::Object(note));
    }
}

fn chat_of(channel: &ChannelId, to: &Recipient) -> ChatKey {
    match to {
        Recipient::User(user) => ChatKey::direct(channel, user),
        Recipient::Group(chat) => chat.clone(),
    }
}

fn quotable(kind: &str) -> bool {
    matches!(kind, "text" | "textV2" | "sticker" | "image" | "video" | "template" | "flex")
}
