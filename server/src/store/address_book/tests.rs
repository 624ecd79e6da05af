//! The address book through the real engine: first who may not.

use app::domain::{
    Choice, Contact, ContactCard, ContactId, ContactQuery, Cursor, Grant, LineChat, MemberId,
    Newcomers, RoomId, Rules, Timestamp,
    contact::{Keeping, Rights, Sharing, Shelf, Tag, Visibility, Way},
};

use super::*;
use crate::store::{
    Behind, Command, Refusal, Store,
    contacts::{ProfileFound, RecordProfile},
    permission::Choose,
    schema::{ProfileTaskRow, RoomRow, SeatRow},
    testing::{Company, NOW, colleague},
};

/// A company in which U1, "yuki" on LINE, has written to the admin, who keeps them as a contact; and a
/// colleague.
struct Scene {
    company: Company,
    aoi: MemberId,
    ren: MemberId,
    room: RoomId,
    contact: ContactId,
}

impl Scene {
    async fn new() -> Self {
        let company = Company::in_memory().await;
        let ren = colleague(&company, "ren").await;
        company.hear("U1", "e1", "hi").await;
        let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
        let (aoi, contact, room) = (company.member, room.contact.unwrap(), room.id);
        let scene = Self { company, aoi, ren, room, contact };
        scene.on_line("yuki", NOW).await;
        scene.store().run(AddContact { by: aoi, contact, now: NOW }).await.unwrap();
        scene
    }

    const fn store(&self) -> &Store {
        &self.company.store
    }

    async fn on_line(&self, name: &str, at: Timestamp) {
        let (picture_url, status_message) = (Some("https://line/p".into()), None);
        let profile =
            ProfileFound { name: name.into(), picture_url, status_message, language: None };
        let record = RecordProfile { contact: self.contact, profile: Some(profile), at };
        self.store().run(record).await.unwrap();
    }

    async fn read(&self, by: MemberId) -> Result<Contact, StoreError> {
        self.store().contact(by, self.contact).await
    }

    fn edit(&self, by: MemberId, edition: u32, name: &str) -> EditContact {
        let card = ContactCard { name: name.into(), ..ContactCard::default() };
        let my_tags = Vec::new();
        EditContact { by, contact: self.contact, edition, card, my_tags, sharing: None, now: NOW }
    }

    async fn call(&self, name: &str) {
        let edition = self.read(self.aoi).await.unwrap().edition;
        self.store().run(self.edit(self.aoi, edition, name)).await.unwrap();
    }

    async fn show_to(&self, visibility: Visibility) {
        let now = self.read(self.aoi).await.unwrap();
        let sharing = Some(Sharing { owner: self.aoi, visibility });
        let edit = self.edit(self.aoi, now.edition, &now.card.name);
        self.store().run(EditContact { sharing, ..edit }).await.unwrap();
    }

    async fn seat_ren(&self) {
        self.store().run(TakeSeat(self.ren, self.room)).await.unwrap();
    }

    /// Everything that a member was told since.
    async fn told(&self, member: MemberId, since: Cursor) -> String {
        match self.store().behind(member, since).await.unwrap() {
            Behind::Frames(frames, _) => frames.join("\n"),
            Behind::Resync => panic!("resync"),
        }
    }

    async fn found(&self, by: MemberId, search: &str) -> Vec<String> {
        let query = ContactQuery { search: search.into(), ..ContactQuery::default() };
        let page = self.store().contacts(by, &query).await.unwrap();
        page.contacts.into_iter().map(|entry| entry.name).collect()
    }
}

/// A member takes part in a room.
struct TakeSeat(MemberId, RoomId);

impl Command for TakeSeat {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut room = draft.need::<RoomRow>(self.1).await?;
        room.members.push(self.0.uuid());
        draft.put::<RoomRow>(self.1, room);
        draft.insert::<SeatRow>((self.0, self.1), SeatRow::new(self.1, 0));
        Ok(())
    }
}

fn is_not_found<T>(outcome: Result<T, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::NotFound))
}

/// Tries everything there is; whether nothing was found each time.
async fn finds_nothing(scene: &Scene, by: MemberId) -> bool {
    let (store, contact) = (scene.store(), scene.contact);
    let sharing = Some(Sharing { owner: by, visibility: Visibility::All });
    let take = EditContact { sharing, ..scene.edit(by, 1, "mine") };
    is_not_found(scene.read(by).await)
        && is_not_found(store.keeping(by, contact).await)
        && is_not_found(store.contact_picture(by, contact).await)
        && is_not_found(store.run(scene.edit(by, 1, "mine")).await)
        && is_not_found(store.run(take).await)
        && is_not_found(store.run(AddContact { by, contact, now: NOW }).await)
        && is_not_found(store.run(TrashContact { by, contact, now: NOW }).await)
        && is_not_found(store.run(RestoreContact { by, contact }).await)
        && is_not_found(store.run(DeleteContact { by, contact }).await)
        && is_not_found(
            store.run(MergeContacts { by, into: contact, from: contact, now: NOW }).await,
        )
}

