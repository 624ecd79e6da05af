//! Which deliveries share a call, at the real database.

use app::domain::{Delivery, FailReason, RoomId, Seq};
use uuid::Uuid;

use super::*;
use crate::{
    line::{inbound::What, payload::SentMessage},
    outbox::store::{Call as Settled, Job, OutboxStore, StoreFailed, Via},
    store::{
        discard::Discard,
        error::Refusal,
        retry::Retry,
        row::from_json,
        schema::MessageRow,
        testing::{Company, NOW},
    },
};

const KEY: Uuid = Uuid::from_u128(0xCA11);

/// A room with this much queued, whose reply token is spent.
async fn queued(count: usize) -> (Company, RoomId) {
    let company = Company::in_memory().await;
    company.hear("U1", "e1", "hi").await;
    let room = company.room().await;
    for n in 0..count {
        company.say(room, &format!("message {n}")).await.unwrap();
    }
    (company, room)
}

async fn next(company: &Company, room: RoomId) -> Job {
    company.store.next(room).await.unwrap().unwrap()
}

async fn share(company: &Company, job: &Job) -> Result<(), StoreFailed> {
    OutboxStore::share_call(&company.store, job.delivery, KEY).await
}

async fn end(company: &Company, job: &Job, outcome: Outcome) {
    company.store.record(job.deliveries(), outcome, NOW).await.unwrap();
}

#[tokio::test]
async fn at_most_five_go_together_and_the_rest_stays_open() {
    let (company, room) = queued(7).await;
    let first = next(&company, room).await;
    assert_eq!(first.call, Settled::Open);
    share(&company, &first).await.unwrap();
    let bound = next(&company, room).await;
    assert_eq!((bound.retry_key(), bound.deliveries().len()), (KEY, 5));
    // A second note changes nothing.
    OutboxStore::share_call(&company.store, bound.delivery, Uuid::nil()).await.unwrap();
    assert_eq!(next(&company, room).await, bound);
    let named = |n: u32| SentMessage { id: n.to_string(), quote_token: None };
    let messages = (0..5).map(named).collect();
    end(&company, &bound, Outcome::Sent { via: Via::Push, messages }).await;
    for n in 0..5 {
        let row = company.store.get::<MessageRow>((room, Seq(bound.seq.0 + n))).await.unwrap();
        assert_eq!(row.unwrap().line_message_id, Some(n.to_string()));
    }
    assert_eq!(next(&company, room).await.call, Settled::Open);
}

#[tokio::test]
async fn one_that_waits_alone_needs_no_note() {
    let (company, room) = queued(1).await;
    let only = next(&company, room).await;
    assert_eq!((only.call.clone(), only.retry_key()), (Settled::Own, only.delivery.uuid()));
}

#[tokio::test]
async fn what_line_refused_together_goes_alone() {
    let (company, room) = queued(3).await;
    share(&company, &next(&company, room).await).await.unwrap();
    let bound = next(&company, room).await;
    company.store.part(bound.deliveries()).await.unwrap();
    for delivery in bound.deliveries() {
        let job = next(&company, room).await;
        assert_eq!((job.delivery, &job.call), (delivery, &Settled::Own));
        end(&company, &job, Outcome::Failed(FailReason::Refused)).await;
    }
    assert!(company.store.next(room).await.unwrap().is_none());
}

#[tokio::test]
async fn what_failed_together_is_tried_again_together_under_its_key() {
    let (company, room) = queued(3).await;
    share(&company, &next(&company, room).await).await.unwrap();
    let bound = next(&company, room).await;
    end(&company, &bound, Outcome::Failed(FailReason::NoAnswer)).await;
    let retry = |seq, now| {
        let (member, fresh) = (company.member, DeliveryId::new(Uuid::now_v7()));
        company.store.run(Retry { member, room, seq, fresh, now })
    };
    let middle = Seq(bound.seq.0 + 1);
    retry(middle, NOW).await.unwrap();
    let again = next(&company, room).await;
    assert_eq!((again.retry_key(), again.deliveries()), (KEY, bound.deliveries()));
    end(&company, &again, Outcome::Failed(FailReason::NoAnswer)).await;
    // When LINE has forgotten the key, a person decides about each.
    retry(middle, NOW.plus_millis(24 * 3_600_000)).await.unwrap();
    let next_day = next(&company, room).await;
    assert_eq!((next_day.seq, &next_day.call), (middle, &Settled::Own));
    assert!(!bound.deliveries().contains(&next_day.delivery));
}

