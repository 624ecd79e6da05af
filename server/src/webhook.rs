//! `POST /line/webhook/{connection}`: what LINE tells us. Verified, kept, answered.
//!
//! LINE waits two seconds for its 200; it gets it after the commit, and everything that takes longer
//! (profiles, media) is a task of its own.

use app::domain::{ConnectionId, Fault};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use futures::future::try_join_all;
use tokio::task::unconstrained;

use crate::{
    credentials::channel_secret,
    line::{
        inbound::LineUserId,
        signature::{self, SignatureError},
        webhook,
    },
    state::AppState,
    store::{
        StoreError,
        connections::Connection,
        receive::{ReceiveEvent, fresh},
    },
};

/// LINE's webhooks are a few kilobytes.
const BODY_LIMIT: usize = 1 << 20;

/// The route.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/line/webhook/{connection}", post(receive))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

async fn receive(
    State(state): State<AppState>,
    Path(connection): Path<ConnectionId>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    match keep(&state, connection, &headers, &body).await {
        Ok(events) => {
            state.connections.pulse.webhook(connection, Ok(()));
            tracing::info!(%connection, events, "webhook kept");
            StatusCode::OK
        }
        Err(refusal) => {
            if let Some(fault) = refusal.fault() {
                state.connections.pulse.webhook(connection, Err(fault));
            }
            let status = refusal.status();
            tracing::warn!(%connection, %status, bytes = body.len(), "webhook refused: {refusal}");
            status
        }
    }
}

