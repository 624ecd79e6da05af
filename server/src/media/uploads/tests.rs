//! Files from their first byte to LINE, through the real router.

mod dying;

use app::{
    domain::{
        Choice, ConnectionId, Grant, Media, MediaId, MediaKind, MemberId, Role, RoomId, Rules,
        Seen, UploadFault, upload,
    },
    sync::snapshot::PageAt,
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    auth::testing::{Answer, PASSWORD, Site},
    line::inbound::{LineUserId, Source},
    media::photo::testing::{RED, plain},
    store::{
        media::tests::{attachment, sent},
        permission::Choose,
        testing::{NOW, event_at, put_connection, says},
        uploads::LIFE,
    },
};

const SITE: &str = "https://chat.example.com";

/// A site where a LINE user has written to a member, and a colleague looks on.
pub struct Desk {
    pub site: Site,
    pub member: MemberId,
    pub connection: ConnectionId,
    pub room: RoomId,
    pub cookie: String,
    pub other: String,
}

impl Desk {
    pub async fn at(site: &str) -> Self {
        let site = Site::empty(site).await;
        let member = site.add("aoi@example.com", "林 葵", Role::Member).await;
        site.add("ren@example.com", "佐川 玲", Role::Member).await;
        let connection = put_connection(&site.store, member).await;
        site.store.run(event_at(connection, user(), "e1", NOW, says("hi"))).await.unwrap();
        let room = site.store.snapshot(member).await.unwrap().rooms[0].id;
        let cookie = site.signed_in().await;
        let other = site.log_in("ren@example.com", PASSWORD).await.cookie();
        Self { site, member, connection, room, cookie, other }
    }

    pub async fn open() -> Self {
        Self::at(SITE).await
    }

    async fn ask(&self, method: Method, path: &str, body: Vec<u8>, cookie: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookie)
            .header(header::ORIGIN, &self.site.origin)
            .header(header::CONTENT_TYPE, "application/json");
        self.site.send(request.body(Body::from(body)).unwrap()).await
    }

    async fn begin(&self, id: MediaId, name: &str, size: u64) -> Answer {
        let new = json!({ "id": id, "room": self.room, "name": name, "size": size });
        self.ask(Method::POST, "/uploads", new.to_string().into(), &self.cookie).await
    }

    async fn put(&self, id: MediaId, part: u64, bytes: &[u8]) -> Answer {
        let path = format!("/uploads/{id}/parts/{part}");
        self.ask(Method::PUT, &path, bytes.to_vec(), &self.cookie).await
    }

    async fn finish(&self, id: MediaId, seen: Seen) -> Answer {
        let seen = serde_json::to_vec(&seen).unwrap();
        self.ask(Method::POST, &format!("/uploads/{id}"), seen, &self.cookie).await
    }

    /// Brings a whole file.
    pub async fn bring(&self, name: &str, file: &[u8], seen: Seen) -> Media {
        let id = fresh();
        assert_eq!(self.begin(id, name, file.len() as u64).await.status, StatusCode::CREATED);
        for (part, bytes) in file.chunks(upload::PART_BYTES as usize).enumerate() {
            let kept = self.put(id, part as u64, bytes).await;
            assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.body);
        }
        let whole = self.finish(id, seen).await;
        assert_eq!(whole.status, StatusCode::OK, "{}", whole.body);
        serde_json::from_str(&whole.body).unwrap()
    }

    pub async fn send(&self, room: RoomId, media: &Media) -> Answer {
        self.send_as(room, media, &self.cookie).await
    }

    async fn send_as(&self, room: RoomId, media: &Media, cookie: &str) -> Answer {
        let what = json!({ "kind": "media", "media": media });
        let id = Uuid::now_v7();
        let call = json!({ "room": room, "id": id, "writing": { "what": what } });
        self.site.call("send_message", &call.to_string(), Some(cookie)).await
    }
}

fn user() -> Source {
    Source::User(LineUserId("U1".into()))
}

pub fn fresh() -> MediaId {
    MediaId::new(Uuid::now_v7())
}

pub const FILE: Seen = Seen { kind: MediaKind::File, duration: None };
pub const IMAGE: Seen = Seen { kind: MediaKind::Image, duration: None };

