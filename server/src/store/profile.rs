//! What members say of themselves to LINE users.

use app::domain::{Event, MemberId, Profile};

use super::{StoreError, draft::Draft, journal::Command, row::to_json, schema::MemberRow, views};

/// A member changes what they say of themselves.
pub struct EditProfile {
    /// Who.
    pub member: MemberId,
    /// What they say from now on.
    pub profile: Profile,
}

impl Command for EditProfile {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = draft.need::<MemberRow>(self.member).await?;
        if views::profile(row.profile.clone())? == self.profile {
            return Ok(());
        }
        row.profile = Some(to_json(&self.profile));
        draft.put::<MemberRow>(self.member, row);
        draft.emit(self.member, Event::Profile { profile: self.profile.clone() }).await
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{About, Cursor};

    use super::*;
    use crate::store::{Behind, testing::Company};

    #[tokio::test]
    async fn a_changed_profile_reaches_the_members_devices_once() {
        let company = Company::in_memory().await;
        let (store, member) = (&company.store, company.member);
        let profile =
            Profile { about: About::parse("図面から").unwrap(), ..Profile::default() };
        for _ in 0..2 {
            store.run(EditProfile { member, profile: profile.clone() }).await.unwrap();
        }
        let Behind::Frames(frames, _) = store.behind(member, Cursor(0)).await.unwrap() else {
            panic!("frames")
        };
        assert_eq!(frames.len(), 1, "the same again is no news");
        assert!(frames[0].contains("図面から"));
        assert_eq!(store.snapshot(member).await.unwrap().me.profile, profile);
    }
}
