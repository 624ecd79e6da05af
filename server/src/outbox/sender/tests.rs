//! What LINE is asked, and what comes of its answers, beside a small LINE of our own.

use std::collections::HashMap;

use app::domain::{Marked, PhotoVersion, TextMark};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{
    line::tests::mini::{Answer, CONNECTION, MiniLine},
    outbox::{
        store::{Call, Fellow, Writer},
        testing::{START, delivery, job},
    },
};

const PUSH: &str = "/v2/bot/message/push";
const NO_NAME: &str = r#"{"details":[{"property":"messages[0].sender.name"}]}"#;
const NO_ICON: &str = r#"{"details":[{"property":"messages[0].sender.iconUrl"}]}"#;

/// What pushing comes to, and the senders and retry keys that LINE was told.
async fn pushed(site: &str, answers: Vec<Answer>) -> (PushAnswer, Vec<(Value, String)>) {
    let line = MiniLine::default();
    line.answer(PUSH, answers);
    let accounts = Arc::new(line.accounts().await.0);
    let sender = LineSender { accounts, site: site.parse().unwrap() };
    let author = Writer::Member { name: "林 葵".into(), photo: Some(PhotoVersion::of_bits(7)) };
    let (body, buttons) = (Body::text("hello"), Vec::new());
    let (author, share) = (Some(author), Share::Nothing);
    let called = HashMap::new();
    let content = Content::Said { body, quote_token: None, author, called, buttons, share };
    let job = Job { connection: CONNECTION, content, ..job(1, 1, START) };
    let answer = sender.push(&job).await;
    let pushes = line.asked().into_iter().filter(|asked| asked.what.ends_with(PUSH));
    let told = pushes.map(|asked| {
        let body: Value = serde_json::from_str(&asked.body).unwrap();
        (body["messages"][0]["sender"].clone(), asked.retry_key.unwrap())
    });
    (answer, told.collect())
}

/// What LINE is asked when three messages go in one push, and what comes of it.
async fn pushed_together(answers: Vec<Answer>) -> (PushAnswer, Vec<Value>) {
    let line = MiniLine::default();
    line.answer(PUSH, answers);
    let accounts = Arc::new(line.accounts().await.0);
    let sender = LineSender { accounts, site: "https://a.example".parse().unwrap() };
    let said = |text: &str| Content::Said {
        body: Body::text(text),
        quote_token: None,
        author: Some(Writer::Member { name: "林 葵".into(), photo: None }),
        called: HashMap::new(),
        buttons: Vec::new(),
        share: Share::Nothing,
    };
    let first = job(1, 1, START);
    let others =
        [2, 3].map(|n| Fellow { delivery: delivery(1, n), content: said(&format!("number {n}")) });
    let call = Call::Shared { key: Uuid::from_u128(7), others: others.into() };
    let job = Job { connection: CONNECTION, content: said("number 1"), call, ..first };
    let answer = sender.push(&job).await;
    let pushes = line.asked().into_iter().filter(|asked| asked.what.ends_with(PUSH));
    let told = pushes.map(|asked| {
        assert_eq!(asked.retry_key.unwrap(), Uuid::from_u128(7).to_string());
        serde_json::from_str::<Value>(&asked.body).unwrap()["messages"].take()
    });
    (answer, told.collect())
}

#[tokio::test]
async fn several_messages_go_in_one_push_in_their_order() {
    let (answer, told) = pushed_together(Vec::new()).await;
    assert!(matches!(answer, PushAnswer::Taken(_)), "{answer:?}");
    let message = |n: u32| json!({ "type": "text", "text": format!("number {n}"), "sender": { "name": "林 葵" } });
    assert_eq!(told, [json!([message(1), message(2), message(3)])]);
}

#[tokio::test]
async fn a_name_that_line_refuses_is_left_out_of_all_that_goes_together() {
    let refused = r#"{"details":[{"property":"messages[1].sender.name"}]}"#;
    let (answer, told) = pushed_together(vec![Answer::Status(400, refused)]).await;
    assert!(matches!(answer, PushAnswer::Taken(_)), "{answer:?}");
    let message = |n: u32| json!({ "type": "text", "text": format!("number {n}") });
    assert_eq!(told[1..], [json!([message(1), message(2), message(3)])]);
}

