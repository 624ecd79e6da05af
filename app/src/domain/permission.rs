//! Who may talk with LINE users: the company's rules, and what they come to for one member.

use serde::{Deserialize, Serialize};

/// The company's rules for talking with LINE users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Whether the company talks with LINE users at all.
    pub line_chat: LineChat,
    /// Who of the company does.
    pub grant: Grant,
    /// What members get who are added from now on, where they are chosen one by one.
    pub newcomers: Newcomers,
}

/// Whether the company talks with LINE users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineChat {
    /// It does.
    On,
    /// Nobody does.
    Off,
}

/// Who may talk with LINE users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// All members.
    Everyone,
    /// The members who were chosen.
    Chosen,
}

/// Whether a new member is chosen from the first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Newcomers {
    /// They are.
    Chosen,
    /// An admin has to choose them.
    NotChosen,
}

/// Whether an admin has chosen a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// They have.
    Chosen,
    /// They have not.
    NotChosen,
}

impl Default for Rules {
    /// Everyone: a company without an official account has nothing to hide, and one that binds its
    /// first means to use it.
    fn default() -> Self {
        Self { line_chat: LineChat::On, grant: Grant::Everyone, newcomers: Newcomers::Chosen }
    }
}

impl Rules {
    /// Whether a member may talk with LINE users.
    pub fn permit(self, choice: Choice) -> bool {
        match (self.line_chat, self.grant) {
            (LineChat::Off, _) => false,
            (LineChat::On, Grant::Everyone) => true,
            (LineChat::On, Grant::Chosen) => choice == Choice::Chosen,
        }
    }
}

impl Newcomers {
    /// The choice a new member starts with.
    pub const fn choice(self) -> Choice {
        match self {
            Self::Chosen => Choice::Chosen,
            Self::NotChosen => Choice::NotChosen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_stands_above_the_choice() {
        let chosen = Rules { grant: Grant::Chosen, ..Rules::default() };
        let off = Rules { line_chat: LineChat::Off, ..Rules::default() };
        for (rules, choice, permitted) in [
            (Rules::default(), Choice::NotChosen, true),
            (chosen, Choice::Chosen, true),
            (chosen, Choice::NotChosen, false),
            (off, Choice::Chosen, false),
        ] {
            assert_eq!(rules.permit(choice), permitted, "{rules:?} {choice:?}");
        }
    }
}
