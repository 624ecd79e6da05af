//! Where webhooks go: what is asked, and what LINE's answers mean.

use app::domain::Fault;

use super::mini::{Answer, MiniLine};
use crate::line::{payload::WebhookEndpoint, token::AccessToken};

const ENDPOINT: &str = "/v2/bot/channel/webhook/endpoint";
const TEST: &str = "/v2/bot/channel/webhook/test";
const URL: &str = "https://chat.example.com/line/webhook/1";

fn token() -> AccessToken {
    AccessToken::new("t".into())
}

#[tokio::test]
async fn what_is_asked_about_the_webhook() {
    let line = MiniLine::default();
    line.answer(TEST, [Answer::Status(200, r#"{"success":true}"#)]);
    let client = line.client().await;
    client.set_webhook(&token(), URL).await.unwrap();
    client.test_webhook(&token(), URL).await.unwrap();
    client.webhook(&token()).await.unwrap_err();
    insta::assert_debug_snapshot!(line.asked());
}

#[tokio::test]
async fn an_address_is_taken_or_refused() {
    for (answer, came_to) in [
        (Answer::Status(200, "{}"), Ok(())),
        (Answer::Status(400, "{}"), Err(Fault::AddressRefused)),
        (Answer::Status(401, "{}"), Err(Fault::CredentialsRefused)),
        (Answer::Status(500, "{}"), Err(Fault::NoAnswer)),
        (Answer::Status(429, "{}"), Err(Fault::NoAnswer)),
        (Answer::Hang, Err(Fault::NoAnswer)),
    ] {
        let line = MiniLine::default();
        line.answer(ENDPOINT, [answer]);
        assert_eq!(line.client().await.set_webhook(&token(), URL).await, came_to);
    }
}

#[tokio::test]
async fn where_webhooks_go_is_read_leniently() {
    let at = |active| Some(WebhookEndpoint { endpoint: "https://a".into(), active });
    for (answer, came_to) in [
        (Answer::Status(200, r#"{"endpoint":"https://a","active":true,"new":1}"#), Ok(at(true))),
        (Answer::Status(200, r#"{"endpoint":"https://a"}"#), Ok(at(false))),
        (Answer::Status(404, "{}"), Ok(None)),
        (Answer::Status(200, "[]"), Err(Fault::NoAnswer)),
        (Answer::Status(401, "{}"), Err(Fault::CredentialsRefused)),
    ] {
        let line = MiniLine::default();
        line.answer(ENDPOINT, [answer]);
        assert_eq!(line.client().await.webhook(&token()).await, came_to);
    }
}

#[tokio::test]
async fn lines_test_is_read_by_its_reason() {
    for (answer, came_to) in [
        (r#"{"success":true,"statusCode":200,"reason":"OK"}"#, Ok(())),
        (
            r#"{"success":false,"statusCode":0,"reason":"COULD_NOT_CONNECT"}"#,
            Err(Fault::NotReached),
        ),
        (r#"{"success":false,"statusCode":-1,"reason":"REQUEST_TIMEOUT"}"#, Err(Fault::TooLate)),
        (
            r#"{"success":false,"statusCode":502,"reason":"ERROR_STATUS_CODE"}"#,
            Err(Fault::ErrorStatus { status: 502 }),
        ),
        (r#"{"success":false,"reason":"ERROR_STATUS_CODE"}"#, Err(Fault::Unexplained)),
        (r#"{"success":false,"statusCode":0,"reason":"UNCLASSIFIED"}"#, Err(Fault::Unexplained)),
        (r#"{"success":false,"reason":"SOLAR_FLARE"}"#, Err(Fault::Unexplained)),
        (r#"{"statusCode":200,"reason":"OK"}"#, Ok(())),
        ("{}", Err(Fault::Unexplained)),
    ] {
        let line = MiniLine::default();
        line.answer(TEST, [Answer::Status(200, answer)]);
        assert_eq!(line.client().await.test_webhook(&token(), URL).await, came_to, "{answer}");
    }
}
