//! Looking at groups and leaving them: for whom, how often, and whoever learns first.

use app::{
    domain::{Barred, Body, LineChat, Room, Rules},
    sync::snapshot::PageAt,
};
use uuid::Uuid;

use super::*;
use crate::{
    line::inbound::What,
    store::{
        contacts::{ProfileFound, RecordProfile},
        testing::{Company, NOW, colleague, says},
    },
};

const GROUP: &str = "Ca56f94637c";

/// A company whose account was invited to [`GROUP`], about which LINE was asked.
async fn invited() -> (Company, Room) {
    let company = Company::in_memory().await;
    let join = company.group_event(GROUP, None, "e1", NOW, What::Join);
    company.store.run(join).await.unwrap();
    let room = seen(&company).await;
    let [task] = company.store.group_tasks(None, 9).await.unwrap().try_into().unwrap();
    assert_eq!((task.room, task.of.group.as_str()), (room.id, GROUP));
    record(&company, room.id, Some(("旅行", 4))).await;
    let room = seen(&company).await;
    (company, room)
}

async fn record(company: &Company, room: RoomId, found: Option<(&str, u32)>) {
    let found = found.map(|(name, people)| GroupFound {
        name: Some(name.to_owned()),
        picture_url: Some("https://line.example/p".into()),
        people,
    });
    company.store.run(RecordGroup { room, found, at: NOW }).await.unwrap();
}

async fn seen(company: &Company) -> Room {
    company.store.snapshot(company.member).await.unwrap().rooms.remove(0)
}

async fn last_notices(company: &Company, room: RoomId) -> Vec<Notice> {
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    let notice = |body| match body {
        Body::Notice { notice } => Some(notice),
        _ => None,
    };
    page.messages.into_iter().filter_map(|message| notice(message.body)).collect()
}

fn refused<T: std::fmt::Debug>(answer: Result<T, StoreError>) {
    assert!(matches!(answer, Err(StoreError::NotFound)), "{answer:?}");
}

