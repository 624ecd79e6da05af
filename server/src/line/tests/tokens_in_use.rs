//! Access tokens: bought once, renewed in time, renewed once when refused.

use std::sync::{Arc, Mutex};

use app::domain::ConnectionId;
use futures::future::join_all;
use uuid::Uuid;

use super::mini::{Answer, CONNECTION, MiniLine, SECRET};
use crate::line::{
    message::{Outgoing, Saying},
    send::SendAnswer,
    token::TokenError,
    tokens::{TokenNews, TokenWatch},
};

const TOKEN: &str = "/oauth2/v3/token";
const PUSH: &str = "/v2/bot/message/push";

async fn push(accounts: &crate::line::account::Accounts) -> Result<SendAnswer, TokenError> {
    let hello = [Outgoing::from(Saying::text("hi"))];
    accounts.push(CONNECTION, "U1", &hello, Uuid::from_u128(7)).await
}

fn accepted() -> SendAnswer {
    SendAnswer::Accepted(vec![])
}

/// The tokens that pushes were made with.
fn used(line: &MiniLine) -> Vec<String> {
    let pushes = line.asked().into_iter().filter(|asked| asked.what.ends_with("/push"));
    pushes.map(|asked| asked.bearer.unwrap()).collect()
}

fn bought(line: &MiniLine) -> usize {
    line.calls().iter().filter(|call| call.ends_with("/token")).count()
}

#[tokio::test]
async fn how_a_token_is_bought() {
    let line = MiniLine::default();
    let (accounts, _) = line.accounts().await;
    push(&accounts).await.unwrap();
    let asked = &line.asked()[0];
    assert_eq!(asked.what, "POST /oauth2/v3/token");
    assert_eq!(
        asked.body,
        format!("grant_type=client_credentials&client_id=1234567890&client_secret={SECRET}")
    );
}

#[tokio::test]
async fn many_callers_at_once_buy_one_token() {
    let line = MiniLine::default();
    let (accounts, _) = line.accounts().await;
    let answers = join_all((0..50).map(|_| push(&accounts))).await;
    assert!(answers.into_iter().all(|answer| answer == Ok(accepted())));
    assert_eq!((bought(&line), used(&line).len()), (1, 50));
}

#[tokio::test]
async fn a_token_is_renewed_three_minutes_before_its_end() {
    let line = MiniLine::default();
    let (accounts, clock) = line.accounts().await;
    push(&accounts).await.unwrap();
    clock.pass(719);
    push(&accounts).await.unwrap();
    clock.pass(1);
    push(&accounts).await.unwrap();
    assert_eq!(used(&line), ["Bearer token 1", "Bearer token 1", "Bearer token 2"]);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let line = MiniLine::default();
    line.answer(PUSH, [Answer::Status(401, "")]);
    let (accounts, _) = line.accounts().await;
    assert_eq!(push(&accounts).await, Ok(accepted()));
    assert_eq!(used(&line), ["Bearer token 1", "Bearer token 2"]);
}

#[tokio::test]
async fn two_refused_tokens_are_enough() {
    let line = MiniLine::default();
    line.answer(PUSH, [Answer::Status(401, ""), Answer::Status(401, "")]);
    let (accounts, _) = line.accounts().await;
    assert_eq!(push(&accounts).await, Ok(SendAnswer::Unauthorized));
    assert_eq!((bought(&line), used(&line).len()), (2, 2));
}

#[tokio::test]
async fn callers_refused_together_renew_once() {
    let line = MiniLine::default();
    let (accounts, _) = line.accounts().await;
    push(&accounts).await.unwrap();
    line.answer(PUSH, (0..10).map(|_| Answer::Status(401, "")));
    let answers = join_all((0..10).map(|_| push(&accounts))).await;
    assert!(answers.into_iter().all(|answer| answer == Ok(accepted())));
    assert_eq!(bought(&line), 2);
}

#[tokio::test]
async fn refused_credentials_are_told_from_a_line_that_does_not_answer() {
    for (answer, error) in [
        (Answer::Status(400, r#"{"error":"invalid_request"}"#), TokenError::Refused),
        (Answer::Status(500, ""), TokenError::NotNow),
        (Answer::Status(200, "{}"), TokenError::NotNow),
        (Answer::Hang, TokenError::NotNow),
    ] {
        let line = MiniLine::default();
        line.answer(TOKEN, [answer]);
        let (accounts, clock) = line.accounts().await;
        assert_eq!(push(&accounts).await, Err(error));
        assert_eq!(push(&accounts).await, Err(error), "for a second, nobody asks again");
        clock.pass(1);
        assert_eq!(push(&accounts).await, Ok(accepted()));
        assert_eq!(bought(&line), 2);
    }
}

#[tokio::test]
async fn a_connection_that_is_gone_has_no_token() {
    let line = MiniLine::default();
    let (accounts, _) = line.accounts().await;
    let gone = ConnectionId::new(Uuid::from_u128(99));
    let answer = accounts.push(gone, "U1", &[], Uuid::nil()).await;
    assert_eq!(answer, Err(TokenError::Refused));
    assert!(line.calls().is_empty());
}

#[tokio::test]
async fn a_forgotten_token_is_not_used_again() {
    let line = MiniLine::default();
    let (accounts, _) = line.accounts().await;
    push(&accounts).await.unwrap();
    accounts.forget(CONNECTION).await;
    push(&accounts).await.unwrap();
    assert_eq!(used(&line), ["Bearer token 1", "Bearer token 2"]);
}

/// Remembers the news.
#[derive(Default)]
struct Watch(Mutex<Vec<TokenNews>>);

impl TokenWatch for Watch {
    fn token(&self, _: ConnectionId, news: TokenNews) {
        self.0.lock().unwrap().push(news);
    }
}

#[tokio::test]
async fn purchases_and_refusals_are_told_and_silence_is_not() {
    let line = MiniLine::default();
    line.answer(TOKEN, [Answer::Status(500, ""), Answer::Status(400, "{}")]);
    let (accounts, clock) = line.accounts().await;
    let watch = Arc::new(Watch::default());
    let accounts = accounts.watched_by(watch.clone());
    for _ in 0..2 {
        push(&accounts).await.unwrap_err();
        clock.pass(1);
    }
    push(&accounts).await.unwrap();
    line.answer(PUSH, [Answer::Status(401, ""), Answer::Status(401, "")]);
    push(&accounts).await.unwrap();
    let told = watch.0.lock().unwrap().clone();
    let (issued, refused) = (TokenNews::Issued, TokenNews::Refused);
    assert_eq!(told, [refused, issued, issued, refused]);
}
