//! What is left, told to whom it concerns, whatever LINE says and whenever.

use app::{
    domain::{FailReason, Frame},
    sync::snapshot::PageAt,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    line::quota::Figures,
    outbox::store::{OutboxStore, Outcome, Via},
    store::{
        binding::Unbind,
        draft::News,
        line_groups::{GroupFound, RecordGroup},
        party::RemovePerson,
        testing::{Company, NOW, colleague, gather, says},
    },
};

/// 2026-11-30 at 23:59:59.999 in Japan.
const LAST_OF_MONTH: Timestamp = Timestamp::from_millis(1_796_050_799_999);

fn figures(limit: Option<u64>, used: u64) -> Figures {
    Figures { limit, used }
}

async fn told(company: &Company, figures: Figures, counted: i64, at: Timestamp) {
    let (connection, figures) = (company.connection, Some(figures));
    company.store.run(RecordFigures { connection, figures, counted, at }).await.unwrap();
}

async fn look(company: &Company, member: MemberId, room: RoomId) -> Result<(), StoreError> {
    company.store.run(LookAtAllowance { member, room, now: NOW }).await
}

/// A room that the member has opened.
async fn looking() -> (Company, RoomId) {
    let company = Company::in_memory().await;
    company.hear("U1", "e1", "hi").await;
    let room = company.room().await;
    look(&company, company.member, room).await.unwrap();
    (company, room)
}

/// A message goes out by push.
async fn push(company: &Company, room: RoomId, at: Timestamp) {
    let message = company.say(room, "はい").await.unwrap();
    while let Some(job) = company.store.next(room).await.unwrap() {
        let sent = Outcome::Sent { via: Via::Push, messages: Vec::new() };
        company.store.record(vec![job.delivery], sent, at).await.unwrap();
    }
    assert!(message.seq.0 > 0);
}

/// What a member has been told, in order.
fn heard(company: &Company, member: MemberId) -> Vec<Option<Quota>> {
    let aftermath = company.listener.0.lock().unwrap();
    let news = aftermath.iter().flat_map(|commit| &commit.news);
    let frames = news.filter_map(|(to, _, news)| match news {
        News::Frame(frame) if *to == member => Some(frame.clone()),
        _ => None,
    });
    let allowance = |frame: std::sync::Arc<str>| match serde_json::from_str(&frame).unwrap() {
        Frame::Event(numbered) => match numbered.event {
            Event::Allowance { allowance } => Some(allowance.quota),
            _ => None,
        },
        _ => None,
    };
    frames.filter_map(allowance).collect()
}

async fn on_page(company: &Company, room: RoomId) -> Option<Quota> {
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    page.allowance.quota
}

#[expect(clippy::unnecessary_wraps, reason = "as pages and events have it")]
fn left(left: u32) -> Option<Quota> {
    Some(Quota { limit: 200, left })
}

#[tokio::test]
async fn what_is_pushed_counts_until_line_tells_anew_and_a_reply_counts_nothing() {
    let (company, room) = looking().await;
    told(&company, figures(Some(200), 195), 0, NOW).await;
    company.hear("U1", "e2", "more").await;
    company.say(room, "free").await.unwrap();
    let job = company.store.next(room).await.unwrap().unwrap();
    let free = Outcome::Sent { via: Via::Reply, messages: Vec::new() };
    company.store.record(vec![job.delivery], free, NOW).await.unwrap();
    push(&company, room, NOW).await;
    push(&company, room, NOW).await;
    assert_eq!(on_page(&company, room).await, left(3));
    // One of both was in what LINE counted.
    told(&company, figures(Some(200), 196), 1, NOW).await;
    assert_eq!(on_page(&company, room).await, left(3));
    told(&company, figures(Some(200), 197), 1, NOW).await;
    assert_eq!(on_page(&company, room).await, left(3));
    let [now, _] = company.store.usage(company.connection, NOW).await.unwrap().months;
    assert_eq!(now.all(), 2);
    assert_eq!(heard(&company, company.member), [None, left(5), left(4), left(3)]);
}

#[tokio::test]
async fn a_push_to_a_group_counts_all_who_are_in_it() {
    let company = Company::in_memory().await;
    company.store.run(company.group_event("C1", Some("U1"), "e1", NOW, says("hi"))).await.unwrap();
    let room = company.room().await;
    let found = Some(GroupFound { name: Some("旅行".into()), picture_url: None, people: 7 });
    company.store.run(RecordGroup { room, found, at: NOW }).await.unwrap();
    look(&company, company.member, room).await.unwrap();
    told(&company, figures(Some(200), 150), 0, NOW).await;
    push(&company, room, NOW).await;
    assert_eq!(on_page(&company, room).await, left(43));
}

