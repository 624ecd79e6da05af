//! Channels: a Messaging API channel and the official account it belongs to.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Picture, Refused, World, friendship::Relation, quota::Quota};
use crate::{
    ids::{self, ChannelId, ProviderId, UserKey},
    webhook::JsonStyle,
};

/// Whether the account's own chat screen is on; `bot` means off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChatMode {
    /// Chat is on.
    #[default]
    Chat,
    /// Chat is off.
    Bot,
}

/// Who marks messages as read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MarkAsReadMode {
    /// LINE, at once.
    Auto,
    /// The bot, by token.
    #[default]
    Manual,
}

/// Whether the bot may answer, as webhook events tell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// The bot may answer.
    #[default]
    Active,
    /// Another module answers; no event carries a reply token.
    Standby,
}

/// A channel.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// Channel ID.
    pub channel_id: ChannelId,
    /// Channel secret: the key of webhook signatures.
    pub channel_secret: String,
    /// Its provider.
    pub provider_id: ProviderId,
    /// User ID of the bot.
    pub bot_user_id: String,
    /// Basic ID of the official account.
    pub basic_id: String,
    /// Premium ID, where one was bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium_id: Option<String>,
    /// Name of the official account.
    pub name: String,
    /// Its status message, which the API can neither read nor set.
    pub status_message: String,
    /// Its picture.
    pub picture: Picture,
    /// Where more is to be read about whom it stands for: a page that its profile leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_url: Option<String>,
    /// Where webhooks go.
    pub webhook_url: Option<String>,
    /// The console's "Use webhook".
    pub webhook_active: bool,
    /// The console's "Webhook redelivery": delays before each further try; none means off.
    pub redelivery_delays_ms: Vec<i64>,
    /// Verified or premium: gates the lists of followers and members.
    pub verified: bool,
    /// The console's "Allow bot to join group chats".
    pub allow_groups: bool,
    /// Chat on or off.
    pub chat_mode: ChatMode,
    /// Who marks as read.
    pub mark_as_read_mode: MarkAsReadMode,
    /// Active or standby.
    pub mode: Mode,
    /// How webhook bodies are written.
    pub json_style: JsonStyle,
    /// Rate limit for every endpoint instead of LINE's documented ones.
    pub rate_limit_per_second: Option<u32>,
    /// Monthly limit and use.
    pub quota: Quota,
    /// How each person stands to the account.
    #[serde(default)]
    pub relations: HashMap<UserKey, Relation>,
}

/// What the control API may set on a channel; what is left out stays as it is.
#[expect(clippy::option_option, reason = "left out is not the same as null")]
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChannelSettings {
    pub name: Option<String>,
    pub status_message: Option<String>,
    pub picture: Option<Picture>,
    #[serde(deserialize_with = "given")]
    pub profile_url: Option<Option<String>>,
    pub basic_id: Option<String>,
    pub premium_id: Option<String>,
    #[serde(deserialize_with = "given")]
    pub webhook_url: Option<Option<String>>,
    pub webhook_active: Option<bool>,
    pub redelivery: Option<bool>,
    pub redelivery_delays_ms: Option<Vec<i64>>,
    pub verified: Option<bool>,
    pub allow_groups: Option<bool>,
    pub chat_mode: Option<ChatMode>,
    pub mark_as_read_mode: Option<MarkAsReadMode>,
    pub mode: Option<Mode>,
    pub json_style: Option<JsonStyle>,
    #[serde(deserialize_with = "given")]
    pub rate_limit_per_second: Option<Option<u32>>,
    #[serde(deserialize_with = "given")]
    pub quota: Option<Option<u64>>,
}

/// Tells `null` (set to nothing) from a property that is left out.
#[expect(clippy::option_option, reason = "left out is not the same as null")]
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    input: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(input).map(Some)
}

const REDELIVERY_DELAYS: [i64; 3] = [1_000, 3_000, 10_000];

impl Channel {
    /// A channel with a console's usual settings.
    pub fn new(seed: &str, provider: ProviderId, id: ChannelId, secret: Option<String>) -> Self {
        Self {
            channel_secret: secret.unwrap_or_else(|| ids::channel_secret(seed, &id)),
            provider_id: provider,
            bot_user_id: ids::bot_user_id(seed, &id),
            basic_id: ids::basic_id(seed, &id),
            premium_id: None,
            name: format!("Account {id}"),
            status_message: String::new(),
            picture: Picture::Drawn,
            profile_url: None,
            webhook_url: None,
            webhook_active: true,
            redelivery_delays_ms: Vec::new(),
            verified: false,
            allow_groups: true,
            chat_mode: ChatMode::Chat,
            mark_as_read_mode: MarkAsReadMode::Manual,
            mode: Mode::Active,
            json_style: JsonStyle::Plain,
            rate_limit_per_second: None,
            quota: Quota::default(),
            relations: HashMap::new(),
            channel_id: id,
        }
    }

