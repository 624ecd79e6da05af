//! Messages that this device has written and the server has not confirmed: shown at once, sent in
//! order, and kept until their own event arrives. Plain data; `outbox` does the sending.

use serde::{Deserialize, Serialize};

use crate::{
    api::ApiError,
    domain::{MessageId, RoomId, Timestamp, Writing},
};

/// A message on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The id that the message will keep; repeating a call with it sends nothing twice.
    pub id: MessageId,
    /// Where it was written.
    pub room: RoomId,
    /// What it says.
    pub writing: Writing,
    /// When it was written, by this device's clock.
    pub at: Timestamp,
    /// How far it has come.
    pub state: PendingState,
}

/// How far a message has come on its way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingState {
    /// It goes out as soon as it can.
    Waiting,
    /// The server has it; its event is on the way.
    Accepted,
    /// The server refused it: a person must decide.
    NotSent(Obstacle),
}

/// Why the server would not have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// The LINE user cannot be reached.
    Unreachable,
    /// The member has blocked the LINE user.
    Blocked,
    /// The room is gone.
    NoRoom,
    /// The server could not do it.
    Server,
}

/// What an unsuccessful call means for the message that it carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setback {
    /// Nothing is known of its effect: the same call is repeated later.
    Later,
    /// The session has ended: nothing goes out before the member signs in.
    SignIn,
    /// It will not go out by itself.
    Refused(Obstacle),
}

impl From<&ApiError> for Setback {
    fn from(error: &ApiError) -> Self {
        match error {
            ApiError::Offline => Self::Later,
            ApiError::SignedOut => Self::SignIn,
            ApiError::NotFound => Self::Refused(Obstacle::NoRoom),
            ApiError::Unreachable => Self::Refused(Obstacle::Unreachable),
            ApiError::Blocked => Self::Refused(Obstacle::Blocked),
            ApiError::Invalid { .. } | ApiError::Unavailable => Self::Refused(Obstacle::Server),
        }
    }
}

/// The next one to send: the oldest that waits, so that a room's order is kept.
pub fn next(pending: &[Pending]) -> Option<&Pending> {
    pending.iter().find(|message| message.state == PendingState::Waiting)
}

/// Gives a message its new state, if it is still pending.
pub fn settle(pending: &mut [Pending], id: MessageId, state: PendingState) {
    if let Some(message) = pending.iter_mut().find(|message| message.id == id) {
        message.state = state;
    }
}

/// Puts a refused message back in line: behind what was written since, as a person would.
pub fn retry(pending: &mut Vec<Pending>, id: MessageId) {
    if let Some(at) = pending.iter().position(|message| message.id == id) {
        let mut message = pending.remove(at);
        message.state = PendingState::Waiting;
        pending.push(message);
    }
}

/// How many messages the server is not known to have, of those here and those that the device keeps
/// for any tab.
pub fn unsent(here: &[Pending], kept: &[Pending]) -> usize {
    let elsewhere = kept.iter().filter(|kept| here.iter().all(|message| message.id != kept.id));
    let all = here.iter().chain(elsewhere);
    all.filter(|message| message.state != PendingState::Accepted).count()
}

/// What a device finds when it starts: what was under way goes out again under the same id.
pub fn restored(kept: Vec<Pending>) -> Vec<Pending> {
    let again = |message: Pending| match message.state {
        PendingState::Accepted => Pending { state: PendingState::Waiting, ..message },
        PendingState::Waiting | PendingState::NotSent(_) => message,
    };
    kept.into_iter().map(again).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::TextMessage;

    fn message(n: u128, state: PendingState) -> Pending {
        Pending {
            id: MessageId::new(Uuid::from_u128(n)),
            room: RoomId::new(Uuid::from_u128(100)),
            writing: TextMessage::parse("hello").unwrap().into(),
            at: Timestamp::from_millis(0),
            state,
        }
    }

    fn ids(pending: &[Pending]) -> Vec<u128> {
        pending.iter().map(|message| message.id.uuid().as_u128()).collect()
    }

    #[test]
    fn the_oldest_waiting_one_goes_first() {
        let refused = PendingState::NotSent(Obstacle::Server);
        let pending = [
            message(1, refused),
            message(2, PendingState::Waiting),
            message(3, PendingState::Waiting),
        ];
        assert_eq!(next(&pending).map(|message| message.id), Some(pending[1].id));
        assert_eq!(next(&pending[..1]), None);
    }

    #[test]
    fn a_retry_keeps_the_id_and_goes_behind_what_was_written_since() {
        let refused = PendingState::NotSent(Obstacle::Server);
        let mut pending = vec![message(1, refused), message(2, PendingState::Waiting)];
        let first = pending[0].id;
        retry(&mut pending, first);
        assert_eq!(ids(&pending), [2, 1]);
        assert_eq!(pending[1].state, PendingState::Waiting);
    }

    #[test]
    fn after_a_reload_only_refused_messages_stay_where_they_are() {
        let refused = PendingState::NotSent(Obstacle::NoRoom);
        let kept = vec![
            message(1, PendingState::Accepted),
            message(2, refused),
            message(3, PendingState::Waiting),
        ];
        let states: Vec<_> = restored(kept).into_iter().map(|message| message.state).collect();
        assert_eq!(states, [PendingState::Waiting, refused, PendingState::Waiting]);
    }

    #[test]
    fn logging_out_asks_for_what_any_tab_has_not_sent() {
        let here = [
            message(1, PendingState::Accepted),
            message(2, PendingState::NotSent(Obstacle::NoRoom)),
        ];
        let kept = [message(1, PendingState::Waiting), message(3, PendingState::Waiting)];
        assert_eq!(unsent(&here, &kept), 2);
        assert_eq!(unsent(&here[..1], &kept[..1]), 0);
    }

    #[test]
    fn an_unknown_outcome_is_never_shown_as_a_failure() {
        assert_eq!(Setback::from(&ApiError::Offline), Setback::Later);
    }
}
