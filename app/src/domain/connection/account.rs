//! An official account: what an admin tells of it, and what LINE says.

use serde::{Deserialize, Serialize};

/// The longest channel ID; LINE's have ten digits.
const CHANNEL_ID_MAX: usize = 20;

/// The most characters of a LINE provider's name; LINE allows 100.
pub const PROVIDER_MAX: usize = 100;

/// The ID of a Messaging API channel: decimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelId(String);

/// The text is not a channel ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a channel ID has digits only")]
pub struct NotAChannelId;

impl ChannelId {
    /// Reads a channel ID as typed.
    ///
    /// # Errors
    /// When it is anything but digits.
    pub fn parse(typed: &str) -> Result<Self, NotAChannelId> {
        let id = typed.trim();
        let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || id.len() > CHANNEL_ID_MAX {
            return Err(NotAChannelId);
        }
        Ok(Self(id.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a LINE provider, as an admin tells it: LINE itself does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderName(String);

/// The provider's name is longer than [`PROVIDER_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("longer than {PROVIDER_MAX} characters")]
pub struct ProviderTooLong;

impl ProviderName {
    /// Reads a provider's name as typed; none when there is nothing to read in it.
    ///
    /// # Errors
    /// When it is over [`PROVIDER_MAX`] characters.
    pub fn parse(typed: &str) -> Result<Option<Self>, ProviderTooLong> {
        let clean: String = typed.chars().filter(|c| !c.is_control()).collect();
        let name = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.chars().count() {
            0 => Ok(None),
            1..=PROVIDER_MAX => Ok(Some(Self(name))),
            _ => Err(ProviderTooLong),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What LINE says of an official account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialAccount {
    /// LINE's user id of the bot, which webhooks name as their destination.
    pub bot_user_id: String,
    /// Its name.
    pub name: String,
    /// The ID that every official account has, such as `@123abcde`.
    pub basic_id: String,
    /// The ID that was bought for it.
    pub premium_id: Option<String>,
    /// Where LINE keeps its picture.
    pub picture_url: Option<String>,
    /// Who answers; none when LINE names a mode that is not known here.
    pub chat_mode: Option<ChatMode>,
    /// How messages become read; none when LINE names a mode that is not known here.
    pub read_mode: Option<ReadMode>,
}

impl OfficialAccount {
    /// The ID people type: the premium ID where there is one, else the basic ID.
    pub fn line_id(&self) -> &str {
        self.premium_id.as_deref().unwrap_or(&self.basic_id)
    }
}

/// Who answers in an official account's chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatMode {
    /// People: chat is on.
    Chat,
    /// LINE's automatic responses: chat is off.
    Bot,
}

/// How messages to an official account become read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadMode {
    /// By themselves.
    Auto,
    /// When we say so.
    Manual,
}

/// Whether members may connect an official account of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnAccounts {
    /// Those who may talk with LINE users may.
    Allowed,
    /// Only admins connect.
    #[default]
    NotAllowed,
}
