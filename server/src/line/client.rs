//! One HTTP exchange with LINE: time limits, a bound on the answer, one line of log. What the calls
//! mean is in [`super::send`], [`super::lookup`] and [`super::token`].
//!
//! Logs what LINE asks every caller to keep (its request id, method, endpoint, status) and never a
//! token, a secret or what people write.

use std::{fmt, time::Duration};

use reqwest::{Method, RequestBuilder, Response, StatusCode, Url, redirect};
use serde::de::DeserializeOwned;

/// How long LINE may take from our first byte to its last. LINE answers within a second; whoever
/// waits longer holds up the rest of a room.
const TIME_LIMIT: Duration = Duration::from_secs(10);
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// Far above anything that these endpoints answer, and small enough for a thousand at once.
const ANSWER_LIMIT: usize = 256 * 1024;

/// Talks HTTP with LINE's API. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct LineClient {
    http: reqwest::Client,
    api: Url,
    data: Url,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The API's address has no place for a path, such as `mailto:x`.
    #[error("{0} cannot be the address of LINE's API")]
    Address(Url),
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made")]
    Http(#[from] reqwest::Error),
}

/// A place in LINE's API.
#[derive(Clone, Copy)]
pub(super) struct Endpoint<'a> {
    pub method: &'static str,
    /// The path, with `{}` for each part that names somebody.
    pub path: &'static str,
    /// Those parts, in order; kept out of the log.
    pub names: &'a [&'a str],
}

impl fmt::Display for Endpoint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// LINE's whole answer.
pub(super) struct Heard {
    pub status: StatusCode,
    /// How long LINE asks us to wait.
    pub retry_after: Option<Duration>,
    body: Vec<u8>,
}

impl Heard {
    /// The answer's JSON, if it is of this shape.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// An answer of which only the head is here.
pub(super) struct Begun {
    /// How long LINE asks us to wait.
    pub retry_after: Option<Duration>,
    pub response: Response,
}

/// There was no whole answer: time-out, no connection, or the connection lost on the way. LINE may
/// have done what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoAnswer;

impl LineClient {
    /// A client for the API at `api`, which is `https://api.line.me` or a stand-in.
    ///
    /// # Errors
    /// When `api` cannot carry a path, or the TLS set-up fails.
    pub fn new(api: Url) -> Result<Self, ClientError> {
        Self::with_time_limit(api, TIME_LIMIT)
    }

    pub(super) fn with_time_limit(api: Url, limit: Duration) -> Result<Self, ClientError> {
        if api.cannot_be_a_base() {
            return Err(ClientError::Address(api));
        }
        let http = reqwest::Client::builder()
            .timeout(limit)
            .connect_timeout(CONNECT_LIMIT)
            // LINE never redirects; following one would hand the token to somebody else.
            .redirect(redirect::Policy::none())
            .user_agent(concat!("kakehashi/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { http, data: api.clone(), api })
    }

    /// Has content asked for at another host, which is `https://api-data.line.me` or a stand-in.
    ///
    /// # Errors
    /// When `data` cannot carry a path.
    pub fn with_data_at(self, data: Url) -> Result<Self, ClientError> {
        if data.cannot_be_a_base() {
            return Err(ClientError::Address(data));
        }
        Ok(Self { data, ..self })
    }

    /// A request to be filled and given to [`Self::ask`].
    pub(super) fn request(&self, endpoint: Endpoint<'_>) -> RequestBuilder {
        self.request_at(self.api.clone(), endpoint)
    }

    /// The same for the host of content.
    pub(super) fn data_request(&self, endpoint: Endpoint<'_>) -> RequestBuilder {
        self.request_at(self.data.clone(), endpoint)
    }

    fn request_at(&self, mut url: Url, endpoint: Endpoint<'_>) -> RequestBuilder {
        if let Ok(mut segments) = url.path_segments_mut() {
            let mut names = endpoint.names.iter().copied();
            let parts = endpoint.path.split('/').filter(|part| !part.is_empty());
            let filled = parts.map(|part| if part == "{}" { names.next() } else { Some(part) });
            segments.pop_if_empty().extend(filled.flatten());
        }
        let method = match endpoint.method {
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            _ => Method::GET,
        };
        self.http.request(method, url)
    }

    /// Sends a request and reads the whole answer.
    pub(super) async fn ask(
        &self,
        endpoint: Endpoint<'_>,
        request: RequestBuilder,
    ) -> Result<Heard, NoAnswer> {
        let begun = self.begin(endpoint, request).await?;
        let (status, retry_after) = (begun.response.status(), begun.retry_after);
        match read_bounded(begun.response).await {
            Ok(body) => Ok(Heard { status, retry_after, body }),
            Err(Lost::Http(error)) => Err(no_answer(endpoint, error)),
            Err(Lost::TooLong) => {
                tracing::warn!(%endpoint, limit = ANSWER_LIMIT, "an answer from LINE is too long");
                Err(NoAnswer)
            }
        }
    }

    /// Sends a request and waits until its answer begins.
    pub(super) async fn begin(
        &self,
        endpoint: Endpoint<'_>,
        request: RequestBuilder,
    ) -> Result<Begun, NoAnswer> {
        let response = request.send().await.map_err(|error| no_answer(endpoint, error))?;
        tracing::info!(
            %endpoint,
            status = response.status().as_u16(),
            line_request_id = header(&response, "x-line-request-id"),
            "LINE answered"
        );
        let retry_after = header(&response, "retry-after")
            .and_then(|text| text.parse().ok())
            .map(Duration::from_secs);
        Ok(Begun { retry_after, response })
    }
}

fn no_answer(endpoint: Endpoint<'_>, error: reqwest::Error) -> NoAnswer {
    let error = error.without_url();
    tracing::warn!(%endpoint, error = &error as &dyn std::error::Error, "no answer from LINE");
    NoAnswer
}

enum Lost {
    Http(reqwest::Error),
    TooLong,
}

impl From<reqwest::Error> for Lost {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

async fn read_bounded(mut response: Response) -> Result<Vec<u8>, Lost> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > ANSWER_LIMIT {
            return Err(Lost::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
