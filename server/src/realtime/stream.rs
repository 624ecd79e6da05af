//! `GET /events`: a member's stream over a WebSocket, from a cursor on.
//!
//! Subscribes first, then reads what lies behind the cursor, then passes on what comes: dense numbers
//! tell what was already sent and what is missing. The address book is not in the stream: of it only the
//! edition is told. The protocol is written down in ARCHITECTURE.md.

use std::time::Duration;

use app::{
    backend::Viewer,
    domain::{Cursor, Epoch, Frame, Goodbye},
};
use axum::{
    Extension, Router,
    extract::{
        Query, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use tokio::{
    sync::broadcast::error::RecvError,
    time::{Instant, interval_at, timeout},
};

use super::hub;
use crate::{
    auth::origin,
    state::AppState,
    store::{Behind, News, StoreError, key::SessionKey},
};

/// How often an idle line shows that it is open. Below the shortest time-out of common proxies.
const HEARTBEAT: Duration = Duration::from_secs(25);

/// How long a client may take to accept a frame.
const SEND: Duration = Duration::from_secs(10);

/// Nothing a client sends is longer than a control frame.
const MAX_INBOUND: usize = 1024;

/// A socket's buffers: the default of 128 KiB would make thousands of idle sockets expensive.
const BUFFER: usize = 4096;

/// The route.
pub fn routes() -> Router<AppState> {
    Router::new().route("/events", get(events))
}

/// Where the client stands.
#[derive(Debug, Deserialize)]
struct From {
    since: u64,
    epoch: Option<u64>,
}

async fn events(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Extension(session): Extension<SessionKey>,
    Query(from): Query<From>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if origin::check(&headers, &state.config.public_url).is_err() {
        return StatusCode::FORBIDDEN.into_response();
    }
    upgrade.max_message_size(MAX_INBOUND).read_buffer_size(BUFFER).write_buffer_size(0).on_upgrade(
        move |socket| async move {
            let ended = state.hub.session(session);
            let cursor = Cursor(from.since);
            let mut line = Line { state, viewer, session, ended, socket, cursor, address_book: 0 };
            if let Err(end) = line.run(from.epoch.map(Epoch)).await {
                line.end(end).await;
            }
        },
    )
}

/// One open socket.
struct Line {
    state: AppState,
    viewer: Viewer,
    session: SessionKey,
    ended: hub::Ended,
    socket: WebSocket,
    cursor: Cursor,
    /// The edition of the address book that was last said.
    address_book: u32,
}

/// Why a line ends.
enum End {
    Said(Goodbye),
    Gone,
}

impl Line {
    async fn run(&mut self, epoch: Option<Epoch>) -> Result<(), End> {
        let mut news = self.state.hub.listen(self.viewer.member);
        let mut book = self.state.hub.address_book();
        // The session may have ended before we could be told.
        self.check_session().await?;
        let stop = self.state.stop.clone();
        let known = self.state.store.epoch();
        let heartbeat_ms = u32::try_from(HEARTBEAT.as_millis()).unwrap_or(u32::MAX);
        let address_book = self.edition().await?;
        self.address_book = address_book;
        let build = self.state.build.clone();
        self.say(&Frame::Hello { epoch: known, build, heartbeat_ms, address_book }).await?;
        self.state.store.expect(self.viewer.member);
        if epoch.is_some_and(|epoch| epoch != known) {
            self.say(&Frame::Resync).await?;
            return Err(End::Gone);
        }
        self.catch_up().await?;
        let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        loop {
            tokio::select! {
                () = self.ended.wait() => return Err(End::Said(Goodbye::SignedOut)),
                () = stop.cancelled() => return Err(End::Said(Goodbye::Restarting)),
                news = news.recv() => self.pass_on(news).await?,
                Ok(()) = book.changed() => self.tell_of_book().await?,
                inbound = self.socket.recv() => match inbound {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(End::Gone),
                    // Pongs are answered below us; clients have nothing else to say.
                    Some(Ok(_)) => {}
                },
                _ = heartbeat.tick() => self.beat().await?,
            }
        }
    }

    /// News of a commit: the next frame is sent as it is, anything else sends us to the rows.
    async fn pass_on(&mut self, news: Result<hub::Numbered, RecvError>) -> Result<(), End> {
        match news {
            Ok((n, _)) if n <= self.cursor => Ok(()),
            Ok((n, News::Frame(frame))) if n == self.cursor.next() => {
                self.cursor = n;
                self.text(&frame).await
            }
            Ok((_, News::Afresh)) => {
                self.check_session().await?;
                self.catch_up().await
            }
            Ok(_) | Err(RecvError::Lagged(_)) => self.catch_up().await,
            Err(RecvError::Closed) => Err(End::Said(Goodbye::Restarting)),
        }
    }

    /// Sends everything that lies behind the cursor.
    async fn catch_up(&mut self) -> Result<(), End> {
        loop {
            let behind = self.state.store.behind(self.viewer.member, self.cursor).await;
            match behind.map_err(failed)? {
                Behind::Resync => {
                    self.say(&Frame::Resync).await?;
                    return Err(End::Gone);
                }
                Behind::Frames(frames, _) if frames.is_empty() => return Ok(()),
                Behind::Frames(frames, last) => {
                    for frame in &frames {
                        self.text(frame).await?;
                    }
                    self.cursor = last;
                }
            }
        }
    }

    /// Says which edition the address book has, unless that was said: the hint itself says nothing.
    async fn tell_of_book(&mut self) -> Result<(), End> {
        let edition = self.edition().await?;
        if self.address_book == edition {
            return Ok(());
        }
        self.address_book = edition;
        self.say(&Frame::AddressBook { edition }).await
    }

    async fn edition(&mut self) -> Result<u32, End> {
        self.state.store.address_book_edition(self.viewer.member).await.map_err(failed)
    }

    /// The slow sweep behind the hints, and the line's sign of life. News of another server on the
    /// same database, and the end of a session there, are found here at the latest.
    async fn beat(&mut self) -> Result<(), End> {
        self.check_session().await?;
        let before = self.cursor;
        self.catch_up().await?;
        self.tell_of_book().await?;
        if before == self.cursor { self.say(&Frame::Heartbeat).await } else { Ok(()) }
    }

    async fn check_session(&mut self) -> Result<(), End> {
        let now = self.state.clock.now();
        let lives = self.state.store.living_session(self.session, now).await.map_err(failed)?;
        lives.map(drop).ok_or(End::Said(Goodbye::SignedOut))
    }

    async fn end(&mut self, end: End) {
        if let End::Said(reason) = end
            && let Ok(text) = serde_json::to_string(&Frame::Goodbye { reason })
        {
            // The client may be gone already; it will find out by itself.
            let _ = timeout(SEND, self.socket.send(Message::text(text))).await;
        }
        let _ = timeout(SEND, self.socket.send(Message::Close(None))).await;
    }

    async fn say(&mut self, frame: &Frame) -> Result<(), End> {
        let text = serde_json::to_string(frame).map_err(|_| End::Gone)?;
        self.text(&text).await
    }

    /// Sends, unless the line ends first: a phone that no longer takes anything must not hold it.
    async fn text(&mut self, text: &str) -> Result<(), End> {
        tokio::select! {
            biased;
            () = self.ended.wait() => Err(End::Said(Goodbye::SignedOut)),
            () = self.state.stop.cancelled() => Err(End::Said(Goodbye::Restarting)),
            sent = timeout(SEND, self.socket.send(Message::text(text))) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) | Err(_) => Err(End::Gone),
            },
        }
    }
}

fn failed(error: StoreError) -> End {
    tracing::error!(%error, "an event socket cannot read the stream");
    End::Said(Goodbye::Restarting)
}

#[cfg(test)]
mod tests;
