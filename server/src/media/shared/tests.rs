//! Shared media by those who have its address, and by those who guess.

use app::domain::MediaKind;
use axum::http::{StatusCode, header};

use crate::{
    media::{
        photo::testing::{RED, plain},
        uploads::tests::{Desk, FILE, IMAGE},
    },
    outbox::store::{Content, OutboxStore, Share},
};

/// The paths under which LINE fetches the newest message of the desk's room.
async fn paths(desk: &Desk, end: &str) -> (String, String) {
    let job = desk.site.store.next(desk.room).await.unwrap().unwrap();
    let Content::Said { share: Share::Here { key, .. }, .. } = job.content else {
        panic!("{:?}", job.content)
    };
    (key.original(end), key.small())
}

#[tokio::test]
async fn line_fetches_a_picture_without_a_session() {
    let desk = Desk::open().await;
    let media = desk.bring("me.png", &plain(RED), IMAGE).await;
    assert_eq!(media.kind, MediaKind::Image);
    desk.send(desk.room, &media).await;
    let (original, small) = paths(&desk, ".png").await;
    for (path, kind) in [(&original, "image/png"), (&small, "image/jpeg")] {
        let answer = desk.site.get(path, None).await;
        assert_eq!(answer.status, StatusCode::OK);
        for (name, value) in [
            ("content-type", kind),
            ("cache-control", "private, max-age=3600"),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), value, "{name}");
        }
        assert!(!answer.headers.contains_key(header::SET_COOKIE));
    }
}

#[tokio::test]
async fn a_page_that_somebody_sends_is_saved_and_never_shown() {
    let desk = Desk::open().await;
    for (name, file) in [
        ("a.html", &b"<!DOCTYPE html><script>alert(1)</script>"[..]),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ] {
        let media = desk.bring(name, file, IMAGE).await;
        assert_eq!((media.kind, media.name.as_deref()), (MediaKind::File, Some(name)));
        desk.send(desk.room, &media).await;
        let held = desk.site.get(&media.id.original(), Some(&desk.cookie)).await;
        assert_eq!(held.header("content-type"), "application/octet-stream");
        assert!(held.header("content-disposition").starts_with("attachment"));
    }
    let (original, _) = paths(&desk, "").await;
    let answer = desk.site.get(&original, None).await;
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert!(answer.header("content-disposition").starts_with("attachment"));
}

#[tokio::test]
async fn nobody_guesses_and_who_tries_is_soon_slow() {
    let desk = Desk::open().await;
    let media = desk.bring("a.txt", b"abc", FILE).await;
    desk.send(desk.room, &media).await;
    let (original, _) = paths(&desk, "").await;
    let wrong = format!("/files/{}/original", "A".repeat(32));
    let mut last = StatusCode::OK;
    for guess in 0..40 {
        let path = if guess % 2 == 0 { wrong.as_str() } else { "/files/x/original" };
        last = desk.site.get(path, None).await.status;
        assert!(last == StatusCode::NOT_FOUND || last == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let known = desk.site.get(&original, None).await;
    assert_eq!(known.status, StatusCode::OK, "who has the address is not held up by who guesses");
}

#[tokio::test]
async fn one_address_is_not_fetched_without_end() {
    let desk = Desk::open().await;
    let media = desk.bring("a.txt", b"abc", FILE).await;
    desk.send(desk.room, &media).await;
    let (original, _) = paths(&desk, "").await;
    let mut answers = Vec::new();
    for _ in 0..620 {
        answers.push(desk.site.get(&original, None).await);
    }
    let slow = answers.last().unwrap();
    assert_eq!(slow.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(slow.headers.contains_key(header::RETRY_AFTER));
    desk.site.pass(60_000);
    assert_eq!(desk.site.get(&original, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_withdrawn_is_out_of_reach_for_all_but_members() {
    let desk = Desk::open().await;
    let media = desk.bring("a.txt", b"abc", FILE).await;
    desk.send(desk.room, &media).await;
    let (original, _) = paths(&desk, "").await;
    let call = serde_json::json!({ "room": desk.room, "seq": 2 }).to_string();
    let withdraw =
        async |cookie| desk.site.call("withdraw_media", &call, Some(cookie)).await.status;
    assert_eq!(withdraw(&desk.other).await, StatusCode::NOT_FOUND);
    assert_eq!(desk.site.get(&original, None).await.status, StatusCode::OK);
    assert_eq!(withdraw(&desk.cookie).await, StatusCode::OK);
    assert_eq!(withdraw(&desk.cookie).await, StatusCode::OK, "may be said again");
    assert_eq!(desk.site.get(&original, None).await.status, StatusCode::NOT_FOUND);
    let own = desk.site.get(&media.id.original(), Some(&desk.cookie)).await;
    assert_eq!((own.status, own.body.as_str()), (StatusCode::OK, "abc"));
    let words = serde_json::json!({ "room": desk.room, "seq": 1 }).to_string();
    let of_words = desk.site.call("withdraw_media", &words, Some(&desk.cookie)).await;
    assert_eq!(of_words.status, StatusCode::NOT_FOUND);
}
