//! The pictures that the company shows of itself: its members' photos and its logo (those that members
//! give a room are in [`super::edit_room`]). A picture is
//! replaced, and its address with it, in the transaction that changes its owner's row.

use std::collections::BTreeSet;

use app::domain::{Event, MemberId, Person, PhotoSize, PhotoVersion, RoomId};
use axum::body::Bytes;
use rand::CryptoRng;
use uuid::Uuid;

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::{PhotoKey, Singleton},
    permission,
    schema::{CompanyRow, MemberRow, PhotoRow, RoomRow, SeatRow},
    views,
};
use crate::media::Photo;

/// A picture with the version that it is to be kept under.
#[derive(Clone, Debug)]
pub struct NewPhoto {
    version: PhotoVersion,
    photo: Photo,
}

impl NewPhoto {
    /// Gives a picture a version that nobody can guess. The same picture, uploaded again, gets another
    /// one: what was removed does not come back under its old address.
    pub fn mint(photo: Photo, rng: &mut impl CryptoRng) -> Self {
        let mut bits = [0; 16];
        rng.fill_bytes(&mut bits);
        Self { version: PhotoVersion::of_bits(u128::from_be_bytes(bits)), photo }
    }
}

/// A member's photo is another one, or none.
struct SetPhoto {
    member: MemberId,
    photo: Option<NewPhoto>,
    /// Who sees it beside the member's messages.
    colleagues: BTreeSet<MemberId>,
}

impl Command for SetPhoto {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = draft.need::<MemberRow>(self.member).await?;
        let before = views::photo(&row);
        if before.is_none() && self.photo.is_none() {
            return Ok(());
        }
        row.photo = replace(draft, before.as_ref(), self.photo.as_ref());
        let person = views::member_person(self.member, &row);
        draft.put::<MemberRow>(self.member, row);
        draft.emit(self.member, Event::Person { person: person.clone() }).await?;
        for colleague in self.colleagues.iter().copied() {
            if permission::permitted(draft, colleague).await? {
                draft.emit(colleague, Event::Person { person: person.clone() }).await?;
            }
        }
        Ok(())
    }
}

/// The company's logo is another one, or none.
pub struct SetLogo(pub Option<NewPhoto>);

impl Command for SetLogo {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = draft.get::<CompanyRow>(Singleton).await?.unwrap_or_default();
        row.logo = replace(draft, logo(&row).as_ref(), self.0.as_ref());
        draft.put::<CompanyRow>(Singleton, row);
        Ok(())
    }
}

/// Removes one picture and keeps another; answers what is to stand in the owner's row.
pub(super) fn replace(
    draft: &mut Draft<'_>,
    before: Option<&PhotoVersion>,
    after: Option<&NewPhoto>,
) -> Option<String> {
    for size in PhotoSize::ALL {
        if let Some(version) = before {
            draft.delete::<PhotoRow>(PhotoKey::of(version, size));
        }
        if let Some(NewPhoto { version, photo }) = after {
            let bytes = photo.bytes(size).clone().into();
            draft.insert::<PhotoRow>(PhotoKey::of(version, size), PhotoRow { bytes });
        }
    }
    after.map(|photo| photo.version.to_string())
}

fn logo(row: &CompanyRow) -> Option<PhotoVersion> {
    row.logo.as_deref().and_then(PhotoVersion::parse)
}

impl Store {
    /// Gives a member another photo, or none. Every device that shows it learns of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such member, or the database's failure.
    pub async fn set_photo(
        &self,
        member: MemberId,
        photo: Option<NewPhoto>,
    ) -> Result<(), StoreError> {
        let colleagues = self.colleagues(member).await?;
        self.run(SetPhoto { member, photo, colleagues }).await
    }

    /// A member's name and photo.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such member, or the database's failure.
    pub async fn member_person(&self, member: MemberId) -> Result<Person, StoreError> {
        let row = self.get::<MemberRow>(member).await?.ok_or(StoreError::NotFound)?;
        Ok(views::member_person(member, &row))
    }

