//! What a LINE user's phone shows: chats and their messages.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    clock::Millis,
    ids::{ChannelId, MessageId, UserKey},
};

/// A chat: its messages in order.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chat {
    /// The messages.
    pub entries: Vec<Entry>,
    /// Until when the account shows that it is typing.
    #[serde(default)]
    pub loading_until: Option<Millis>,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Author {
    /// A LINE user.
    User {
        /// Who.
        user: UserKey,
    },
    /// An official account.
    #[serde(rename_all = "camelCase")]
    Account {
        /// Which.
        channel_id: ChannelId,
    },
    /// Nobody: a notice such as "Hanako joined".
    Notice,
}

/// By which endpoint a message came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Via {
    /// `POST /v2/bot/message/push`
    Push,
    /// `POST /v2/bot/message/reply`
    Reply,
    /// `POST /v2/bot/message/multicast`
    Multicast,
}

/// A message on the phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Message ID.
    pub id: MessageId,
    /// When it came.
    pub at: Millis,
    /// Who wrote it.
    pub author: Author,
    /// The message object, as sent by the bot or as told to it.
    pub message: Value,
    /// For an account's message: the endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<Via>,
    /// For an account's message: the retry key it came with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_key: Option<String>,
    /// For an account's message: the request that brought it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// For an account's message: name and icon shown instead of the account's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Value>,
    /// The message it quotes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoted_message_id: Option<MessageId>,
    /// For a user's message: whether the account has read it.
    #[serde(default)]
    pub read_by_account: bool,
    /// Whether the writer took it back.
    #[serde(default)]
    pub unsent: bool,
    /// When it was last edited, and how often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited: Option<Edited>,
}

/// That a message was edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// When last.
    pub at: Millis,
    /// How often.
    pub times: u32,
}

impl Entry {
    /// A message by a LINE user.
    pub fn by_user(id: MessageId, at: Millis, user: &UserKey, message: Value) -> Self {
        Self::new(id, at, Author::User { user: user.clone() }, message)
    }

    /// A message of any author, without what only accounts' messages have.
    pub fn new(id: MessageId, at: Millis, author: Author, message: Value) -> Self {
        Self {
            id,
            at,
            author,
            message,
            via: None,
            retry_key: None,
            request_id: None,
            sender: None,
            quoted_message_id: None,
            read_by_account: false,
            unsent: false,
            edited: None,
        }
    }
}