#[tokio::test]
async fn a_call_of_several_messages_counts_once() {
    let (company, room) = looking().await;
    told(&company, figures(Some(200), 150), 0, NOW).await;
    for text in ["a", "b", "c"] {
        company.say(room, text).await.unwrap();
    }
    let first = company.store.next(room).await.unwrap().unwrap();
    company.store.share_call(first.delivery, Uuid::from_u128(1)).await.unwrap();
    let call = company.store.next(room).await.unwrap().unwrap();
    assert_eq!(call.deliveries().len(), 3);
    let sent = Outcome::Sent { via: Via::Push, messages: Vec::new() };
    company.store.record(call.deliveries(), sent, NOW).await.unwrap();
    assert_eq!(on_page(&company, room).await, left(49));
}

#[tokio::test]
async fn members_are_told_only_what_changes_for_them() {
    let (company, room) = looking().await;
    told(&company, figures(Some(30_000), 1000), 0, NOW).await;
    for _ in 0..3 {
        push(&company, room, NOW).await;
    }
    // Of 28,997 no more is said than of 28,900.
    let told_once = |left| Some(Quota { limit: 30_000, left });
    let expected = [None, told_once(29_000), told_once(28_900)];
    assert_eq!(heard(&company, company.member), expected);
}

#[tokio::test]
async fn a_colleague_in_a_room_of_it_is_told_and_nobody_else_is() {
    let (company, _) = looking().await;
    let (ren, mia) = (colleague(&company, "ren").await, colleague(&company, "mia").await);
    let people = [company.contact("U1").await];
    let shared = gather(&company, &people, &[company.member, ren]).await;
    look(&company, ren, shared).await.unwrap();
    let refused = look(&company, mia, shared).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    told(&company, figures(Some(200), 190), 0, NOW).await;
    assert_eq!(heard(&company, ren), [None, left(10)]);
    assert_eq!(heard(&company, mia), []);

    let person = app::domain::PersonId::Member(ren);
    let (fresh, now) = (Uuid::now_v7(), NOW);
    let remove = RemovePerson { member: company.member, room: shared, person, fresh, now };
    company.store.run(remove).await.unwrap();
    told(&company, figures(Some(200), 195), 0, NOW).await;
    assert_eq!(heard(&company, ren), [None, left(10)], "the room is not theirs any more");
    assert_eq!(heard(&company, company.member), [None, left(10), left(5)]);
}

#[tokio::test]
async fn whoever_looks_later_is_told_what_is_known() {
    let (company, room) = looking().await;
    told(&company, figures(Some(200), 190), 0, NOW).await;
    let ren = colleague(&company, "ren").await;
    let shared = gather(&company, &[company.contact("U1").await], &[company.member, ren]).await;
    for _ in 0..2 {
        look(&company, ren, shared).await.unwrap();
    }
    assert_eq!(heard(&company, ren), [left(10)]);
    assert_eq!(on_page(&company, room).await, left(10));
}

#[tokio::test]
async fn line_is_asked_once_in_minutes_however_many_look() {
    let (company, room) = looking().await;
    let wanted = || async { company.store.figures_due(NOW).await.unwrap() };
    assert_eq!(wanted().await, [(company.connection, Due::Ask { counted: 0 })]);
    told(&company, figures(None, 12), 0, NOW).await;
    for _ in 0..3 {
        look(&company, company.member, room).await.unwrap();
    }
    assert_eq!(wanted().await, []);
    let later = NOW.plus_millis(ASK_EVERY);
    let (member, connection) = (company.member, company.connection);
    company.store.run(LookAtAllowance { member, room, now: later }).await.unwrap();
    assert_eq!(wanted().await, [(connection, Due::Ask { counted: 0 })]);
}

#[tokio::test]
async fn a_plan_without_a_limit_has_nothing_to_tell_and_neither_has_one_that_line_does_not_tell() {
    let (company, room) = looking().await;
    told(&company, figures(None, 5000), 0, NOW).await;
    push(&company, room, NOW).await;
    let connection = company.connection;
    company
        .store
        .run(RecordFigures { connection, figures: None, counted: 0, at: NOW })
        .await
        .unwrap();
    assert_eq!(on_page(&company, room).await, None);
    assert_eq!(heard(&company, company.member), [None]);
    assert_eq!(company.store.figures_due(NOW).await.unwrap(), []);
}

#[tokio::test]
async fn more_used_than_there_is_leaves_nothing() {
    let (company, room) = looking().await;
    told(&company, figures(Some(200), 321), 0, NOW).await;
    push(&company, room, NOW).await;
    assert_eq!(on_page(&company, room).await, left(0));
}

#[tokio::test]
async fn a_message_that_line_takes_no_more_proves_that_nothing_is_left() {
    let (company, room) = looking().await;
    told(&company, figures(Some(200), 100), 0, NOW).await;
    company.say(room, "はい").await.unwrap();
    let job = company.store.next(room).await.unwrap().unwrap();
    let late = NOW.plus_millis(ASK_EVERY);
    let failed = Outcome::Failed(FailReason::QuotaSpent);
    company.store.record(vec![job.delivery], failed, late).await.unwrap();
    assert_eq!(on_page(&company, room).await, left(0));
    let due = company.store.figures_due(late).await.unwrap();
    assert_eq!(due, [(company.connection, Due::Ask { counted: 100 })]);
    // The plan was raised meanwhile.
    told(&company, figures(Some(5000), 200), 100, late).await;
    assert_eq!(on_page(&company, room).await, Some(Quota { limit: 5000, left: 4800 }));
}

