//! Media in rooms of every kind, fetched, given up and taken back, as members see it.

use app::{
    domain::{Body, MediaKind, MediaState, MemberId, Seq, SetPlace, Unsupported},
    sync::snapshot::PageAt,
};

use super::*;
use crate::{
    line::inbound::{Content, Said, What},
    outbox::store::{self as outbox, OutboxStore, Share, Whence},
    store::{
        Behind,
        schema::SeatRow,
        testing::{Company, NOW, colleague, gather, says},
    },
};

/// What LINE tells of a picture with this id.
fn picture(line_id: &str) -> What {
    sent(line_id, attachment(MediaKind::Image))
}

pub fn attachment(kind: MediaKind) -> Attachment {
    Attachment { kind, elsewhere: None, name: None, size: None, duration: None, set: None }
}

pub fn sent(line_id: &str, attachment: Attachment) -> What {
    What::Said(Said {
        line_message_id: Some(line_id.into()),
        content: Content::Media(attachment),
        quote_token: None,
        mark_as_read_token: None,
    })
}

fn found() -> Found {
    Found {
        kind: MediaKind::Image,
        content_type: Some("image/jpeg"),
        size: 5,
        pixels: Some((4, 3)),
        blur: Some("data:image/png;base64,AA==".into()),
        has_small: true,
    }
}

fn share() -> ShareKey {
    ShareKey::mint(&mut rand::rng())
}

async fn send(company: &Company, name: &str, what: What) {
    company.store.run(company.event("U1", name, NOW, what)).await.unwrap();
}

