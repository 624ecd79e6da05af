//! Going again at a time: once, for those who may, and never after it was called off.

use app::{domain::FailReason, sync::snapshot::PageAt};
use uuid::Uuid;

use super::*;
use crate::{
    outbox::store::{OutboxStore, Outcome},
    store::testing::{Company, NOW, colleague},
};

const HOUR: i64 = 3_600_000;

/// A message that failed for want of messages this month.
async fn failed(company: &Company) -> (RoomId, Seq) {
    company.hear("U1", "e1", "hi").await;
    let room = company.room().await;
    let message = company.say(room, "はい").await.unwrap();
    let job = company.store.next(room).await.unwrap().unwrap();
    let end = Outcome::Failed(FailReason::QuotaSpent);
    company.store.record(vec![job.delivery], end, NOW).await.unwrap();
    (room, message.seq)
}

async fn at(
    company: &Company,
    (room, seq): (RoomId, Seq),
    hours: Option<i64>,
) -> Result<(), StoreError> {
    let (member, at) = (company.member, hours.map(|hours| NOW.plus_millis(hours * HOUR)));
    company.store.run(RetryAt { member, room, seq, at, now: NOW }).await
}

async fn comes(company: &Company, (room, seq): (RoomId, Seq), hours: i64) {
    let (fresh, now) = (DeliveryId::new(Uuid::now_v7()), NOW.plus_millis(hours * HOUR));
    company.store.run(GoAgain { room, seq, fresh, now }).await.unwrap();
}

/// The state of the message, and when it goes again.
async fn stands(
    company: &Company,
    (room, seq): (RoomId, Seq),
) -> (Option<Delivery>, Option<Timestamp>) {
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    let message = page.messages.into_iter().find(|message| message.seq == seq).unwrap();
    (message.delivery, message.again_at)
}

const FAILED: Option<Delivery> = Some(Delivery::Failed { reason: FailReason::QuotaSpent });

#[tokio::test]
async fn a_message_goes_again_at_its_time_and_once() {
    let company = Company::in_memory().await;
    let which = failed(&company).await;
    at(&company, which, Some(2)).await.unwrap();
    let two = NOW.plus_millis(2 * HOUR);
    assert_eq!(stands(&company, which).await, (FAILED, Some(two)));
    assert_eq!(company.store.to_go_again().await.unwrap(), [(which.0, which.1, two)]);
    comes(&company, which, 1).await;
    assert_eq!(stands(&company, which).await, (FAILED, Some(two)));
    comes(&company, which, 2).await;
    assert_eq!(stands(&company, which).await, (Some(Delivery::Queued), None));
    assert!(company.store.to_go_again().await.unwrap().is_empty());
    // The worker may have died behind it.
    comes(&company, which, 3).await;
    let job = company.store.next(which.0).await.unwrap().unwrap();
    company
        .store
        .record(vec![job.delivery], Outcome::Failed(FailReason::QuotaSpent), NOW)
        .await
        .unwrap();
    comes(&company, which, 4).await;
    assert_eq!(stands(&company, which).await, (FAILED, None));
}

#[tokio::test]
async fn what_is_called_off_or_tried_by_hand_does_not_go_again() {
    let company = Company::in_memory().await;
    let which = failed(&company).await;
    at(&company, which, Some(2)).await.unwrap();
    at(&company, which, None).await.unwrap();
    comes(&company, which, 9).await;
    assert_eq!(stands(&company, which).await, (FAILED, None));
    at(&company, which, Some(2)).await.unwrap();
    let (member, fresh) = (company.member, DeliveryId::new(Uuid::now_v7()));
    let (room, seq) = which;
    company.store.run(Retry { member, room, seq, fresh, now: NOW }).await.unwrap();
    assert!(company.store.to_go_again().await.unwrap().is_empty());
    assert_eq!(stands(&company, which).await, (Some(Delivery::Queued), None));
    let early = at(&company, which, Some(2)).await;
    assert!(matches!(early, Err(StoreError::Refused(Refusal::NotFailed))), "{early:?}");
}

#[tokio::test]
async fn times_that_are_none_and_people_who_have_no_seat_are_refused() {
    let company = Company::in_memory().await;
    let which = failed(&company).await;
    for hours in [-1, 0, 24 * 63] {
        let refused = at(&company, which, Some(hours)).await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::NoSuchTime))), "{refused:?}");
    }
    let (member, (room, seq)) = (colleague(&company, "ren").await, which);
    let at = Some(NOW.plus_millis(HOUR));
    let refused = company.store.run(RetryAt { member, room, seq, at, now: NOW }).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn what_cannot_go_at_its_time_says_so() {
    let company = Company::in_memory().await;
    let which = failed(&company).await;
    at(&company, which, Some(2)).await.unwrap();
    let gone = company.event("U1", "e2", NOW, crate::line::inbound::What::Unfollow);
    company.store.run(gone).await.unwrap();
    comes(&company, which, 2).await;
    assert_eq!(stands(&company, which).await, (FAILED, None));
    assert!(company.store.to_go_again().await.unwrap().is_empty());
}
