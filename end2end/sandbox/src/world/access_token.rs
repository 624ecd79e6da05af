//! Channel access tokens: stateless (15 minutes), short-lived (30 days) and long-lived.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    clock::{DAY, MINUTE, Millis},
    ids::ChannelId,
};

const MOST_SHORT_LIVED: usize = 30;

/// The kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// From `/oauth2/v3/token`; cannot be revoked.
    Stateless,
    /// From `/v2/oauth/accessToken`; at most 30, the oldest goes.
    ShortLived,
    /// From the console.
    LongLived,
}

impl Kind {
    /// How long a token of this kind lives.
    pub fn life(self) -> Millis {
        match self {
            Self::Stateless => 15 * MINUTE,
            Self::ShortLived => 30 * DAY,
            Self::LongLived => 100 * 365 * DAY,
        }
    }
}

/// A token's owner and life.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessToken {
    /// The channel it stands for.
    pub channel: ChannelId,
    /// Its kind.
    pub kind: Kind,
    issued_at: Millis,
    /// Until when it is good.
    pub expires_at: Millis,
}

/// All tokens.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessTokens(HashMap<String, AccessToken>);

impl AccessTokens {
    /// Issues a token.
    pub fn issue(&mut self, channel: &ChannelId, kind: Kind, now: Millis) -> String {
        if kind == Kind::ShortLived {
            self.make_room(channel);
        }
        let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let state = AccessToken {
            channel: channel.clone(),
            kind,
            issued_at: now,
            expires_at: now + kind.life(),
        };
        self.0.insert(token.clone(), state);
        token
    }

    fn make_room(&mut self, channel: &ChannelId) {
        let mut held: Vec<(Millis, String)> = self
            .0
            .iter()
            .filter(|(_, state)| state.kind == Kind::ShortLived && state.channel == *channel)
            .map(|(token, state)| (state.issued_at, token.clone()))
            .collect();
        held.sort();
        let excess = (held.len() + 1).saturating_sub(MOST_SHORT_LIVED);
        for (_, token) in held.into_iter().take(excess) {
            self.0.remove(&token);
        }
    }

    /// The token, while it is good.
    pub fn valid(&self, token: &str, now: Millis) -> Option<&AccessToken> {
        self.0.get(token).filter(|state| now < state.expires_at)
    }

    /// Takes a token back; stateless ones cannot be.
    pub fn revoke(&mut self, token: &str) {
        if self.0.get(token).is_some_and(|state| state.kind != Kind::Stateless) {
            self.0.remove(token);
        }
    }

    /// Makes the tokens of one channel, or of all, useless at once.
    pub fn expire(&mut self, channel: Option<&ChannelId>) {
        self.0.retain(|_, state| channel.is_some_and(|channel| state.channel != *channel));
    }

    /// Drops tokens that are no longer good.
    pub fn prune(&mut self, now: Millis) {
        self.0.retain(|_, state| now < state.expires_at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stateless_token_lives_fifteen_minutes_and_cannot_be_revoked() {
        let channel = ChannelId::from("1");
        let mut tokens = AccessTokens::default();
        let token = tokens.issue(&channel, Kind::Stateless, 0);
        tokens.revoke(&token);
        assert!(tokens.valid(&token, 15 * MINUTE - 1).is_some());
        assert!(tokens.valid(&token, 15 * MINUTE).is_none());
    }

    #[test]
    fn the_oldest_of_thirty_short_lived_tokens_goes() {
        let channel = ChannelId::from("1");
        let mut tokens = AccessTokens::default();
        let all: Vec<_> = (0..31).map(|at| tokens.issue(&channel, Kind::ShortLived, at)).collect();
        assert!(tokens.valid(&all[0], 31).is_none());
        assert!(tokens.valid(&all[1], 31).is_some());
    }

    #[test]
    fn expiring_one_channels_tokens_leaves_the_others() {
        let (one, two) = (ChannelId::from("1"), ChannelId::from("2"));
        let mut tokens = AccessTokens::default();
        let (first, second) =
            (tokens.issue(&one, Kind::LongLived, 0), tokens.issue(&two, Kind::LongLived, 0));
        tokens.expire(Some(&one));
        assert!(tokens.valid(&first, 0).is_none() && tokens.valid(&second, 0).is_some());
        tokens.expire(None);
        assert!(tokens.valid(&second, 0).is_none());
    }
}
