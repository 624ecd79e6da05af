//! The name, the description and the picture that members give a room. LINE users see none of them.

use app::domain::{
    MemberId, MessageId, Naming, Notice, PhotoVersion, RoomDescription, RoomId, RoomKind, Timestamp,
};

use super::{
    Store, StoreError,
    draft::Draft,
    error::Refusal,
    journal::Command,
    party, permission,
    photos::{NewPhoto, replace},
    schema::{RoomRow, SeatRow},
    timeline,
    views::{self, Drawn},
};

/// A member says how a room is to be called, and what it is for.
pub struct EditRoom {
    /// Who.
    pub member: MemberId,
    /// Which room.
    pub room: RoomId,
    /// Its name from now on.
    pub name: Naming,
    /// What it is for from now on.
    pub description: Option<RoomDescription>,
    /// A fresh id for the word that the name is another.
    pub fresh: MessageId,
    /// When.
    pub now: Timestamp,
}

impl Command for EditRoom {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let (_, mut room) = editable(draft, self.member, self.room).await?;
        let name = self.own_name(draft, &room).await?;
        let is_renamed = name != room.name;
        let description = self.description.as_ref().map(|text| text.as_str().to_owned());
        if !is_renamed && description == room.description {
            return Ok(());
        }
        (room.name, room.description) = (name, description);
        draft.put::<RoomRow>(self.room, room.clone());
        if !is_renamed {
            return timeline::tell_room(draft, self.room, &room).await;
        }
        let name = views::own_name(&room).unwrap_or_default();
        let notice = Notice::Renamed { by: self.member, name };
        party::note(draft, self.room, notice, self.fresh.uuid(), self.now).await
    }
}

impl EditRoom {
    /// The members' name for the room from now on. What LINE users were told at its making is no name to
    /// go back to: it may have been another one of its own.
    async fn own_name(
        &self,
        draft: &mut Draft<'_>,
        room: &RoomRow,
    ) -> Result<Option<String>, StoreError> {
        Ok(match (&self.name, views::kind(room)?) {
            (Naming::AsBefore, _) => room.name.clone(),
            (Naming::Own(name), _) => Some(name.as_str().to_owned()),
            (Naming::ByPeople, RoomKind::Multi) => {
                Some(party::title(draft, self.room, room).await?)
            }
            (Naming::ByPeople, RoomKind::Direct | RoomKind::Group) => None,
        })
    }
}

/// A member gives a room another picture, or none.
pub struct SetRoomPhoto {
    /// Who.
    pub member: MemberId,
    /// Which room.
    pub room: RoomId,
    /// The picture.
    pub photo: Option<NewPhoto>,
}

impl Command for SetRoomPhoto {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let (_, mut room) = editable(draft, self.member, self.room).await?;
        let before = room.photo.as_deref().and_then(PhotoVersion::parse);
        if before.is_none() && self.photo.is_none() {
            return Ok(());
        }
        room.photo = replace(draft, before.as_ref(), self.photo.as_ref());
        draft.put::<RoomRow>(self.room, room.clone());
        timeline::tell_room(draft, self.room, &room).await
    }
}

/// A member's seat in a room, and the room, where the member may change what it shows of itself.
async fn editable(
    draft: &mut Draft<'_>,
    member: MemberId,
    room: RoomId,
) -> Result<(SeatRow, RoomRow), StoreError> {
    permission::need(draft, member).await?;
    let seat = draft.need::<SeatRow>((member, room)).await?;
    let room = draft.need::<RoomRow>(room).await?;
    match views::kind(&room)? {
        RoomKind::Direct => Err(StoreError::Refused(Refusal::DirectRoom)),
        RoomKind::Multi | RoomKind::Group => Ok((seat, room)),
    }
}

/// A room as the page of its picture shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomFace {
    /// Its name; empty when it has none.
    pub name: String,
    /// Where its picture is, if there is one.
    pub picture: Option<String>,
    /// Whether members gave it that picture.
    pub own: Option<PhotoVersion>,
}

