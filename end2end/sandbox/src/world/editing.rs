//! A LINE user takes a message back, or (in a group) edits it; and a bot marks messages as read.

use serde_json::{Value, json};

use super::{Author, Refused, World, chat::Edited, draft::Mention};
use crate::{
    clock::Moment,
    ids::{ChannelId, ChatKey, EventId, MessageId, UserKey},
    token::{self, Purpose},
};

impl World {
    fn own_message(&self, user: &UserKey, message: &str) -> Result<(ChatKey, bool), Refused> {
        let (chat, entry) =
            self.entry(message).ok_or_else(|| Refused::NotFound(format!("message {message}")))?;
        match &entry.author {
            Author::User { user: author } if author == user && !entry.unsent => {
                Ok((chat.clone(), entry.message["type"] == "text"))
            }
            _ => Err(Refused::Conflict(format!("{user} cannot change message {message}"))),
        }
    }

    fn to(chat: &ChatKey) -> &str {
        chat.0.split_once('/').map_or(&chat.0, |(channel, _)| channel)
    }

    /// Takes a message back.
    pub fn unsend(
        &mut self,
        now: Moment,
        user: &UserKey,
        message: &str,
    ) -> Result<Option<EventId>, Refused> {
        let (chat, _) = self.own_message(user, message)?;
        let target = self.target(user, Self::to(&chat))?;
        if let Some(entry) = self.entry_mut(message) {
            entry.unsent = true;
            entry.message = json!({ "type": "unsent" });
        }
        self.contents.remove(message);
        self.journal.note(
            now,
            "unsent",
            json!({ "chat": chat, "user": user, "messageId": message }),
        );
        Ok(self.tell(now, &target, user, "unsend", json!({ "messageId": message })))
    }

    /// Edits a text; LINE offers it in groups only.
    pub fn edit(
        &mut self,
        now: Moment,
        user: &UserKey,
        message: &str,
        text: String,
        emojis: Option<Value>,
        mention: Option<Mention>,
    ) -> Result<Option<EventId>, Refused> {
        let (chat, is_text) = self.own_message(user, message)?;
        let target = self.target(user, Self::to(&chat))?;
        if target.group.is_none() || !is_text {
            return Err(Refused::Conflict("only texts in groups can be edited".to_owned()));
        }
        let properties = self.text_properties(&target, text, emojis, mention);
        let Some(entry) = self.entry_mut(message) else {
            return Err(Refused::NotFound(format!("message {message}")));
        };
        let times = entry.edited.map_or(0, |edited| edited.times) + 1;
        entry.edited = Some(Edited { at: now.at, times });
        for gone in ["emojis", "mention"] {
            if let Some(old) = entry.message.as_object_mut() {
                old.shift_remove(gone);
            }
        }
        for (name, value) in &properties {
            entry.message[name.as_str()] = value.clone();
        }
        let id = MessageId::from(message);
        let quote = token::mint(&self.seed, Purpose::QuoteEdited(times), &id);
        let mut told = json!({ "type": "text", "id": id, "quoteToken": quote });
        if let Some(told) = told.as_object_mut() {
            told.extend(properties);
        }
        self.journal.note(
            now,
            "edited",
            json!({ "chat": chat, "user": user, "messageId": id, "message": told }),
        );
        Ok(self.tell(now, &target, user, "messageEdited", told))
    }

    /// Marks the message that the token names, and all before it, as read by the account.
    pub fn mark_as_read(
        &mut self,
        now: Moment,
        channel: &ChannelId,
        token: &str,
    ) -> Result<(), Refused> {
        let invalid = || Refused::Invalid("the token is not this bot's".to_owned());
        let id = token::read(&self.seed, token).ok_or_else(invalid)?;
        let place = self.places.get(&id).cloned().ok_or_else(invalid)?;
        if self.channel_of_chat(&place.chat) != Some(channel) {
            return Err(invalid());
        }
        if let Some(chat) = self.chats.get_mut(&place.chat) {
            // Newest first: what lies before a read message was read with it.
            for entry in chat.entries.iter_mut().take(place.index + 1).rev() {
                if matches!(entry.author, Author::User { .. }) {
                    if entry.read_by_account {
                        break;
                    }
                    entry.read_by_account = true;
                }
            }
        }
        self.journal.note(
            now,
            "read",
            json!({ "channelId": channel, "chat": place.chat, "messageId": id }),
        );
        Ok(())
    }
}
