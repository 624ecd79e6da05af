//! Who may listen, what they hear, and when they are sent away.

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
    store::{
        address_book::AddContact,
        directory::SetStanding,
        testing::{NOW, put_connection},
    },
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
            crate::store::testing::hear(&self.site.store, connection, &format!("U{user}")).await;
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

/// Waits for a frame that tells of the address book.
async fn edition(socket: &mut Socket) -> u32 {
    loop {
        match next(socket).await.unwrap() {
            Frame::AddressBook { edition } | Frame::Hello { address_book: edition, .. } => {
                return edition;
            }
            Frame::Event(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_changed_address_book_is_told_by_its_edition_alone_to_those_for_whom_there_is_one() {
    let open = Open::site().await;
    open.hear(2).await;
    let store = &open.site.store;
    let rooms = store.snapshot(open.member).await.unwrap().rooms;
    let add = |at: usize| {
        let contact = rooms[at].contact.unwrap();
        AddContact { by: open.member, contact, now: NOW }
    };
    store.run(add(0)).await.unwrap();
    let mut mine = open.connect("since=2").await.unwrap();
    let before = edition(&mut mine).await;
    assert_eq!(before, store.snapshot(open.member).await.unwrap().address_book);
    store.run(add(1)).await.unwrap();
    assert_eq!(edition(&mut mine).await, before + 1);

    store.set_rules(Rules { line_chat: LineChat::Off, ..Rules::default() }).await.unwrap();
    let cursor = store.cursor(open.member).await.unwrap().0;
    let mut mine = open.connect(&format!("since={cursor}")).await.unwrap();
    assert_eq!(edition(&mut mine).await, 0);
    assert_eq!(store.snapshot(open.member).await.unwrap().address_book, 0);
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