    /// Changes what is given.
    pub fn apply(&mut self, new: ChannelSettings) {
        fn set<T>(place: &mut T, new: Option<T>) {
            if let Some(new) = new {
                *place = new;
            }
        }
        set(&mut self.name, new.name);
        set(&mut self.status_message, new.status_message);
        set(&mut self.picture, new.picture);
        set(&mut self.profile_url, new.profile_url);
        set(&mut self.basic_id, new.basic_id);
        set(&mut self.premium_id, new.premium_id.map(Some));
        set(&mut self.webhook_url, new.webhook_url);
        set(&mut self.webhook_active, new.webhook_active);
        set(
            &mut self.redelivery_delays_ms,
            new.redelivery.map(|on| if on { REDELIVERY_DELAYS.to_vec() } else { Vec::new() }),
        );
        set(&mut self.redelivery_delays_ms, new.redelivery_delays_ms);
        set(&mut self.verified, new.verified);
        set(&mut self.allow_groups, new.allow_groups);
        set(&mut self.chat_mode, new.chat_mode);
        set(&mut self.mark_as_read_mode, new.mark_as_read_mode);
        set(&mut self.mode, new.mode);
        set(&mut self.json_style, new.json_style);
        set(&mut self.rate_limit_per_second, new.rate_limit_per_second);
        set(&mut self.quota.limit, new.quota);
    }

    /// How bot info names the mark-as-read mode: with chat off it is always automatic.
    pub fn effective_mark_as_read_mode(&self) -> MarkAsReadMode {
        match self.chat_mode {
            ChatMode::Bot => MarkAsReadMode::Auto,
            ChatMode::Chat => self.mark_as_read_mode,
        }
    }

    /// The key by which the account's picture is served.
    pub fn picture_key(&self) -> String {
        format!("oa-{}", self.channel_id)
    }
}

impl World {
    /// Makes a channel.
    pub fn create_channel(
        &mut self,
        provider: Option<&str>,
        id: Option<String>,
        secret: Option<String>,
        settings: ChannelSettings,
    ) -> Result<&Channel, Refused> {
        let provider = self.provider(provider, None);
        let id = ChannelId(id.unwrap_or_else(|| (2_000_000_101 + self.channels.len()).to_string()));
        if self.channels.contains_key(&id) {
            return Err(Refused::Conflict(format!("channel {id} exists already")));
        }
        let mut channel = Channel::new(&self.seed, provider, id.clone(), secret);
        channel.apply(settings);
        self.index_users();
        Ok(self.channels.entry(id).or_insert(channel))
    }

    /// The channel of an official account, named by its ID or by its add-friend URL.
    pub fn channel_of_account(&self, account: &str) -> Result<&Channel, Refused> {
        let id = account_id(account);
        self.channels
            .values()
            .find(|channel| {
                channel.basic_id.eq_ignore_ascii_case(&id)
                    || channel.premium_id.as_ref().is_some_and(|p| p.eq_ignore_ascii_case(&id))
            })
            .ok_or_else(|| Refused::NotFound(format!("official account {id}")))
    }
}

/// Whether a text is the address that adds an official account, such as
/// `https://line.me/R/ti/p/%40123abcde`.
pub fn is_add_friend_url(text: &str) -> bool {
    let path = ["https://line.me/", "http://line.me/", "line://"]
        .iter()
        .find_map(|head| text.trim().strip_prefix(head));
    let id = path.and_then(|path| path.trim_start_matches("R/").strip_prefix("ti/p/"));
    id.is_some_and(|id| !id.is_empty())
}

/// Reads `@123abcde`, `123abcde` or `https://line.me/R/ti/p/%40123abcde`.
fn account_id(account: &str) -> String {
    let last = account
        .trim()
        .split_once("/ti/p/")
        .map_or(account.trim(), |(_, id)| id.split(['?', '#', '/']).next().unwrap_or(id));
    let plain = percent_encoding::percent_decode_str(last).decode_utf8_lossy();
    format!("@{}", plain.trim_start_matches('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_url_or_its_id() {
        for written in [
            "https://line.me/R/ti/p/%40123abcde",
            "https://line.me/R/ti/p/@123abcde?from=qr",
            " @123abcde ",
            "123abcde",
        ] {
            assert_eq!(account_id(written), "@123abcde", "{written}");
        }
    }

    #[test]
    fn an_address_that_adds_is_told_from_others() {
        for url in ["https://line.me/R/ti/p/%40a", "https://line.me/ti/p/@a", "line://ti/p/@a"] {
            assert!(is_add_friend_url(url), "{url}");
        }
        for url in ["https://a.example/R/ti/p/@a", "https://line.me/R/ti/p/", "@a", "WIFI:S:x;;"] {
            assert!(!is_add_friend_url(url), "{url}");
        }
    }

    #[test]
    fn settings_tell_null_from_left_out() {
        let mut channel = Channel::new("s", "p".into(), "1".into(), None);
        channel.apply(serde_json::from_str(r#"{"quota":5,"webhookUrl":"http://x"}"#).unwrap());
        channel.apply(serde_json::from_str(r#"{"name":"A"}"#).unwrap());
        assert_eq!(channel.quota.limit, Some(5));
        channel.apply(serde_json::from_str(r#"{"quota":null,"webhookUrl":null}"#).unwrap());
        assert_eq!((channel.quota.limit, channel.webhook_url), (None, None));
    }
}
