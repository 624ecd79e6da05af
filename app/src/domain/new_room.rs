//! What a member says when they bring several LINE users together, or change such a room: its name, what
//! it is for, and who takes part. The people to choose from stand here too.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Barred, ConnectionId, ContactId, MemberId, Person, PersonId, RoomId, text::is_invisible,
};

/// The most characters of a room's name.
pub const ROOM_NAME_MAX: usize = 50;

/// The most characters of a room's description.
pub const ROOM_DESCRIPTION_MAX: usize = 300;

/// The most LINE users that a room brings together: each message is one to each of them.
pub const ROOM_PEOPLE_MAX: usize = 50;

/// LINE users in one page of those to choose from.
pub const CANDIDATES_PAGE: u32 = 50;

/// The most colleagues that one search answers.
pub const COLLEAGUES_MAX: usize = 50;

/// The name of a room: one line with something to read, at most [`ROOM_NAME_MAX`] characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoomName(String);

/// Why a text is no name of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoomNameFault {
    /// There is nothing to read in it.
    #[error("the name is empty")]
    Blank,
    /// It is longer than [`ROOM_NAME_MAX`].
    #[error("the name is {over} characters too long")]
    TooLong {
        /// Characters beyond the limit.
        over: usize,
    },
}

impl RoomName {
    /// Reads a name as typed: control characters, line breaks among them, become spaces, and spaces at
    /// both ends are cut.
    ///
    /// # Errors
    /// When nothing visible is left, or when it is over [`ROOM_NAME_MAX`].
    pub fn parse(typed: &str) -> Result<Self, RoomNameFault> {
        let line: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let name = line.trim();
        if name.chars().all(is_invisible) {
            return Err(RoomNameFault::Blank);
        }
        match name.chars().count().checked_sub(ROOM_NAME_MAX) {
            Some(over) if over > 0 => Err(RoomNameFault::TooLong { over }),
            _ => Ok(Self(name.to_owned())),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a member has a room be called from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Naming {
    /// What it is called already.
    AsBefore,
    /// By the people who are in it now, or as LINE calls its LINE group.
    ByPeople,
    /// By a name of its own.
    Own(RoomName),
}

impl TryFrom<String> for RoomName {
    type Error = RoomNameFault;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        Self::parse(&typed)
    }
}

impl From<RoomName> for String {
    fn from(name: RoomName) -> Self {
        name.0
    }
}

/// What members say a room is for: something to read, at most [`ROOM_DESCRIPTION_MAX`] characters, lines
/// kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoomDescription(String);

/// The description is longer than [`ROOM_DESCRIPTION_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the description is {over} characters too long")]
pub struct RoomDescriptionTooLong {
    /// Characters beyond the limit.
    pub over: usize,
}

impl RoomDescription {
    /// Reads a description as typed; none when there is nothing to read in it.
    ///
    /// # Errors
    /// When it is over [`ROOM_DESCRIPTION_MAX`].
    pub fn parse(typed: &str) -> Result<Option<Self>, RoomDescriptionTooLong> {
        let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
        let clean: String = lines.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let text = clean.trim();
        if text.chars().all(is_invisible) {
            return Ok(None);
        }
        match text.chars().count().checked_sub(ROOM_DESCRIPTION_MAX) {
            Some(over) if over > 0 => Err(RoomDescriptionTooLong { over }),
            _ => Ok(Some(Self(text.to_owned()))),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RoomDescription {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok().flatten().ok_or("not a description")
    }
}

impl From<RoomDescription> for String {
    fn from(description: RoomDescription) -> Self {
        description.0
    }
}

/// A LINE user whom a member can talk with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    #[serde(flatten)]
    pub person: Person,
    /// The direct room with them.
    pub room: RoomId,
    /// The official account they know: people of one room must know the same.
    pub connection: ConnectionId,
    /// Why nothing can be sent to them, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barred: Option<Barred>,
}

impl Candidate {
    /// The company's record of them.
    pub const fn contact(&self) -> Option<ContactId> {
        match self.person.id {
            PersonId::LineUser(id) => Some(id),
            PersonId::Member(_) => None,
        }
    }
}

/// A stretch of the LINE users whom a member can talk with, those of late first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidates {
    /// At most [`CANDIDATES_PAGE`].
    pub people: Vec<Candidate>,
    /// How many were found in all.
    pub found: u32,
}

/// A room that is to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRoom {
    /// Its id, minted by the browser: a call that is repeated makes one room.
    pub id: RoomId,
    /// The LINE users who are brought together.
    pub people: Vec<ContactId>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<RoomName>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<RoomDescription>,
    /// The members who take part besides the one who makes it.
    pub colleagues: Vec<MemberId>,
}

/// Why people cannot be brought together in a room, by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeopleFault {
    /// There is a direct room for one.
    #[error("fewer than two people")]
    TooFew,
    /// More than [`ROOM_PEOPLE_MAX`].
    #[error("more than {ROOM_PEOPLE_MAX} people")]
    TooMany,
    /// Somebody is named twice.
    #[error("somebody is named twice")]
    Twice,
}

