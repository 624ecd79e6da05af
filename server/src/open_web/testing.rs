//! A site that does what somebody would who wishes us ill, and names that change.

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
pub struct Fickle {
    answers: Mutex<VecDeque<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Fickle {
    /// Names that answer so, one after the other; nothing stands for no such name.
    pub fn saying(answers: &[&[&str]]) -> Arc<Self> {
        let read = |all: &&[&str]| all.iter().map(|one| one.parse().unwrap()).collect();
        let answers = Mutex::new(answers.iter().map(read).collect());
        Arc::new(Self { answers, asked: AtomicUsize::new(0) })
    }

    /// How often they were asked about.
    pub fn asked(&self) -> usize {
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

/// The open web of who may ask this one site, whatever else is on this machine.
pub fn asking(names: Arc<Fickle>, listed: &[String]) -> OpenWeb {
    OpenWeb { names, listed: listed.iter().map(|one| one.parse().unwrap()).collect() }
}

/// A site, and what it was asked.
#[derive(Clone, Default)]
pub struct Site(Arc<Mutex<Vec<(String, HeaderMap)>>>);

impl Site {
    /// Serves it on this machine; answers at which port.
    pub async fn serve(&self, ip: &str, port: u16) -> u16 {
        let listener = TcpListener::bind((ip, port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new().fallback(respond).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        port
    }

    /// Paths and headers, in order.
    pub fn asked(&self) -> Vec<(String, HeaderMap)> {
        self.0.lock().unwrap().clone()
    }
}

/// What is at every other path.
pub const PAGE: &str = "<title>a page</title>";

async fn respond(State(site): State<Site>, request: Request) -> Answer {
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().map(str::to_owned));
    site.0.lock().unwrap().push((path.clone(), request.headers().clone()));
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
