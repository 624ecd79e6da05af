//! A LINE that answers what it is told to, and remembers what it was asked.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use app::domain::{ConnectionId, Timestamp};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    response::Response,
};
use futures::{FutureExt, future::BoxFuture, stream};
use http_body_util::BodyExt;
use tokio::net::TcpListener;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    clock::Clock,
    line::{
        account::Accounts,
        client::LineClient,
        credentials::{ChannelCredentials, Credentials, CredentialsError},
    },
};

pub const CONNECTION: ConnectionId = ConnectionId::new(Uuid::from_u128(1));
pub const SECRET: &str = "8c570fa6dd201bb328f1c1eac23a96d8";

/// What one call is answered.
pub enum Answer {
    /// A status and a body.
    Status(u16, &'static str),
    /// The same, with one header.
    Header(u16, &'static str, &'static str, &'static str),
    /// A body that is no text.
    Bytes(Vec<u8>),
    /// Nothing, ever.
    Hang,
    /// A status, and half a body.
    Cut(u16),
    /// A status, and a body without end.
    Endless(u16),
}

/// What one call asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Method and path.
    pub what: String,
    pub bearer: Option<String>,
    pub retry_key: Option<String>,
    pub body: String,
}

#[derive(Default)]
struct Script {
    answers: HashMap<&'static str, VecDeque<Answer>>,
    asked: Vec<Asked>,
    tokens: u32,
}

#[derive(Clone, Default)]
pub struct MiniLine(Arc<Mutex<Script>>);

impl MiniLine {
    /// Answers for the coming calls of a path. Paths without any are answered with 200 and `{}`, and
    /// the token endpoint with `token 1`, `token 2`, ….
    pub fn answer(&self, path: &'static str, answers: impl IntoIterator<Item = Answer>) {
        self.0.lock().unwrap().answers.entry(path).or_default().extend(answers);
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.0.lock().unwrap().asked.clone()
    }

    /// Method and path of all calls.
    pub fn calls(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.what).collect()
    }

    /// Serves it; answers where.
    pub async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(respond).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }

    /// A client of it that waits for a second at most: enough on a busy machine, short for a hang.
    pub async fn client(&self) -> LineClient {
        let url = self.serve().await.parse().unwrap();
        LineClient::with_time_limit(url, Duration::from_secs(1)).unwrap()
    }

    /// The voice of [`CONNECTION`], at a clock that a test can move.
    pub async fn accounts(&self) -> (Accounts, Arc<FakeClock>) {
        self.accounts_of(CONNECTION).await
    }

    /// The voice of another connection.
    pub async fn accounts_of(&self, connection: ConnectionId) -> (Accounts, Arc<FakeClock>) {
        let (clock, credentials) = (Arc::new(FakeClock::default()), OneAccount(connection));
        (Accounts::new(self.client().await, Arc::new(credentials), clock.clone()), clock)
    }

    fn next(&self, path: &str) -> Answer {
        let mut script = self.0.lock().unwrap();
        if let Some(answer) = script.answers.get_mut(path).and_then(VecDeque::pop_front) {
            return answer;
        }
        if path != "/oauth2/v3/token" {
            return Answer::Status(200, "{}");
        }
        script.tokens += 1;
        let token = format!(
            r#"{{"token_type":"Bearer","access_token":"token {}","expires_in":900}}"#,
            script.tokens
        );
        Answer::Status(200, token.leak())
    }
}

async fn respond(State(line): State<MiniLine>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let header = |name| Some(head.headers.get(name)?.to_str().unwrap().to_owned());
    let asked = Asked {
        what: format!("{} {}", head.method, head.uri.path()),
        bearer: header("authorization"),
        retry_key: header("x-line-retry-key"),
        body: String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap(),
    };
    line.0.lock().unwrap().asked.push(asked);
    let with = |status: u16| Response::builder().status(status).header("x-line-request-id", "r-1");
    let lost = Err::<Bytes, _>(std::io::Error::other("cut"));
    match line.next(head.uri.path()) {
        Answer::Status(status, body) => with(status).body(body.into()),
        Answer::Header(status, name, value, body) => {
            with(status).header(name, value).body(body.into())
        }
        Answer::Bytes(body) => with(200).body(body.into()),
        Answer::Hang => std::future::pending().await,
        Answer::Cut(status) => {
            let chunks = [Ok(Bytes::from_static(b"{\"sentMess")), lost];
            with(status).body(Body::from_stream(stream::iter(chunks)))
        }
        Answer::Endless(status) => {
            let chunk = || Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 16_384]));
            with(status).body(Body::from_stream(stream::repeat_with(chunk)))
        }
    }
    .unwrap()
}

struct OneAccount(ConnectionId);

impl Credentials for OneAccount {
    fn credentials(
        &self,
        connection: ConnectionId,
    ) -> BoxFuture<'_, Result<ChannelCredentials, CredentialsError>> {
        let known = (connection == self.0).then(|| ChannelCredentials {
            channel_id: "1234567890".into(),
            channel_secret: Zeroizing::new(SECRET.into()),
        });
        std::future::ready(known.ok_or(CredentialsError::Unknown)).boxed()
    }
}

/// Stands still unless moved.
#[derive(Default)]
pub struct FakeClock(Mutex<Timestamp>);

impl FakeClock {
    pub fn pass(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus_millis(seconds * 1000);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn uuid(&self) -> Uuid {
        Uuid::nil()
    }
}
