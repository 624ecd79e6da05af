//! What tests of the routes stand on: the real router over a real engine in memory, at a time that
//! the test decides.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use app::domain::{Email, MemberId, Role, Timestamp};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, Response, StatusCode, header, request::Builder},
};
use http_body_util::BodyExt;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use uuid::Uuid;

use super::{
    Auth,
    limit::LoginLimit,
    password::{Cost, NewPassword, Passwords, Salt},
    session::SessionCookie,
    setup::{Setup, SetupCode},
};
use crate::{
    backend::StoreBackend,
    clock::Clock,
    config::Config,
    connections::{Connections, Pulse},
    credentials::SealedCredentials,
    line::{account::Accounts, client::LineClient},
    media::{Pictures, ShareLimit, Stickers, Storage},
    profile_card::Cards,
    realtime::Hub,
    router::router,
    secret::{SecretKey, SecretText},
    site,
    state::{AppState, Parts},
    store::{
        DatabaseUrl, OpenedBy, Store,
        members::{PutMember, Unless},
    },
};

pub const PASSWORD: &str = "架け橋 bridge";

/// A clock that stands until it is moved.
struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }

    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A running site.
pub struct Site {
    router: Router,
    clock: Arc<TestClock>,
    pub origin: String,
    pub store: Store,
    pub storage: Storage,
    pub code: String,
    pub key: Arc<SecretKey>,
    pub connections: Arc<Connections>,
    pub stop: CancellationToken,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: String,
}

impl Site {
    /// A site at `public_url` that nobody is a member of yet, and that cannot reach LINE.
    pub async fn empty(public_url: &str) -> Self {
        Self::beside(public_url, "http://127.0.0.1:9").await
    }

    /// The same with LINE's API and its pictures of stickers at `line`.
    pub async fn beside(public_url: &str, line: &str) -> Self {
        let line = ["--line-api-url", line, "--line-sticker-url", line];
        let config = Config::of(&[&["--public-url", public_url], &line[..]].concat());
        let clock = Arc::new(TestClock(AtomicI64::new(1_795_376_468_000)));
        let hub = Arc::new(Hub::default());
        let (store, _) =
            Store::open(&DatabaseUrl::Memory, OpenedBy::Server, hub.clone()).await.unwrap();
        let code = SetupCode::mint(&mut rand::rng());
        let code_text = code.to_text();
        let auth = Auth {
            passwords: passwords(),
            logins: LoginLimit::default(),
            setup: Setup::new(Some(code)),
            cookie: SessionCookie::for_site(&config.public_url),
        };
        let leptos = site::leptos_options(&config);
        let key = Arc::new(SecretKey::mint(&mut rand::rng()));
        let stop = CancellationToken::new();
        let client = LineClient::new(config.line.api.url().clone()).unwrap();
        let credentials = SealedCredentials::new(store.clone(), key.clone());
        let pulse = Arc::new(Pulse::new(clock.clone()));
        let accounts = Accounts::new(client.clone(), Arc::new(credentials), clock.clone());
        let accounts = Arc::new(accounts.watched_by(pulse.clone()));
        let build = "test".to_owned();
        let backend =
            StoreBackend::new(store.clone(), accounts.clone(), clock.clone(), build.clone());
        let connections = Arc::new(Connections {
            store: store.clone(),
            key: key.clone(),
            client,
            accounts,
            pulse,
            clock: clock.clone(),
            config: config.clone(),
        });
        let storage = Storage::in_memory();
        let stickers = Stickers::new(config.line.stickers.clone()).unwrap();
        let state = AppState::new(Parts {
            config,
            clock: clock.clone(),
            store: store.clone(),
            key: key.clone(),
            auth,
            hub,
            connections: connections.clone(),
            pictures: Pictures::new().unwrap(),
            stickers,
            storage: storage.clone(),
            share_limit: ShareLimit::default(),
            cards: Cards::default(),
            photo_shop: Arc::default(),
            backend: Arc::new(backend),
            build,
            leptos,
            stop: stop.clone(),
        });
        let router = router(state);
        let (origin, code) = (public_url.to_owned(), code_text);
        Self { router, clock, origin, store, storage, code, key, connections, stop }
    }

