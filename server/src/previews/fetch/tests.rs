//! What somebody tries who would have the server ask its own network, or choke.

use std::{
    collections::VecDeque,
    io,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response as Answer},
};
use futures::{StreamExt, future::BoxFuture, stream};
use tokio::net::TcpListener;

use super::*;

/// Names that stand for something else each time they are asked about; the last answer stays.
#[derive(Default)]
struct Fickle {
    answers: Mutex<VecDeque<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Fickle {
    fn saying(answers: &[&[&str]]) -> Arc<Self> {
        let read = |all: &&[&str]| all.iter().map(|one| one.parse().unwrap()).collect();
        let answers = Mutex::new(answers.iter().map(read).collect());
        Arc::new(Self { answers, asked: AtomicUsize::new(0) })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Names for Fickle {
    fn addresses<'a>(&'a self, _host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Box::pin(async move { answer.ok_or_else(|| io::Error::other("no such host")) })
    }
}

/// A site, and what it was asked.
#[derive(Clone, Default)]
struct Web(Arc<Mutex<Vec<(String, HeaderMap)>>>);

impl Web {
    async fn serve(&self, ip: &str, port: u16) -> u16 {
        let listener = TcpListener::bind((ip, port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new().fallback(respond).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        port
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

const PAGE: &str = "<title>a page</title>";

async fn respond(State(web): State<Web>, request: Request) -> Answer {
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().map(str::to_owned));
    web.0.lock().unwrap().push((path.clone(), request.headers().clone()));
    let typed =
        |kind: &'static str, body: Body| ([(header::CONTENT_TYPE, kind)], body).into_response();
    let ever = |bytes: &'static [u8]| {
        Body::from_stream(stream::repeat_with(move || Ok::<_, io::Error>(bytes)))
    };
    match path.as_str() {
        "/to" => {
            let place = query.unwrap();
            let headers = [(header::LOCATION, place.as_str()), (header::SET_COOKIE, "a=b")];
            (StatusCode::FOUND, headers).into_response()
        }
        "/endless" => typed("text/html", ever(&[b' '; 4096])),
        "/endless.png" => typed("image/png", ever(&[0; 4096])),
        "/slow" => {
            let drop = stream::once(async { Ok::<_, io::Error>("<title>a") });
            typed("text/html", Body::from_stream(drop.chain(stream::pending())))
        }
        "/silent" => std::future::pending().await,
        "/json" => typed("application/json", "{}".into()),
        "/untyped" => PAGE.as_bytes().to_vec().into_response(),
        "/picture.svg" => typed("image/svg+xml", "<svg/>".into()),
        "/bomb" => {
            let headers = [(header::CONTENT_TYPE, "text/html"), (header::CONTENT_ENCODING, "gzip")];
            (headers, vec![0x1f; 1000]).into_response()
        }
        "/missing" => StatusCode::NOT_FOUND.into_response(),
        "/nowhere" => StatusCode::FOUND.into_response(),
        _ => typed("text/html; charset=utf-8", PAGE.into()),
    }
}

/// Who may ask this one site, whatever else is on this machine.
fn asking(names: Arc<Fickle>, listed: &[String]) -> Fetcher {
    let listed = listed.iter().map(|one| one.parse().unwrap()).collect();
    Fetcher::new(names, listed).with_patience(Duration::from_millis(1500))
}

async fn get(fetcher: &Fetcher, url: &str) -> Result<Fetched, Refused> {
    fetcher.get(&Url::parse(url).unwrap(), Wanted::Page).await
}

/// Every way we know to write an address of this machine, or of its network.
const INNER: [&str; 27] = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://１２７.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http:127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://[::1]/",
    "https://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fd00:ec2::254]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://10.0.0.1/",
    "http://localhost/",
];

#[tokio::test]
async fn no_spelling_of_an_inner_address_is_asked() {
    let names = Fickle::saying(&[&["127.0.0.1"]]);
    for url in INNER {
        let refused = get(&asking(names.clone(), &[]), url).await;
        assert!(matches!(refused, Err(Refused::NotPublic)), "{url}: {refused:?}");
    }
}

#[tokio::test]
async fn no_redirect_leads_to_an_inner_address() {
    let web = Web::default();
    let port = web.serve("127.0.0.1", 0).await;
    let names = Fickle::saying(&[&["127.0.0.1"]]);
    let fetcher = asking(names, &[format!("127.0.0.1:{port}")]);
    for url in INNER.into_iter().filter(|url| url.is_ascii() && url.contains("://")) {
        let refused = get(&fetcher, &format!("http://127.0.0.1:{port}/to?{url}")).await;
        assert!(matches!(refused, Err(Refused::NotPublic)), "{url}: {refused:?}");
    }
    for (place, expected) in [
        ("http://127.0.0.1:22/", "another port"),
        ("http://0x7f000002:{port}/", "another port"),
        ("file:///etc/passwd", "not of the web"),
        ("gopher://127.0.0.1/_", "not of the web"),
        ("ftp://127.0.0.1/", "not of the web"),
        ("data:text/html,x", "not of the web"),
        ("http://me:too@127.0.0.1:{port}/", "a user name"),
        ("http://[", "no address"),
    ] {
        let place = place.replace("{port}", &port.to_string());
        let refused = get(&fetcher, &format!("http://127.0.0.1:{port}/to?{place}")).await;
        assert!(refused.unwrap_err().to_string().contains(expected), "{place}");
    }
    assert!(web.0.lock().unwrap().iter().all(|(path, _)| path == "/to"));
}

#[tokio::test]
async fn a_name_with_one_inner_address_among_public_ones_is_not_asked() {
    for answer in [&["93.184.216.34", "127.0.0.1"][..], &["2606:4700::1", "::ffff:10.0.0.1"]] {
        let refused = get(&asking(Fickle::saying(&[answer]), &[]), "http://rebind.test/").await;
        assert!(matches!(refused, Err(Refused::NotPublic)), "{answer:?}");
    }
    let refused = get(&asking(Fickle::saying(&[]), &[]), "http://no.test/").await;
    assert!(matches!(refused, Err(Refused::UnknownHost)));
    let refused = get(&asking(Fickle::saying(&[&[]]), &[]), "http://no.test/").await;
    assert!(matches!(refused, Err(Refused::UnknownHost)));
}

#[tokio::test]
async fn a_name_that_changes_between_the_check_and_the_connection_is_asked_once() {
    let (first, second) = (Web::default(), Web::default());
    let port = first.serve("127.0.0.1", 0).await;
    second.serve("127.0.0.2", port).await;
    let names = Fickle::saying(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let fetcher = asking(names.clone(), &[format!("rebind.test:{port}")]);
    get(&fetcher, &format!("http://rebind.test:{port}/")).await.unwrap();
    assert_eq!((names.asked(), first.asked(), second.asked()), (1, 1, 0));
}

#[tokio::test]
async fn a_name_that_changes_from_one_hop_to_the_next_is_judged_again() {
    let web = Web::default();
    let port = web.serve("127.0.0.1", 0).await;
    let names = Fickle::saying(&[&["127.0.0.1"], &["10.0.0.1"]]);
    let fetcher = asking(names.clone(), &[format!("rebind.test:{port}")]);
    let url = format!("http://rebind.test:{port}/to?http://rebind.test/");
    assert!(matches!(get(&fetcher, &url).await, Err(Refused::NotPublic)));
    assert_eq!((names.asked(), web.asked()), (2, 1));
}

#[tokio::test]
async fn redirects_are_followed_four_times_with_nothing_carried_along() {
    let web = Web::default();
    let port = web.serve("127.0.0.1", 0).await;
    let fetcher = asking(Fickle::saying(&[]), &[format!("127.0.0.1:{port}")]);
    let hops = |count: usize| format!("http://127.0.0.1:{port}{}/page#top", "/to?".repeat(count));
    let found = get(&fetcher, &hops(4)).await.unwrap();
    assert_eq!(found.url.as_str(), format!("http://127.0.0.1:{port}/page"));
    assert_eq!(
        (found.kind.as_str(), &found.bytes[..]),
        ("text/html; charset=utf-8", PAGE.as_bytes())
    );
    for (_, headers) in web.0.lock().unwrap().iter() {
        assert!(headers[header::USER_AGENT].to_str().unwrap().starts_with("Kakehashi/"));
        assert_eq!(headers[header::ACCEPT_ENCODING], "identity");
        let private = [header::COOKIE, header::REFERER, header::AUTHORIZATION];
        assert!(private.iter().all(|name| !headers.contains_key(name)), "{headers:?}");
    }
    assert!(matches!(get(&fetcher, &hops(5)).await, Err(Refused::TooManyRedirects)));
    assert_eq!(web.asked(), 10);
}

#[tokio::test]
async fn what_comes_is_bounded_in_kind_size_and_time() {
    let web = Web::default();
    let port = web.serve("127.0.0.1", 0).await;
    let fetcher = asking(Fickle::saying(&[]), &[format!("127.0.0.1:{port}")]);
    let url = |path: &str| Url::parse(&format!("http://127.0.0.1:{port}{path}")).unwrap();
    let endless = fetcher.get(&url("/endless"), Wanted::Page).await.unwrap();
    assert_eq!(endless.bytes.len(), 512 << 10, "the beginning is enough");
    for (path, wanted, expected) in [
        ("/endless.png", Wanted::Picture, "too large"),
        ("/slow", Wanted::Page, "too long"),
        ("/silent", Wanted::Page, "too long"),
        ("/json", Wanted::Page, "another kind"),
        ("/untyped", Wanted::Page, "another kind"),
        ("/endless.png", Wanted::Page, "another kind"),
        ("/page", Wanted::Picture, "another kind"),
        ("/picture.svg", Wanted::Picture, "another kind"),
        ("/bomb", Wanted::Page, "compressed"),
        ("/missing", Wanted::Page, "404"),
        ("/nowhere", Wanted::Page, "302"),
    ] {
        let refused = fetcher.get(&url(path), wanted).await.unwrap_err().to_string();
        assert!(refused.contains(expected), "{path}: {refused}");
    }
}
