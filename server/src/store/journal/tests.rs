//! Commands together, refused, in collision with another server, and with an answer that was lost.

use app::domain::Seq;

use super::*;
use crate::{
    outbox::store::{Begin, OutboxStore, Outcome, Reply, Via},
    store::testing::{Company, NOW},
};

#[test]
fn files_are_never_kept_in_memory() {
    assert!(!CACHED.contains(&crate::store::schema::PhotoRow::TABLE));
}

struct Panics;

impl Command for Panics {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        draft.delete::<WriterRow>(WriterKey(uuid::Uuid::nil()));
        panic!("a bug in a command");
    }
}

#[tokio::test]
async fn a_command_that_panics_fails_alone() {
    let company = Company::in_memory().await;
    let (panicked, kept) = tokio::join!(company.store.run(Panics), company.hear("U1", "e1", "hi"));
    assert!(matches!(panicked, Err(StoreError::Panicked)));
    assert_eq!(kept, crate::store::receive::Received::Kept);
    assert!(company.store.ping().await.is_ok());
}

#[tokio::test]
async fn closing_waits_for_what_was_accepted_and_for_nobody_else() {
    let company = Company::in_memory().await;
    let still_used = company.store.clone();
    company.hear("U1", "e1", "hi").await;
    company.close().await;
    let late = still_used.run(Panics).await;
    assert!(matches!(late, Err(StoreError::Closed)));
}

#[tokio::test]
async fn two_servers_on_one_database_number_without_holes_or_doubles() {
    let one = Company::in_memory().await;
    let other = one.neighbour().await;
    let names: Vec<String> = (0..60).map(|n| format!("e{n}")).collect();
    let heard = names.iter().enumerate().map(|(n, name)| {
        let server = if n % 2 == 0 { &one } else { &other };
        server.hear(["U1", "U2"][n % 3 % 2], name, name)
    });
    futures::future::join_all(heard).await;
    let snapshot = other.store.snapshot(one.member).await.unwrap();
    assert_eq!(snapshot.cursor.0, 60);
    assert_eq!(snapshot.rooms.iter().map(|room| room.last_seq.0).sum::<u32>(), 60);
    for room in snapshot.rooms {
        let all = one.store.messages(room.id, Seq(1), room.last_seq).await.unwrap();
        let numbers: Vec<_> = all.iter().map(|message| message.seq).collect();
        assert_eq!(numbers, (1..=room.last_seq.0).map(Seq).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn what_two_servers_hear_at_once_is_kept_once() {
    let one = Company::in_memory().await;
    let other = one.neighbour().await;
    for n in 0..20 {
        let name = format!("e{n}");
        let heard = tokio::join!(one.hear("U1", &name, "hi"), other.hear("U1", &name, "hi"));
        assert_ne!(heard.0, heard.1, "kept by one, known to the other");
    }
    let snapshot = one.store.snapshot(one.member).await.unwrap();
    assert_eq!(snapshot.rooms[0].last_seq, Seq(20));
}

#[tokio::test]
async fn a_reply_token_is_taken_by_one_of_two_servers() {
    let one = Company::in_memory().await;
    let other = one.neighbour().await;
    one.hear("U1", "e1", "hi").await;
    let room = one.room().await;
    one.say(room, "a").await.unwrap();
    // Both know the room with its token in it.
    let known = other.store.next(room).await.unwrap().unwrap();
    let Reply::Offered(token) = known.reply else { panic!("{:?}", known.reply) };
    other.hear("U2", "e2", "hi").await;
    let mut both = Vec::new();
    for server in [&one, &other] {
        let begin = server.store.begin_reply(known.delivery, &token, NOW).await;
        both.push(begin.unwrap());
    }
    assert_eq!(both, [Begin::Granted, Begin::Changed]);
    let sent = Outcome::Sent { via: Via::Reply, messages: Vec::new() };
    one.store.record(vec![known.delivery], sent, NOW).await.unwrap();
    other.say(room, "b").await.unwrap();
    let next = other.store.next(room).await.unwrap().unwrap();
    assert_eq!(next.reply, Reply::None, "the token is spent");
}
