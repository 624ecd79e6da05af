//! The stand-in's state and LINE's rules over it.
//!
//! Nothing here does I/O or reads a clock: callers pass a [`Moment`]. One lock around the whole
//! [`World`] makes every rule atomic, which is also how a retry key can be trusted.

pub mod access_token;
pub mod channel;
pub mod chat;
pub mod content;
pub mod draft;
pub mod editing;
pub mod event;
pub mod friendship;
pub mod group;
pub mod journal;
pub mod outbox;
pub mod people;
pub mod quota;
pub mod rate;
pub mod reply_token;
pub mod retry_key;
pub mod sending;
pub mod writing;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

pub use self::{
    channel::Channel,
    chat::{Author, Chat, Entry, Via},
    group::Group,
    people::{Picture, Provider, User},
};
use crate::{
    clock::Moment,
    fault::Faults,
    ids::{ChannelId, ChatKey, GroupId, MessageId, ProviderId, UserKey},
    world::{
        access_token::AccessTokens, content::Content, journal::Journal, outbox::Outbox,
        rate::Rates, reply_token::ReplyTokens, retry_key::RetryKeys,
    },
};

/// Where a message stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The chat.
    pub chat: ChatKey,
    /// Its place in the chat.
    pub index: usize,
}

/// Everything there is.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct World {
    /// What ids are drawn from.
    pub seed: String,
    /// Base URL of this process, for pictures.
    #[serde(skip)]
    pub public_url: String,
    /// Providers by id.
    pub providers: BTreeMap<ProviderId, Provider>,
    /// Channels by id.
    pub channels: BTreeMap<ChannelId, Channel>,
    /// People by key.
    pub users: BTreeMap<UserKey, User>,
    /// Whom each user ID stands for, and in which provider.
    #[serde(default)]
    pub user_index: HashMap<String, (ProviderId, UserKey)>,
    /// Groups and rooms by id.
    pub groups: BTreeMap<GroupId, Group>,
    /// What the phones show.
    pub chats: HashMap<ChatKey, Chat>,
    /// Where each message stands.
    pub places: HashMap<MessageId, Place>,
    /// What media messages hold.
    pub contents: HashMap<MessageId, Content>,
    /// Channel access tokens.
    pub access_tokens: AccessTokens,
    /// Reply tokens.
    pub reply_tokens: ReplyTokens,
    /// Accepted retry keys.
    pub retry_keys: RetryKeys,
    /// Webhook events on their way.
    pub outbox: Outbox,
    messages_made: u64,
    /// What happened, for tests to read and wait on.
    #[serde(skip)]
    pub journal: Journal,
    /// Answers that a test has ordered.
    #[serde(skip)]
    pub faults: Faults,
    /// Token buckets of the rate limits.
    #[serde(skip)]
    pub rates: Rates,
}

/// Why the control API refuses.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refused {
    /// The thing named is not there.
    #[error("there is no {0}")]
    NotFound(String),
    /// The state of things does not allow it.
    #[error("{0}")]
    Conflict(String),
    /// The request makes no sense.
    #[error("{0}")]
    Invalid(String),
}

impl World {
    /// An empty world.
    pub fn new(seed: &str, public_url: &str) -> Self {
        Self { seed: seed.to_owned(), public_url: public_url.to_owned(), ..Self::default() }
    }

    /// Forgets everything but who listens to it.
    pub fn reset(&mut self) {
        let mut fresh = Self::new(&self.seed, &self.public_url);
        fresh.journal = std::mem::take(&mut self.journal).emptied();
        fresh.outbox.keep_wake(&mut self.outbox);
        *self = fresh;
    }

    /// The next message id: decimal, and too large for 32 bits as LINE's are.
    pub fn next_message_id(&mut self) -> MessageId {
        self.messages_made += 1;
        MessageId((500_000_000_000_000_000 + self.messages_made).to_string())
    }

    /// A channel that the control API names.
    pub fn channel(&self, id: &str) -> Result<&Channel, Refused> {
        self.channels.get(id).ok_or_else(|| Refused::NotFound(format!("channel {id}")))
    }

    /// A channel to change.
    pub fn channel_mut(&mut self, id: &str) -> Result<&mut Channel, Refused> {
        self.channels.get_mut(id).ok_or_else(|| Refused::NotFound(format!("channel {id}")))
    }

    /// A group that the control API names.
    pub fn group(&self, id: &str) -> Result<&Group, Refused> {
        self.groups.get(id).ok_or_else(|| Refused::NotFound(format!("group {id}")))
    }

    /// A group to change.
    pub fn group_mut(&mut self, id: &str) -> Result<&mut Group, Refused> {
        self.groups.get_mut(id).ok_or_else(|| Refused::NotFound(format!("group {id}")))
    }

    /// A message and where it stands.
    pub fn entry(&self, id: &str) -> Option<(&ChatKey, &Entry)> {
        let place = self.places.get(id)?;
        Some((&place.chat, self.chats.get(&place.chat)?.entries.get(place.index)?))
    }

    /// A message to change.
    pub fn entry_mut(&mut self, id: &str) -> Option<&mut Entry> {
        let place = self.places.get(id)?;
        self.chats.get_mut(&place.chat)?.entries.get_mut(place.index)
    }

    /// Puts a message into a chat.
    pub fn append(&mut self, chat: &ChatKey, entry: Entry) {
        let entries = &mut self.chats.entry(chat.clone()).or_default().entries;
        self.places.insert(entry.id.clone(), Place { chat: chat.clone(), index: entries.len() });
        entries.push(entry);
    }

    /// Drops what no rule can ask for any more.
    pub fn prune(&mut self, now: Moment) {
        self.access_tokens.prune(now.at);
        self.reply_tokens.prune(now.at);
        self.retry_keys.prune(now.at);
        self.outbox.prune();
    }
}
