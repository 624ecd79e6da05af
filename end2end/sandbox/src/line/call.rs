//! A call that has passed the bearer check and the rate limit.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use bytes::Bytes;
use serde_json::Value;
use uuid::Uuid;

use super::{
    error::{Answer, LineError},
    family::family,
};
use crate::{clock::Moment, ids::ChannelId, sandbox::Shared, validate::HttpPolicy};

/// What the gate has read of a request.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The id LINE answers with.
    pub request_id: String,
    /// When it came.
    pub received: Moment,
    /// The body.
    pub body: Bytes,
}

/// An authenticated call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The channel that calls.
    pub channel: ChannelId,
    /// The request.
    pub incoming: Arc<Incoming>,
    retry_key: Option<String>,
}

impl Call {
    /// The body as JSON.
    pub fn json(&self) -> Answer<Value> {
        serde_json::from_slice(&self.incoming.body)
            .ok()
            .filter(Value::is_object)
            .ok_or_else(|| LineError::bad("The request body could not be read as JSON"))
    }

    /// The retry key, on an endpoint that takes one.
    pub fn retry_key(&self) -> Answer<Option<String>> {
        match &self.retry_key {
            Some(key) if Uuid::try_parse(key).is_err() => {
                Err(LineError::bad("Invalid X-Line-Retry-Key header"))
            }
            key => Ok(key.clone()),
        }
    }

    /// Refuses a retry key on an endpoint that takes none.
    pub fn refuse_retry_key(&self) -> Answer<()> {
        match &self.retry_key {
            Some(_) => Err(LineError::bad("X-Line-Retry-Key cannot be used with this endpoint")),
            None => Ok(()),
        }
    }
}

/// Which URLs may use `http`.
pub fn policy(sandbox: &Shared) -> HttpPolicy {
    if sandbox.options.strict_https { HttpPolicy::Forbidden } else { HttpPolicy::LoopbackAllowed }
}

/// The bearer token of a request.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

impl FromRequestParts<Shared> for Call {
    type Rejection = LineError;

    async fn from_request_parts(parts: &mut Parts, sandbox: &Shared) -> Answer<Self> {
        let incoming = parts
            .extensions
            .get::<Arc<Incoming>>()
            .cloned()
            .ok_or_else(|| LineError::bad("The request was not read"))?;
        let token = bearer(&parts.headers)
            .ok_or_else(|| LineError::unauthorised("the Authorization header is missing."))?;
        let mut world = sandbox.world();
        let channel = world
            .access_tokens
            .valid(token, incoming.received.at)
            .map(|token| token.channel.clone())
            .filter(|channel| world.channels.contains_key(channel))
            .ok_or_else(|| {
                LineError::unauthorised(
                    "invalid token. Confirm that the access token in the authorization header is \
                     valid.",
                )
            })?;
        let limit = world.channels.get(&channel).and_then(|state| state.rate_limit_per_second);
        let family = family(&parts.method, parts.uri.path());
        world.rates.take(&channel, family, limit, incoming.received.micros)?;
        let retry_key = parts
            .headers
            .get("x-line-retry-key")
            .map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned());
        Ok(Self { channel, incoming, retry_key })
    }
}
