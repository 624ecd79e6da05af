//! Rooms with several LINE users, as those read them: what they are told, and what they can choose.
//!
//! LINE gives an official account only its chat with each person, so such a room is a relay over those
//! chats. Where a LINE user's words go is their own choice, made by a button and by nothing else. This
//! module owns the buttons and the words; who takes part is the store's affair.

mod words;

use app::domain::RoomId;
use serde::{Deserialize, Serialize};

pub use self::words::{Party, Say, buttons};

/// What a LINE user can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "choice", content = "room", rename_all = "snake_case")]
pub enum Choice {
    /// What they write goes to this room.
    Talk(RoomId),
    /// What they write is read by the member alone; this room was the other choice.
    Alone(RoomId),
    /// They take part in this room no longer.
    Leave(RoomId),
}

/// A button below a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What is on it.
    pub says: String,
    /// What it means.
    #[serde(flatten)]
    pub choice: Choice,
}

const TALK: &str = "kakehashi:talk:";
const ALONE: &str = "kakehashi:alone:";
const LEAVE: &str = "kakehashi:leave:";

impl Choice {
    /// What LINE gives back when the button is pressed.
    pub fn data(self) -> String {
        match self {
            Self::Talk(room) => format!("{TALK}{room}"),
            Self::Alone(room) => format!("{ALONE}{room}"),
            Self::Leave(room) => format!("{LEAVE}{room}"),
        }
    }

    /// Reads it. Nothing else is a choice, however alike.
    pub fn of_data(data: &str) -> Option<Self> {
        let room = |prefix| data.strip_prefix(prefix)?.parse().ok();
        None.or_else(|| room(TALK).map(Self::Talk))
            .or_else(|| room(ALONE).map(Self::Alone))
            .or_else(|| room(LEAVE).map(Self::Leave))
    }

    /// The room it speaks of.
    pub const fn room(self) -> RoomId {
        match self {
            Self::Talk(room) | Self::Alone(room) | Self::Leave(room) => room,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_choice_comes_back_as_it_went() {
        let room = RoomId::new(Uuid::from_u128(7));
        for choice in [Choice::Talk(room), Choice::Alone(room), Choice::Leave(room)] {
            assert_eq!(Choice::of_data(&choice.data()), Some(choice));
        }
        for data in
            ["", "kakehashi:", "kakehashi:talk:", "kakehashi:talk:1", "kakehashi:alone:x", "talk"]
        {
            assert_eq!(Choice::of_data(data), None, "{data}");
        }
    }
}