#[tokio::test]
async fn what_a_group_does_not_get_is_told_apart_by_asking_about_the_group() {
    for (count, reason) in [
        (Answer::Status(404, "{}"), FailReason::LeftGroup),
        (Answer::Status(200, r#"{"count":2}"#), FailReason::Refused),
        (Answer::Status(500, "{}"), FailReason::Refused),
    ] {
        let line = MiniLine::default();
        line.answer(PUSH, [Answer::Status(400, r#"{"message":"Failed to send messages"}"#)]);
        line.answer("/v2/bot/group/C1/members/count", [count]);
        let accounts = Arc::new(line.accounts().await.0);
        let sender = LineSender { accounts, site: "https://a.example".parse().unwrap() };
        let job = Job { connection: CONNECTION, to: "C1".into(), ..job(1, 1, START) };
        assert_eq!(sender.push(&job).await, PushAnswer::Refused(reason));
    }
}

#[tokio::test]
async fn a_group_of_more_people_than_messages_are_left_is_told_apart_from_too_many_calls() {
    let later = PushAnswer::Later(None);
    for (used, people, expected) in [
        (r#"{"totalUsage":8}"#, r#"{"count":3}"#, PushAnswer::Refused(FailReason::QuotaSpent)),
        (r#"{"totalUsage":8}"#, r#"{"count":2}"#, later.clone()),
        ("", r#"{"count":3}"#, later.clone()),
        (r#"{"totalUsage":8}"#, "", later),
    ] {
        let line = MiniLine::default();
        line.answer(PUSH, [Answer::Status(429, "{}")]);
        let quota = || Answer::Status(200, r#"{"type":"limited","value":10}"#);
        line.answer("/v2/bot/message/quota", [quota(), quota()]);
        let told = || Answer::Status(200, used);
        line.answer("/v2/bot/message/quota/consumption", [told(), told()]);
        line.answer("/v2/bot/group/C1/members/count", [Answer::Status(200, people)]);
        let accounts = Arc::new(line.accounts().await.0);
        let sender = LineSender { accounts, site: "https://a.example".parse().unwrap() };
        let job = Job { connection: CONNECTION, to: "C1".into(), ..job(1, 1, START) };
        assert_eq!(sender.push(&job).await, expected);
    }
}

fn icon(site: &str) -> String {
    format!("{site}/photos/{}/240.png", PhotoVersion::of_bits(7))
}

#[tokio::test]
async fn the_photo_goes_along_where_line_can_fetch_it() {
    let site = "https://chat.example.com";
    let (_, told) = pushed(site, Vec::new()).await;
    assert_eq!(told[0].0, json!({ "name": "林 葵", "iconUrl": icon(site) }));
    let (_, told) = pushed("http://chat.example.com", Vec::new()).await;
    assert_eq!(told[0].0, json!({ "name": "林 葵" }));
}

#[tokio::test]
async fn what_line_refuses_of_the_sender_is_left_out_under_the_same_key() {
    let site = "https://chat.example.com";
    let (name, icon) = (json!({ "name": "林 葵" }), json!({ "iconUrl": icon(site) }));
    let refused = |body| Answer::Status(400, body);
    for (answers, then) in [
        (vec![refused(NO_ICON)], vec![name.clone()]),
        (vec![refused(NO_NAME)], vec![icon.clone()]),
        (vec![refused(NO_ICON), refused(NO_NAME)], vec![name, Value::Null]),
    ] {
        let (answer, told) = pushed(site, answers).await;
        assert!(matches!(answer, PushAnswer::Taken(_)), "{answer:?}");
        let senders: Vec<_> = told.iter().map(|(sender, _)| sender.clone()).collect();
        assert_eq!(senders[1..], then);
        assert!(told.iter().all(|(_, key)| *key == told[0].1));
    }
}

#[tokio::test]
async fn where_line_does_not_let_somebody_be_called_the_words_go_without_a_call() {
    let line = MiniLine::default();
    line.answer(PUSH, [Answer::Status(400, r#"{"message":"Failed to send messages"}"#)]);
    let accounts = Arc::new(line.accounts().await.0);
    let sender = LineSender { accounts, site: "https://a.example".parse().unwrap() };
    let everybody = TextMark { at: 0, len: 4, what: Marked::Everybody };
    let content = Content::Said {
        body: Body::Text { text: "@All {はい}".into(), marks: vec![everybody] },
        quote_token: Some("quote".into()),
        author: None,
        called: HashMap::new(),
        buttons: Vec::new(),
        share: Share::Nothing,
    };
    let job = Job { connection: CONNECTION, to: "C1".into(), content, ..job(1, 1, START) };
    let answer = sender.push(&job).await;
    assert!(matches!(answer, PushAnswer::Taken(_)), "{answer:?}");
    let told: Vec<Value> = line
        .asked()
        .iter()
        .filter(|asked| asked.what.ends_with(PUSH))
        .map(|asked| serde_json::from_str::<Value>(&asked.body).unwrap()["messages"][0].take())
        .collect();
    let calls = json!({ "m0": { "type": "mention", "mentionee": { "type": "all" } } });
    assert_eq!(
        told,
        [
            json!({ "type": "textV2", "text": "{m0} {{はい}}", "substitution": calls, "quoteToken": "quote" }),
            json!({ "type": "text", "text": "@All {はい}", "quoteToken": "quote" }),
        ]
    );
}

#[tokio::test]
async fn what_line_was_not_given_it_cannot_refuse_for_ever() {
    let answers = (0..9).map(|_| Answer::Status(400, NO_ICON)).collect();
    let (answer, told) = pushed("https://chat.example.com", answers).await;
    assert_eq!(answer, PushAnswer::Refused(FailReason::Refused));
    assert_eq!(told.len(), 2);
}
