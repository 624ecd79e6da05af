//! LINE's side of a webhook: the body as LINE writes it, and its signature.

use std::time::{Duration, Instant, SystemTime};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use reqwest::Client;
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use crate::{
    error::{BenchError, accepted},
    sandbox::Account,
};

/// Where webhooks go, and in whose name.
#[derive(Clone)]
pub struct Webhook {
    /// For the calls.
    pub http: Client,
    /// Where the server takes them.
    pub url: String,
    /// Whom they are addressed to.
    pub account: Account,
}

/// Whether a webhook gives the right to answer it for free, which a server then uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// As LINE does with every message.
    Offered,
    /// So that what is sent later goes by push.
    Withheld,
}

impl Webhook {
    /// Tells the server that a LINE user wrote; answers how long its 200 took.
    pub async fn tell(&self, user: &str, text: &str, reply: Reply) -> Result<Duration, BenchError> {
        let unique = unique();
        let id = unique.bytes().rev().take(12).map(|b| char::from(b'0' + b % 10));
        let message = json!({
            "type": "text",
            "id": id.collect::<String>(),
            "quoteToken": format!("q3Plxr4AgKd{unique:0>85}"),
            "text": text,
        });
        self.tell_of(user, message, reply).await
    }

    /// Tells the server that a LINE user sent any message.
    pub async fn tell_of(
        &self,
        user: &str,
        message: Value,
        reply: Reply,
    ) -> Result<Duration, BenchError> {
        let body = json!({
            "destination": self.account.bot_user_id,
            "events": [event(user, message, reply)],
        })
        .to_string();
        let signature = sign(&self.account.channel_secret, body.as_bytes());
        let request = self
            .http
            .post(&self.url)
            .header("content-type", "application/json; charset=utf-8")
            .header("x-line-signature", signature)
            .body(body);
        let began = Instant::now();
        let answer = request.send().await?;
        let took = began.elapsed();
        accepted("a webhook", answer).await?.bytes().await?;
        Ok(took)
    }
}

fn event(user: &str, message: Value, reply: Reply) -> Value {
    let unique = unique();
    let mut event = json!({
        "type": "message",
        "message": message,
        "webhookEventId": format!("01{}", &unique[8..]).to_uppercase(),
        "deliveryContext": { "isRedelivery": false },
        "timestamp": now_ms(),
        "source": { "type": "user", "userId": user },
        "mode": "active",
    });
    if reply == Reply::Offered {
        event["replyToken"] = unique.into();
    }
    event
}

fn unique() -> String {
    Uuid::now_v7().simple().to_string()
}

/// Milliseconds since the Unix epoch.
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// `X-Line-Signature`: HMAC-SHA256 of the body with the channel secret, in base64.
fn sign(secret: &str, body: &[u8]) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    STANDARD.encode(mac.finalize().into_bytes())
}