/// Why a webhook is not answered with 200. LINE reads only the status.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    /// Told apart from a wrong signature only in the log: an outsider learns nothing of what exists.
    #[error("there is no such connection")]
    UnknownConnection,
    #[error("{0}")]
    NotSigned(#[from] SignatureError),
    #[error("it is addressed to another official account")]
    OtherAccount,
    #[error("{0}")]
    Body(#[from] webhook::BodyError),
    #[error("the channel secret cannot be used: {0}")]
    Secret(#[from] crate::secret::OpenError),
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl Refusal {
    const fn status(&self) -> StatusCode {
        match self {
            Self::UnknownConnection | Self::NotSigned(_) => StatusCode::UNAUTHORIZED,
            Self::OtherAccount | Self::Body(_) => StatusCode::BAD_REQUEST,
            Self::Secret(_) | Self::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What it says of the connection. Who signs nothing at all is not LINE, and says nothing.
    const fn fault(&self) -> Option<Fault> {
        match self {
            Self::NotSigned(SignatureError::Wrong) => Some(Fault::NotSigned),
            Self::OtherAccount => Some(Fault::OtherAccount),
            Self::Secret(_) => Some(Fault::SecretUnreadable),
            Self::UnknownConnection
            | Self::NotSigned(SignatureError::Missing)
            | Self::Body(_)
            | Self::Store(_) => None,
        }
    }
}

async fn keep(
    state: &AppState,
    id: ConnectionId,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<usize, Refusal> {
    let received_at = state.clock.now();
    let connection = state.store.connection(id).await?.ok_or(Refusal::UnknownConnection)?;
    let secret = channel_secret(&connection, &state.key)?;
    signature::verify(headers, body, secret.reveal())?;
    let callback = webhook::read(body, received_at)?;
    check_destination(&connection, callback.destination.as_ref())?;
    let events = callback.events.len();
    let kept = callback.events.into_iter().map(|event| {
        let fresh = fresh(&event, || state.clock.uuid());
        state.store.run(ReceiveEvent { connection: id, event, received_at, fresh })
    });
    // Queued together and in order, so they share a commit. One that fails fails the answer, and
    // LINE delivers the webhook again; what was kept is then known by its event ids. Unconstrained,
    // because a task that has to pause in between goes on with the last that had to wait.
    unconstrained(try_join_all(kept)).await?;
    Ok(events)
}

fn check_destination(
    connection: &Connection,
    destination: Option<&LineUserId>,
) -> Result<(), Refusal> {
    match (&connection.bot_user_id, destination) {
        (Some(known), Some(destination)) if *known != destination.0 => Err(Refusal::OtherAccount),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{Email, MemberId, OfficialAccount};
    use axum::{
        body::Body,
        http::{Method, Request},
    };
    use base64::{Engine, engine::general_purpose::STANDARD};
    use hmac::{Hmac, Mac};
    use proptest::prelude::*;
    use serde_json::{Value, json};
    use sha2::Sha256;

    use super::*;
    use crate::{
        auth::testing::Site,
        credentials::seal_channel_secret,
        secret::SecretText,
        store::{
            binding::{Describe, PutConnection},
            export::Exported,
        },
    };

    const SECRET: &str = "8c570fa6dd201bb328f1c1eac23a96d8";

    /// A site with an official account whose channel secret is [`SECRET`].
    struct Line {
        site: Site,
        connection: ConnectionId,
    }

    impl Line {
        async fn connected() -> Self {
            let site = Site::with_member().await;
            let email = Email::parse("aoi@example.com").unwrap();
            let member = site.store.member_by_email(&email).await.unwrap().unwrap().id;
            let secret = SecretText::new(SECRET.into());
            let put = PutConnection {
                fresh: ConnectionId::new(uuid::Uuid::now_v7()),
                member,
                channel_id: "1".into(),
                sealed_secret: seal_channel_secret("1", &secret, &site.key).unwrap(),
                now: app::domain::Timestamp::from_millis(0),
            };
            let (connection, _) = site.store.run(put).await.unwrap();
            Self { site, connection }
        }

        /// Posts bytes with the signature that LINE would give them.
        async fn post(&self, body: impl Into<Vec<u8>>) -> StatusCode {
            let body = body.into();
            let signature = sign(&body);
            self.post_signed(body, Some(&signature)).await
        }

        async fn post_signed(&self, body: Vec<u8>, signature: Option<&str>) -> StatusCode {
            let path = format!("/line/webhook/{}", self.connection);
            let mut request = Request::builder().method(Method::POST).uri(path);
            if let Some(signature) = signature {
                request = request.header("X-Line-Signature", signature);
            }
            self.site.send(request.body(Body::from(body)).unwrap()).await.status
        }

        /// The texts that are kept; placeholders as what they stand for.
        async fn kept(&self) -> Vec<String> {
            let (messages, _) =
                self.site.store.export(Exported::Messages, None, 10_000).await.unwrap();
            let says = |message: &Value| match message["text"].as_str() {
                Some(text) => text.to_owned(),
                None => format!("{} {}", message["body"]["kind"], message["body"]["what"]),
            };
            messages.iter().map(says).collect()
        }
    }

    fn sign(body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(body);
        STANDARD.encode(mac.finalize().into_bytes())
    }

    fn text(id: &str, at: i64, text: &str) -> Value {
        json!({
            "type": "message", "mode": "active", "timestamp": at, "webhookEventId": id,
            "deliveryContext": { "isRedelivery": false }, "replyToken": format!("r{id}"),
            "source": { "type": "user", "userId": "U4af4980629000000000000000000000a" },
            "message": { "type": "text", "id": id, "text": text, "quoteToken": "q" },
        })
    }

    fn body(events: &[Value]) -> String {
        json!({ "destination": "U8e742f61d673b39c7fff3cecb7536ef0", "events": events }).to_string()
    }

    #[tokio::test]
    async fn what_is_not_signed_by_line_is_refused_and_not_kept() {
        let line = Line::connected().await;
        let honest = body(&[text("e1", 1, "hi")]);
        let other = body(&[text("e1", 1, "ho")]);
        for signature in
            [None, Some(""), Some("bm8="), Some("%%"), Some(sign(other.as_bytes()).as_str())]
        {
            let status = line.post_signed(honest.clone().into(), signature).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{signature:?}");
        }
        assert!(line.kept().await.is_empty());
    }

    #[tokio::test]
    async fn an_unknown_connection_looks_like_a_wrong_signature() {
        let mut line = Line::connected().await;
        line.connection = ConnectionId::new(uuid::Uuid::now_v7());
        assert_eq!(line.post(body(&[])).await, StatusCode::UNAUTHORIZED);
    }

    #[tokio::test]
    async fn lines_knock_is_answered() {
        let line = Line::connected().await;
        assert_eq!(line.post(body(&[])).await, StatusCode::OK);
    }

    #[tokio::test]
    async fn a_body_that_is_no_webhook_is_refused() {
        let line = Line::connected().await;
        let whole = body(&[text("e1", 1, "hi")]);
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for bytes in [
            whole.as_bytes()[..whole.len() - 2].to_vec(),
            b"\xff\xfe{}".to_vec(),
            b"[]".to_vec(),
            b"{}".to_vec(),
            deep.into_bytes(),
            Vec::new(),
        ] {
            assert_eq!(line.post(bytes).await, StatusCode::BAD_REQUEST);
        }
        let huge = vec![b' '; BODY_LIMIT + 1];
        assert_eq!(line.post(huge).await, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(line.kept().await.is_empty());
    }

    #[tokio::test]
    async fn a_deeply_nested_event_does_not_cost_its_neighbour() {
        let line = Line::connected().await;
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        let events = format!(r#"{{"events":[{},{}]}}"#, deep, text("e1", 1, "hi"));
        assert_eq!(line.post(events).await, StatusCode::OK);
        assert_eq!(line.kept().await, ["hi"]);
    }

    #[tokio::test]
    async fn kinds_from_the_future_are_kept_as_placeholders() {
        let line = Line::connected().await;
        let mut hologram = text("e1", 1, "");
        hologram["message"] = json!({ "type": "hologram", "id": "1" });
        let mut teleport = text("e2", 2, "");
        teleport["type"] = json!("teleport");
        let mut sticker = text("e3", 3, "");
        sticker["message"] = json!({ "type": "sticker", "id": "3", "more": { "x": [1, 2] } });
        let mut video = text("e5", 5, "");
        video["message"] = json!({ "type": "video" });
        let mut bare = text("e4", 4, "bare");
        bare.as_object_mut().unwrap().retain(|name, _| {
            ["type", "timestamp", "webhookEventId", "source", "message"].contains(&name.as_str())
        });
        let status = line.post(body(&[hologram, teleport, sticker, bare, video])).await;
        assert_eq!(status, StatusCode::OK);
        let other = "\"unsupported\" \"other\"";
        assert_eq!(line.kept().await, [other, other, other, "bare", other]);
    }

    #[tokio::test]
    async fn of_two_events_the_broken_one_is_set_aside_and_the_other_kept() {
        let line = Line::connected().await;
        let broken = json!({ "type": 7, "source": "nobody" });
        assert_eq!(line.post(body(&[broken, text("e1", 1, "hi")])).await, StatusCode::OK);
        assert_eq!(line.kept().await, ["hi"]);
    }

    #[tokio::test]
    async fn a_webhook_delivered_a_hundred_times_at_once_is_kept_once() {
        let line = Line::connected().await;
        let same = body(&[text("e1", 1, "hi")]);
        let posts = futures::future::join_all((0..100).map(|_| line.post(same.clone()))).await;
        assert!(posts.iter().all(|status| *status == StatusCode::OK));
        assert_eq!(line.kept().await, ["hi"]);
    }

    #[tokio::test]
    async fn events_are_put_in_the_order_of_their_timestamps() {
        let line = Line::connected().await;
        let events = [text("e3", 3, "c"), text("e1", 1, "a"), text("e2", 2, "b")];
        assert_eq!(line.post(body(&events)).await, StatusCode::OK);
        assert_eq!(line.kept().await, ["a", "b", "c"]);
    }

    #[tokio::test]
    async fn many_events_of_one_body_are_put_in_their_order() {
        let line = Line::connected().await;
        let events: Vec<_> = (0..400).map(|n| text(&format!("e{n}"), n, &n.to_string())).collect();
        assert_eq!(line.post(body(&events)).await, StatusCode::OK);
        let order: Vec<_> = (0..400).map(|n| n.to_string()).collect();
        assert_eq!(line.kept().await, order);
    }

    #[tokio::test]
    async fn a_webhook_for_another_account_is_refused() {
        let line = Line::connected().await;
        let account = OfficialAccount {
            bot_user_id: "Uother".into(),
            name: "x".into(),
            basic_id: "@x".into(),
            premium_id: None,
            picture_url: None,
            chat_mode: None,
            read_mode: None,
        };
        let (connection, now) = (line.connection, app::domain::Timestamp::from_millis(0));
        let info = Describe { connection, account, now };
        line.site.store.run(info).await.unwrap();
        assert_eq!(line.post(body(&[text("e1", 1, "hi")])).await, StatusCode::BAD_REQUEST);
        assert!(line.kept().await.is_empty());
    }

    #[tokio::test]
    async fn a_member_sees_only_their_own_rooms() {
        let line = Line::connected().await;
        line.post(body(&[text("e1", 1, "secret")])).await;
        let (rooms, _) = line.site.store.export(Exported::Rooms, None, 1).await.unwrap();
        let room = rooms[0]["id"].as_str().unwrap().to_owned();
        let outsider = MemberId::new(uuid::Uuid::now_v7());
        let page = app::sync::snapshot::PageAt::Head;
        let refused = line.site.store.page(outsider, room.parse().unwrap(), page).await;
        assert!(matches!(refused, Err(StoreError::NotFound)));
        let call = format!(r#"{{"room":"{room}","at":{{"at":"head"}}}}"#);
        let answer = line.site.call("read_page", &call, None).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(!answer.body.contains("secret"));
        let cookie = line.site.signed_in().await;
        let answer = line.site.call("read_page", &call, Some(&cookie)).await;
        assert!(answer.body.contains("secret"), "{} {}", answer.status, answer.body);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_bytes_bring_the_webhook_down(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let status = runtime.block_on(async { Line::connected().await.post(bytes).await });
            prop_assert!(status.is_client_error(), "{}", status);
        }
    }
}