#[tokio::test]
async fn what_failed_together_for_certain_goes_again_one_by_one() {
    let (company, room) = queued(3).await;
    share(&company, &next(&company, room).await).await.unwrap();
    let bound = next(&company, room).await;
    end(&company, &bound, Outcome::Failed(FailReason::QuotaSpent)).await;
    let (member, fresh) = (company.member, DeliveryId::new(Uuid::now_v7()));
    let seq = Seq(bound.seq.0 + 1);
    company.store.run(Retry { member, room, seq, fresh, now: NOW }).await.unwrap();
    let again = next(&company, room).await;
    assert_eq!((again.seq, again.deliveries().len()), (seq, 1));
    end(&company, &again, Outcome::Failed(FailReason::QuotaSpent)).await;
    assert!(company.store.next(room).await.unwrap().is_none(), "the others stay as they are");
}

#[tokio::test]
async fn what_may_have_been_tried_is_in_doubt_and_shares_no_new_call() {
    let (company, room) = queued(4).await;
    let first = next(&company, room).await;
    end(&company, &first, Outcome::Failed(FailReason::NoAnswer)).await;
    let (member, fresh) = (company.member, DeliveryId::new(Uuid::now_v7()));
    // It stands in front of what a lane may have been trying in the meantime.
    company.store.run(Retry { member, room, seq: first.seq, fresh, now: NOW }).await.unwrap();
    OutboxStore::doubt(&company.store, room, NOW).await.unwrap();
    for (n, doubted, call) in
        [(0, true, Settled::Own), (1, true, Settled::Own), (2, false, Settled::Open)]
    {
        let job = next(&company, room).await;
        let expected = (Seq(first.seq.0 + n), doubted, call);
        assert_eq!((job.seq, job.unsure, job.call.clone()), expected);
        end(&company, &job, Outcome::Sent { via: Via::Push, messages: Vec::new() }).await;
    }
}

#[tokio::test]
async fn what_line_may_have_does_not_fail_as_if_it_had_not() {
    let (company, room) = queued(1).await;
    let job = next(&company, room).await;
    OutboxStore::unsure(&company.store, job.deliveries(), NOW).await.unwrap();
    let gone = company.event("U1", "gone", NOW.plus_millis(1), What::Unfollow);
    company.store.run(gone).await.unwrap();
    assert!(company.store.next(room).await.unwrap().is_none());
    let row = company.store.get::<MessageRow>((room, job.seq)).await.unwrap().unwrap();
    let state: Delivery = from_json("message", row.delivery.unwrap()).unwrap();
    assert_eq!(state, Delivery::Failed { reason: FailReason::NoAnswer });
    let discard = Discard { member: company.member, room, seq: job.seq };
    let kept = company.store.run(discard).await;
    assert!(matches!(kept, Err(StoreError::Refused(Refusal::NotFailed))), "{kept:?}");
}

#[tokio::test]
async fn what_was_tried_alone_never_goes_in_a_call_with_others() {
    let (company, room) = queued(3).await;
    let first = next(&company, room).await;
    end(&company, &first, Outcome::Failed(FailReason::NoAnswer)).await;
    let (member, fresh) = (company.member, DeliveryId::new(Uuid::now_v7()));
    company.store.run(Retry { member, room, seq: first.seq, fresh, now: NOW }).await.unwrap();
    let again = next(&company, room).await;
    assert_eq!((again.delivery, &again.call), (first.delivery, &Settled::Own));
}