fn fault(answer: &Answer) -> UploadFault {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn a_file_comes_in_parts_and_is_sent_whole() {
    let desk = Desk::open().await;
    let file: Vec<u8> = (0..5_000_001_u32).map(|n| n.to_le_bytes()[0]).collect();
    let media = desk.bring("../見積.pdf", &file, FILE).await;
    assert_eq!((media.kind, media.name.as_deref()), (MediaKind::File, Some("見積.pdf")));
    let seen = desk.site.get(&media.id.original(), Some(&desk.cookie)).await;
    assert_eq!(seen.status, StatusCode::OK, "the uploader may look before it is sent");
    assert_eq!(desk.send(desk.room, &media).await.status, StatusCode::OK);
    let page = desk.site.store.page(desk.member, desk.room, PageAt::Head).await.unwrap();
    let app::domain::Body::Media { media: shown } = &page.messages[1].body else {
        panic!("{page:?}")
    };
    assert_eq!(**shown, media);
    let kept = desk.site.storage.whole(media.id, crate::media::storage::Size::Original).await;
    assert_eq!(kept.unwrap(), file);
}

#[tokio::test]
async fn each_step_may_be_taken_twice() {
    let desk = Desk::open().await;
    let id = fresh();
    for _ in 0..2 {
        assert_eq!(desk.begin(id, "a.txt", 3).await.status, StatusCode::CREATED);
        assert_eq!(desk.put(id, 0, b"abc").await.status, StatusCode::NO_CONTENT);
    }
    let first = desk.finish(id, FILE).await.body;
    assert_eq!(desk.finish(id, FILE).await.body, first);
    assert_eq!(desk.put(id, 0, b"xyz").await.status, StatusCode::NO_CONTENT);
    let media: Media = serde_json::from_str(&first).unwrap();
    let kept = desk.site.storage.whole(id, crate::media::storage::Size::Original).await.unwrap();
    assert_eq!(kept, "abc", "what is whole does not change any more");
    assert_eq!(desk.send(desk.room, &media).await.status, StatusCode::OK);
    assert_eq!(desk.send(desk.room, &media).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_upload_is_its_members_and_its_rooms_alone() {
    let desk = Desk::open().await;
    let media = desk.bring("a.txt", b"abc", FILE).await;
    for (method, path) in [
        (Method::PUT, format!("/uploads/{}/parts/0", media.id)),
        (Method::PUT, format!("/uploads/{}/still", media.id)),
        (Method::POST, format!("/uploads/{}", media.id)),
        (Method::GET, media.id.original()),
    ] {
        let body = serde_json::to_vec(&FILE).unwrap();
        let answer = desk.ask(method, &path, body, &desk.other).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let gives_up = format!("/uploads/{}", media.id);
    desk.ask(Method::DELETE, &gives_up, Vec::new(), &desk.other).await;
    let elsewhere = RoomId::new(Uuid::now_v7());
    assert_eq!(desk.send(elsewhere, &media).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.send_as(desk.room, &media, &desk.other).await.status, StatusCode::NOT_FOUND);
    let unsigned = desk.ask(Method::POST, "/uploads", b"{}".to_vec(), "").await;
    assert_eq!(unsigned.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.send(desk.room, &media).await.status, StatusCode::OK, "it is still there");
}

#[tokio::test]
async fn the_bytes_of_a_message_are_replaced_and_removed_by_nobody() {
    let desk = Desk::open().await;
    let media = desk.bring("a.txt", b"abc", FILE).await;
    assert_eq!(desk.send(desk.room, &media).await.status, StatusCode::OK);
    let new = json!({ "id": media.id, "room": desk.room, "name": "b.txt", "size": 3 });
    for cookie in [&desk.cookie, &desk.other] {
        let new = new.to_string().into();
        let begun = desk.ask(Method::POST, "/uploads", new, cookie).await;
        assert!(begun.status.is_client_error(), "{}", begun.status);
        for (method, path) in [
            (Method::PUT, format!("/uploads/{}/parts/0", media.id)),
            (Method::POST, format!("/uploads/{}", media.id)),
            (Method::DELETE, format!("/uploads/{}", media.id)),
        ] {
            let body = serde_json::to_vec(&FILE).unwrap();
            desk.ask(method, &path, body, cookie).await;
        }
    }
    let store = &desk.site.store;
    store.tidy(app::domain::Timestamp::from_millis(i64::MAX / 2 + LIFE)).await.unwrap();
    let tasks = store.media_tasks(None, 10).await.unwrap();
    let remove = crate::store::media::MediaWork::Remove;
    assert!(tasks.iter().all(|task| task.what != remove), "{tasks:?}");
    let kept = desk.site.storage.whole(media.id, crate::media::storage::Size::Original).await;
    assert_eq!(kept.unwrap(), "abc");
}

#[tokio::test]
async fn media_that_is_still_coming_is_begun_by_nobody() {
    let desk = Desk::open().await;
    let sent = sent("m1", attachment(MediaKind::Image));
    let event = event_at(desk.connection, user(), "e2", NOW, sent);
    let id = event.fresh.media;
    let store = &desk.site.store;
    store.run(event).await.unwrap();
    let coming = store.media_tasks(None, 10).await.unwrap();
    let begun = desk.begin(id, "a.txt", 3).await;
    assert!(begun.status.is_client_error(), "{}", begun.status);
    desk.ask(Method::DELETE, &format!("/uploads/{id}"), Vec::new(), &desk.cookie).await;
    assert_eq!(store.media_tasks(None, 10).await.unwrap(), coming);
}

#[tokio::test]
async fn who_loses_permission_brings_and_sends_no_more() {
    let desk = Desk::open().await;
    let media = desk.bring("a.txt", b"abc", FILE).await;
    let rules = Rules { grant: Grant::Chosen, ..Rules::default() };
    desk.site.store.set_rules(rules).await.unwrap();
    let (members, choice) = (vec![desk.member], Choice::NotChosen);
    desk.site.store.run(Choose { members, choice }).await.unwrap();
    assert_eq!(desk.begin(fresh(), "b.txt", 3).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.put(media.id, 0, b"abc").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.send(desk.room, &media).await.status, StatusCode::NOT_FOUND);
    let seen = desk.site.get(&media.id.original(), Some(&desk.cookie)).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_said_of_a_picture_by_the_browser_is_not_believed() {
    let desk = Desk::open().await;
    let media = desk.bring("me.png", &plain(RED), IMAGE).await;
    let forged = Media { name: Some("evil.exe".into()), kind: MediaKind::File, ..media.clone() };
    assert_eq!(desk.send(desk.room, &forged).await.status, StatusCode::OK);
    let page = desk.site.store.page(desk.member, desk.room, PageAt::Head).await.unwrap();
    let app::domain::Body::Media { media: shown } = &page.messages[1].body else {
        panic!("{page:?}")
    };
    assert_eq!(**shown, media);
}

#[tokio::test]
async fn sizes_and_parts_that_do_not_fit_are_refused() {
    let desk = Desk::open().await;
    assert_eq!(fault(&desk.begin(fresh(), "a", 0).await), UploadFault::Empty);
    let most = upload::most(MediaKind::File);
    let too_large = desk.begin(fresh(), "a", most + 1).await;
    assert_eq!(fault(&too_large), UploadFault::TooLarge { most });
    let id = fresh();
    desk.begin(id, "a", u64::from(upload::PART_BYTES) + 1).await;
    for (part, length) in [(0, 5), (1, 2), (2, 1)] {
        let answer = desk.put(id, part, &vec![0; length]).await;
        assert_eq!(fault(&answer), UploadFault::Incomplete, "{part}");
    }
    assert_eq!(fault(&desk.finish(id, FILE).await), UploadFault::Incomplete);
    let flood = vec![0; upload::PART_BYTES as usize + 1];
    assert_eq!(desk.put(id, 0, &flood).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(desk.put(fresh(), 0, b"a").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_fills_the_disk() {
    let desk = Desk::open().await;
    let most = upload::most(MediaKind::File);
    for _ in 0..6 {
        assert_eq!(desk.begin(fresh(), "a", most).await.status, StatusCode::CREATED);
    }
    assert_eq!(fault(&desk.begin(fresh(), "a", most).await), UploadFault::TooMuch);
}

#[tokio::test]
async fn where_line_cannot_fetch_nothing_is_taken() {
    let desk = Desk::at("http://chat.example.com").await;
    assert_eq!(fault(&desk.begin(fresh(), "a", 1).await), UploadFault::NotOpen);
}

#[tokio::test]
async fn what_is_given_up_or_forgotten_leaves_nothing() {
    let desk = Desk::open().await;
    let (given_up, forgotten) = (fresh(), fresh());
    for id in [given_up, forgotten] {
        desk.begin(id, "a.txt", 3).await;
        desk.put(id, 0, b"abc").await;
    }
    let path = format!("/uploads/{given_up}");
    let answer = desk.ask(Method::DELETE, &path, Vec::new(), &desk.cookie).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.put(given_up, 0, b"abc").await.status, StatusCode::NOT_FOUND);
    let store = &desk.site.store;
    store.tidy(NOW.plus_millis(1)).await.unwrap();
    assert_eq!(store.media_tasks(None, 10).await.unwrap().len(), 1);
    store.tidy(app::domain::Timestamp::from_millis(i64::MAX / 2 + LIFE)).await.unwrap();
    let tasks = store.media_tasks(None, 10).await.unwrap();
    let removed: Vec<_> = tasks.into_iter().map(|task| (task.media, task.what)).collect();
    let remove = crate::store::media::MediaWork::Remove;
    assert_eq!(removed, [(given_up, remove.clone()), (forgotten, remove)]);
}