    /// A site with a member, `aoi@example.com`, whose password is [`PASSWORD`].
    pub async fn with_member() -> Self {
        Self::at("http://127.0.0.1:3000").await
    }

    /// The same at another address.
    pub async fn at(public_url: &str) -> Self {
        let site = Self::empty(public_url).await;
        site.add("aoi@example.com", "林 葵", Role::Member).await;
        site
    }

    /// Adds a member whose password is [`PASSWORD`].
    pub async fn add(&self, email: &str, name: &str, role: Role) -> MemberId {
        let password = NewPassword::parse(SecretText::new(PASSWORD.into())).unwrap();
        let salt = Salt::mint(&mut rand::rng());
        let put = PutMember {
            fresh: MemberId::new(Uuid::now_v7()),
            email: Email::parse(email).unwrap(),
            name: name.to_owned(),
            group: None,
            role,
            password_hash: passwords().hash(password, salt).await.unwrap(),
            unless: Unless::Never,
            now: self.clock.now(),
        };
        self.store.run(put).await.unwrap().0
    }

    pub fn pass(&self, millis: i64) {
        self.clock.0.fetch_add(millis, Ordering::Relaxed);
    }

    pub async fn get(&self, path: &str, cookie: Option<&str>) -> Answer {
        self.send(Self::request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
    }

    /// A form of one of our own pages.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)], cookie: Option<&str>) -> Answer {
        self.post_from(&self.origin, path, fields, cookie).await
    }

    /// A form of a page at `origin`.
    pub async fn post_from(
        &self,
        origin: &str,
        path: &str,
        fields: &[(&str, &str)],
        cookie: Option<&str>,
    ) -> Answer {
        let form =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Self::request(Method::POST, path, cookie)
            .header(header::ORIGIN, origin)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(form.into()).unwrap()).await
    }

    /// A form of one of our own pages, with a file in its field `photo`.
    pub async fn upload_photo(&self, path: &str, file: &[u8], cookie: Option<&str>) -> Answer {
        self.upload(path, &[("photo", file)], cookie).await
    }

    /// A form of one of our own pages that brings files.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &[u8])],
        cookie: Option<&str>,
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!(
                "--cut\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f\"\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--cut--\r\n");
        let request = Self::request(Method::POST, path, cookie)
            .header(header::ORIGIN, &self.origin)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send(request.body(body.into()).unwrap()).await
    }

    /// A call of the interface, as JSON.
    pub async fn call(&self, name: &str, json: &str, cookie: Option<&str>) -> Answer {
        let request = Self::request(Method::POST, &format!("/api/{name}"), cookie)
            .header(header::ORIGIN, &self.origin)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(json.to_owned().into()).unwrap()).await
    }

    /// Signs in as the member, and returns the cookie.
    pub async fn signed_in(&self) -> String {
        self.log_in("aoi@example.com", PASSWORD).await.cookie()
    }

    pub async fn log_in(&self, email: &str, password: &str) -> Answer {
        self.post("/login", &[("email", email), ("password", password)], None).await
    }

    /// Serves on a port of this machine, for what needs a real socket.
    pub async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = self.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(axum::serve(listener, app).into_future());
        address
    }

    fn request(method: Method, path: &str, cookie: Option<&str>) -> Builder {
        let peer: SocketAddr = "192.0.2.7:40000".parse().unwrap();
        let request = Request::builder().method(method).uri(path).extension(ConnectInfo(peer));
        match cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    /// Any request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

impl Answer {
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// `name=value` of the cookie that was set.
    pub fn cookie(&self) -> String {
        let set = self.header(header::SET_COOKIE);
        assert!(!set.is_empty(), "no cookie: {} {}", self.status, self.body);
        set.split(';').next().unwrap_or_default().to_owned()
    }
}

fn passwords() -> Passwords {
    Passwords::new(Cost { memory_kib: 8, passes: 1 }).unwrap()
}
