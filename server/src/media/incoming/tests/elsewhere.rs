//! Media that a mini app has put somewhere: on the open web, and where it would have us look.

use std::convert::Infallible;

use axum::{
    Router,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures::{StreamExt, stream};
use tokio::net::TcpListener;

use super::*;
use crate::{
    line::{content::ContentAnswer, inbound::Elsewhere},
    media::incoming::elsewhere::ask,
    open_web::testing::{Fickle, asking},
};

/// The size above which no picture is kept.
const TOO_MUCH: usize = (20 << 20) + 1;

/// Serves what a mini app might name, on this machine; answers its host and port.
async fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = listener.local_addr().unwrap().to_string();
    let to = |place: String| get(async move || (StatusCode::FOUND, [(header::LOCATION, place)]));
    let said = |status: StatusCode| get(async move || status);
    let router = Router::new()
        .route("/a.jpg", get(async || jpeg(40, 20)))
        .route("/a.mp4", get(async || MP4))
        .route("/page.jpg", get(async || html()))
        .route("/broken.jpg", get(async || jpeg(40, 20)[..60].to_vec()))
        .route("/silent", get(async || std::future::pending::<()>().await))
        .route("/drips", get(async || drips()))
        .route("/large.jpg", get(async || vec![0_u8; TOO_MUCH]))
        .route("/moved", to(format!("http://{place}/a.jpg")))
        .route("/inside", to("http://127.0.0.1:80/a.jpg".into()))
        .route("/metadata", to("http://169.254.169.254/latest/meta-data".into()))
        .route("/404", said(StatusCode::NOT_FOUND))
        .route("/503", said(StatusCode::SERVICE_UNAVAILABLE));
    tokio::spawn(async move { axum::serve(listener, router).await });
    place
}

fn html() -> Response {
    let claims = [(header::CONTENT_TYPE, "image/jpeg")];
    (claims, "<!DOCTYPE html><script>alert(1)</script>").into_response()
}

/// Begins like a picture, and never comes to its end.
fn drips() -> Response {
    let drop = stream::once(async { Ok::<_, Infallible>(jpeg(40, 20)[..60].to_vec()) });
    Body::from_stream(drop.chain(stream::pending())).into_response()
}

/// A LINE user's mini app sends what is there, to a server that may ask `place` on this machine.
async fn desk(kind: MediaKind, place: &str, elsewhere: Elsewhere) -> Desk {
    let mut desk = Desk::with(MediaKind::File).await.answers(CONTENT, bytes(b"%PDF"));
    desk.work().await;
    desk.worker.web = Arc::new(asking(Fickle::saying(&[]), &[place.to_owned()]));
    let sent = sent("m2", Attachment { elsewhere: Some(elsewhere), ..attachment(kind) });
    desk.told(sent, "e2").await;
    desk
}

/// The same with a picture, at this address.
async fn picture(place: &str, address: &str) -> Desk {
    let elsewhere = Elsewhere { original: address.replace("{}", place), preview: None };
    desk(MediaKind::Image, place, elsewhere).await
}

/// What LINE was asked for the message.
fn asked_of_line(desk: &Desk) -> usize {
    desk.line.calls().iter().filter(|call| call.contains("/m2/")).count()
}

#[tokio::test]
async fn a_picture_comes_from_where_it_is_and_line_is_not_asked() {
    let place = site().await;
    for path in ["a.jpg", "moved"] {
        let desk = picture(&place, &format!("http://{{}}/{path}")).await;
        assert_eq!(desk.work().await, [None], "{path}");
        let media = desk.newest().await;
        assert_eq!((media.state, media.pixels), (MediaState::Here, Some((40, 20))), "{path}");
        assert_eq!(desk.kept(media.id, Size::Original).await, Some(jpeg(40, 20)));
        assert_eq!((desk.work().await, asked_of_line(&desk)), (vec![], 0), "{path}");
    }
}

#[tokio::test]
async fn a_video_comes_with_the_still_that_its_mini_app_names() {
    let place = site().await;
    for (still, pixels) in [("a.jpg", Some((40, 20))), ("404", None), ("metadata", None)] {
        let elsewhere = Elsewhere {
            original: format!("http://{place}/a.mp4"),
            preview: Some(format!("http://{place}/{still}")),
        };
        let desk = desk(MediaKind::Video, &place, elsewhere).await;
        assert_eq!(desk.work().await, [None], "{still}");
        let media = desk.newest().await;
        assert_eq!((media.state, media.pixels), (MediaState::Here, pixels), "{still}");
    }
}

