//! What push, reply and the look-ups make of LINE's answers.

use std::{
    io::Write,
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::StatusCode;
use uuid::Uuid;

use super::mini::{Answer, CONNECTION, MiniLine, SECRET};
use crate::line::{
    inbound::LineUserId,
    lookup::LookupError,
    message::{Outgoing, Saying, Sender, SenderPart},
    payload::SentMessage,
    send::SendAnswer,
    token::AccessToken,
};

const PUSH: &str = "/v2/bot/message/push";
const REPLY: &str = "/v2/bot/message/reply";
const QUOTA: &str = "/v2/bot/message/quota";
const USED: &str = "/v2/bot/message/quota/consumption";
const KEY: Uuid = Uuid::from_u128(7);

fn hello() -> [Outgoing; 1] {
    [Outgoing { sender: Sender::named("林 葵"), ..Saying::text("こんにちは").into() }]
}

async fn push(line: &MiniLine) -> SendAnswer {
    line.client().await.push(&AccessToken::new("t".into()), "U1", &hello(), KEY).await
}

async fn pushed(answer: Answer) -> SendAnswer {
    let line = MiniLine::default();
    line.answer(PUSH, [answer]);
    push(&line).await
}

fn sent(id: &str, quote_token: Option<&str>) -> Vec<SentMessage> {
    vec![SentMessage { id: id.into(), quote_token: quote_token.map(Into::into) }]
}

#[tokio::test]
async fn what_a_push_and_a_reply_ask() {
    let line = MiniLine::default();
    let (client, token) = (line.client().await, AccessToken::new("t".into()));
    client.push(&token, "U1", &hello(), KEY).await;
    client.reply(&token, "nHuyWiB7yP5Zw52FIkcQ", &hello()).await;
    let asked = line.asked();
    // A retry key on a reply is an error to LINE.
    assert_eq!(asked[0].retry_key, Some(KEY.to_string()));
    assert_eq!(asked[1].retry_key, None);
    insta::assert_debug_snapshot!(asked);
}

#[tokio::test]
async fn a_push_is_judged_by_its_status() {
    let taken = r#"{"sentMessages":[{"id":"461230966842064897","quoteToken":"IStG5h1Tz7b"}]}"#;
    let error = r#"{"message":"The request body has 1 error(s)","details":[{"message":"Length must be between 0 and 5000","property":"messages[0].text"}]}"#;
    let detail =
        "The request body has 1 error(s); messages[0].text: Length must be between 0 and 5000";
    let name = r#"{"details":[{"property":"messages[0].sender.name"}]}"#;
    let icon = r#"{"details":[{"property":"messages[0].sender.iconUrl"}]}"#;
    let sender = r#"{"details":[{"property":"messages[0].sender.name"},{"property":"messages[0].sender.iconUrl"}]}"#;
    let both =
        r#"{"details":[{"property":"messages[0].sender.name"},{"property":"messages[0].text"}]}"#;
    let refused = |status, detail: &str| SendAnswer::Refused { status, detail: detail.into() };
    let one = || sent("461230966842064897", Some("IStG5h1Tz7b"));
    let rate = |retry_after| SendAnswer::RateLimited { retry_after };
    let wait = Some(Duration::from_secs(7));
    for (answer, expected) in [
        (Answer::Status(200, taken), SendAnswer::Accepted(one())),
        (Answer::Status(200, "<html>"), SendAnswer::Accepted(vec![])),
        (Answer::Status(409, taken), SendAnswer::AlreadyAccepted(one())),
        (Answer::Status(400, error), refused(StatusCode::BAD_REQUEST, detail)),
        (Answer::Status(400, name), SendAnswer::SenderRefused(SenderPart::Name)),
        (Answer::Status(400, icon), SendAnswer::SenderRefused(SenderPart::Icon)),
        (Answer::Status(400, sender), SendAnswer::SenderRefused(SenderPart::Both)),
        (
            Answer::Status(400, both),
            refused(StatusCode::BAD_REQUEST, "; messages[0].sender.name: ; messages[0].text: "),
        ),
        (Answer::Status(403, ""), refused(StatusCode::FORBIDDEN, "")),
        (Answer::Status(413, "[]"), refused(StatusCode::PAYLOAD_TOO_LARGE, "")),
        (Answer::Status(401, ""), SendAnswer::Unauthorized),
        (Answer::Status(408, ""), SendAnswer::NoAnswer),
        (Answer::Status(429, ""), rate(None)),
        (Answer::Header(429, "retry-after", "7", ""), rate(wait)),
        (Answer::Header(429, "retry-after", "Thu, 01 Jan 2026", ""), rate(None)),
        (Answer::Status(500, error), SendAnswer::ServerError(StatusCode::INTERNAL_SERVER_ERROR)),
        (Answer::Status(503, ""), SendAnswer::ServerError(StatusCode::SERVICE_UNAVAILABLE)),
        (Answer::Hang, SendAnswer::NoAnswer),
        (Answer::Cut(200), SendAnswer::NoAnswer),
        (Answer::Endless(200), SendAnswer::NoAnswer),
    ] {
        assert_eq!(pushed(answer).await, expected);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let line = MiniLine::default();
    line.answer(PUSH, [Answer::Header(307, "location", "/elsewhere", "")]);
    assert_eq!(push(&line).await, SendAnswer::ServerError(StatusCode::TEMPORARY_REDIRECT));
    assert_eq!(line.calls(), ["POST /v2/bot/message/push"]);
}

#[tokio::test]
async fn nobody_listening_is_no_answer() {
    let line = MiniLine::default();
    let nobody = "http://127.0.0.1:1/".parse().unwrap();
    let client = crate::line::client::LineClient::new(nobody).unwrap();
    let answer = client.push(&AccessToken::new("t".into()), "U1", &hello(), KEY).await;
    assert_eq!(answer, SendAnswer::NoAnswer);
    assert!(line.calls().is_empty());
}

#[tokio::test]
async fn too_many_requests_are_told_from_a_spent_quota_by_the_figures() {
    let limited = r#"{"type":"limited","value":200}"#;
    let spent = r#"{"totalUsage":200}"#;
    let rate = SendAnswer::RateLimited { retry_after: None };
    for (quota, used, expected) in [
        (Answer::Status(200, limited), Answer::Status(200, spent), SendAnswer::QuotaSpent),
        (Answer::Status(200, limited), Answer::Status(200, r#"{"totalUsage":199}"#), rate.clone()),
        (Answer::Status(200, r#"{"type":"none"}"#), Answer::Status(200, spent), rate.clone()),
        (Answer::Status(500, ""), Answer::Status(200, spent), rate.clone()),
        (Answer::Status(200, limited), Answer::Hang, rate),
    ] {
        let line = MiniLine::default();
        line.answer(
            PUSH,
            [Answer::Status(429, r#"{"message":"You have reached your monthly limit."}"#)],
        );
        line.answer(QUOTA, [quota]);
        line.answer(USED, [used]);
        assert_eq!(push(&line).await, expected);
    }
}

#[tokio::test]
async fn a_reply_costs_no_quota_and_asks_for_none() {
    let line = MiniLine::default();
    line.answer(REPLY, [Answer::Status(429, "")]);
    let client = line.client().await;
    let answer = client.reply(&AccessToken::new("t".into()), "r", &hello()).await;
    assert_eq!(answer, SendAnswer::RateLimited { retry_after: None });
    assert_eq!(line.calls(), ["POST /v2/bot/message/reply"]);
}

#[tokio::test]
async fn a_profile_or_the_reason_for_none() {
    const PROFILE: &str = "/v2/bot/profile/U1";
    let found = r#"{"userId":"U1","displayName":"由紀","pictureUrl":"https://x/y"}"#;
    for (answer, expected) in [
        (Answer::Status(200, found), Ok("由紀")),
        (Answer::Status(404, r#"{"message":"Not found"}"#), Err(LookupError::NotAvailable)),
        (Answer::Status(400, ""), Err(LookupError::NotAvailable)),
        (Answer::Status(429, ""), Err(LookupError::NotNow)),
        (Answer::Status(500, ""), Err(LookupError::NotNow)),
        (Answer::Status(200, "{}"), Err(LookupError::NotNow)),
        (Answer::Hang, Err(LookupError::NotNow)),
    ] {
        let line = MiniLine::default();
        line.answer(PROFILE, [answer]);
        let (accounts, _) = line.accounts().await;
        let profile = accounts.profile(CONNECTION, &LineUserId("U1".into())).await;
        assert_eq!(profile.map(|profile| profile.display_name), expected.map(Into::into));
    }
}

#[tokio::test]
async fn a_strange_user_id_stays_within_its_path() {
    let line = MiniLine::default();
    let (accounts, _) = line.accounts().await;
    for id in ["../info", "a/b", "%2e%2e", "", "?x#y"] {
        let _ = accounts.profile(CONNECTION, &LineUserId(id.into())).await;
    }
    let outside = line.calls().into_iter().filter(|call| {
        !call.starts_with("GET /v2/bot/profile") && !call.ends_with("/oauth2/v3/token")
    });
    assert_eq!(outside.count(), 0, "{:?}", line.calls());
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_has_what_line_asks_for_and_nothing_private() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let line = MiniLine::default();
    line.answer(PUSH, [Answer::Status(400, r#"{"message":"no"}"#), Answer::Hang]);
    let (accounts, _) = line.accounts().await;
    for _ in 0..2 {
        accounts.push(CONNECTION, "Uprivate", &hello(), KEY).await.unwrap();
    }
    accounts.reply(CONNECTION, "reply-token", &hello()).await.unwrap();
    let _ = accounts.profile(CONNECTION, &LineUserId("Uprivate".into())).await;
    drop(guard);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let ours: String = log.lines().filter(|line| line.contains("kakehashi")).collect();
    for wanted in ["POST /v2/bot/message/push", "status=400", "r-1", "no answer from LINE"] {
        assert!(ours.contains(wanted), "{wanted} is not in {ours}");
    }
    for private in [SECRET, "token 1", "reply-token", "こんにちは", "Uprivate"] {
        assert!(!log.contains(private), "{private} is in {log}");
    }
}
