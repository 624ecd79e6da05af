//! Media through the real router, by those who may have it and by those who may not.

use app::{
    domain::{Body as Said, MediaId, MediaKind, MemberId, Role, RoomId},
    sync::snapshot::PageAt,
};
use axum::{
    body::Bytes,
    http::{Method, Request},
};

use super::*;
use crate::{
    auth::testing::{Answer, PASSWORD, Site},
    line::inbound::{LineUserId, Source},
    media::{ShareKey, storage::Size},
    store::{
        media::{
            Came, Found, RecordMedia,
            tests::{attachment, sent},
        },
        permission::Choose,
        testing::{NOW, event_at, put_connection},
    },
};

const BYTES: &[u8] = b"0123456789";

/// A site where a LINE user has sent something to a member.
struct Shelf {
    site: Site,
    member: MemberId,
    cookie: String,
    media: MediaId,
}

impl Shelf {
    async fn with(kind: MediaKind, name: Option<&str>, content_type: Option<&'static str>) -> Self {
        let site = Site::empty("http://127.0.0.1:3000").await;
        let member = site.add("aoi@example.com", "林 葵", Role::Member).await;
        site.add("ren@example.com", "佐川 玲", Role::Member).await;
        let connection = put_connection(&site.store, member).await;
        let name = name.map(str::to_owned);
        let told = sent("m1", crate::line::inbound::Attachment { name, ..attachment(kind) });
        let source = Source::User(LineUserId("U1".into()));
        site.store.run(event_at(connection, source, "e1", NOW, told)).await.unwrap();
        let room: RoomId = site.store.snapshot(member).await.unwrap().rooms[0].id;
        let page = site.store.page(member, room, PageAt::Head).await.unwrap();
        let Said::Media { media } = &page.messages[0].body else { panic!("{page:?}") };
        let media = media.id;
        for size in [Size::Original, Size::Small] {
            let mut writing = site.storage.begin(media, size);
            writing.put(Bytes::from_static(BYTES)).await.unwrap();
            writing.finish().await.unwrap();
        }
        let file = Found::file(BYTES.len() as u64);
        let found = Found { kind, content_type, has_small: true, ..file };
        site.store
            .run(RecordMedia {
                media,
                came: Came::Here(found),
                share: ShareKey::mint(&mut rand::rng()),
            })
            .await
            .unwrap();
        let cookie = site.signed_in().await;
        Self { site, member, cookie, media }
    }

    async fn picture() -> Self {
        Self::with(MediaKind::Image, None, Some("image/png")).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.site.get(path, Some(&self.cookie)).await
    }

    async fn ask(&self, headers: &[(HeaderName, &str)]) -> Answer {
        let mut request = Request::builder()
            .method(Method::GET)
            .uri(self.media.original())
            .header(header::COOKIE, &self.cookie);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.site.send(request.body(Body::empty()).unwrap()).await
    }
}

#[tokio::test]
async fn a_picture_is_shown_to_who_sees_its_message() {
    let shelf = Shelf::picture().await;
    for (path, kind) in [(shelf.media.original(), "image/png"), (shelf.media.small(), "image/jpeg")]
    {
        let answer = shelf.get(&path).await;
        assert_eq!((answer.status, answer.body.as_bytes()), (StatusCode::OK, BYTES), "{path}");
        for (name, value) in [
            ("content-type", kind),
            ("content-length", "10"),
            ("cache-control", "private, max-age=31536000, immutable"),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        assert!(!answer.headers.contains_key(header::CONTENT_DISPOSITION), "{path}");
    }
}

#[tokio::test]
async fn for_everybody_else_it_does_not_exist() {
    let shelf = Shelf::picture().await;
    let other = shelf.site.log_in("ren@example.com", PASSWORD).await.cookie();
    for path in [shelf.media.original(), shelf.media.small(), shelf.media.download()] {
        let stranger = shelf.site.get(&path, Some(&other)).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{path}");
        let nobody = shelf.site.get(&path, None).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in ["/media/x", "/media/0191d5c8-0000-7000-8000-000000000001", "/media/..%2f..%2fetc"]
    {
        assert_eq!(shelf.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn without_permission_it_does_not_exist() {
    let shelf = Shelf::picture().await;
    let rules = app::domain::permission::Rules {
        grant: app::domain::permission::Grant::Chosen,
        ..app::domain::permission::Rules::default()
    };
    shelf.site.store.set_rules(rules).await.unwrap();
    let (members, choice) = (vec![shelf.member], app::domain::permission::Choice::NotChosen);
    shelf.site.store.run(Choose { members, choice }).await.unwrap();
    assert_eq!(shelf.get(&shelf.media.original()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn parts_are_had_and_what_was_had_is_not_sent_again() {
    let shelf = Shelf::with(MediaKind::Video, None, Some("video/mp4")).await;
    let whole = shelf.ask(&[]).await;
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let tag = whole.header("etag").to_owned();
    for (range, body, content_range) in [
        ("bytes=0-", "0123456789", "bytes 0-9/10"),
        ("bytes=2-4", "234", "bytes 2-4/10"),
        ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=8-99", "89", "bytes 8-9/10"),
    ] {
        let answer = shelf.ask(&[(header::RANGE, range), (header::IF_RANGE, &tag)]).await;
        assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!((answer.body.as_str(), answer.header("content-range")), (body, content_range));
        assert_eq!(answer.header("content-length"), body.len().to_string());
    }
    let beyond = shelf.ask(&[(header::RANGE, "bytes=10-")]).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.header("content-range"), "bytes */10");
    for headers in [
        [(header::RANGE, "bytes=0-1"), (header::IF_RANGE, "\"another\"")],
        [(header::RANGE, "bytes=0-1,3-4"), (header::IF_RANGE, tag.as_str())],
    ] {
        let whole = shelf.ask(&headers).await;
        assert_eq!((whole.status, whole.body.as_bytes()), (StatusCode::OK, BYTES));
    }
    let known = shelf.ask(&[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!((known.status, known.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let head = Request::builder().method(Method::HEAD).uri(shelf.media.original());
    let head = head.header(header::COOKIE, &shelf.cookie).body(Body::empty()).unwrap();
    let head = shelf.site.send(head).await;
    assert_eq!((head.status, head.header("content-length")), (StatusCode::OK, "10"));
    assert_eq!(head.body, "");
}

#[tokio::test]
async fn files_are_saved_under_their_name_and_never_shown() {
    let shelf = Shelf::with(MediaKind::File, Some("../見積.html"), None).await;
    for path in [shelf.media.original(), shelf.media.download()] {
        let answer = shelf.get(&path).await;
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert_eq!(
            answer.header("content-disposition"),
            "attachment; filename=\"__.html\"; filename*=UTF-8''%E8%A6%8B%E7%A9%8D.html"
        );
    }
}

#[tokio::test]
async fn a_picture_can_be_saved() {
    let shelf = Shelf::picture().await;
    let answer = shelf.get(&shelf.media.download()).await;
    let disposition = answer.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"line-"), "{disposition}");
    assert!(disposition.contains(".png\""), "{disposition}");
    assert_eq!(answer.header("content-type"), "image/png");
}