#[tokio::test]
async fn without_permission_there_is_no_address_book() {
    let scene = Scene::new().await;
    let rules =
        Rules { line_chat: LineChat::On, grant: Grant::Chosen, newcomers: Newcomers::NotChosen };
    scene.store().set_rules(rules).await.unwrap();
    let choose = Choose { members: vec![scene.ren], choice: Choice::NotChosen };
    scene.store().run(choose).await.unwrap();
    scene.seat_ren().await;
    assert!(finds_nothing(&scene, scene.ren).await);
    let listed = scene.store().contacts(scene.ren, &ContactQuery::default()).await;
    assert!(is_not_found(listed));
}

#[tokio::test]
async fn a_contact_that_is_not_shown_to_somebody_does_not_exist_for_them() {
    let scene = Scene::new().await;
    scene.call("佐藤 由紀").await;
    assert_eq!(scene.found(scene.ren, "").await, ["佐藤 由紀"], "all see it at first");
    scene.show_to(Visibility::Members(Vec::new())).await;
    assert!(finds_nothing(&scene, scene.ren).await);
    assert_eq!(scene.found(scene.ren, "").await, Vec::<String>::new());
    let trash = TrashContact { by: scene.aoi, contact: scene.contact, now: NOW };
    scene.store().run(trash).await.unwrap();
    assert!(finds_nothing(&scene, scene.ren).await, "nor does it in the trash");
}

#[tokio::test]
async fn who_sits_with_a_line_user_learns_nothing_of_a_contact_that_is_not_shown_to_them() {
    let scene = Scene::new().await;
    scene.seat_ren().await;
    let since = scene.store().cursor(scene.ren).await.unwrap();
    scene.show_to(Visibility::Members(Vec::new())).await;
    scene.call("秘密").await;
    scene.company.hear("U1", "e2", "more").await;
    assert!(!scene.told(scene.ren, since).await.contains("秘密"));
    let rooms = scene.store().snapshot(scene.ren).await.unwrap().rooms;
    assert_eq!(rooms[0].title, "yuki");
    let page = scene.store().page(scene.ren, scene.room, app::sync::snapshot::PageAt::Head).await;
    assert!(page.unwrap().people.iter().all(|person| person.name != "秘密"));
    let details = scene.store().details(scene.ren, scene.room).await.unwrap();
    assert!(details.participants.iter().all(|one| one.person.name != "秘密"));
    let keeping = scene.store().keeping(scene.ren, scene.contact).await.unwrap();
    assert_eq!(keeping, Keeping::NotKept);
    let added = AddContact { by: scene.ren, contact: scene.contact, now: NOW };
    let added = scene.store().run(added).await;
    assert!(matches!(added, Err(StoreError::Refused(Refusal::ContactTaken))), "{added:?}");
}

#[tokio::test]
async fn what_cannot_be_undone_and_who_sees_it_is_for_master_and_admins() {
    let scene = Scene::new().await;
    let (store, ren, contact) = (scene.store(), scene.ren, scene.contact);
    assert_eq!(scene.read(ren).await.unwrap().rights, Rights::Edit);
    let sharing = Some(Sharing { owner: ren, visibility: Visibility::All });
    let take = store.run(EditContact { sharing, ..scene.edit(ren, 1, "") }).await;
    assert!(matches!(take, Err(StoreError::Refused(Refusal::NotContactMaster))));
    store.run(TrashContact { by: ren, contact, now: NOW }).await.unwrap();
    let deleted = store.run(DeleteContact { by: ren, contact }).await;
    assert!(matches!(deleted, Err(StoreError::Refused(Refusal::NotContactMaster))));
    store.run(RestoreContact { by: ren, contact }).await.unwrap();
    let early = store.run(DeleteContact { by: scene.aoi, contact }).await;
    assert!(is_not_found(early), "only what lies in the trash");
}

