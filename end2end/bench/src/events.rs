//! What an event socket says, as far as this driver must know it.

use std::{borrow::Cow, sync::Arc, time::Instant};

use futures_util::StreamExt;
use serde::Deserialize;
use tokio::{sync::watch, task::JoinHandle};
use tokio_tungstenite::tungstenite::Message as Ws;

use crate::{
    ledger::{Ledger, Token},
    member::Socket,
};

/// One frame.
#[derive(Debug, Deserialize)]
pub struct Frame<'a> {
    frame: &'a str,
    n: Option<u64>,
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    #[serde(borrow)]
    message: Option<Message<'a>>,
}

#[derive(Debug, Deserialize)]
struct Message<'a> {
    room: &'a str,
    author: Author<'a>,
    #[serde(borrow)]
    body: Body<'a>,
}

#[derive(Debug, Deserialize)]
struct Author<'a> {
    side: &'a str,
}

#[derive(Debug, Deserialize)]
struct Body<'a> {
    #[serde(borrow, default)]
    text: Cow<'a, str>,
}

impl<'a> Frame<'a> {
    /// Reads a frame.
    pub fn read(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Whether it brings a message of a LINE user.
    pub fn is_from_line(&self) -> bool {
        self.message.as_ref().is_some_and(|message| message.author.side == "line_user")
    }
}

/// One who listens to a member's stream, and enters what LINE users wrote into the ledger.
pub struct Listener {
    /// How many people have become known by name.
    pub people: watch::Receiver<usize>,
    task: JoinHandle<()>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Listener {
    /// Listens from a cursor on.
    pub fn new(mut socket: Socket, since: u64, ledger: Arc<Ledger>) -> Self {
        let (known, people) = watch::channel(0);
        let task = tokio::spawn(async move {
            let mut cursor = since;
            while let Some(Ok(received)) = socket.next().await {
                let at = Instant::now();
                let Ws::Text(text) = received else { continue };
                match Frame::read(&text) {
                    Ok(frame) => enter(&frame, at, &mut cursor, &known, &ledger),
                    Err(error) => ledger.wrong(format!("a frame cannot be read: {error}")),
                }
            }
            ledger.wrong("the event socket was closed".to_owned());
        });
        Self { people, task }
    }
}

fn enter(
    frame: &Frame<'_>,
    at: Instant,
    cursor: &mut u64,
    known: &watch::Sender<usize>,
    ledger: &Ledger,
) {
    match frame.frame {
        "hello" | "heartbeat" => return,
        "event" => {}
        other => return ledger.wrong(format!("the server said {other}")),
    }
    if frame.n != Some(*cursor + 1) {
        ledger.wrong(format!("event {:?} came after {cursor}", frame.n));
    }
    *cursor = frame.n.unwrap_or(*cursor);
    if frame.kind == Some("person") {
        known.send_modify(|people| *people += 1);
    }
    if let Some(message) = frame.message.as_ref().filter(|_| frame.is_from_line()) {
        match Token::of(&message.body.text) {
            Some(token) => ledger.arrived(message.room, token, at),
            None => ledger.wrong(format!("nobody wrote {:?}", message.body.text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_the_protocol_are_read() {
        let message = r#"{"frame":"event","n":9,"type":"message",
            "room":{"id":"a","last_seq":3},"people":[],
            "message":{"id":"b","room":"a","seq":3,"at":1,
                "author":{"side":"line_user","id":"c"},"body":{"kind":"text","text":"7 \"はい\""}}}"#;
        let frame = Frame::read(message).unwrap();
        assert!(frame.is_from_line());
        assert_eq!(frame.n, Some(9));
        let text = &frame.message.as_ref().unwrap().body.text;
        assert_eq!(Token::of(text).map(Token::text), Token::of("7 ").map(Token::text));
        let hello = r#"{"frame":"hello","epoch":1,"build":"0.1.0","heartbeat_ms":25000}"#;
        assert!(!Frame::read(hello).unwrap().is_from_line());
    }
}
