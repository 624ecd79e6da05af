//! How people stand to official accounts: friend, blocked, or neither.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Channel, Refused, World, event::NewEvent};
use crate::{
    clock::{DAY, Millis, Moment},
    ids::{ChannelId, EventId, UserKey},
};

/// A non-friend who wrote can be answered for this long.
const STRANGER_WINDOW: Millis = 7 * DAY;

/// What a person has done with an official account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FriendState {
    /// Nothing, or removed it without blocking.
    #[default]
    None,
    /// Added it.
    Friend,
    /// Blocked it.
    Blocked,
}

/// One person's standing to one official account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relation {
    /// Friend, blocked or neither.
    pub state: FriendState,
    /// When the person last wrote.
    pub wrote_at: Option<Millis>,
}

impl Relation {
    /// Whether a message from the account reaches the person's phone.
    pub fn reachable(&self, now: Millis) -> bool {
        match self.state {
            FriendState::Friend => true,
            FriendState::Blocked => false,
            FriendState::None => self.wrote_at.is_some_and(|at| now - at <= STRANGER_WINDOW),
        }
    }
}

impl Channel {
    /// One person's standing.
    pub fn relation(&self, user: &UserKey) -> Relation {
        self.relations.get(user).cloned().unwrap_or_default()
    }
}

impl World {
    /// Changes a person's standing, and tells the bot as LINE would.
    pub fn set_friend_state(
        &mut self,
        now: Moment,
        channel: &ChannelId,
        user: &UserKey,
        state: FriendState,
    ) -> Result<Option<EventId>, Refused> {
        let relation = self.channel_mut(&channel.0)?.relations.entry(user.clone()).or_default();
        let before = std::mem::replace(&mut relation.state, state);
        if before == state {
            return Ok(None);
        }
        self.journal.note(
            now,
            "friend",
            json!({ "channelId": channel, "user": user, "before": before, "state": state }),
        );
        let event = match (before, state) {
            (_, FriendState::Friend) => {
                let unblocked = before == FriendState::Blocked;
                NewEvent::new(channel, "follow")
                    .of_user(user)
                    .with("follow", json!({ "isUnblocked": unblocked }))
                    .with_reply_token()
            }
            (_, FriendState::Blocked) => NewEvent::new(channel, "unfollow").of_user(user),
            (_, FriendState::None) => return Ok(None),
        };
        Ok(self.emit(now, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_is_reachable_for_seven_days_after_writing() {
        let wrote = Relation { state: FriendState::None, wrote_at: Some(0) };
        assert!(wrote.reachable(7 * DAY));
        assert!(!wrote.reachable(7 * DAY + 1));
        assert!(!Relation::default().reachable(0));
        let blocked = Relation { state: FriendState::Blocked, wrote_at: Some(0) };
        assert!(!blocked.reachable(0), "who blocks is not reached even after writing");
    }
}