impl Store {
    /// A room's name and picture, for a member who may change them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when they may not, or the database's failure.
    pub async fn room_face(&self, member: MemberId, room: RoomId) -> Result<RoomFace, StoreError> {
        self.need_permission(member).await?;
        let seat = self.get::<SeatRow>((member, room)).await?.ok_or(StoreError::NotFound)?;
        let row = self.get::<RoomRow>(room).await?.ok_or(StoreError::NotFound)?;
        if views::kind(&row)? == RoomKind::Direct {
            return Err(StoreError::NotFound);
        }
        let eyes = self.eyes(member).await?;
        let shown = views::room(room, &row, &seat, &Drawn::new(), &eyes)?;
        let own = row.photo.as_deref().and_then(PhotoVersion::parse);
        Ok(RoomFace { name: shown.title, picture: shown.picture, own })
    }
}

#[cfg(test)]
mod tests {
    use app::{
        domain::{Body, ContactId, Cursor, Event, Frame, LineChat, Room, RoomName, Rules},
        sync::snapshot::PageAt,
    };
    use uuid::Uuid;

    use super::*;
    use crate::{
        media::photo::testing::{RED, photo},
        store::{
            Behind,
            testing::{Company, NOW, colleague, gather},
        },
    };

    fn edit(member: MemberId, room: RoomId, name: &str, description: &str) -> EditRoom {
        EditRoom {
            member,
            room,
            name: RoomName::parse(name).map_or(Naming::AsBefore, Naming::Own),
            description: RoomDescription::parse(description).unwrap(),
            fresh: MessageId::new(Uuid::now_v7()),
            now: NOW,
        }
    }

    fn picture() -> NewPhoto {
        NewPhoto::mint(photo(RED), &mut rand::rng())
    }

    async fn two_people(company: &Company) -> [ContactId; 2] {
        company.hear("U1", "e1", "hi").await;
        company.hear("U2", "e2", "hi").await;
        [company.contact("U1").await, company.contact("U2").await]
    }

    async fn events(company: &Company, member: MemberId, since: Cursor) -> Vec<Event> {
        let behind = company.store.behind(member, since).await.unwrap();
        let Behind::Frames(frames, _) = behind else { panic!("{behind:?}") };
        let read = |frame: &String| match serde_json::from_str(frame).unwrap() {
            Frame::Event(numbered) => numbered.event,
            other => panic!("{other:?}"),
        };
        frames.iter().map(read).collect()
    }

    async fn seen(company: &Company, member: MemberId, room: RoomId) -> Room {
        company.store.page(member, room, PageAt::Head).await.unwrap().room
    }

    #[tokio::test]
    async fn who_has_no_seat_or_no_permission_changes_nothing() {
        let company = Company::in_memory().await;
        let people = two_people(&company).await;
        let room = gather(&company, &people, &[company.member]).await;
        let (store, outsider) = (&company.store, colleague(&company, "ren").await);
        let named = store.run(edit(outsider, room, "Mine", "")).await;
        assert!(matches!(named, Err(StoreError::NotFound)), "{named:?}");
        let pictured = SetRoomPhoto { member: outsider, room, photo: Some(picture()) };
        assert!(matches!(store.run(pictured).await, Err(StoreError::NotFound)));
        assert!(matches!(store.room_face(outsider, room).await, Err(StoreError::NotFound)));
        assert_eq!(store.cursor(outsider).await.unwrap(), Cursor(0), "nothing is told");

        let off = Rules { line_chat: LineChat::Off, ..Rules::default() };
        store.set_rules(off).await.unwrap();
        let named = store.run(edit(company.member, room, "Mine", "")).await;
        assert!(matches!(named, Err(StoreError::NotFound)), "{named:?}");
        let face = store.room_face(company.member, room).await;
        assert!(matches!(face, Err(StoreError::NotFound)), "{face:?}");
        store.set_rules(Rules::default()).await.unwrap();
        assert_eq!(seen(&company, company.member, room).await.title, "");
    }

