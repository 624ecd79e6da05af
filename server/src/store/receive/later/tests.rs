//! What is taken back is nowhere any more, and what is changed stands in its newest words.

use std::fmt::Write as _;

use app::{
    domain::{
        Author, Body, Cursor, Delivery, History, Marked, Message, MessageId, PersonId, Quote, Seq,
        TextMessage, Writing,
    },
    sync::snapshot::PageAt,
};
use uuid::Uuid;

use super::*;
use crate::{
    line::{
        inbound::{Content, Inbound, LineUserId, Said, What, WordMark, WordMarked},
        payload::SentMessage,
    },
    outbox::store::{Content as Brings, Job, OutboxStore, Outcome, Via},
    store::{
        Behind,
        party::testing::{friends, make, writes},
        schema::SeatRow,
        send::SendMessage,
        testing::{Company, NOW, colleague, said},
    },
};

const GROUP: &str = "Ca56f94637c";

fn says(id: &str, text: &str) -> What {
    What::Said(Said {
        line_message_id: Some(id.into()),
        quote_token: Some(format!("quote-{id}")),
        ..said(text)
    })
}

fn takes_back(id: &str) -> What {
    What::Unsent { line_message_id: id.into() }
}

fn rewords(id: &str, text: &str) -> What {
    let words = Words { text: text.into(), marks: Vec::new() };
    let quote_token = Some(format!("requote-{id}"));
    What::Edited { line_message_id: id.into(), words, quote_token }
}

/// A LINE user does something so many seconds from now.
async fn does(company: &Company, user: &str, after: i64, what: What) {
    let at = NOW.plus_millis(after * 1000);
    company.store.run(company.event(user, &Uuid::now_v7().to_string(), at, what)).await.unwrap();
}

async fn does_in_group(company: &Company, user: Option<&str>, after: i64, what: What) {
    let (name, at) = (Uuid::now_v7().to_string(), NOW.plus_millis(after * 1000));
    company.store.run(company.group_event(GROUP, user, &name, at, what)).await.unwrap();
}

async fn messages(company: &Company) -> Vec<Message> {
    let room = company.room().await;
    company.store.page(company.member, room, PageAt::Head).await.unwrap().messages
}

async fn bodies(company: &Company) -> Vec<Body> {
    messages(company).await.into_iter().map(|message| message.body).collect()
}

/// Everything that the database holds, as text.
async fn everything(company: &Company) -> String {
    let mut all = String::new();
    for table in crate::store::schema::TABLES {
        let found: surrealdb::types::Value = company
            .store
            .db
            .query(&format!("SELECT * FROM {table}"), crate::store::database::Vars::new())
            .await
            .unwrap()
            .take(0)
            .unwrap();
        write!(all, "{found:?}").unwrap();
    }
    all
}

