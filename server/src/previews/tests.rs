//! The worker beside a site on this machine, and the picture's route, through the real router.

use app::{
    domain::{LinkPreview, MemberId, Role},
    sync::snapshot::PageAt,
};
use axum::{
    Router,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use image::{ImageFormat, Rgb, RgbImage};
use tokio::{net::TcpListener, sync::mpsc};

use super::*;
use crate::{
    auth::testing::{PASSWORD, Site},
    clock::SystemClock,
    config::HostAndPort,
    line::inbound::{LineUserId, Source},
    media::photo::testing,
    open_web::OpenWeb,
    store::testing::{NOW, event_at, put_connection, says},
};

const HTML: &str = "<title>plain</title>
    <meta property='og:title' content='&lt;img src=x onerror=alert(1)>'>
    <meta property='og:site_name' content='Bridges'>
    <meta property='og:image' content='/picture.png'>";

/// A company, a LINE user who writes, a site to which links lead, and what it was asked.
struct Town {
    site: Site,
    member: MemberId,
    cookie: String,
    web: String,
    asked: mpsc::UnboundedReceiver<&'static str>,
    stop: CancellationToken,
}

impl Town {
    async fn with(listed: impl FnOnce(&str) -> Option<Vec<HostAndPort>>) -> Self {
        let (asks, asked) = mpsc::unbounded_channel();
        let web = serve(asks).await;
        let site = Site::empty("http://127.0.0.1:3000").await;
        let member = site.add("aoi@example.com", "林 葵", Role::Member).await;
        site.add("ren@example.com", "佐川 玲", Role::Member).await;
        let cookie = site.signed_in().await;
        let connection = put_connection(&site.store, member).await;
        for (id, path) in [("e1", "page"), ("e2", "page"), ("e3", "nothing")] {
            let source = Source::User(LineUserId("U1".into()));
            let said = says(&format!("見て http://{web}/{path}"));
            site.store.run(event_at(connection, source, id, NOW, said)).await.unwrap();
        }
        let stop = CancellationToken::new();
        let looker = listed(&web)
            .map(|listed| Looker { web: Arc::new(OpenWeb::new(listed)), shop: Arc::default() });
        let (store, clock) = (site.store.clone(), Arc::new(SystemClock));
        let worker = Previews { store, looker, hub: Arc::default(), clock };
        tokio::spawn(worker.run(stop.clone()));
        Self { site, member, cookie, web, asked, stop }
    }

    /// What messages show when nothing is to be looked at any more.
    async fn shown(&self) -> Vec<Option<LinkPreview>> {
        while !self.site.store.preview_tasks(None, 1).await.unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.stop.cancel();
        let room = self.site.store.snapshot(self.member).await.unwrap().rooms[0].id;
        let page = self.site.store.page(self.member, room, PageAt::Head).await.unwrap();
        page.messages.into_iter().map(|message| message.preview.map(|preview| *preview)).collect()
    }

    fn asked(&mut self) -> Vec<&'static str> {
        std::iter::from_fn(|| self.asked.try_recv().ok()).collect()
    }
}

async fn serve(asks: mpsc::UnboundedSender<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let picture =
        testing::file(RgbImage::from_pixel(600, 300, Rgb([200, 40, 40])), ImageFormat::Png);
    let answer = move |path, kind: &'static str, body: Vec<u8>| {
        let asks = asks.clone();
        get(async move || {
            asks.send(path).unwrap();
            ([(header::CONTENT_TYPE, kind)], body).into_response()
        })
    };
    let router = Router::new()
        .route("/page", answer("page", "text/html", HTML.into()))
        .route("/nothing", answer("nothing", "text/html", "<body>".into()))
        .route("/picture.png", answer("picture", "image/png", picture));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn listed(web: &str) -> Vec<HostAndPort> {
    vec![web.parse().unwrap()]
}

#[tokio::test]
async fn a_page_is_asked_once_for_all_messages_and_its_picture_is_drawn_anew() {
    let mut town = Town::with(|web| Some(listed(web))).await;
    let shown = town.shown().await;
    let preview = shown[0].clone().unwrap();
    assert_eq!(preview.title, "<img src=x onerror=alert(1)>");
    assert_eq!(preview.site, "127.0.0.1 · Bridges");
    assert_eq!(preview.url, format!("http://{}/page", town.web));
    assert_eq!(shown[1].as_ref().unwrap().title, preview.title);
    assert!(shown[2].is_none());
    let mut asked = town.asked();
    asked.sort_unstable();
    assert_eq!(asked, ["nothing", "page", "picture"]);

    let address = preview.picture.unwrap();
    let answer = town.site.get(&address, Some(&town.cookie)).await;
    assert_eq!(answer.status, StatusCode::OK);
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("cache-control", "private, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value);
    }
    assert_eq!(town.site.get(&address, None).await.status, StatusCode::UNAUTHORIZED);
    let outsider = town.site.log_in("ren@example.com", PASSWORD).await.cookie();
    assert_eq!(town.site.get(&address, Some(&outsider)).await.status, StatusCode::NOT_FOUND);
    let room = address.rsplit_once('/').unwrap().0;
    let guess = format!("{room}/{}", "0".repeat(32));
    assert_eq!(town.site.get(&guess, Some(&town.cookie)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn this_machine_is_not_asked_unless_the_settings_say_so() {
    let mut town = Town::with(|_| Some(Vec::new())).await;
    assert_eq!(town.shown().await, [None, None, None]);
    assert!(town.asked().is_empty());
}

#[tokio::test]
async fn where_previews_are_off_nobody_is_asked() {
    let mut town = Town::with(|_| None).await;
    assert_eq!(town.shown().await, [None, None, None]);
    assert!(town.asked().is_empty());
}

#[test]
fn a_link_that_is_known_takes_nobodys_turn() {
    let (known, other) = ("http://example.com/known", "http://example.com/other");
    let mut mind = Mind::default();
    assert!(mind.may_begin(known) && !mind.may_begin(other));
    mind.note(Went { url: known.into(), kept: Ok(()) });
    assert!(mind.may_begin(known) && !mind.may_begin(other));
    mind.note(Went { url: known.into(), kept: Err(StoreError::Closed) });
    assert!(!mind.may_begin(known));
}