#[tokio::test]
async fn a_group_exists_for_those_alone_who_have_a_seat_and_permission() {
    let (company, room) = invited().await;
    let store = &company.store;
    let outsider = colleague(&company, "ren").await;
    for member in [outsider, company.member] {
        if member == company.member {
            let off = Rules { line_chat: LineChat::Off, ..Rules::default() };
            store.set_rules(off).await.unwrap();
        }
        refused(store.group_picture(member, room.id).await);
        refused(store.run(LookAtGroup { member, room: room.id, now: NOW }).await);
        refused(store.run(AskToLeave { member, room: room.id }).await);
    }
    assert!(store.group_tasks(None, 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_room_that_is_not_a_groups_cannot_be_left() {
    let company = Company::in_memory().await;
    company.hear("U1", "e1", "hi").await;
    let room = seen(&company).await.id;
    let member = company.member;
    refused(company.store.run(AskToLeave { member, room }).await);
    company.store.run(LookAtGroup { member, room, now: NOW }).await.unwrap();
    assert!(company.store.group_tasks(None, 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_line_says_of_a_group_is_shown() {
    let (company, room) = invited().await;
    assert_eq!((room.title.as_str(), room.people.line_users), ("旅行", 4));
    assert!(room.picture.unwrap().starts_with(&format!("/pictures/rooms/{}/", room.id)));
    let picture = company.store.group_picture(company.member, room.id).await.unwrap();
    assert_eq!(picture, "https://line.example/p");
    let cursor = company.store.cursor(company.member).await.unwrap();
    record(&company, room.id, Some(("旅行", 4))).await;
    record(&company, room.id, None).await;
    assert_eq!(company.store.cursor(company.member).await.unwrap(), cursor, "nothing is news");
}

#[tokio::test]
async fn line_is_asked_once_in_a_few_minutes() {
    let (company, room) = invited().await;
    let (store, member, room) = (&company.store, company.member, room.id);
    for (later, asked) in [(0, 0), (ASK_EVERY - 1, 0), (ASK_EVERY, 1)] {
        let look = LookAtGroup { member, room, now: NOW.plus_millis(later) };
        store.run(look).await.unwrap();
        assert_eq!(store.group_tasks(None, 9).await.unwrap().len(), asked, "{later}");
    }
}

#[tokio::test]
async fn leaving_is_told_once_and_by_name_whoever_learns_first() {
    for webhook_first in [true, false] {
        let (company, room) = invited().await;
        let (store, member, room) = (&company.store, company.member, room.id);
        let asked = store.run(AskToLeave { member, room }).await.unwrap().unwrap();
        assert_eq!(asked.group.as_str(), GROUP);
        assert_eq!(seen(&company).await.barred, None, "LINE has not answered");
        let leave = company.group_event(GROUP, None, "e2", NOW.plus_millis(9), What::Leave);
        let notice = MessageId::new(Uuid::now_v7());
        let left = RecordLeft { room, notice, at: NOW.plus_millis(7) };
        if webhook_first {
            store.run(leave).await.unwrap();
            store.run(left).await.unwrap();
        } else {
            store.run(left).await.unwrap();
            store.run(leave).await.unwrap();
        }
        assert_eq!(seen(&company).await.barred, Some(Barred::Left));
        let told = [Notice::AccountJoined, Notice::LeftGroup { by: member }];
        assert_eq!(last_notices(&company, room).await, told, "webhook first: {webhook_first}");
        assert!(store.run(AskToLeave { member, room }).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn what_line_did_not_do_is_nobodys_doing() {
    let (company, room) = invited().await;
    let (store, member, room) = (&company.store, company.member, room.id);
    let asked = store.run(AskToLeave { member, room }).await.unwrap().unwrap();
    store.run(StayInGroup(asked)).await.unwrap();
    let leave = company.group_event(GROUP, None, "e2", NOW.plus_millis(9), What::Leave);
    store.run(leave).await.unwrap();
    assert_eq!(last_notices(&company, room).await, [Notice::AccountJoined, Notice::AccountLeft]);
}

#[tokio::test]
async fn who_has_left_may_be_invited_again_by_a_clock_that_is_behind() {
    let (company, room) = invited().await;
    let (store, member, room) = (&company.store, company.member, room.id);
    store.run(AskToLeave { member, room }).await.unwrap();
    let notice = MessageId::new(Uuid::now_v7());
    store.run(RecordLeft { room, notice, at: NOW.plus_millis(60_000) }).await.unwrap();
    for (name, after, what) in [("e2", 10, What::Leave), ("e3", 20, What::Join)] {
        let event = company.group_event(GROUP, None, name, NOW.plus_millis(after), what);
        store.run(event).await.unwrap();
    }
    assert_eq!(seen(&company).await.barred, None);
    company.say(room, "はい").await.unwrap();
}

#[tokio::test]
async fn names_in_a_group_are_told_to_its_readers_only() {
    let (company, room) = invited().await;
    let store = &company.store;
    let outsider = colleague(&company, "ren").await;
    let hi = company.group_event(GROUP, Some("U1"), "e2", NOW.plus_millis(1), says("hi"));
    store.run(hi).await.unwrap();
    let [task] = store.profile_tasks(None, 9).await.unwrap().try_into().unwrap();
    let profile = ProfileFound {
        name: "Emma".into(),
        picture_url: None,
        status_message: None,
        language: None,
    };
    let (contact, profile) = (task.contact, Some(profile));
    let record = RecordProfile { contact, profile, at: NOW };
    store.run(record).await.unwrap();
    let page = store.page(company.member, room.id, PageAt::Head).await.unwrap();
    assert_eq!(page.people[0].name, "Emma");
    assert_eq!(store.cursor(outsider).await.unwrap().0, 0);
}