impl NewRoom {
    /// Whether as many people are named as a room can bring together, each once.
    ///
    /// # Errors
    /// When they are not.
    pub fn check(&self) -> Result<(), PeopleFault> {
        let distinct: BTreeSet<&ContactId> = self.people.iter().collect();
        match self.people.len() {
            named if named != distinct.len() => Err(PeopleFault::Twice),
            0 | 1 => Err(PeopleFault::TooFew),
            2..=ROOM_PEOPLE_MAX => Ok(()),
            _ => Err(PeopleFault::TooMany),
        }
    }
}

/// How much of a room's past a colleague sees who is added. A LINE user sees none of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum History {
    /// All of it.
    Whole,
    /// None: what is said from now on.
    #[default]
    FromNow,
}

/// People who are to take part in a room from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Additions {
    /// LINE users.
    pub people: Vec<ContactId>,
    /// Members.
    pub colleagues: Vec<MemberId>,
    /// What these members may see.
    pub history: History,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn contact(n: usize) -> ContactId {
        ContactId::new(Uuid::from_u128(n as u128))
    }

    fn room(people: Vec<ContactId>) -> NewRoom {
        NewRoom {
            id: RoomId::new(Uuid::from_u128(1)),
            people,
            name: None,
            description: None,
            colleagues: Vec::new(),
        }
    }

    #[test]
    fn a_name_is_one_line_with_something_to_read() {
        assert_eq!(RoomName::parse(" タイル\r\n選び\u{0} ").unwrap().as_str(), "タイル  選び");
        for typed in ["", "　 \n", "\u{200B}\u{FEFF}"] {
            assert_eq!(RoomName::parse(typed), Err(RoomNameFault::Blank), "{typed:?}");
        }
    }

    #[test]
    fn a_name_has_fifty_characters_at_most() {
        assert!(RoomName::parse(&"𠮷".repeat(ROOM_NAME_MAX)).is_ok());
        let over = RoomName::parse(&"あ".repeat(ROOM_NAME_MAX + 2));
        assert_eq!(over, Err(RoomNameFault::TooLong { over: 2 }));
    }

    #[test]
    fn a_description_keeps_its_lines_and_may_be_none() {
        let description = RoomDescription::parse(" 床\r\n壁\u{7} ").unwrap().unwrap();
        assert_eq!(description.as_str(), "床\n壁");
        assert_eq!(RoomDescription::parse(" \n\u{200B}"), Ok(None));
        let over = RoomDescription::parse(&"あ".repeat(ROOM_DESCRIPTION_MAX + 1));
        assert_eq!(over, Err(RoomDescriptionTooLong { over: 1 }));
    }

    #[test]
    fn a_room_brings_two_to_fifty_people_together_each_once() {
        let people = |n: usize| room((0..n).map(contact).collect()).check();
        assert_eq!(people(1), Err(PeopleFault::TooFew));
        assert_eq!(people(2), Ok(()));
        assert_eq!(people(ROOM_PEOPLE_MAX), Ok(()));
        assert_eq!(people(ROOM_PEOPLE_MAX + 1), Err(PeopleFault::TooMany));
        assert_eq!(room(vec![contact(1), contact(1)]).check(), Err(PeopleFault::Twice));
    }

    #[test]
    fn what_is_asked_and_answered_on_the_wire() {
        let person = Person {
            id: PersonId::LineUser(contact(2)),
            name: "佐藤 由紀".into(),
            picture: None,
            group: None,
        };
        let candidates = Candidates {
            people: vec![Candidate {
                person,
                room: RoomId::new(Uuid::from_u128(3)),
                connection: ConnectionId::new(Uuid::from_u128(4)),
                barred: Some(Barred::Unfollowed),
            }],
            found: 1,
        };
        let made = NewRoom {
            name: Some(RoomName::parse("タイル選び").unwrap()),
            description: RoomDescription::parse("床と壁").unwrap(),
            colleagues: vec![MemberId::new(Uuid::from_u128(5))],
            ..room(vec![contact(2), contact(6)])
        };
        let additions = Additions {
            people: vec![contact(7)],
            colleagues: vec![MemberId::new(Uuid::from_u128(8))],
            history: History::FromNow,
        };
        insta::assert_json_snapshot!((&candidates, &made, &additions));
        let json = serde_json::to_string(&(&candidates, &made, &additions)).unwrap();
        let read: (Candidates, NewRoom, Additions) = serde_json::from_str(&json).unwrap();
        assert_eq!(read, (candidates, made, additions));
    }

    #[test]
    fn what_is_no_name_is_not_read_from_the_wire() {
        assert!(serde_json::from_str::<RoomName>(r#"" ""#).is_err());
        assert!(serde_json::from_str::<RoomDescription>(r#""""#).is_err());
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(typed in any::<String>()) {
            if let Ok(name) = RoomName::parse(&typed) {
                prop_assert_eq!(RoomName::parse(name.as_str()), Ok(name.clone()));
            }
            if let Ok(Some(text)) = RoomDescription::parse(&typed) {
                prop_assert_eq!(RoomDescription::parse(text.as_str()), Ok(Some(text.clone())));
            }
        }
    }
}