    /// A picture's file in one size, if there is such a picture.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn photo(
        &self,
        version: &PhotoVersion,
        size: PhotoSize,
    ) -> Result<Option<Bytes>, StoreError> {
        let row = self.get::<PhotoRow>(PhotoKey::of(version, size)).await?;
        Ok(row.map(|row| row.bytes.into()))
    }

    /// The company's logo, if an admin has given it one.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn logo(&self) -> Result<Option<PhotoVersion>, StoreError> {
        Ok(self.get::<CompanyRow>(Singleton).await?.as_ref().and_then(logo))
    }

    /// The members who share a room with this one. Who joins a room later reads the people in it then.
    async fn colleagues(&self, member: MemberId) -> Result<BTreeSet<MemberId>, StoreError> {
        let [first, last] = [Uuid::nil(), Uuid::max()].map(|room| (member, RoomId::new(room)));
        let seats = self.range::<SeatRow>(first, last, usize::MAX).await?;
        let rooms = seats.iter().map(|(_, seat)| RoomId::new(seat.room));
        let rooms = self.get_all::<RoomRow>(rooms).await?;
        let members = rooms.into_iter().flat_map(|(_, room)| room.members).map(MemberId::new);
        Ok(members.filter(|other| *other != member).collect())
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{Cursor, Email, Role};

    use super::*;
    use crate::{
        media::photo::testing::{BLUE, RED, photo},
        outbox::store::{Content, OutboxStore, Writer},
        store::{
            Behind,
            members::{PutMember, Unless},
            testing::{Company, NOW},
        },
    };

    fn minted(colour: [u8; 3]) -> NewPhoto {
        NewPhoto::mint(photo(colour), &mut rand::rng())
    }

    /// The frames of a member's stream.
    async fn frames(company: &Company, member: MemberId, since: Cursor) -> Vec<String> {
        let behind = company.store.behind(member, since).await.unwrap();
        let Behind::Frames(frames, _) = behind else { panic!("{behind:?}") };
        frames
    }

    async fn is_there(company: &Company, photo: &NewPhoto) -> [bool; 3] {
        let mut found = [false; 3];
        for (found, size) in found.iter_mut().zip(PhotoSize::ALL) {
            let bytes = company.store.photo(&photo.version, size).await.unwrap();
            *found = bytes.as_ref() == Some(photo.photo.bytes(size));
        }
        found
    }

    #[tokio::test]
    async fn a_photo_is_told_to_the_members_devices_and_replaces_the_one_before() {
        let company = Company::in_memory().await;
        let (store, member) = (&company.store, company.member);
        let (first, second) = (minted(RED), minted(RED));
        assert_ne!(first.version, second.version, "the same picture again is another one");

        store.set_photo(member, Some(first.clone())).await.unwrap();
        let path = first.version.path(PhotoSize::Small);
        let told = frames(&company, member, Cursor(0)).await;
        assert!(told.len() == 1 && told[0].contains(&path), "{told:?}");
        assert_eq!(store.snapshot(member).await.unwrap().me.picture, Some(path));
        assert_eq!(is_there(&company, &first).await, [true; 3]);

        store.set_photo(member, Some(second.clone())).await.unwrap();
        assert_eq!(is_there(&company, &first).await, [false; 3]);
        assert_eq!(is_there(&company, &second).await, [true; 3]);

        for _ in 0..2 {
            store.set_photo(member, None).await.unwrap();
        }
        assert_eq!(is_there(&company, &second).await, [false; 3]);
        assert_eq!(store.snapshot(member).await.unwrap().me.picture, None);
        let told = frames(&company, member, Cursor(0)).await.len();
        assert_eq!(told, 3, "to remove what is not there is no news");
    }

    #[tokio::test]
    async fn what_is_sent_carries_the_photo_of_who_wrote_it() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let (room, photo) = (company.room().await, minted(BLUE));
        company.say(room, "hello").await.unwrap();
        company.store.set_photo(company.member, Some(photo.clone())).await.unwrap();
        let job = company.store.next(room).await.unwrap().unwrap();
        let Content::Said { author, .. } = job.content else { panic!("{:?}", job.content) };
        let Some(Writer::Member { photo: sent, .. }) = author else { panic!("{author:?}") };
        assert_eq!(sent, Some(photo.version));
    }

    /// Seats a member in a room.
    struct Join(MemberId, RoomId);

    impl Command for Join {
        type Output = ();

        async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
            let mut room = draft.need::<RoomRow>(self.1).await?;
            room.members.push(self.0.uuid());
            draft.put::<RoomRow>(self.1, room);
            let seat = SeatRow::new(self.1, 0);
            draft.insert::<SeatRow>((self.0, self.1), seat);
            Ok(())
        }
    }

    #[tokio::test]
    async fn colleagues_in_a_room_learn_of_it_and_nobody_else_does() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let [colleague, stranger] = ["ren@example.com", "mio@example.com"].map(|email| PutMember {
            fresh: MemberId::new(Uuid::now_v7()),
            email: Email::parse(email).unwrap(),
            name: email.into(),
            group: None,
            role: Role::Member,
            password_hash: "x".into(),
            unless: Unless::Never,
            now: NOW,
        });
        let (colleague, _) = company.store.run(colleague).await.unwrap();
        let (stranger, _) = company.store.run(stranger).await.unwrap();
        company.store.run(Join(colleague, company.room().await)).await.unwrap();

        let photo = minted(RED);
        company.store.set_photo(company.member, Some(photo.clone())).await.unwrap();
        let told = frames(&company, colleague, Cursor(0)).await;
        assert!(told.len() == 1 && told[0].contains(photo.version.as_str()), "{told:?}");
        assert!(frames(&company, stranger, Cursor(0)).await.is_empty());
    }

    #[tokio::test]
    async fn a_logo_replaces_the_one_before() {
        let company = Company::in_memory().await;
        let (first, second) = (minted(RED), minted(BLUE));
        company.store.run(SetLogo(Some(first.clone()))).await.unwrap();
        company.store.run(SetLogo(Some(second.clone()))).await.unwrap();
        assert_eq!(company.store.logo().await.unwrap(), Some(second.version.clone()));
        assert_eq!(is_there(&company, &first).await, [false; 3]);
        assert_eq!(is_there(&company, &second).await, [true; 3]);
        company.store.run(SetLogo(None)).await.unwrap();
        assert_eq!(company.store.logo().await.unwrap(), None);
        assert_eq!(is_there(&company, &second).await, [false; 3]);
    }

    #[tokio::test]
    async fn nobody_who_is_not_there_gets_a_photo() {
        let company = Company::in_memory().await;
        let photo = minted(RED);
        let set = company.store.set_photo(MemberId::new(Uuid::nil()), Some(photo.clone())).await;
        assert!(matches!(set, Err(StoreError::NotFound)), "{set:?}");
        assert_eq!(is_there(&company, &photo).await, [false; 3]);
    }
}