#[tokio::test]
async fn the_name_given_stands_in_place_of_lines_for_everybody_who_sees_it() {
    let scene = Scene::new().await;
    scene.seat_ren().await;
    let cursors = [scene.aoi, scene.ren].map(|member| (member, Cursor(0)));
    scene.call("佐藤 由紀").await;
    for (member, since) in cursors {
        let told = scene.told(member, since).await;
        assert!(told.contains(r#""type":"person""#) && told.contains("佐藤 由紀"), "{told}");
        let rooms = scene.store().snapshot(member).await.unwrap().rooms;
        assert_eq!(rooms[0].title, "佐藤 由紀");
        let page = scene.store().page(member, scene.room, app::sync::snapshot::PageAt::Head).await;
        assert_eq!(page.unwrap().people[0].name, "佐藤 由紀");
    }
    scene.on_line("ゆき🌸", NOW).await;
    assert_eq!(scene.found(scene.aoi, "").await, ["佐藤 由紀"]);
    let contact = scene.read(scene.aoi).await.unwrap();
    assert_eq!(contact.line[0].name, "ゆき🌸", "what LINE says is kept apart");
}

#[tokio::test]
async fn two_editors_do_not_write_over_each_other() {
    let scene = Scene::new().await;
    let (store, aoi, ren) = (scene.store(), scene.aoi, scene.ren);
    assert_eq!(store.run(scene.edit(aoi, 1, "first")).await.unwrap(), Edited::Kept);
    assert_eq!(store.run(scene.edit(ren, 1, "second")).await.unwrap(), Edited::Overtaken);
    let now = scene.read(ren).await.unwrap();
    assert_eq!((now.card.name.as_str(), now.edition), ("first", 2));
    let tags = EditContact { my_tags: vec!["急ぎ".into()], ..scene.edit(ren, 2, "first") };
    store.run(tags).await.unwrap();
    assert_eq!(scene.read(ren).await.unwrap().edition, 2, "own tags are nobody else's affair");
    assert_eq!(scene.read(aoi).await.unwrap().my_tags, Vec::<String>::new());
    let tag = Some(Tag::Mine("急ぎ".into()));
    let query = ContactQuery { tag, ..ContactQuery::default() };
    assert_eq!(store.contacts(ren, &query).await.unwrap().found, 1);
    assert_eq!(store.contacts(aoi, &query).await.unwrap().found, 0);
}

#[tokio::test]
async fn the_trash_gives_back_what_it_was_given_and_deletion_ends_it() {
    let scene = Scene::new().await;
    let (store, by, contact) = (scene.store(), scene.aoi, scene.contact);
    scene.call("佐藤 由紀").await;
    store.run(TrashContact { by, contact, now: NOW }).await.unwrap();
    assert_eq!(store.snapshot(by).await.unwrap().rooms[0].title, "yuki");
    assert_eq!(store.keeping(by, contact).await.unwrap(), Keeping::Trashed(contact));
    let trash = ContactQuery { shelf: Shelf::Trash, ..ContactQuery::default() };
    assert_eq!(store.contacts(by, &trash).await.unwrap().found, 1);
    assert!(is_not_found(store.run(scene.edit(by, 3, "x")).await), "nothing is changed there");
    store.run(RestoreContact { by, contact }).await.unwrap();
    assert_eq!(store.snapshot(by).await.unwrap().rooms[0].title, "佐藤 由紀");
    store.run(TrashContact { by, contact, now: NOW }).await.unwrap();
    store.run(DeleteContact { by, contact }).await.unwrap();
    assert!(is_not_found(scene.read(by).await));
    assert_eq!(store.keeping(by, contact).await.unwrap(), Keeping::NotKept);
    store.run(AddContact { by, contact, now: NOW }).await.unwrap();
    assert_eq!(scene.read(by).await.unwrap().card, ContactCard::default());
}

#[tokio::test]
async fn merged_contacts_are_one_person_with_two_line_accounts() {
    let scene = Scene::new().await;
    let (store, by, into) = (scene.store(), scene.aoi, scene.contact);
    scene.company.hear("U2", "e2", "hi").await;
    let rooms = store.snapshot(by).await.unwrap().rooms;
    let from = rooms.iter().find_map(|room| room.contact.filter(|id| *id != into)).unwrap();
    store.run(AddContact { by, contact: from, now: NOW }).await.unwrap();
    scene.call("佐藤 由紀").await;
    let merge = |by| MergeContacts { by, into, from, now: NOW };
    let by_ren = store.run(merge(scene.ren)).await;
    assert!(matches!(by_ren, Err(StoreError::Refused(Refusal::NotContactMaster))));
    store.run(merge(by)).await.unwrap();
    let rooms = store.snapshot(by).await.unwrap().rooms;
    assert!(rooms.iter().all(|room| room.title == "佐藤 由紀"));
    let merged = store.contact(by, from).await.unwrap();
    assert_eq!((merged.id, merged.line.len(), merged.rooms.len()), (into, 2, 2));
    assert_eq!(scene.found(by, "").await.len(), 1);
    store.run(TrashContact { by, contact: into, now: NOW }).await.unwrap();
    store.run(AddContact { by, contact: from, now: NOW }).await.unwrap();
    store.run(RestoreContact { by, contact: into }).await.unwrap();
    assert_eq!(scene.found(by, "").await.len(), 2, "who was added anew stays so");
}

#[tokio::test]
async fn people_are_found_by_reading_company_tag_address_and_number_in_any_width() {
    let scene = Scene::new().await;
    let way = |value: &str| vec![Way { value: value.into(), ..Way::default() }];
    let card = ContactCard {
        name: "佐藤 由紀".into(),
        reading: "さとう ゆき".into(),
        company: "ｱｵﾊﾞ建築".into(),
        phones: way("090-1234-5678"),
        emails: way("yuki@example.com"),
        tags: vec!["施主".into()],
        ..ContactCard::default()
    };
    let edit = EditContact { card, ..scene.edit(scene.aoi, 1, "") };
    scene.store().run(edit).await.unwrap();
    for search in [
        "サトウ",
        "ｻﾄｳﾕｷ",
        "さとうゆき",
        "あおば",
        "施主",
        "YUKI@",
        "０９０１２３４",
        "1234-56",
        "佐藤 アオバ",
        "",
    ] {
        assert_eq!(scene.found(scene.ren, search).await, ["佐藤 由紀"], "{search}");
    }
    for search in ["鈴木", "佐藤 鈴木", "99", "yuki@example.org"] {
        assert_eq!(scene.found(scene.ren, search).await, Vec::<String>::new(), "{search}");
    }
}

#[tokio::test]
async fn who_a_contact_is_shown_to_follows_the_name_of_the_group() {
    let scene = Scene::new().await;
    scene.show_to(Visibility::Groups(vec!["Sales".into()])).await;
    assert_eq!(scene.found(scene.ren, "").await, ["yuki"]);
    scene.store().rename_group(scene.aoi, "Sales", "営業").await.unwrap();
    assert_eq!(scene.found(scene.ren, "").await, ["yuki"]);
    let shown = scene.read(scene.aoi).await.unwrap().sharing.visibility;
    assert_eq!(shown, Visibility::Groups(vec!["営業".into()]));
}

#[tokio::test]
async fn a_profile_is_read_again_after_a_day_and_one_that_line_withholds_changes_nothing() {
    let scene = Scene::new().await;
    let (store, contact) = (scene.store(), scene.contact);
    let task = || store.get::<ProfileTaskRow>(contact);
    let hour = 60 * 60 * 1000;
    store.refresh_profile(contact, NOW.plus_millis(23 * hour)).await.unwrap();
    assert!(task().await.unwrap().is_none());
    store.refresh_profile(contact, NOW.plus_millis(24 * hour)).await.unwrap();
    assert!(task().await.unwrap().is_some());
    let since = store.cursor(scene.aoi).await.unwrap();
    let gone = RecordProfile { contact, profile: None, at: NOW.plus_millis(24 * hour) };
    store.run(gone).await.unwrap();
    assert_eq!(scene.read(scene.aoi).await.unwrap().line[0].name, "yuki");
    scene.on_line("yuki", NOW).await;
    assert_eq!(store.cursor(scene.aoi).await.unwrap(), since, "the same again is no news");
}

#[tokio::test]
async fn the_edition_grows_once_for_whatever_one_act_changes() {
    let scene = Scene::new().await;
    let (store, by) = (scene.store(), scene.aoi);
    let edition = async || store.address_book_edition(by).await.unwrap();
    scene.company.hear("U2", "e2", "hi").await;
    let rooms = store.snapshot(by).await.unwrap().rooms;
    let other = rooms.iter().filter_map(|room| room.contact).find(|id| *id != scene.contact);
    let before = edition().await;
    let imported = |contact, edition, name: &str| Imported {
        contact,
        edition,
        card: ContactCard { name: name.into(), ..ContactCard::default() },
    };
    let changes = vec![
        imported(scene.contact, Some(1), "佐藤 由紀"),
        imported(other.unwrap(), None, "鈴木 一郎"),
    ];
    store.run(ImportContacts { by, changes, now: NOW }).await.unwrap();
    assert_eq!(edition().await, before + 1);
    store.run(TrashContact { by, contact: scene.contact, now: NOW }).await.unwrap();
    assert_eq!(edition().await, before + 2);
    let told = scene.company.listener.0.lock().unwrap().pop().unwrap();
    assert!(told.address_book);
}