/// The media of the newest message in the newest room.
async fn newest(company: &Company) -> Media {
    let room = company.room().await;
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    match &page.messages.last().unwrap().body {
        Body::Media { media } => media.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

async fn record(company: &Company, media: MediaId, came: Came) -> Wanted {
    company.store.run(RecordMedia { media, came, share: share() }).await.unwrap()
}

async fn tasks(company: &Company) -> Vec<MediaTask> {
    company.store.media_tasks(None, 100).await.unwrap()
}

#[tokio::test]
async fn a_picture_is_there_at_once_and_wanted_from_line() {
    let company = Company::in_memory().await;
    let set = Some(SetPlace { id: "S".into(), index: Some(2), total: Some(3) });
    let told = Attachment { set: set.clone(), ..attachment(MediaKind::Image) };
    send(&company, "e1", sent("m1", told)).await;
    let media = newest(&company).await;
    assert_eq!((media.kind, media.state, media.set), (MediaKind::Image, MediaState::Coming, set));
    let asked = Asked {
        connection: company.connection,
        of: Source::Line("m1".into()),
        kind: MediaKind::Image,
        since: NOW,
    };
    let what = MediaWork::Fetch(asked);
    assert_eq!(tasks(&company).await, [MediaTask { media: media.id, what }]);
    let told = company.listener.0.lock().unwrap().iter().any(|after| after.media == [media.id]);
    assert!(told, "the worker is told");
    let held = company.store.media(company.member, media.id).await;
    assert!(matches!(held, Err(StoreError::NotFound)), "{held:?}");
}

#[tokio::test]
async fn what_came_of_it_is_told_to_all_devices_and_stays() {
    let company = Company::in_memory().await;
    send(&company, "e1", picture("m1")).await;
    let media = newest(&company).await;
    let seen = company.store.cursor(company.member).await.unwrap();
    assert_eq!(record(&company, media.id, Came::Here(found())).await, Wanted::Still);
    let Behind::Frames(frames, _) = company.store.behind(company.member, seen).await.unwrap()
    else {
        panic!("no frames")
    };
    let mut frame: serde_json::Value = serde_json::from_str(&frames[0]).unwrap();
    for (said, at) in
        [("in_the_message", "/message/body/media"), ("in_the_list", "/room/last/body/media")]
    {
        let told = frame.pointer_mut(at).unwrap();
        let id = told["id"].take();
        assert_eq!(id, media.id.to_string().as_str(), "{said}");
        insta::assert_json_snapshot!(said, told);
    }
    assert_eq!(tasks(&company).await, []);
    let held = company.store.media(company.member, media.id).await.unwrap();
    assert_eq!((held.kind, held.size, held.has_small), (MediaKind::Image, 5, true));
    assert_eq!(newest(&company).await.pixels, Some((4, 3)));
    assert_eq!(record(&company, media.id, Came::Gone).await, Wanted::NoMore, "it is settled");
    assert_eq!(newest(&company).await.state, MediaState::Here);
}

#[tokio::test]
async fn what_line_does_not_have_and_what_is_too_large_is_said_so() {
    let company = Company::in_memory().await;
    for (name, came, state) in
        [("1", Came::Gone, MediaState::Gone), ("2", Came::Refused, MediaState::Refused)]
    {
        send(&company, name, picture(name)).await;
        let media = newest(&company).await.id;
        record(&company, media, came).await;
        assert_eq!(newest(&company).await.state, state);
        assert!(company.store.media(company.member, media).await.is_err());
    }
    assert_eq!(tasks(&company).await, []);
}

#[tokio::test]
async fn what_is_taken_back_while_it_comes_does_not_come_back() {
    let company = Company::in_memory().await;
    send(&company, "e1", picture("m1")).await;
    let media = newest(&company).await.id;
    send(&company, "e2", What::Unsent { line_message_id: "m1".into() }).await;
    assert_eq!(tasks(&company).await, [MediaTask { media, what: MediaWork::Remove }]);
    assert_eq!(record(&company, media, Came::Here(found())).await, Wanted::NoMore);
    let room = company.room().await;
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    assert_eq!(page.messages[0].body, Body::Unsent);
    assert_eq!(tasks(&company).await.len(), 1, "its bytes are still to be removed");
    company.store.run(MediaDone { media, work: Work::Remove }).await.unwrap();
    assert_eq!(tasks(&company).await, []);
}

#[tokio::test]
async fn what_is_taken_back_later_is_out_of_reach_at_once() {
    let company = Company::in_memory().await;
    send(&company, "e1", picture("m1")).await;
    let media = newest(&company).await.id;
    record(&company, media, Came::Here(found())).await;
    send(&company, "e2", What::Unsent { line_message_id: "m1".into() }).await;
    let held = company.store.media(company.member, media).await;
    assert!(matches!(held, Err(StoreError::NotFound)), "{held:?}");
    assert_eq!(tasks(&company).await, [MediaTask { media, what: MediaWork::Remove }]);
}

#[tokio::test]
async fn what_was_taken_back_before_it_came_is_never_fetched() {
    let company = Company::in_memory().await;
    send(&company, "e1", What::Unsent { line_message_id: "m1".into() }).await;
    send(&company, "e2", picture("m1")).await;
    assert_eq!(tasks(&company).await, []);
}

#[tokio::test]
async fn what_line_does_not_keep_itself_is_wanted_from_where_it_is_and_the_address_is_let_go_of() {
    let company = Company::in_memory().await;
    let address = "https://app.example/a.jpg";
    let elsewhere = Elsewhere { original: address.into(), preview: None };
    let told = Attachment { elsewhere: Some(elsewhere.clone()), ..attachment(MediaKind::Image) };
    for (name, came) in [("1", Came::Here(found())), ("2", Came::Gone)] {
        send(&company, name, sent(name, told.clone())).await;
        let media = newest(&company).await;
        assert_eq!(media.state, MediaState::Coming);
        let tasks_now = tasks(&company).await;
        let [MediaTask { what: MediaWork::Fetch(asked), .. }] = &tasks_now[..] else {
            panic!("{tasks_now:?}")
        };
        assert_eq!(asked.of, Source::Elsewhere(elsewhere.clone()));
        record(&company, media.id, came).await;
        assert_eq!(tasks(&company).await, []);
    }
    send(&company, "e3", sent("3", told)).await;
    let media = newest(&company).await.id;
    send(&company, "e4", What::Unsent { line_message_id: "3".into() }).await;
    assert_eq!(tasks(&company).await, [MediaTask { media, what: MediaWork::Remove }]);
}

#[tokio::test]
async fn media_without_an_id_is_a_placeholder() {
    let company = Company::in_memory().await;
    let mut what = picture("m1");
    if let What::Said(said) = &mut what {
        said.line_message_id = None;
    }
    send(&company, "e1", what).await;
    let room = company.room().await;
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    assert_eq!(page.messages[0].body, Body::Unsupported { what: Unsupported::Other });
}

#[tokio::test]
async fn names_are_kept_as_they_may_be_shown() {
    let company = Company::in_memory().await;
    let name = Some("../\u{202e}fdp.exe".into());
    send(&company, "e1", sent("m1", Attachment { name, ..attachment(MediaKind::File) })).await;
    assert_eq!(newest(&company).await.name.as_deref(), Some("fdp.exe"));
}

#[tokio::test]
async fn media_comes_in_rooms_with_several_and_in_line_groups_too() {
    let company = Company::in_memory().await;
    let event = company.group_event("C1", Some("U1"), "e1", NOW, picture("m1"));
    company.store.run(event).await.unwrap();
    assert_eq!(newest(&company).await.state, MediaState::Coming);
    assert_eq!(tasks(&company).await.len(), 1);

    let (company, room) = several().await;
    send(&company, "e5", picture("m2")).await;
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    let last = page.messages.last().map(|message| message.body.clone());
    assert!(matches!(last, Some(Body::Media { .. })), "{last:?}");
    assert_eq!(tasks(&company).await.len(), 1);
}

/// What LINE is told of the media that waits in a room, and who gets it.
async fn waiting(company: &Company, room: RoomId) -> (String, Share) {
    let job = company.store.next(room).await.unwrap().unwrap();
    match job.content {
        outbox::Content::Said { share, .. } => (job.to, share),
        outbox::Content::Greeting { .. } => panic!("a greeting"),
    }
}

/// U1 and U2 are in a room with several, and what U1 says goes there.
async fn several() -> (Company, RoomId) {
    let company = Company::in_memory().await;
    for (user, name) in [("U1", "e2"), ("U2", "e3")] {
        company.hear(user, name, "hi").await;
    }
    let people = [company.contact("U1").await, company.contact("U2").await];
    let room = gather(&company, &people, &[company.member]).await;
    let pressed = What::Pressed(crate::relay::Choice::Talk(room));
    company.store.run(company.event("U1", "e4", NOW, pressed)).await.unwrap();
    (company, room)
}

#[tokio::test]
async fn what_a_mini_app_sends_in_a_room_with_several_is_known_to_come_from_elsewhere() {
    let (company, room) = several().await;
    let at = Elsewhere { original: "https://app.example/a.jpg".into(), preview: None };
    let told = Attachment { elsewhere: Some(at), ..attachment(MediaKind::Image) };
    send(&company, "e5", sent("m2", told)).await;
    assert_eq!(waiting(&company, room).await, ("U2".into(), Share::Coming(Whence::Elsewhere)));
}

#[tokio::test]
async fn what_one_sends_in_a_room_with_several_goes_to_the_others_when_it_is_here() {
    let (company, room) = several().await;
    send(&company, "e5", picture("m2")).await;
    assert_eq!(waiting(&company, room).await, ("U2".into(), Share::Coming(Whence::Line)));
    let media = tasks(&company).await[0].media;
    record(&company, media, Came::Here(found())).await;
    let (to, share) = waiting(&company, room).await;
    let Share::Here { key, .. } = share else { panic!("{share:?}") };
    assert_eq!(to, "U2");
    assert_eq!(company.store.shared_media(&key).await.unwrap().0, media);

    send(&company, "e6", What::Unsent { line_message_id: "m2".into() }).await;
    let shared = company.store.shared_media(&key).await;
    assert!(matches!(shared, Err(StoreError::NotFound)), "{shared:?}");
}

#[tokio::test]
async fn what_a_line_user_sends_to_members_alone_has_no_address() {
    let company = Company::in_memory().await;
    send(&company, "e1", picture("m1")).await;
    let media = newest(&company).await.id;
    let share = share();
    let came = Came::Here(found());
    company.store.run(RecordMedia { media, came, share: share.clone() }).await.unwrap();
    assert!(company.store.shared_media(&share).await.is_err());
}

#[tokio::test]
async fn only_who_sees_the_message_may_have_its_media() {
    let company = Company::in_memory().await;
    company.hear("U1", "e0", "hi").await;
    let (store, late) = (&company.store, colleague(&company, "ren").await);
    let stranger = colleague(&company, "mio").await;
    send(&company, "e1", picture("m1")).await;
    let media = newest(&company).await.id;
    record(&company, media, Came::Here(found())).await;
    let room = company.room().await;
    let may = async |member| match store.media(member, media).await {
        Ok(_) => true,
        Err(StoreError::NotFound) => false,
        Err(error) => panic!("{error}"),
    };
    assert!(may(company.member).await);
    assert!(!may(stranger).await, "no seat");
    store.run(Sit { member: late, room, from: 3 }).await.unwrap();
    assert!(!may(late).await, "it was said before they came");
    store.run(Sit { member: late, room, from: 2 }).await.unwrap();
    assert!(may(late).await);
    store.run(Stand { member: late, room }).await.unwrap();
    assert!(!may(late).await, "they have left");
}

/// Gives a member a seat from which they see a room from a number on.
struct Sit {
    member: MemberId,
    room: RoomId,
    from: i64,
}

impl Command for Sit {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let seat = SeatRow { from_seq: Some(self.from), ..SeatRow::new(self.room, 0) };
        draft.put::<SeatRow>((self.member, self.room), seat);
        Ok(())
    }
}

/// Takes it away.
struct Stand {
    member: MemberId,
    room: RoomId,
}

impl Command for Stand {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        draft.delete::<SeatRow>((self.member, self.room));
        Ok(())
    }
}