/// An event that is kept as it came, with its words.
async fn does_with_raw(company: &Company, name: &str, (what, text): (What, &str)) {
    let event = company.event("U1", name, NOW, what);
    let raw = format!(r#"{{"text":"{text}"}}"#);
    let event = ReceiveEvent { event: Inbound { raw, ..event.event }, ..event };
    company.store.run(event).await.unwrap();
}

async fn says_with_raw(company: &Company, text: &str) {
    does_with_raw(company, "e1", (says("1", text), text)).await;
}

#[tokio::test]
async fn what_is_taken_back_is_kept_nowhere() {
    let company = Company::in_memory().await;
    says_with_raw(&company, "mistaken-words").await;
    let before = company.store.snapshot(company.member).await.unwrap().cursor;
    assert!(everything(&company).await.contains("mistaken-words"));
    does(&company, "U1", 1, takes_back("1")).await;
    assert_eq!(bodies(&company).await, [Body::Unsent]);
    let snapshot = company.store.snapshot(company.member).await.unwrap();
    assert_eq!(snapshot.rooms[0].last.as_ref().unwrap().body, Body::Unsent);
    assert!(snapshot.cursor > before, "every device is told");
    company.store.tidy(NOW).await.unwrap();
    let left = everything(&company).await;
    assert!(!left.contains("mistaken-words"), "{left}");
    let Behind::Frames(frames, _) = company.store.behind(company.member, Cursor(0)).await.unwrap()
    else {
        panic!("the stream is whole")
    };
    assert!(!frames.is_empty());
    company.store.tidy(NOW).await.unwrap();
    company.close().await;
}

#[tokio::test]
async fn words_that_were_changed_are_taken_back_with_the_message() {
    let company = Company::in_memory().await;
    says_with_raw(&company, "first-words").await;
    let reworded = |words: &'static str| (rewords("1", words), words);
    does_with_raw(&company, "e2", reworded("second-words")).await;
    assert_eq!(bodies(&company).await, [Body::text("second-words")]);
    does(&company, "U1", 1, takes_back("1")).await;
    does_with_raw(&company, "e3", reworded("late-words")).await;
    assert_eq!(bodies(&company).await, [Body::Unsent]);
    company.store.tidy(NOW).await.unwrap();
    let left = everything(&company).await;
    for words in ["first-words", "second-words", "late-words"] {
        assert!(!left.contains(words), "{left}");
    }
}

#[tokio::test]
async fn what_is_taken_back_before_it_comes_never_shows() {
    let company = Company::in_memory().await;
    company.hear("U1", "first", "hi").await;
    does(&company, "U1", 1, takes_back("7")).await;
    says_with_raw(&company, "fine").await;
    does(&company, "U1", 0, says("7", "mistaken-words")).await;
    assert_eq!(bodies(&company).await, [Body::text("hi"), Body::text("fine"), Body::Unsent]);
    assert!(!everything(&company).await.contains("mistaken-words"));
}

#[tokio::test]
async fn nobody_takes_back_or_changes_what_another_said() {
    let company = Company::in_memory().await;
    does_in_group(&company, Some("U1"), 0, says("1", "mine")).await;
    does_in_group(&company, Some("U2"), 0, says("2", "yours")).await;
    does_in_group(&company, Some("U2"), 1, takes_back("1")).await;
    does_in_group(&company, Some("U2"), 2, rewords("1", "yours")).await;
    assert_eq!(bodies(&company).await, [Body::text("mine"), Body::text("yours")]);
    let room = company.room().await;
    let sent = company.say(room, "ours").await.unwrap();
    let job = company.store.next(room).await.unwrap().unwrap();
    let messages = vec![SentMessage { id: "3".into(), quote_token: None }];
    let outcome = Outcome::Sent { via: Via::Push, messages };
    company.store.record(vec![job.delivery], outcome, NOW).await.unwrap();
    does_in_group(&company, None, 3, takes_back("3")).await;
    assert_eq!(bodies(&company).await[2], sent.body);
}

#[tokio::test]
async fn of_changes_the_newest_stands_in_whichever_order_they_come() {
    let company = Company::in_memory().await;
    does_in_group(&company, Some("U1"), 0, says("1", "one")).await;
    does_in_group(&company, Some("U1"), 3, rewords("1", "three")).await;
    does_in_group(&company, Some("U1"), 2, rewords("1", "two")).await;
    // These come before the message itself.
    does_in_group(&company, None, 3, rewords("2", "three")).await;
    does_in_group(&company, None, 2, rewords("2", "two")).await;
    does_in_group(&company, None, 0, says("2", "one")).await;
    let all = messages(&company).await;
    let three = Body::text("three");
    assert!(all.iter().all(|message| message.edited && message.body == three), "{all:?}");
    does_in_group(&company, Some("U1"), 4, takes_back("1")).await;
    does_in_group(&company, Some("U1"), 5, rewords("1", "back")).await;
    let first = &messages(&company).await[0];
    assert_eq!((&first.body, first.edited), (&Body::Unsent, false));
}

#[tokio::test]
async fn what_is_on_its_way_to_others_is_withdrawn_when_it_is_taken_back() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2", "U3"]).await;
    let room = make(&company, &people).await.unwrap();
    let invitation = company.store.messages(room, Seq(1), Seq(9)).await.unwrap().len();
    let brought = party::testing::bring(&company).await;
    let invited = &brought.iter().find(|it| it.to == "U1").unwrap().id;
    writes(&company, "U1", "mistaken", Some(invited)).await;
    does(&company, "U1", 1, takes_back("by-mistaken")).await;
    assert!(company.store.next(room).await.unwrap().is_none(), "nothing is on its way");
    let all = company.store.messages(room, Seq(1), Seq(9)).await.unwrap();
    assert_eq!(all.len(), invitation + 1);
    let taken_back = all.last().unwrap();
    assert_eq!((&taken_back.body, taken_back.delivery), (&Body::Unsent, None));
}