    #[tokio::test]
    async fn a_direct_room_has_the_name_of_its_line_user() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let (member, room) = (company.member, company.room().await);
        let named = company.store.run(edit(member, room, "Mine", "")).await;
        assert!(matches!(named, Err(StoreError::Refused(Refusal::DirectRoom))), "{named:?}");
        let pictured = SetRoomPhoto { member, room, photo: Some(picture()) };
        let pictured = company.store.run(pictured).await;
        assert!(matches!(pictured, Err(StoreError::Refused(Refusal::DirectRoom))));
    }

    #[tokio::test]
    async fn everybody_in_the_room_sees_the_new_name_and_who_gave_it() {
        let company = Company::in_memory().await;
        let people = two_people(&company).await;
        let ren = colleague(&company, "ren").await;
        let room = gather(&company, &people, &[company.member, ren]).await;
        company.store.run(edit(company.member, room, "タイル選び", "床と壁")).await.unwrap();
        let told = events(&company, ren, Cursor(0)).await;
        let [Event::Message { room: shown, message, people }] = &told[..] else {
            panic!("{told:?}")
        };
        assert_eq!(shown.title, "タイル選び");
        assert_eq!(shown.description.as_deref(), Some("床と壁"));
        let notice = Notice::Renamed { by: company.member, name: "タイル選び".into() };
        assert_eq!(message.body, Body::Notice { notice });
        assert_eq!(people.len(), 1, "who gave it can be drawn");
        assert_eq!(shown.unread(), 1);
        assert_eq!(seen(&company, company.member, room).await.unread(), 0);
    }

    #[tokio::test]
    async fn without_a_name_it_is_called_by_who_is_in_it_now() {
        let company = Company::in_memory().await;
        let people = two_people(&company).await;
        let room = gather(&company, &people, &[company.member]).await;
        let (store, member) = (&company.store, company.member);
        store.run(edit(member, room, "タイル選び", "")).await.unwrap();
        let unnamed = EditRoom { name: Naming::ByPeople, ..edit(member, room, "", "") };
        let since = store.cursor(member).await.unwrap();
        store.run(unnamed).await.unwrap();
        let title = seen(&company, member, room).await.title;
        assert!(title.contains(", "), "a name for each: {title}");
        let told = events(&company, member, since).await;
        let [Event::Message { message, .. }] = &told[..] else { panic!("{told:?}") };
        assert_eq!(
            message.body,
            Body::Notice { notice: Notice::Renamed { by: member, name: title } }
        );
    }

    #[tokio::test]
    async fn a_description_alone_is_told_without_a_line_in_the_timeline() {
        let company = Company::in_memory().await;
        let people = two_people(&company).await;
        let room = gather(&company, &people, &[company.member]).await;
        let since = company.store.cursor(company.member).await.unwrap();
        for _ in 0..2 {
            company.store.run(edit(company.member, room, "", "床")).await.unwrap();
        }
        let told = events(&company, company.member, since).await;
        assert!(matches!(&told[..], [Event::Room { .. }]), "the same again is no news: {told:?}");
        company.store.run(edit(company.member, room, "", "")).await.unwrap();
        let room = seen(&company, company.member, room).await;
        assert_eq!((room.description, room.last_seq.0), (None, 0));
    }

    #[tokio::test]
    async fn a_picture_is_told_and_replaces_the_one_before() {
        let company = Company::in_memory().await;
        let people = two_people(&company).await;
        let (store, member) = (&company.store, company.member);
        let room = gather(&company, &people, &[member]).await;
        let set = |photo| store.run(SetRoomPhoto { member, room, photo });
        set(Some(picture())).await.unwrap();
        let first = store.room_face(member, room).await.unwrap();
        assert!(first.picture.is_some());
        set(Some(picture())).await.unwrap();
        let second = store.room_face(member, room).await.unwrap();
        assert_ne!(first.own, second.own);
        assert_eq!(seen(&company, member, room).await.picture, second.picture);
        set(None).await.unwrap();
        assert_eq!(seen(&company, member, room).await.picture, None);
    }
}