#[tokio::test]
async fn what_proves_that_the_plan_is_another_has_line_asked_at_once() {
    let (company, room) = looking().await;
    let ask = |counted| [(company.connection, Due::Ask { counted })];
    told(&company, figures(None, 3), 0, NOW).await;
    company.say(room, "はい").await.unwrap();
    let job = company.store.next(room).await.unwrap().unwrap();
    let failed = Outcome::Failed(FailReason::QuotaSpent);
    company.store.record(vec![job.delivery], failed, NOW).await.unwrap();
    assert_eq!(company.store.figures_due(NOW).await.unwrap(), ask(0));
    told(&company, figures(Some(200), 200), 0, NOW).await;
    assert_eq!(company.store.figures_due(NOW).await.unwrap(), []);
    push(&company, room, NOW).await;
    assert_eq!(company.store.figures_due(NOW).await.unwrap(), ask(1));
}

#[tokio::test]
async fn while_nothing_is_left_and_somebody_looks_line_is_asked_again() {
    let (company, _) = looking().await;
    told(&company, figures(Some(200), 200), 0, NOW).await;
    let at = |millis| company.store.figures_due(NOW.plus_millis(millis));
    assert_eq!(at(ASK_WHILE_SPENT - 1).await.unwrap(), []);
    let ask = [(company.connection, Due::Ask { counted: 0 })];
    assert_eq!(at(ASK_WHILE_SPENT).await.unwrap(), ask);
}

#[tokio::test]
async fn a_month_ends_at_midnight_in_japan_and_the_next_begins_with_nothing_used() {
    let (company, room) = looking().await;
    told(&company, figures(Some(200), 200), 0, LAST_OF_MONTH).await;
    assert_eq!(on_page(&company, room).await, left(0));
    assert_eq!(company.store.figures_due(LAST_OF_MONTH).await.unwrap(), []);
    let (connection, now) = (company.connection, LAST_OF_MONTH.plus_millis(1));
    assert_eq!(company.store.figures_due(now).await.unwrap(), [(connection, Due::Turn)]);
    company.store.run(TurnMonth { connection, now }).await.unwrap();
    assert_eq!(on_page(&company, room).await, left(200));
    assert_eq!(heard(&company, company.member), [None, left(0), left(200)]);
    // What LINE was asked before midnight says nothing of the new month.
    told(&company, figures(Some(200), 200), 0, LAST_OF_MONTH).await;
    assert_eq!(on_page(&company, room).await, left(200));
    push(&company, room, LAST_OF_MONTH).await;
    push(&company, room, now).await;
    let usage = company.store.usage(connection, now).await.unwrap();
    let days = usage.months.map(|month| (month.month.name(), month.days.len(), month.all()));
    assert_eq!(days, [("2026-12".into(), 31, 1), ("2026-11".into(), 30, 1)]);
}

#[tokio::test]
async fn an_account_that_is_disconnected_is_told_of_no_more() {
    let (company, room) = looking().await;
    let ren = colleague(&company, "ren").await;
    let shared = gather(&company, &[company.contact("U1").await], &[company.member, ren]).await;
    look(&company, ren, shared).await.unwrap();
    told(&company, figures(Some(200), 190), 0, NOW).await;
    let connection = company.connection;
    company.store.run(Unbind { connection, now: NOW }).await.unwrap();
    assert_eq!(heard(&company, ren), [None, left(10), None]);
    assert_eq!(on_page(&company, room).await, None);
    // What LINE was asked before comes too late, and nobody is asked for any more.
    told(&company, figures(Some(200), 190), 0, NOW).await;
    look(&company, company.member, room).await.unwrap();
    assert_eq!(on_page(&company, room).await, None);
    assert_eq!(company.store.figures_due(NOW).await.unwrap(), []);
}

proptest! {
    #[test]
    fn what_is_left_is_what_line_told_less_what_was_pushed_since(
        limit in 0_u64..500, used in 0_u64..600, before in 0_i64..50, after in 0_i64..50,
    ) {
        let number = |count| i64::try_from(count).unwrap();
        let mut row = QuotaRow { limit: Some(number(limit)), used: 0, since: before, ..QuotaRow::default() };
        row.used = number(used);
        row.since = (row.since + after).saturating_sub(before);
        let pushed = u64::try_from(after).unwrap();
        let expected = limit.saturating_sub(used).saturating_sub(pushed);
        prop_assert_eq!(u64::from(row.quota().unwrap().left), expected);
    }
}
