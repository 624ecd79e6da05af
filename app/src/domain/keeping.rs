//! How one member keeps a room in their own list. Nobody else sees it, on either side.

use serde::{Deserialize, Serialize};

use super::Seq;

/// How a member keeps a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "four marks, each of which holds by itself")]
pub struct Keeping {
    /// It stands above all that are not pinned.
    #[serde(skip_serializing_if = "is_off")]
    pub pinned: bool,
    /// What is new in it calls nobody.
    #[serde(skip_serializing_if = "is_off")]
    pub muted: bool,
    /// It is out of the list until something new comes.
    #[serde(skip_serializing_if = "is_off")]
    pub hidden: bool,
    /// The member wants to come back to it, though all of it was read.
    #[serde(skip_serializing_if = "is_off")]
    pub unread: bool,
}

/// What a member does with a room in their list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomAct {
    /// Puts it above the others.
    Pin,
    /// Puts it back among the others.
    Unpin,
    /// Has it call nobody.
    Mute,
    /// Has it call again.
    Unmute,
    /// Takes it out of the list until something new comes.
    Hide {
        /// The newest message the member knew of: whatever is newer brings the room back.
        seen: Seq,
    },
    /// Brings it back into the list.
    Show,
    /// Marks it to come back to.
    MarkUnread,
    /// Takes that mark away.
    Unmark,
}

impl Keeping {
    /// Whether it is kept as every room is at first.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a room with so many unread messages is counted where a number says that somebody waits.
    pub const fn calls(self, unread: u32) -> bool {
        (unread > 0 || self.unread) && !self.muted && !self.hidden
    }

    /// How it is kept after an act.
    #[must_use]
    pub const fn after(self, act: RoomAct) -> Self {
        match act {
            RoomAct::Pin => Self { pinned: true, ..self },
            RoomAct::Unpin => Self { pinned: false, ..self },
            RoomAct::Mute => Self { muted: true, ..self },
            RoomAct::Unmute => Self { muted: false, ..self },
            RoomAct::Hide { .. } => Self { hidden: true, ..self },
            RoomAct::Show => Self { hidden: false, ..self },
            RoomAct::MarkUnread => Self { unread: true, ..self },
            RoomAct::Unmark => Self { unread: false, ..self },
        }
    }
}

impl RoomAct {
    /// Whether it says anything of a room whose newest message has this number.
    pub const fn holds(self, last: Seq) -> bool {
        match self {
            Self::Hide { seen } => last.0 <= seen.0,
            Self::Pin
            | Self::Unpin
            | Self::Mute
            | Self::Unmute
            | Self::Show
            | Self::MarkUnread
            | Self::Unmark => true,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
const fn is_off(mark: &bool) -> bool {
    !*mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_as_at_first_takes_no_place_on_the_wire() {
        assert_eq!(serde_json::to_string(&Keeping::default()).unwrap(), "{}");
        let kept = Keeping::default().after(RoomAct::Pin).after(RoomAct::MarkUnread);
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(text, r#"{"pinned":true,"unread":true}"#);
        assert_eq!(serde_json::from_str::<Keeping>(&text).unwrap(), kept);
    }

    #[test]
    fn what_is_muted_or_hidden_calls_nobody() {
        let loose = Keeping::default();
        assert!(loose.calls(1) && !loose.calls(0));
        assert!(loose.after(RoomAct::MarkUnread).calls(0));
        for act in [RoomAct::Mute, RoomAct::Hide { seen: Seq(1) }] {
            assert!(!loose.after(RoomAct::MarkUnread).after(act).calls(1), "{act:?}");
        }
    }

    #[test]
    fn what_a_member_has_not_seen_is_not_hidden_with_the_room() {
        let hide = RoomAct::Hide { seen: Seq(4) };
        assert!(hide.holds(Seq(4)) && !hide.holds(Seq(5)));
        assert_eq!(serde_json::to_string(&hide).unwrap(), r#"{"hide":{"seen":4}}"#);
    }

    #[test]
    fn every_act_is_taken_back_by_its_opposite() {
        let pairs = [
            (RoomAct::Pin, RoomAct::Unpin),
            (RoomAct::Mute, RoomAct::Unmute),
            (RoomAct::Hide { seen: Seq(1) }, RoomAct::Show),
            (RoomAct::MarkUnread, RoomAct::Unmark),
        ];
        for (act, opposite) in pairs {
            assert!(!Keeping::default().after(act).is_default(), "{act:?}");
            assert!(Keeping::default().after(act).after(opposite).is_default(), "{act:?}");
        }
    }
}