#[tokio::test]
async fn a_quote_goes_with_the_token_of_the_chat_that_it_goes_to() {
    let company = Company::in_memory().await;
    does(&company, "U1", 0, says("1", "when?")).await;
    let room = company.room().await;
    let answer = |seq, text: &str| SendMessage {
        member: company.member,
        room,
        id: MessageId::new(Uuid::now_v7()),
        writing: Writing { what: TextMessage::parse(text).unwrap().into(), quote: Some(Seq(seq)) },
        delivery: DeliveryId::new(Uuid::now_v7()),
        now: NOW,
    };
    let sent = company.store.run(answer(1, "noon")).await.unwrap();
    let author = Author::LineUser(company.contact("U1").await);
    let quote = Quote::Known { seq: Seq(1), author, body: Box::new(Body::text("when?")) };
    assert_eq!(sent.quote, Some(quote));
    let token = |job: Job| match job.content {
        Brings::Said { quote_token, .. } => quote_token,
        other @ Brings::Greeting { .. } => panic!("{other:?}"),
    };
    let job = company.store.next(room).await.unwrap().unwrap();
    let delivery = job.delivery;
    assert_eq!(token(job).as_deref(), Some("quote-1"));
    let named = vec![SentMessage { id: "2".into(), quote_token: Some("quote-2".into()) }];
    let outcome = Outcome::Sent { via: Via::Push, messages: named };
    company.store.record(vec![delivery], outcome, NOW).await.unwrap();
    company.store.run(answer(2, "or one")).await.unwrap();
    let job = company.store.next(room).await.unwrap().unwrap();
    assert_eq!(token(job).as_deref(), Some("quote-2"));
    // What cannot be quoted, or is not there, is left out; the words go all the same.
    assert_eq!(company.store.run(answer(77, "two")).await.unwrap().quote, None);
    does(&company, "U1", 1, takes_back("1")).await;
    assert_eq!(company.store.run(answer(1, "three")).await.unwrap().quote, None);
    let all = messages(&company).await;
    let Some(Quote::Known { body, .. }) = &all[1].quote else { panic!("{:?}", all[1]) };
    assert_eq!(**body, Body::Unsent, "what is quoted is what stands there now");
    assert_eq!(all[1].delivery, Some(Delivery::Sent));
}

#[tokio::test]
async fn a_line_users_quote_is_shown_as_far_as_the_reader_sees() {
    let company = Company::in_memory().await;
    does_in_group(&company, Some("U1"), 0, says("1", "secret plan")).await;
    let room = company.room().await;
    let ren = colleague(&company, "ren").await;
    party::testing::add(&company, room, &[], &[ren], History::FromNow).await.unwrap();
    let quoting = company.group_event(GROUP, Some("U1"), "e9", NOW, says("2", "yes"));
    let event = Inbound { quoted: Some("1".into()), ..quoting.event };
    company.store.run(ReceiveEvent { event, ..quoting }).await.unwrap();
    let unknown = company.group_event(GROUP, Some("U1"), "e10", NOW, says("3", "no"));
    let event = Inbound { quoted: Some("elsewhere".into()), ..unknown.event };
    company.store.run(ReceiveEvent { event, ..unknown }).await.unwrap();
    let quotes = |messages: Vec<Message>| -> Vec<Option<Seq>> {
        messages.iter().filter_map(|m| Some(m.quote.as_ref()?.seq())).collect()
    };
    assert_eq!(quotes(messages(&company).await), [Some(Seq(1)), None]);
    assert!(company.store.get::<SeatRow>((ren, room)).await.unwrap().is_some());
    let page = company.store.page(ren, room, PageAt::Head).await.unwrap();
    assert_eq!(quotes(page.messages), [None, None]);
    let Behind::Frames(frames, _) = company.store.behind(ren, Cursor(0)).await.unwrap() else {
        panic!("the stream is whole")
    };
    assert!(frames.iter().all(|frame| !frame.contains("secret plan")));
}

#[tokio::test]
async fn who_is_mentioned_is_named_as_far_as_they_are_known() {
    let company = Company::in_memory().await;
    does_in_group(&company, Some("U1"), 0, says("1", "hi")).await;
    let mark = |at, what| WordMark { at, len: 2, what };
    let user = |id: &str| Some(LineUserId(id.into()));
    let words = Words {
        text: "@a @b @c @d".into(),
        marks: vec![
            mark(0, WordMarked::Mention(user("U1"))),
            mark(3, WordMarked::Mention(user("U9"))),
            mark(6, WordMarked::Us),
            mark(9, WordMarked::Everybody),
        ],
    };
    let said = Said { content: Content::Words(words), ..said("") };
    does_in_group(&company, Some("U2"), 1, What::Said(said)).await;
    let Body::Text { marks, .. } = &bodies(&company).await[1] else { panic!("words") };
    let what: Vec<_> = marks.iter().map(|mark| mark.what.clone()).collect();
    let known = Some(PersonId::LineUser(company.contact("U1").await));
    assert_eq!(
        what,
        [
            Marked::Mention { who: known },
            Marked::Mention { who: None },
            Marked::Us,
            Marked::Everybody,
        ]
    );
}
