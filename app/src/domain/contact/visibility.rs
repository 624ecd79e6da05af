//! Whose a contact is, and who of the company sees it.

use serde::{Deserialize, Serialize};

use crate::domain::MemberId;

/// Who sees a contact, besides its Contact Master.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", content = "chosen", rename_all = "snake_case")]
pub enum Visibility {
    /// Every member who may talk with LINE users.
    #[default]
    All,
    /// These of them.
    Members(Vec<MemberId>),
    /// Those of them who are in these groups of the company directory.
    Groups(Vec<String>),
}

/// Whose a contact is, and who sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// The Contact Master: the member who looks after it.
    pub owner: MemberId,
    /// Who else sees it.
    pub visibility: Visibility,
}

/// The member who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Who.
    pub id: MemberId,
    /// Their group in the company directory.
    pub group: Option<String>,
}

impl Sharing {
    /// Whether this member sees the contact, given that they may talk with LINE users.
    pub fn is_shown_to(&self, reader: &Reader) -> bool {
        self.owner == reader.id
            || match &self.visibility {
                Visibility::All => true,
                Visibility::Members(members) => members.contains(&reader.id),
                Visibility::Groups(groups) => {
                    reader.group.as_ref().is_some_and(|group| groups.contains(group))
                }
            }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_contact_is_seen_by_its_master_and_by_whom_it_is_shown_to() {
        let [aoi, ren, mei] = [1, 2, 3].map(|n| MemberId::new(Uuid::from_u128(n)));
        let sales = || vec!["Sales".to_owned()];
        let reader = |id, group: Option<&str>| Reader { id, group: group.map(str::to_owned) };
        for (visibility, id, group, seen) in [
            (Visibility::All, mei, None, true),
            (Visibility::Members(vec![ren]), ren, None, true),
            (Visibility::Members(vec![ren]), mei, Some("Sales"), false),
            (Visibility::Members(Vec::new()), aoi, None, true),
            (Visibility::Groups(sales()), mei, Some("Sales"), true),
            (Visibility::Groups(sales()), mei, Some("Design"), false),
            (Visibility::Groups(sales()), mei, None, false),
        ] {
            let sharing = Sharing { owner: aoi, visibility };
            assert_eq!(sharing.is_shown_to(&reader(id, group)), seen, "{sharing:?} {id} {group:?}");
        }
    }
}
