//! The company directory as an admin sees it.

use serde::{Deserialize, Serialize};

use super::{Choice, Email, MemberId, Role, Rules};

/// Members in one page of the directory.
pub const DIRECTORY_PAGE: u32 = 50;

/// The company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Its name, which stands in its members' profiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is, as two letters (ISO 3166): phone numbers without a country code are of there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Who may talk with LINE users.
    pub rules: Rules,
}

/// A member in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryEntry {
    /// Who.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// The group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Where this server serves their photo (a path on this site), if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// What they sign in with.
    pub email: Email,
    /// What they may do.
    pub role: Role,
    /// Whether the account may be used.
    pub standing: Standing,
    /// Whether they have chosen a password.
    pub password: PasswordState,
    /// Whether an admin has chosen them to talk with LINE users.
    pub choice: Choice,
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may.
    Active,
    /// It may not; everything of it is kept.
    Deactivated,
}

/// Whether a member has chosen a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordState {
    /// They have.
    Chosen,
    /// They have not: they cannot log in.
    None,
}

/// A stretch of the directory, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryPage {
    /// The members, at most [`DIRECTORY_PAGE`].
    pub members: Vec<DirectoryEntry>,
    /// How many stand before them.
    pub from: u32,
    /// How many were found in all.
    pub found: u32,
}

/// Whether somebody with this name, group and address is meant by what was typed into a search: every
/// word of it stands in one of them, whatever its case.
pub fn is_meant(search: &str, texts: [&str; 3]) -> bool {
    let texts = texts.map(str::to_lowercase);
    let search = search.to_lowercase();
    search.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::is_meant;

    #[test]
    fn every_word_of_a_search_must_be_found() {
        let aoi = ["林 葵", "Design", "aoi@example.com"];
        for (search, meant) in
            [("", true), ("葵", true), ("AOI des", true), ("aoi sales", false), ("　葵　", true)]
        {
            assert_eq!(is_meant(search, aoi), meant, "{search:?}");
        }
    }
}
