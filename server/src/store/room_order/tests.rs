//! The order that is kept in memory is the one that the rows have, whatever happens, and whoever did it.

use app::domain::{Block, History, LineChat, PersonId, RoomAct, permission::Rules};

use super::*;
use crate::store::{
    blocks::SetBlock,
    keeping::KeepRoom,
    party::testing::{add, friends, make, remove},
    testing::{Company, NOW, colleague},
};

/// Compares what a long-lived server knows with what the rows say now.
async fn check(company: &Company, after: &str) {
    let cursor = company.store.cursor(company.member).await.unwrap();
    let known = company.store.room_order(company.member, cursor).await.unwrap();
    let read = company.store.read_order(company.member, cursor).await.unwrap();
    assert_eq!(*known, read, "after {after}");
}

async fn act(company: &Company, room: RoomId, act: RoomAct) {
    company.store.run(KeepRoom { member: company.member, room, act }).await.unwrap();
}

#[tokio::test]
async fn it_follows_everything_that_moves_a_room() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2", "U3"]).await;
    check(&company, "friends").await;
    let room = company.room().await;
    company.hear("U1", "wrote", "hi").await;
    check(&company, "a message").await;
    for done in [RoomAct::Pin, RoomAct::Mute, RoomAct::MarkUnread, RoomAct::Unpin] {
        act(&company, room, done).await;
        check(&company, &format!("{done:?}")).await;
    }
    company.say(room, "hello").await.unwrap();
    check(&company, "an answer").await;
    let other = colleague(&company, "ren").await;
    let shared = make(&company, &people).await.unwrap();
    add(&company, shared, &[], &[other], History::Whole).await.unwrap();
    check(&company, "a room of several").await;
    let block = |block| SetBlock { member: company.member, contact: people[0], block, now: NOW };
    company.store.run(block(Block::On)).await.unwrap();
    check(&company, "a block").await;
    company.store.run(block(Block::Off)).await.unwrap();
    let me = PersonId::Member(company.member);
    remove(&company, company.member, shared, me).await.unwrap();
    check(&company, "leaving").await;
}

#[tokio::test]
async fn what_happened_without_permission_stands_in_it_afterwards() {
    let company = Company::in_memory().await;
    friends(&company, &["U1", "U2"]).await;
    check(&company, "friends").await;
    let rules = company.store.rules().await.unwrap();
    company.store.set_rules(Rules { line_chat: LineChat::Off, ..rules }).await.unwrap();
    company.hear("U1", "unheard", "hi").await;
    company.store.set_rules(rules).await.unwrap();
    check(&company, "permission is back").await;
}

#[tokio::test]
async fn another_server_on_the_same_database_is_heard_of() {
    let company = Company::in_memory().await;
    company.hear("U1", "here", "hi").await;
    let other = company.neighbour().await;
    check(&other, "its first look").await;
    company.hear("U2", "there", "hi").await;
    company.hear("U1", "again", "hi").await;
    check(&other, "what the first server did").await;
}

#[tokio::test]
async fn one_that_is_expected_is_made_before_it_is_asked_for() {
    let company = Company::in_memory().await;
    company.hear("U1", "here", "hi").await;
    let restarted = company.neighbour().await;
    assert!(!restarted.store.room_orders.of.knows(company.member));
    restarted.store.expect(company.member);
    while !restarted.store.room_orders.of.knows(company.member) {
        tokio::task::yield_now().await;
    }
    company.hear("U2", "there", "hi").await;
    check(&restarted, "what came afterwards").await;
}

#[test]
fn a_stretch_says_where_it_ends_only_when_the_list_goes_on() {
    let place = |n: u128| ListPlace {
        pinned: n == 1,
        last_at: Timestamp::from_millis(i64::try_from(n).unwrap()),
        id: RoomId::new(Uuid::from_u128(n)),
    };
    let order = RoomOrder::new(Cursor(0), [place(2), place(1), place(3)]);
    let ids = |all: &[u128]| all.iter().map(|n| place(*n).id).collect::<Vec<_>>();
    assert_eq!(order.of_late(), ids(&[3, 2, 1]), "pinned or not");
    assert_eq!(order.stretch(None, 2), (ids(&[1, 3]), Some(place(3))));
    assert_eq!(order.stretch(Some(place(3)), 2), (ids(&[2]), None));
    assert_eq!(order.stretch(None, 3), (ids(&[1, 3, 2]), None));
    assert_eq!(order.stretch(Some(place(2)), 3), (Vec::new(), None));
}
