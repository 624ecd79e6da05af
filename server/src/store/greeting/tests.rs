//! When a follow is greeted, with what, and what becomes of it.

use app::{
    domain::{Body, Choice, Delivery, FailReason, Grant, Notice, Rules, Seq, Timestamp},
    sync::snapshot::PageAt,
};
use surrealdb::types::{SurrealValue, Value};
use uuid::Uuid;

use super::*;
use crate::{
    line::inbound::What,
    outbox::store::{Begin, Content, Job, OutboxStore, Outcome, Reply, Via, Wait},
    store::{
        Refusal,
        contacts::{ProfileFound, RecordProfile},
        permission::Choose,
        retry::Retry,
        testing::{Company, NOW, says},
    },
};

const FOLLOW: What = What::Follow { again: false };

async fn follows(company: &Company, name: &str, what: What) -> RoomId {
    company.store.run(company.event("U1", name, NOW, what)).await.unwrap();
    company.room().await
}

async fn next(company: &Company, room: RoomId) -> Job {
    company.store.next(room).await.unwrap().unwrap()
}

fn greeting_of(job: &Job) -> (&Greeting, Wait) {
    match &job.content {
        Content::Greeting { greeting, wait } => (greeting, *wait),
        Content::Said { .. } => panic!("a greeting comes first"),
    }
}

async fn states(company: &Company, room: RoomId) -> Vec<Option<Delivery>> {
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    page.messages.iter().map(|message| message.delivery).collect()
}

#[tokio::test]
async fn a_follow_is_answered_in_the_notices_place_and_counts_once() {
    let company = Company::in_memory().await;
    let room = follows(&company, "e1", FOLLOW).await;
    let shown = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
    assert_eq!((shown.last_seq, shown.unread()), (Seq(1), 1));
    let last = shown.last.unwrap();
    assert_eq!(last.body, Body::Notice { notice: Notice::Followed });
    assert_eq!(states(&company, room).await, [Some(Delivery::Queued)]);
    let job = next(&company, room).await;
    assert_eq!((job.seq, job.to.as_str()), (Seq(1), "U1"));
    let (greeting, wait) = greeting_of(&job);
    assert_eq!((greeting.form, greeting.from.name.as_str()), (Form::Card, "林 葵"));
    assert_eq!(wait, Wait::Profile);
    let sent = Outcome::Sent { via: Via::Reply, messages: Vec::new() };
    company.store.record(vec![job.delivery], sent, NOW).await.unwrap();
    assert_eq!(states(&company, room).await, [Some(Delivery::Sent)]);
    let shown = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
    assert_eq!(shown.unread(), 1);
}

#[tokio::test]
async fn a_delivery_of_a_time_before_greetings_is_still_read() {
    let company = Company::in_memory().await;
    let room = follows(&company, "e1", says("hi")).await;
    company.say(room, "はい").await.unwrap();
    let delivery = next(&company, room).await.delivery;
    let row = company.store.get::<DeliveryRow>(delivery).await.unwrap().unwrap();
    let Value::Object(mut old) = row.into_value() else { panic!("rows are objects") };
    old.remove("greeting");
    let read = DeliveryRow::read(Value::Object(old)).unwrap();
    assert_eq!((read.body, read.greeting), (Some(to_json(&Body::text("はい"))), None));
}

#[tokio::test]
async fn the_same_follow_again_is_not_greeted_again() {
    let company = Company::in_memory().await;
    follows(&company, "e1", FOLLOW).await;
    let room = follows(&company, "e1", FOLLOW).await;
    assert_eq!(states(&company, room).await.len(), 1);
}

#[tokio::test]
async fn who_comes_back_gets_the_words_alone() {
    let company = Company::in_memory().await;
    let room = follows(&company, "e1", What::Follow { again: true }).await;
    assert_eq!(greeting_of(&next(&company, room).await).0.form, Form::Words);
}

#[tokio::test]
async fn a_greeting_says_what_is_known_when_it_goes_out() {
    let company = Company::in_memory().await;
    let (store, member) = (&company.store, company.member);
    let room = follows(&company, "e1", FOLLOW).await;
    let task = store.profile_tasks(None, 1).await.unwrap().remove(0);
    let found = ProfileFound {
        name: "由紀".into(),
        picture_url: None,
        status_message: None,
        language: Some("th".into()),
    };
    let record = RecordProfile { contact: task.contact, profile: Some(found), at: NOW };
    store.run(record).await.unwrap();
    let text = GreetingText::parse("{name}!").unwrap();
    store.run(SetOwnGreeting { member, text: text.clone() }).await.unwrap();
    let job = next(&company, room).await;
    let (greeting, wait) = greeting_of(&job);
    assert_eq!(wait, Wait::None);
    assert_eq!(greeting.to.name.as_deref(), Some("由紀"));
    assert_eq!(greeting.to.language.as_deref(), Some("th"));
    assert_eq!(greeting.from.greeting, text);
}

