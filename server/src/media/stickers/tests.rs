//! Pictures of stickers through the real router, beside a host that answers well and badly.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use app::domain::{
    Role,
    permission::{Choice, Grant, LineChat, Newcomers, Rules},
};
use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use tokio::{net::TcpListener, sync::Notify};

use super::{Drawing, Outcome, Stickers};
use crate::{
    auth::testing::{PASSWORD, Site},
    clock::{Clock, SystemClock},
    store::permission::Choose,
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";
const EMOJI: &str = "/emoji/5ac1bfd5040ab15980c9b435/001.png";

/// Stands for LINE's host.
#[derive(Clone, Default)]
struct Host {
    asked: Arc<AtomicUsize>,
    /// Sticker 7 comes when this says so.
    may_answer: Arc<Notify>,
}

impl Host {
    async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(respond).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }

    async fn site(&self) -> (Site, String) {
        let site = Site::beside("http://127.0.0.1:3000", &self.serve().await).await;
        site.add("aoi@example.com", "林 葵", Role::Member).await;
        let cookie = site.signed_in().await;
        (site, cookie)
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

async fn respond(State(host): State<Host>, request: Request) -> Response {
    host.asked.fetch_add(1, Ordering::Relaxed);
    let html = [(header::CONTENT_TYPE, "image/png")];
    match request.uri().path() {
        "/stickershop/v1/sticker/1/android/sticker.png"
        | "/stickershop/v1/sticker/1/iPhone/sticker_animation@2x.png"
        | "/sticonshop/v1/sticon/5ac1bfd5040ab15980c9b435/android/001.png" => PNG.into_response(),
        "/stickershop/v1/sticker/2/android/sticker.png" => (html, "<html>").into_response(),
        "/stickershop/v1/sticker/3/android/sticker.png" => {
            [PNG, &vec![0; 2 << 20]].concat().into_response()
        }
        "/stickershop/v1/sticker/4/android/sticker.png" => {
            Redirect::temporary("/stickershop/v1/sticker/1/android/sticker.png").into_response()
        }
        "/stickershop/v1/sticker/5/android/sticker.png" => {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        "/stickershop/v1/sticker/7/android/sticker.png" => {
            host.may_answer.notified().await;
            PNG.into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

#[tokio::test]
async fn a_member_gets_the_pictures_and_nothing_can_come_of_them() {
    let host = Host::default();
    let (site, cookie) = host.site().await;
    for path in ["/stickers/1/still.png", "/stickers/1/moving.png", EMOJI] {
        let answer = site.get(path, Some(&cookie)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        for (name, value) in [
            ("content-type", "image/png"),
            ("cache-control", "private, max-age=31536000, immutable"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
    }
    assert_eq!(host.asked(), 3);
    site.get("/stickers/1/still.png", Some(&cookie)).await;
    assert_eq!(host.asked(), 3, "it is on the shelf");
}

#[tokio::test]
async fn only_members_who_may_talk_with_line_users_get_them() {
    let host = Host::default();
    let (site, cookie) = host.site().await;
    for path in ["/stickers/1/still.png", "/stickers/1/moving.png", EMOJI] {
        for stranger in [None, Some("kakehashi_session=stolen")] {
            assert_eq!(site.get(path, stranger).await.status, StatusCode::UNAUTHORIZED, "{path}");
        }
    }
    let ren = site.add("ren@example.com", "佐川 玲", Role::Member).await;
    let other = site.log_in("ren@example.com", PASSWORD).await.cookie();
    let (line_chat, grant) = (LineChat::On, Grant::Chosen);
    let rules = Rules { line_chat, grant, newcomers: Newcomers::NotChosen };
    site.store.set_rules(rules).await.unwrap();
    let withdraw = Choose { members: vec![ren], choice: Choice::NotChosen };
    site.store.run(withdraw).await.unwrap();
    let answer = site.get("/stickers/1/still.png", Some(&other)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(host.asked(), 0);
    assert_eq!(site.get("/stickers/1/still.png", Some(&cookie)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_number_of_lines_is_never_asked_for() {
    let host = Host::default();
    let (site, cookie) = host.site().await;
    for path in [
        "/stickers/0/still.png",
        "/stickers/01/still.png",
        "/stickers/-1/still.png",
        "/stickers/1a/moving.png",
        "/stickers/..%2f..%2fx/still.png",
        "/stickers/1%3fx/still.png",
        "/stickers/99999999999999999999/still.png",
        "/stickers/1/other.png",
        "/emoji/5ac1bfd5040ab15980c9b435/001",
        "/emoji/5ac1bfd5040ab15980c9b435/x.png",
        "/emoji/5AC1BFD5040AB15980C9B435/001.png",
        "/emoji/..%2f/001.png",
    ] {
        let answer = site.get(path, Some(&cookie)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(host.asked(), 0);
}

#[tokio::test]
async fn what_line_does_not_have_is_not_asked_for_again_for_a_while() {
    let host = Host::default();
    let (site, cookie) = host.site().await;
    for _again in 0..3 {
        let answer = site.get("/stickers/404/still.png", Some(&cookie)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("cache-control"), "private, max-age=600");
    }
    assert_eq!(host.asked(), 1);
    site.pass(10 * 60_000);
    site.get("/stickers/404/still.png", Some(&cookie)).await;
    assert_eq!(host.asked(), 2);
}

#[tokio::test]
async fn what_is_no_picture_is_not_handed_on() {
    let host = Host::default();
    let (site, cookie) = host.site().await;
    for (sticker, what) in
        [(2, "HTML that says it is a PNG"), (3, "too large"), (4, "a redirect"), (5, "an error")]
    {
        let path = format!("/stickers/{sticker}/still.png");
        let answer = site.get(&path, Some(&cookie)).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{what}");
        assert_eq!((answer.header("cache-control"), &*answer.body), ("no-store", ""), "{what}");
    }
    assert_eq!(host.asked(), 4, "no redirect was followed");
    site.get("/stickers/5/still.png", Some(&cookie)).await;
    assert_eq!(host.asked(), 5, "what failed is tried again");
}

#[tokio::test]
async fn those_who_want_the_same_at_once_wait_for_one_fetch() {
    let host = Host::default();
    let stickers = Stickers::new(host.serve().await.parse().unwrap()).unwrap();
    let (drawing, now) = (Drawing::still("7").unwrap(), SystemClock.now());
    let ask = || stickers.picture(&drawing, now);
    let (one, two, ()) = tokio::join!(ask(), ask(), async { host.may_answer.notify_one() });
    assert!([one, two].iter().all(|outcome| matches!(outcome, Outcome::Picture(_))));
    assert_eq!(host.asked(), 1);
}

#[tokio::test]
async fn a_host_that_does_not_answer_is_not_waited_for_long() {
    let host = Host::default();
    let url = host.serve().await.parse().unwrap();
    let stickers = Stickers::with_patience(url, Duration::from_millis(200)).unwrap();
    let outcome = stickers.picture(&Drawing::still("7").unwrap(), SystemClock.now()).await;
    assert_eq!(outcome, Outcome::Failed);
}
