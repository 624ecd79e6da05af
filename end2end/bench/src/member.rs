//! A signed-in member: the calls that the browser makes, and its event socket.

mod upload;

use reqwest::{Client, Method, RequestBuilder, header};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{client::IntoClientRequest, http::HeaderValue},
};
use uuid::Uuid;

use crate::error::{BenchError, accepted};

/// An open event socket.
pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A member in a browser.
#[derive(Clone)]
pub struct Member {
    http: Client,
    /// `127.0.0.1:…`
    host: String,
    cookie: String,
}

#[derive(Deserialize)]
struct Opening {
    snapshot: Snapshot,
}

#[derive(Deserialize)]
struct Snapshot {
    cursor: u64,
}

/// A stretch of a timeline.
#[derive(Debug, Deserialize)]
pub struct Page {
    /// The last number that is contained.
    pub to: u32,
    /// The messages.
    pub messages: Vec<Placed>,
}

/// A message's place in its room.
#[derive(Debug, Deserialize)]
pub struct Placed {
    /// Its number.
    pub seq: u32,
}

impl Member {
    /// Signs in.
    pub async fn sign_in(
        http: Client,
        host: &str,
        email: &str,
        password: &str,
    ) -> Result<Self, BenchError> {
        let answer = http
            .post(format!("http://{host}/login"))
            .header(header::ORIGIN, format!("http://{host}"))
            .form(&[("email", email), ("password", password)])
            .send()
            .await?;
        let cookie = answer.headers().get(header::SET_COOKIE).and_then(|set| set.to_str().ok());
        let cookie = cookie.and_then(|set| set.split(';').next()).map(str::to_owned);
        let status = answer.status();
        let cookie =
            cookie.ok_or_else(|| BenchError::Wrong(format!("cannot sign in: {status}")))?;
        Ok(Self { http, host: host.to_owned(), cookie })
    }

    /// The number of the newest event.
    pub async fn cursor(&self) -> Result<u64, BenchError> {
        let opening: Opening = self.call("open_messenger", &json!({ "room": null })).await?;
        Ok(opening.snapshot.cursor)
    }

    /// Sends a text.
    pub async fn send_text(&self, room: &str, text: &str) -> Result<(), BenchError> {
        self.send(room, json!({ "kind": "text", "text": text })).await
    }

    async fn send(&self, room: &str, what: Value) -> Result<(), BenchError> {
        let writing = json!({ "what": what });
        let id = Uuid::now_v7().to_string();
        let message = json!({ "room": room, "id": id, "writing": writing });
        self.bytes("send_message", &message).await.map(drop)
    }

    /// Reads a page; answers its bytes, so that reading them is not part of what is measured.
    pub async fn read_page(&self, room: &str, at: &Value) -> Result<Vec<u8>, BenchError> {
        self.bytes("read_page", &json!({ "room": room, "at": at })).await
    }

    /// Opens an event socket from a cursor on.
    pub async fn listen(&self, since: u64) -> Result<Socket, BenchError> {
        let url = format!("ws://{}/events?since={since}", self.host);
        let mut request = url.into_client_request()?;
        let headers = request.headers_mut();
        for (name, value) in [("cookie", self.cookie.clone()), ("origin", self.origin())] {
            let value = HeaderValue::try_from(value);
            headers.insert(name, value.map_err(|e| BenchError::Wrong(e.to_string()))?);
        }
        Ok(connect_async(request).await?.0)
    }

    async fn call<T: DeserializeOwned>(&self, name: &str, body: &Value) -> Result<T, BenchError> {
        Ok(serde_json::from_slice(&self.bytes(name, body).await?)?)
    }

    async fn bytes(&self, name: &str, body: &Value) -> Result<Vec<u8>, BenchError> {
        let answer = self.request(Method::POST, &format!("/api/{name}")).json(body).send().await?;
        Ok(accepted(name, answer).await?.bytes().await?.into())
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("http://{}{path}", self.host))
            .header(header::ORIGIN, self.origin())
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "application/json")
    }

    fn origin(&self) -> String {
        format!("http://{}", self.host)
    }
}