#[tokio::test]
async fn nothing_inside_our_own_network_is_asked_whatever_a_mini_app_names() {
    let place = site().await;
    let port = place.rsplit(':').next().unwrap();
    for address in [
        "http://{}/inside",
        "http://{}/metadata",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1/a.jpg",
        &format!("http://[::1]:{port}/a.jpg"),
        &format!("http://localhost:{port}/a.jpg"),
        &format!("http://me:too@127.0.0.1:{port}/a.jpg"),
        "file:///etc/passwd",
        "/v2/bot/message/m1/content",
        "",
    ] {
        let desk = picture(&place, address).await;
        assert_eq!(desk.work().await, [None], "{address}");
        let media = desk.newest().await;
        assert_eq!(media.state, MediaState::Gone, "{address}");
        assert_eq!(desk.kept(media.id, Size::Original).await, None, "{address}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_gone_and_what_does_not_come_now_is_tried_again() {
    let place = site().await;
    for (address, went, state) in [
        ("http://{}/404", None, MediaState::Gone),
        ("http://{}/large.jpg", None, MediaState::Refused),
        ("http://{}/503", Some(Later::Trouble(None)), MediaState::Coming),
        ("http://no.such.host/a.jpg", Some(Later::Trouble(None)), MediaState::Coming),
    ] {
        let desk = picture(&place, address).await;
        assert_eq!(desk.work().await, [went], "{address}");
        assert_eq!(desk.newest().await.state, state, "{address}");
    }
}

/// A page that only this server can reach would be read by whoever named it, in a room of several.
#[tokio::test]
async fn what_only_says_that_it_is_a_picture_is_not_kept() {
    use MediaKind::{File, Image, Video};
    for (kind, path) in [
        (Image, "page.jpg"),
        (Image, "a.mp4"),
        (Image, "broken.jpg"),
        (Video, "page.jpg"),
        (File, "page.jpg"),
        (File, "a.jpg"),
    ] {
        let place = site().await;
        let original = format!("http://{place}/{path}");
        let desk = desk(kind, &place, Elsewhere { original, preview: None }).await;
        assert_eq!(desk.work().await, [None], "{path}");
        let media = desk.newest().await;
        assert_eq!((media.kind, media.state), (kind, MediaState::Refused), "{path}");
        assert_eq!(desk.kept(media.id, Size::Original).await, None, "{path}");
        assert!(desk.company.store.media(desk.company.member, media.id).await.is_err(), "{path}");
    }
}

#[tokio::test]
async fn nobody_waits_longer_than_the_limit_for_an_answer_or_its_end() {
    let place = site().await;
    let web = asking(Fickle::saying(&[]), std::slice::from_ref(&place));
    let limit = Duration::from_millis(300);
    let silent = ask(&web, &format!("http://{place}/silent"), limit).await;
    assert!(matches!(silent, ContentAnswer::NotNow { .. }), "{silent:?}");
    let drips = ask(&web, &format!("http://{place}/drips"), limit).await;
    let ContentAnswer::Ready(mut content) = drips else { panic!("{drips:?}") };
    assert!(content.next().await.unwrap().is_some());
    assert!(content.next().await.is_err(), "cut off");
}

#[tokio::test]
async fn nobody_is_asked_for_it_for_long() {
    let desk = picture(&site().await, "http://{}/503").await;
    desk.clock.pass(NOW.millis() / 1000 + 60);
    assert_eq!(desk.work().await, [Some(Later::Trouble(None))]);
    desk.clock.pass(10 * 60);
    assert_eq!(desk.work().await, [None]);
    assert_eq!(desk.newest().await.state, MediaState::Gone);
}

/// Whoever names a place may see to it that it is slow.
#[tokio::test]
async fn what_comes_from_elsewhere_does_not_hold_up_what_comes_from_line() {
    let desk = picture("127.0.0.1:1", "http://{}/slow.jpg").await;
    for n in 0..20 {
        let at = Elsewhere { original: format!("http://127.0.0.1:1/{n}"), preview: None };
        let attached = Attachment { elsewhere: Some(at), ..attachment(MediaKind::Image) };
        desk.told(sent(&format!("x{n}"), attached), &format!("x{n}")).await;
    }
    desk.told(sent("m3", attachment(MediaKind::Image)), "e3").await;
    let due = desk.worker.due(&UnderWay::new(), &Pace::default()).await.unwrap();
    let turns: Vec<_> = due.iter().map(MediaTask::turn).collect();
    let connection = desk.company.connection;
    assert_eq!(turns, [Turn::Elsewhere(connection), Turn::Line(connection)]);
}

#[test]
fn what_comes_from_elsewhere_never_takes_all() {
    let connection = || ConnectionId::new(uuid::Uuid::new_v4());
    let mut taken = UnderWay::new();
    for n in 0..10 {
        let turn = Turn::Elsewhere(connection());
        assert_eq!(turn.is_free(&taken), n < ELSEWHERE_AT_ONCE);
        if turn.is_free(&taken) {
            taken.insert(MediaId::new(uuid::Uuid::new_v4()), turn);
        }
    }
    assert!(Turn::Line(connection()).is_free(&taken));
    assert!(Turn::Ours.is_free(&taken));
}
