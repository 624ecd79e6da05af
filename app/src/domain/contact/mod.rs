//! What a company keeps of a LINE user in its address book, the list "Clients/Partners": apart from
//! what LINE says of them, which is never written over.

mod birthday;
mod form;
mod merge;
mod visibility;

use serde::{Deserialize, Serialize};

pub use self::{
    birthday::{Birthday, NotABirthday},
    form::{ContactFault, ContactField, ContactForm, limits, tags_of},
    visibility::{Reader, Sharing, Visibility},
};
use super::{Block, ContactId, Person, RoomId};

/// Contacts in one stretch of the list.
pub const CONTACTS_PAGE: u32 = 100;

/// What the company keeps of somebody. Made by [`ContactForm::read`] alone, so that the limits hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactCard {
    /// The name that stands everywhere in the company instead of LINE's; empty leaves LINE's.
    pub name: String,
    /// How the name is read (furigana): lists are in its order.
    pub reading: String,
    /// Where they work.
    pub company: String,
    /// As what.
    pub title: String,
    /// Where they can be called.
    pub phones: Vec<Way>,
    /// Where they can be written to.
    pub emails: Vec<Way>,
    /// Where they are.
    pub address: String,
    /// When they were born.
    pub birthday: Option<Birthday>,
    /// What else is to be known.
    pub memo: String,
    /// What the company has fields of its own for.
    pub custom: Vec<CustomField>,
    /// The company's tags.
    pub tags: Vec<String>,
}

/// A way to reach somebody: a phone number or an e-mail address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// Which of theirs it is.
    pub label: Label,
    /// The number or address, as typed.
    pub value: String,
}

/// Which phone or mailbox it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// At work.
    #[default]
    Work,
    /// The one they carry.
    Mobile,
    /// At home.
    Home,
    /// A fax machine.
    Fax,
    /// Any other.
    Other,
}

impl Label {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Work, Self::Mobile, Self::Home, Self::Fax, Self::Other];
}

/// A field of the company's own making.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// What it is called.
    pub name: String,
    /// What stands in it.
    pub value: String,
}

/// A contact in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactEntry {
    /// Who.
    pub id: ContactId,
    /// The name to show; empty when neither the company nor LINE has told one.
    pub name: String,
    /// Where they work.
    pub company: String,
    /// As what.
    pub title: String,
    /// Where this server serves LINE's picture (a path on this site), if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// The company's tags.
    pub tags: Vec<String>,
    /// The reader's own tags, which nobody else sees.
    pub my_tags: Vec<String>,
}

/// Where a contact lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    /// In Clients/Partners.
    #[default]
    Kept,
    /// In the trash, from which it can be restored.
    Trash,
}

/// A tag that contacts can be found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "whose", content = "tag", rename_all = "snake_case")]
pub enum Tag {
    /// One of the company's.
    Company(String),
    /// One of the reader's own.
    Mine(String),
}

/// Which contacts are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactQuery {
    /// Where they lie.
    pub shelf: Shelf,
    /// What was typed into the search.
    pub search: String,
    /// Only those with this tag.
    pub tag: Option<Tag>,
    /// How many that match are left out at the beginning.
    pub from: u32,
}

/// A stretch of the list, in the order of readings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPage {
    /// The contacts, at most [`CONTACTS_PAGE`].
    pub contacts: Vec<ContactEntry>,
    /// How many match in all.
    pub found: u32,
    /// The tags of all that lie there.
    pub tags: Vec<Tag>,
}

/// What LINE says of a person: theirs, and the company cannot change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineProfile {
    /// Who, of several LINE accounts of one person.
    pub id: ContactId,
    /// The name on LINE; empty when LINE has not told it.
    pub name: String,
    /// Where this server serves the picture (a path on this site), if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// The status message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_message: Option<String>,
    /// The language of their LINE app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether the reader has blocked them; none where the two have never met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<Block>,
}

/// A contact as a member who may see it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Who.
    pub id: ContactId,
    /// What the company keeps of them.
    pub card: ContactCard,
    /// The reader's own tags.
    pub my_tags: Vec<String>,
    /// Where it lies.
    pub shelf: Shelf,
    /// Grows with every change: who saves must have seen the newest.
    pub edition: u32,
    /// Whose it is, and who sees it.
    pub sharing: Sharing,
    /// The Contact Master and the chosen members, to be drawn.
    pub people: Vec<Person>,
    /// What this reader may do with it.
    pub rights: Rights,
    /// Their LINE accounts; more than one where contacts were merged.
    pub line: Vec<LineProfile>,
    /// The direct rooms with them that the reader has a seat in.
    pub rooms: Vec<RoomId>,
}

/// What a member may do with a contact that they see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rights {
    /// Change what is kept, move it to the trash and back.
    Edit,
    /// That, and say whose it is and who sees it, delete it for good, merge it into another.
    Manage,
}

/// Whether a LINE user stands in Clients/Partners, as far as a member may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeping {
    /// They do not.
    NotKept,
    /// They do, as this contact.
    Kept(ContactId),
    /// They did: this contact lies in the trash.
    Trashed(ContactId),
}

/// What came of adding a LINE user to Clients/Partners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Added {
    /// They stand there as this contact.
    As(ContactId),
    /// A colleague keeps them there already, and has not shared the contact with the member.
    ByAnother,
}

/// What came of saving a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Saved {
    /// It is kept.
    Kept {
        /// As it is now.
        contact: Box<Contact>,
    },
    /// Nothing is kept: this is wrong with it.
    Faulty {
        /// What.
        faults: Vec<ContactFault>,
    },
    /// Nothing is kept: somebody else has saved meanwhile.
    Overtaken {
        /// As it is now.
        contact: Box<Contact>,
    },
    /// It is kept, and by what was saved the member does not see it any more.
    GivenAway,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MemberId;

    #[test]
    fn a_contact_on_the_wire() {
        let id: ContactId = "0191d5c8-0000-7000-8000-00000000000c".parse().unwrap();
        let owner: MemberId = "0191d5c8-0000-7000-8000-00000000000d".parse().unwrap();
        let way = |label, value: &str| Way { label, value: value.into() };
        let card = ContactCard {
            name: "佐藤 由紀".into(),
            reading: "さとう ゆき".into(),
            phones: vec![way(Label::Mobile, "090-1234-5678")],
            birthday: Some(Birthday::parse("4/12").unwrap()),
            custom: vec![CustomField { name: "顧客番号".into(), value: "A-17".into() }],
            tags: vec!["施主".into()],
            ..ContactCard::default()
        };
        let line = LineProfile {
            id,
            name: "ゆき🌸".into(),
            picture: None,
            status_message: None,
            language: Some("ja".into()),
            block: Some(Block::Off),
        };
        let contact = Contact {
            id,
            card,
            my_tags: vec!["急ぎ".into()],
            shelf: Shelf::Kept,
            edition: 3,
            sharing: Sharing { owner, visibility: Visibility::Groups(vec!["Design".into()]) },
            people: Vec::new(),
            rights: Rights::Manage,
            line: vec![line],
            rooms: Vec::new(),
        };
        let outcomes = [
            Saved::Kept { contact: Box::new(contact) },
            Saved::Faulty { faults: vec![ContactFault::Birthday] },
        ];
        insta::assert_json_snapshot!(outcomes);
        let text = serde_json::to_string(&outcomes).unwrap();
        assert_eq!(serde_json::from_str::<[Saved; 2]>(&text).unwrap(), outcomes);
    }
}
