//! The stand-in for LINE, through its control API: official account, LINE users, and what reaches
//! their phones.

use std::{sync::Arc, time::Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::{Client, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::{
    error::{BenchError, accepted},
    ledger::{Ledger, Token},
};

/// Calls to the control API at a time.
const AT_ONCE: usize = 8;

/// The running stand-in.
pub struct Sandbox {
    http: Client,
    url: String,
}

/// An official account and its channel.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The channel's id.
    pub channel_id: String,
    /// What webhooks are signed with.
    pub channel_secret: String,
    /// Whom webhooks are addressed to.
    pub bot_user_id: String,
    provider_id: String,
}

/// A LINE user as the official account knows them.
pub type LineUserId = String;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    user_ids: std::collections::HashMap<String, LineUserId>,
}

/// A message that a LINE user has sent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    message_id: String,
}

#[derive(Deserialize)]
struct Happened {
    happenings: Vec<Value>,
}

#[derive(Deserialize)]
struct Happening {
    kind: String,
    #[serde(default)]
    chat: String,
    message: Option<Sent>,
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    text: String,
}

impl Sandbox {
    /// The stand-in at this address.
    pub fn at(http: Client, url: String) -> Self {
        Self { http, url }
    }

    /// An official account whose webhooks this driver sends itself.
    pub async fn account(&self) -> Result<Account, BenchError> {
        let settings = json!({ "webhookActive": false, "rateLimitPerSecond": 1_000_000 });
        Ok(self.post("/control/channels", &settings).await?.json().await?)
    }

    /// LINE users who are friends of the account.
    pub async fn friends(
        &self,
        account: &Account,
        count: usize,
    ) -> Result<Vec<LineUserId>, BenchError> {
        let made = (0..count).map(|n| self.friend(account, n));
        stream::iter(made).buffered(AT_ONCE).try_collect().await
    }

    async fn friend(&self, account: &Account, n: usize) -> Result<LineUserId, BenchError> {
        let key = format!("bench-{n}");
        let new = json!({ "key": key, "name": format!("LINE user {n}") });
        let user: User = self.post("/control/users", &new).await?.json().await?;
        let url = format!("{}/control/channels/{}/friends/{key}", self.url, account.channel_id);
        let made = self.http.put(url).json(&json!({ "state": "friend" })).send().await?;
        accepted("befriending", made).await?;
        let id = user.user_ids.get(&account.provider_id).cloned();
        id.ok_or_else(|| BenchError::Wrong("the sandbox gave a LINE user no id".to_owned()))
    }

    /// The first of the [`Self::friends`] sends media of so many bytes, those of a picture being the
    /// stand-in's own; answers the message as a webhook tells of it.
    pub async fn sends(
        &self,
        account: &Account,
        kind: &str,
        size: u32,
    ) -> Result<Value, BenchError> {
        let message = json!({ "to": account.channel_id, "type": kind, "size": size });
        let sent = self.post("/control/users/bench-0/messages", &message).await?;
        let Written { message_id: id } = sent.json().await?;
        let quote = format!("q3Plxr4AgKd{id:0>85}");
        let provider = json!({ "type": "line" });
        Ok(json!({ "type": kind, "id": id, "quoteToken": quote, "contentProvider": provider }))
    }

    /// Where the bytes of a message are.
    pub fn content(&self, message: &Value) -> String {
        let id = message["id"].as_str().unwrap_or_default();
        format!("{}/control/content/{id}", self.url)
    }

    /// The message with media that reached a phone, as LINE was sent it.
    pub async fn delivered_media(&self) -> Result<Value, BenchError> {
        let path = "/control/wait?kind=delivered&contains=/files/&timeoutMs=60000";
        let found = self.http.get(format!("{}{path}", self.url)).send().await?;
        let Happened { mut happenings } = accepted(path, found).await?.json().await?;
        let last = happenings.pop().unwrap_or_default();
        Ok(last["message"].clone())
    }

    /// Enters what reaches phones into the ledger, from now on.
    pub async fn follow(&self, ledger: Arc<Ledger>) -> Result<JoinHandle<()>, BenchError> {
        let url = format!("{}/control/stream?kind=delivered,undelivered", self.url);
        let mut told = accepted("following LINE", self.http.get(url).send().await?).await?;
        // The first happening says that we are listening.
        let first = told.chunk().await?;
        if first.is_none() {
            return Err(BenchError::Wrong("the sandbox tells nothing".to_owned()));
        }
        Ok(tokio::spawn(async move {
            let mut unread = Vec::new();
            while let Ok(Some(chunk)) = told.chunk().await {
                let at = Instant::now();
                unread.extend_from_slice(&chunk);
                while let Some(end) = unread.iter().position(|byte| *byte == b'\n') {
                    let line: Vec<u8> = unread.drain(..=end).collect();
                    if let Some(json) = line.strip_prefix(b"data: ") {
                        enter(&ledger, json, at);
                    }
                }
            }
        }))
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Response, BenchError> {
        let answer = self.http.post(format!("{}{path}", self.url)).json(body).send().await?;
        accepted(path, answer).await
    }
}

fn enter(ledger: &Ledger, json: &[u8], at: Instant) {
    match serde_json::from_slice::<Happening>(json) {
        Ok(Happening { kind, chat, message: Some(sent) }) if kind == "delivered" => {
            match Token::of(&sent.text) {
                Some(token) => ledger.arrived(&chat, token, at),
                None => ledger.wrong(format!("LINE was sent what nobody wrote: {}", sent.text)),
            }
        }
        Ok(other) => ledger.wrong(format!("a message was not delivered ({})", other.kind)),
        Err(error) => ledger.wrong(format!("the sandbox's stream cannot be read: {error}")),
    }
}
