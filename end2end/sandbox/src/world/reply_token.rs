//! Reply tokens: one use, one minute from the webhook, and never later than 20 minutes after the
//! event however often the webhook is redelivered.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    clock::{MINUTE, Millis},
    ids::{ChannelId, ChatKey},
};

const LIFE: Millis = MINUTE;
const LONGEST: Millis = 20 * MINUTE;

/// The token cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub struct InvalidReplyToken;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReplyToken {
    channel: ChannelId,
    chat: ChatKey,
    event_at: Millis,
    told_at: Millis,
    used: bool,
}

impl ReplyToken {
    fn good_until(&self) -> Millis {
        (self.told_at + LIFE).min(self.event_at + LONGEST)
    }
}

/// All reply tokens.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReplyTokens(HashMap<String, ReplyToken>);

impl ReplyTokens {
    /// Keeps a new token.
    pub fn issue(&mut self, token: String, channel: ChannelId, chat: ChatKey, at: Millis) {
        let state = ReplyToken { channel, chat, event_at: at, told_at: at, used: false };
        self.0.insert(token, state);
    }

    /// The webhook with this token goes out (again): its minute begins (again).
    pub fn told(&mut self, token: &str, at: Millis) {
        if let Some(state) = self.0.get_mut(token) {
            state.told_at = at;
        }
    }

    /// Which chat the token answers, if it can still be used.
    pub fn check(
        &self,
        token: &str,
        channel: &ChannelId,
        at: Millis,
    ) -> Result<ChatKey, InvalidReplyToken> {
        self.0
            .get(token)
            .filter(|state| state.channel == *channel && !state.used && at <= state.good_until())
            .map(|state| state.chat.clone())
            .ok_or(InvalidReplyToken)
    }

    /// Uses the token up.
    pub fn spend(&mut self, token: &str) {
        if let Some(state) = self.0.get_mut(token) {
            state.used = true;
        }
    }

    /// Drops tokens that can never be used again.
    pub fn prune(&mut self, now: Millis) {
        self.0.retain(|_, state| now <= state.event_at + LONGEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SECOND;

    fn issued() -> (ReplyTokens, ChannelId) {
        let channel = ChannelId::from("1");
        let mut tokens = ReplyTokens::default();
        tokens.issue("t".to_owned(), channel.clone(), ChatKey("1/a".to_owned()), 0);
        (tokens, channel)
    }

    #[test]
    fn a_token_is_used_once() {
        let (mut tokens, channel) = issued();
        assert_eq!(tokens.check("t", &channel, 0), Ok(ChatKey("1/a".to_owned())));
        tokens.spend("t");
        assert_eq!(tokens.check("t", &channel, 0), Err(InvalidReplyToken));
    }

    #[test]
    fn a_token_lives_a_minute_and_serves_its_own_channel() {
        let (tokens, channel) = issued();
        assert!(tokens.check("t", &channel, 60 * SECOND).is_ok());
        assert!(tokens.check("t", &channel, 60 * SECOND + 1).is_err());
        assert!(tokens.check("t", &ChannelId::from("2"), 0).is_err());
        assert!(tokens.check("other", &channel, 0).is_err());
    }

    #[test]
    fn redelivery_gives_another_minute_but_not_beyond_twenty() {
        let (mut tokens, channel) = issued();
        tokens.told("t", 10 * MINUTE);
        assert!(tokens.check("t", &channel, 11 * MINUTE).is_ok());
        tokens.told("t", 19 * MINUTE + 30 * SECOND);
        assert!(tokens.check("t", &channel, 20 * MINUTE).is_ok());
        assert!(tokens.check("t", &channel, 20 * MINUTE + 1).is_err());
    }
}