#[tokio::test]
async fn nobody_is_greeted_where_it_is_off_or_the_member_may_not_talk() {
    let off = Company::in_memory().await;
    let greetings = Greetings { greet: Greet::Off, ..Greetings::default() };
    off.store.run(SetGreetings(greetings)).await.unwrap();
    let room = follows(&off, "e1", FOLLOW).await;
    assert_eq!(states(&off, room).await, [None]);
    off.say(room, "はい").await.unwrap();
    let job = next(&off, room).await;
    assert!(matches!(job.reply, Reply::Offered(_)), "the token is left for the member");

    let closed = Company::in_memory().await;
    let rules = Rules { grant: Grant::Chosen, ..Rules::default() };
    closed.store.set_rules(rules).await.unwrap();
    let members = vec![closed.member];
    let withdraw = Choose { members: members.clone(), choice: Choice::NotChosen };
    closed.store.run(withdraw).await.unwrap();
    closed.store.run(closed.event("U1", "e1", NOW, FOLLOW)).await.unwrap();
    closed.store.run(Choose { members, choice: Choice::Chosen }).await.unwrap();
    assert_eq!(states(&closed, closed.room().await).await, [None]);
}

#[tokio::test]
async fn without_a_token_or_a_friend_there_is_no_greeting() {
    let company = Company::in_memory().await;
    let mut mute = company.event("U1", "e1", NOW, FOLLOW);
    mute.event.reply_token = None;
    company.store.run(mute).await.unwrap();
    let gone = company.event("U1", "e3", NOW.plus_millis(2000), What::Unfollow);
    company.store.run(gone).await.unwrap();
    // Delivered late: the LINE user has left again.
    let late = company.event("U1", "e2", NOW.plus_millis(1000), FOLLOW);
    company.store.run(late).await.unwrap();
    assert_eq!(states(&company, company.room().await).await, [None, None, None]);
}

#[tokio::test]
async fn a_greeting_has_a_token_of_its_own_and_may_begin_it_anew() {
    let company = Company::in_memory().await;
    let store = &company.store;
    let room = follows(&company, "e1", FOLLOW).await;
    company.say(room, "はい").await.unwrap();
    let greeting = next(&company, room).await;
    let Reply::Own(token) = greeting.reply.clone() else { panic!("{:?}", greeting.reply) };
    let begin = || store.begin_reply(greeting.delivery, &token, NOW);
    assert_eq!(begin().await.unwrap(), Begin::Granted);
    assert_eq!(begin().await.unwrap(), Begin::Changed);
    assert_eq!(next(&company, room).await.reply, Reply::Begun(token.clone()));
    store.drop_reply(greeting.delivery).await.unwrap();
    assert_eq!(next(&company, room).await.reply, Reply::Own(token.clone()));
    assert_eq!(begin().await.unwrap(), Begin::Granted);
    store.shorten(greeting.delivery).await.unwrap();
    let words = next(&company, room).await;
    assert_eq!(greeting_of(&words).0.form, Form::Words);
    assert_eq!(begin().await.unwrap(), Begin::Granted);
    let sent = Outcome::Sent { via: Via::Reply, messages: Vec::new() };
    store.record(vec![greeting.delivery], sent, NOW).await.unwrap();
    let text = next(&company, room).await;
    assert_eq!((text.seq, text.reply), (Seq(2), Reply::None));
}

#[tokio::test]
async fn two_servers_begin_a_greeting_once() {
    let company = Company::in_memory().await;
    let room = follows(&company, "e1", FOLLOW).await;
    let other = company.neighbour().await;
    let job = next(&company, room).await;
    let Reply::Own(token) = job.reply else { panic!("{:?}", job.reply) };
    let (one, two) = tokio::join!(
        company.store.begin_reply(job.delivery, &token, NOW),
        other.store.begin_reply(job.delivery, &token, NOW),
    );
    let mut begun = [one.unwrap(), two.unwrap()];
    begun.sort_by_key(|begin| *begin != Begin::Granted);
    assert_eq!(begun, [Begin::Granted, Begin::Changed]);
}

#[tokio::test]
async fn a_message_of_the_line_user_does_not_take_the_greetings_token() {
    let company = Company::in_memory().await;
    let room = follows(&company, "e1", FOLLOW).await;
    follows(&company, "e2", says("hello?")).await;
    company.say(room, "はい").await.unwrap();
    let greeting = next(&company, room).await;
    assert!(matches!(&greeting.reply, Reply::Own(own) if own.token == "reply-e1"));
    let failed = Outcome::Failed(FailReason::NoAnswer);
    company.store.record(vec![greeting.delivery], failed, NOW).await.unwrap();
    let text = next(&company, room).await;
    assert!(matches!(&text.reply, Reply::Offered(its) if its.token == "reply-e2"));
}

#[tokio::test]
async fn a_greeting_that_failed_cannot_be_tried_again() {
    let company = Company::in_memory().await;
    let (store, member) = (&company.store, company.member);
    let room = follows(&company, "e1", FOLLOW).await;
    let job = next(&company, room).await;
    let failed = Outcome::Failed(FailReason::NoAnswer);
    store.record(vec![job.delivery], failed, NOW).await.unwrap();
    let fresh = DeliveryId::new(Uuid::now_v7());
    let retry = Retry { member, room, seq: Seq(1), fresh, now: NOW };
    let refused = store.run(retry).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Greeting))), "{refused:?}");
    assert!(store.next(room).await.unwrap().is_none());
}

#[tokio::test]
async fn a_greeting_that_waits_when_the_line_user_leaves_fails_visibly() {
    let company = Company::in_memory().await;
    let room = follows(&company, "e1", FOLLOW).await;
    let later = Timestamp::from_millis(NOW.millis() + 1);
    company.store.run(company.event("U1", "e2", later, What::Unfollow)).await.unwrap();
    assert!(company.store.next(room).await.unwrap().is_none());
    let reason = FailReason::Unfollowed;
    assert_eq!(states(&company, room).await, [Some(Delivery::Failed { reason }), None]);
}
