//! A member as LINE users may know them: what stands on the profile card and on the public page.

use super::{Language, MemberId, PhotoVersion, Profile};

/// What LINE users may learn of a member. There is none of a member whom they cannot reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// Who. Nothing that is shown says it.
    pub member: MemberId,
    /// The name in the company directory.
    pub name: String,
    /// The group in the company directory.
    pub group: Option<String>,
    /// The company's name.
    pub company: Option<String>,
    /// The photo in the company directory.
    pub photo: Option<PhotoVersion>,
    /// What the member says of themselves.
    pub profile: Profile,
    /// The official account's ID, such as `@123abcde`.
    pub line_id: String,
    /// The member's choice of language.
    pub language: Language,
}

impl Introduction {
    /// Where they work.
    pub fn place(&self) -> Option<String> {
        place_of(self.group.clone(), self.company.clone())
    }
}

/// Where somebody works: `Design · Sagawa Kitchen & Bath`.
pub fn place_of(group: Option<String>, company: Option<String>) -> Option<String> {
    let parts: Vec<_> = [group, company].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn nothing_is_said_of_what_is_not_known() {
        let (design, sagawa) = (Some("Design".to_owned()), Some("Sagawa".to_owned()));
        assert_eq!(place_of(design.clone(), sagawa).as_deref(), Some("Design · Sagawa"));
        assert_eq!(place_of(design, None).as_deref(), Some("Design"));
        assert_eq!(place_of(None, None), None);
    }
}
