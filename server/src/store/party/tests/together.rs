//! Several messages to each of several, at the real database.

use app::domain::{Delivery, DeliveryId, FailReason, RoomId, Seq};
use uuid::Uuid;

use super::super::testing::{bring, friends, make, presses, texts, timeline, writes};
use crate::{
    line::inbound::What,
    outbox::store::{Call, Job, OutboxStore, Outcome},
    relay::Choice,
    store::{
        retry::Retry,
        testing::{Company, NOW},
    },
};

const SAID: [&str; 3] = ["one", "two", "three"];

/// A room of two, in which these are queued.
async fn said() -> (Company, RoomId, Vec<Seq>) {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    bring(&company).await;
    let mut seqs = Vec::new();
    for text in SAID {
        seqs.push(company.say(room, text).await.unwrap().seq);
    }
    (company, room, seqs)
}

/// The next call, as a lane would make it.
async fn next(company: &Company, room: RoomId) -> Job {
    let job = company.store.next(room).await.unwrap().unwrap();
    if job.call != Call::Open {
        return job;
    }
    OutboxStore::share_call(&company.store, job.delivery, Uuid::now_v7()).await.unwrap();
    company.store.next(room).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_waits_for_each_of_several_goes_to_each_in_one_call() {
    let (company, room, _) = said().await;
    let mut told = Vec::new();
    for _ in 0..2 {
        let job = next(&company, room).await;
        assert_eq!(texts(&job), SAID);
        told.push(job.to.clone());
        let failed = Outcome::Failed(FailReason::QuotaSpent);
        company.store.record(job.deliveries(), failed, NOW).await.unwrap();
    }
    told.sort();
    assert_eq!(told, ["U1", "U2"]);
    assert!(company.store.next(room).await.unwrap().is_none());
}

#[tokio::test]
async fn when_a_lane_died_over_a_call_all_of_it_is_in_doubt_and_nothing_of_the_others() {
    let (company, room, seqs) = said().await;
    let first = next(&company, room).await;
    OutboxStore::doubt(&company.store, room, NOW).await.unwrap();
    let gone = company.event(&first.to, "gone", NOW.plus_millis(1), What::Unfollow);
    company.store.run(gone).await.unwrap();
    // What stood behind the head of the call, at the next in the queue: the other's first was doubted.
    bring(&company).await;
    for seq in seqs {
        let all = company.store.recipients(company.member, room, seq).await.unwrap();
        let states: Vec<_> = all.into_iter().map(|one| one.delivery).collect();
        let doubted = Delivery::Failed { reason: FailReason::NoAnswer };
        assert!(states.contains(&doubted) && states.contains(&Delivery::Sent), "{states:?}");
    }
}

#[tokio::test]
async fn what_was_taken_back_does_not_go_again_with_what_it_went_with() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    presses(&company, "U1", "p1", Choice::Talk(room)).await;
    bring(&company).await;
    for text in ["mistaken", "meant"] {
        writes(&company, "U1", text, None).await;
    }
    let call = next(&company, room).await;
    assert_eq!(texts(&call), ["mistaken", "meant"]);
    let unsure = Outcome::Failed(FailReason::NoAnswer);
    company.store.record(call.deliveries(), unsure, NOW).await.unwrap();
    let taken_back = What::Unsent { line_message_id: "by-mistaken".into() };
    company.store.run(company.event("U1", "back", NOW, taken_back)).await.unwrap();
    let (member, fresh) = (company.member, DeliveryId::new(Uuid::now_v7()));
    let seq = timeline(&company, room).await.last().unwrap().seq;
    company.store.run(Retry { member, room, seq, fresh, now: NOW }).await.unwrap();
    let again = next(&company, room).await;
    assert_eq!((again.retry_key(), texts(&again)), (call.retry_key(), vec!["meant".to_owned()]));
}

#[tokio::test]
async fn what_one_of_several_may_have_together_goes_to_them_again_together() {
    let (company, room, seqs) = said().await;
    let unsure = next(&company, room).await;
    company
        .store
        .record(unsure.deliveries(), Outcome::Failed(FailReason::NoAnswer), NOW)
        .await
        .unwrap();
    bring(&company).await;
    let partly = Delivery::Partly { waiting: 0, sent: 1, failed: 1 };
    let states = || async {
        let all = timeline(&company, room).await;
        all.into_iter().filter(|one| seqs.contains(&one.seq)).map(|one| one.delivery).collect()
    };
    let before: Vec<_> = states().await;
    assert_eq!(before, [Some(partly); 3]);
    let (member, fresh) = (company.member, DeliveryId::new(Uuid::now_v7()));
    company.store.run(Retry { member, room, seq: seqs[1], fresh, now: NOW }).await.unwrap();
    let again = next(&company, room).await;
    assert_eq!(
        (again.retry_key(), texts(&again)),
        (unsure.retry_key(), SAID.map(Into::into).to_vec())
    );
    let brought = bring(&company).await;
    assert_eq!(brought.len(), 3);
    let after: Vec<_> = states().await;
    assert_eq!(after, [Some(Delivery::Sent); 3]);
}
