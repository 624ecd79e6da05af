//! Retry keys: a request that was accepted once is answered 409 for a day.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    clock::{DAY, Millis},
    ids::ChannelId,
};

/// What was answered when the key was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// The request that was accepted.
    pub request_id: String,
    /// The messages it sent; none for multicast.
    pub sent_messages: Option<Value>,
    /// When.
    pub at: Millis,
}

/// All accepted keys.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RetryKeys(HashMap<String, Accepted>);

fn place(channel: &ChannelId, key: &str) -> String {
    format!("{channel}/{}", key.to_ascii_lowercase())
}

impl RetryKeys {
    /// The request that was accepted with this key, as long as the key lives.
    pub fn accepted(&self, channel: &ChannelId, key: &str, now: Millis) -> Option<&Accepted> {
        self.0.get(&place(channel, key)).filter(|accepted| now - accepted.at < DAY)
    }

    /// Remembers an accepted request.
    pub fn accept(&mut self, channel: &ChannelId, key: &str, accepted: Accepted) {
        self.0.insert(place(channel, key), accepted);
    }

    /// Drops keys that live no longer.
    pub fn prune(&mut self, now: Millis) {
        self.0.retain(|_, accepted| now - accepted.at < DAY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_lives_a_day_and_belongs_to_its_channel() {
        let channel = ChannelId::from("1");
        let mut keys = RetryKeys::default();
        let accepted = Accepted { request_id: "r".to_owned(), sent_messages: None, at: 0 };
        keys.accept(&channel, "AAAA", accepted.clone());
        assert_eq!(keys.accepted(&channel, "aaaa", DAY - 1), Some(&accepted));
        assert_eq!(keys.accepted(&channel, "aaaa", DAY), None);
        assert_eq!(keys.accepted(&ChannelId::from("2"), "aaaa", 0), None);
    }
}
