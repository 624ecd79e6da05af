//! Looking after connections through the real router, beside a LINE that answers what it is told to.

mod acts;
mod own;
mod signs;
mod usage;

use app::domain::{ConnectionEntry, ConnectionId, MemberId, OwnAccounts, Role};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{
    auth::testing::{Answer, PASSWORD, Site},
    line::tests::mini::{Answer as Line, MiniLine},
};

const CHANNEL: &str = "2000000001";
const SECRET: &str = "8c570fa6dd201bb328f1c1eac23a96d8";
const OTHER_SECRET: &str = "00000fa6dd201bb328f1c1eac23a96d8";
const HTTPS: &str = "https://chat.example.com";

const TOKEN: &str = "/oauth2/v3/token";
const INFO: &str = "/v2/bot/info";
const ENDPOINT: &str = "/v2/bot/channel/webhook/endpoint";
const TEST: &str = "/v2/bot/channel/webhook/test";

const BOT: &str = r#"{"userId":"Ubot","basicId":"@123abcde","premiumId":"@sagawa","displayName":"Sagawa <i>",
    "pictureUrl":"https://profile.line-scdn.net/p","chatMode":"chat","markAsReadMode":"manual"}"#;
const TEST_OK: &str = r#"{"success":true,"statusCode":200,"reason":"OK"}"#;
const ON: &str = r#"{"endpoint":"https://chat.example.com/x","active":true}"#;
const REFUSED: &str = r#"{"error":"invalid_request"}"#;

/// A company with an admin and two members, beside a LINE.
struct Works {
    site: Site,
    line: MiniLine,
    admin: String,
    member: String,
    other: String,
    aoi: MemberId,
}

impl Works {
    async fn open() -> Self {
        Self::at(HTTPS).await
    }

    async fn at(public_url: &str) -> Self {
        let line = MiniLine::default();
        let site = Site::beside(public_url, &line.serve().await).await;
        site.add("boss@example.com", "Boss", Role::Admin).await;
        let aoi = site.add("aoi@example.com", "林 葵", Role::Member).await;
        site.add("ren@example.com", "Ren", Role::Member).await;
        let admin = site.log_in("boss@example.com", PASSWORD).await.cookie();
        let member = site.signed_in().await;
        let other = site.log_in("ren@example.com", PASSWORD).await.cookie();
        Self { site, line, admin, member, other, aoi }
    }

    /// LINE accepts whatever is asked next, step by step.
    fn line_is_content(&self) {
        self.line.answer(INFO, [Line::Status(200, BOT)]);
        self.line.answer(ENDPOINT, [Line::Status(200, "{}"), Line::Status(200, ON)]);
        self.line.answer(TEST, [Line::Status(200, TEST_OK)]);
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.site.post(&format!("/admin/connections{path}"), fields, Some(&self.admin)).await
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.site.get(&format!("/admin/connections{path}"), Some(&self.admin)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body
    }

    /// An admin connects the channel for a member.
    async fn connect_for(&self, email: &str, secret: &str) -> Answer {
        let fields = [
            ("member", email),
            ("channel_id", CHANNEL),
            ("channel_secret", secret),
            ("provider", "Sagawa Foods"),
        ];
        self.post("/new", &fields).await
    }

    /// The channel, connected for 林 葵.
    async fn connected(&self) -> ConnectionId {
        self.line_is_content();
        let answer = self.connect_for("aoi@example.com", SECRET).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        self.entries().await[0].id
    }

    async fn entries(&self) -> Vec<ConnectionEntry> {
        self.site.store.connection_entries(None).await.unwrap()
    }

    async fn allow_own(&self) {
        self.site.store.allow_own_accounts(OwnAccounts::Allowed).await.unwrap();
    }

    /// LINE posts a webhook, signed with this secret.
    async fn webhook(&self, id: ConnectionId, body: &str, secret: &str) -> StatusCode {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/line/webhook/{id}"))
            .header("x-line-signature", STANDARD.encode(mac.finalize().into_bytes()))
            .body(Body::from(body.to_owned()));
        self.site.send(request.unwrap()).await.status
    }
}

/// A webhook in which a LINE user writes.
fn hello(event: &str) -> String {
    serde_json::json!({ "destination": "Ubot", "events": [{
        "type": "message", "mode": "active", "timestamp": 1_795_376_468_000_i64,
        "webhookEventId": event, "deliveryContext": { "isRedelivery": false },
        "source": { "type": "user", "userId": "U1" },
        "message": { "type": "text", "id": event, "text": "hi" },
    }]})
    .to_string()
}