#[tokio::test]
async fn where_somebody_is_blocked_in_a_shared_room_their_media_is_out_of_sight() {
    let company = Company::in_memory().await;
    let event = company.group_event("C1", Some("U1"), "e1", NOW, picture("m1"));
    company.store.run(event).await.unwrap();
    let media = newest(&company).await.id;
    record(&company, media, Came::Here(found())).await;
    let contact = company.contact("U1").await;
    let block =
        |block| crate::store::blocks::SetBlock { member: company.member, contact, block, now: NOW };
    company.store.run(block(app::domain::Block::On)).await.unwrap();
    assert!(company.store.media(company.member, media).await.is_err());
    company.store.run(block(app::domain::Block::Off)).await.unwrap();
    assert!(company.store.media(company.member, media).await.is_ok());
}

#[tokio::test]
async fn a_change_to_media_makes_nothing_unread_and_moves_no_last_line() {
    let company = Company::in_memory().await;
    send(&company, "e1", picture("m1")).await;
    let media = newest(&company).await.id;
    send(&company, "e2", says("later")).await;
    record(&company, media, Came::Here(found())).await;
    let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
    assert_eq!((room.last_seq, room.unread()), (Seq(2), 2));
    assert_eq!(room.last.unwrap().body, Body::text("later"));
}
