//! `GET /events`: a member's stream over a WebSocket, from a cursor on.
//!
//! Subscribes first, then reads what lies behind the cursor, then passes on what comes: dense numbers
//! tell what was already sent and what is missing. The protocol is written down in ARCHITECTURE.md.

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
            let mut line = Line { state, viewer, session, ended, socket, cursor };
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
}

/// Why a line ends.
enum End {
    Said(Goodbye),
    Gone,
}

impl Line {
    async fn run(&mut self, epoch: Option<Epoch>) -> Result<(), End> {
        let mut news = self.state.hub.listen(self.viewer.member);
        // The session may have ended before we could be told.
        self.check_session().await?;
        let stop = self.state.stop.clone();
        let known = self.state.store.epoch();
        let heartbeat_ms = u32::try_from(HEARTBEAT.as_millis()).unwrap_or(u32::MAX);
        self.say(&Frame::Hello { epoch: known, build: self.state.build.clone(), heartbeat_ms })
            .await?;
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

    /// The slow sweep behind the hints, and the line's sign of life. News of another server on the
    /// same database, and the end of a session there, are found here at the latest.
    async fn beat(&mut self) -> Result<(), End> {
        self.check_session().await?;
        let before = self.cursor;
        self.catch_up().await?;
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
mod tests {
    use app::domain::{Email, LineChat, MemberId, Role, Rules, Standing};
    use futures::{SinkExt, StreamExt};
    use tokio::net::TcpStream;
    use tokio_tungstenite::{
        MaybeTlsStream, WebSocketStream, connect_async,
        tungstenite::{self, client::IntoClientRequest},
    };

    use super::*;
    use crate::{
        auth::testing::Site,
        store::{directory::SetStanding, testing::put_connection},
    };

    type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

    struct Open {
        site: Site,
        member: MemberId,
        address: std::net::SocketAddr,
        cookie: String,
    }

    impl Open {
        async fn site() -> Self {
            let site = Site::with_member().await;
            let email = Email::parse("aoi@example.com").unwrap();
            let member = site.store.member_by_email(&email).await.unwrap().unwrap().id;
            let (address, cookie) = (site.listen().await, site.signed_in().await);
            Self { site, member, address, cookie }
        }

        /// `n` LINE users write, each a first message.
        async fn hear(&self, n: usize) {
            let connection = put_connection(&self.site.store, self.member).await;
            for user in 0..n {
                crate::store::testing::hear(&self.site.store, connection, &format!("U{user}"))
                    .await;
            }
        }

        async fn connect(&self, query: &str) -> Result<Socket, StatusCode> {
            self.connect_from("http://127.0.0.1:3000", Some(&self.cookie), query).await
        }

        async fn connect_from(
            &self,
            origin: &str,
            cookie: Option<&str>,
            query: &str,
        ) -> Result<Socket, StatusCode> {
            let url = format!("ws://{}/events?{query}", self.address);
            let mut request = url.into_client_request().unwrap();
            request.headers_mut().insert("origin", origin.parse().unwrap());
            if let Some(cookie) = cookie {
                request.headers_mut().insert("cookie", cookie.parse().unwrap());
            }
            match connect_async(request).await {
                Ok((socket, _)) => Ok(socket),
                Err(tungstenite::Error::Http(answer)) => Err(answer.status()),
                Err(error) => panic!("{error}"),
            }
        }
    }

    async fn next(socket: &mut Socket) -> Option<Frame> {
        loop {
            match socket.next().await?.ok()? {
                tungstenite::Message::Text(text) => {
                    return Some(serde_json::from_str(&text).unwrap());
                }
                tungstenite::Message::Close(_) => return None,
                _ => {}
            }
        }
    }

    async fn numbers(socket: &mut Socket, count: usize) -> Vec<u64> {
        let mut numbers = Vec::new();
        while numbers.len() < count {
            match next(socket).await.unwrap() {
                Frame::Event(event) => numbers.push(event.n.0),
                Frame::Hello { .. } => {}
                other => panic!("{other:?}"),
            }
        }
        numbers
    }

    #[tokio::test]
    async fn a_socket_needs_a_session_and_one_of_our_pages() {
        let open = Open::site().await;
        let ours = "http://127.0.0.1:3000";
        let refused = open.connect_from(ours, None, "since=0").await.unwrap_err();
        assert_eq!(refused, StatusCode::UNAUTHORIZED);
        let cookie = Some(open.cookie.as_str());
        let refused = open.connect_from("https://evil.example", cookie, "since=0").await;
        assert_eq!(refused.unwrap_err(), StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn a_socket_replays_from_its_cursor_and_then_follows() {
        let open = Open::site().await;
        open.hear(3).await;
        let mut socket = open.connect("since=1").await.unwrap();
        assert!(matches!(next(&mut socket).await, Some(Frame::Hello { .. })));
        assert_eq!(numbers(&mut socket, 2).await, [2, 3]);
        let connection = put_connection(&open.site.store, open.member).await;
        crate::store::testing::hear(&open.site.store, connection, "U9").await;
        assert_eq!(numbers(&mut socket, 1).await, [4]);
    }

    #[tokio::test]
    async fn two_devices_see_the_same_and_nobody_else_sees_anything() {
        let open = Open::site().await;
        let mut one = open.connect("since=0").await.unwrap();
        let mut two = open.connect("since=0").await.unwrap();
        open.hear(2).await;
        assert_eq!(numbers(&mut one, 2).await, numbers(&mut two, 2).await);
    }

    #[tokio::test]
    async fn a_cursor_that_cannot_be_served_is_told_to_resync() {
        let open = Open::site().await;
        open.hear(1).await;
        let epoch = open.site.store.epoch().0;
        for query in ["since=7".to_owned(), format!("since=1&epoch={}", epoch + 1)] {
            let mut socket = open.connect(&query).await.unwrap();
            assert!(matches!(next(&mut socket).await, Some(Frame::Hello { .. })));
            assert_eq!(next(&mut socket).await, Some(Frame::Resync), "{query}");
            assert_eq!(next(&mut socket).await, None);
        }
    }

    #[tokio::test]
    async fn signing_out_ends_the_sockets_of_that_session_only() {
        let open = Open::site().await;
        let other = open.site.signed_in().await;
        let mut mine = open.connect("since=0").await.unwrap();
        let ours = "http://127.0.0.1:3000";
        let mut theirs = open.connect_from(ours, Some(&other), "since=0").await.unwrap();
        next(&mut mine).await;
        next(&mut theirs).await;
        open.site.post("/logout", &[], Some(&open.cookie)).await;
        let goodbye = Frame::Goodbye { reason: Goodbye::SignedOut };
        assert_eq!(next(&mut mine).await, Some(goodbye));
        open.hear(1).await;
        assert_eq!(numbers(&mut theirs, 1).await, [1]);
    }

    #[tokio::test]
    async fn a_withdrawn_permission_sends_open_devices_to_a_fresh_snapshot() {
        let open = Open::site().await;
        open.hear(1).await;
        let mut socket = open.connect("since=1").await.unwrap();
        next(&mut socket).await;
        let off = Rules { line_chat: LineChat::Off, ..Rules::default() };
        open.site.store.set_rules(off).await.unwrap();
        assert_eq!(next(&mut socket).await, Some(Frame::Resync));
        assert_eq!(next(&mut socket).await, None);
    }

    #[tokio::test]
    async fn a_closed_account_is_told_at_once_that_it_is_signed_out() {
        let open = Open::site().await;
        let mut socket = open.connect("since=0").await.unwrap();
        next(&mut socket).await;
        let by = open.site.add("boss@example.com", "Boss", Role::Admin).await;
        let close = SetStanding { by, member: open.member, standing: Standing::Deactivated };
        open.site.store.run(close).await.unwrap();
        let goodbye = Frame::Goodbye { reason: Goodbye::SignedOut };
        assert_eq!(next(&mut socket).await, Some(goodbye));
    }

    #[tokio::test]
    async fn a_stopping_server_says_goodbye() {
        let open = Open::site().await;
        let mut socket = open.connect("since=0").await.unwrap();
        next(&mut socket).await;
        open.site.stop.cancel();
        let goodbye = Frame::Goodbye { reason: Goodbye::Restarting };
        assert_eq!(next(&mut socket).await, Some(goodbye));
    }

    #[tokio::test]
    async fn a_client_that_talks_too_much_is_cut_off() {
        let open = Open::site().await;
        let mut socket = open.connect("since=0").await.unwrap();
        next(&mut socket).await;
        let talk = tungstenite::Message::text("x".repeat(MAX_INBOUND + 1));
        socket.send(talk).await.unwrap();
        assert_eq!(next(&mut socket).await, None);
    }
}
