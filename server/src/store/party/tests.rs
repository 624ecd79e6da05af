//! What rooms with several LINE users must hold, tried at the real database.

mod routing;
mod together;

use std::collections::{BTreeMap, BTreeSet};

use app::{
    domain::{
        Body, Choice, Delivery, FailReason, History, LineChat, Notice, PersonId, RoomId, RoomKind,
        Rules, Seq, Talk,
    },
    sync::snapshot::PageAt,
};

use super::testing::{
    Brought, add, bring, fresh_message, friends, make, make_with, presses, presses_at, remove,
    timeline, writes, writes_at,
};
use crate::{
    line::inbound::What,
    outbox::store::{Content, OutboxStore},
    relay,
    store::{
        Behind, StoreError,
        error::Refusal,
        testing::{Company, NOW, colleague},
    },
};

fn to(brought: &[Brought], text: &str) -> BTreeSet<String> {
    brought.iter().filter(|one| one.text == text).map(|one| one.to.clone()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn a_room_is_made_and_everybody_on_line_is_told_who_is_in_it() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let ren = colleague(&company, "ren").await;
    let room = make_with(&company, &people, &[ren]).await.unwrap();
    for member in [company.member, ren] {
        let rooms = company.store.snapshot(member).await.unwrap().rooms;
        let row = rooms.iter().find(|row| row.id == room).unwrap();
        assert_eq!((row.kind, row.people.line_users, row.people.members), (RoomKind::Multi, 2, 2));
    }
    let told = bring(&company).await;
    assert_eq!(told.iter().map(|one| one.to.as_str()).collect::<BTreeSet<_>>().len(), 2);
    assert!(told.iter().all(|one| one.text.contains("ren")), "{told:?}");
}

#[tokio::test]
async fn the_first_two_line_users_in_it_stand_for_a_room() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2", "U3"]).await;
    let room = make(&company, &people).await.unwrap();
    let faces = async || {
        let rooms = company.store.snapshot(company.member).await.unwrap().rooms;
        let row = rooms.into_iter().find(|row| row.id == room).unwrap();
        row.faces.into_iter().map(|face| face.id).collect::<Vec<_>>()
    };
    let [first, second, third] = [0, 1, 2].map(|at| PersonId::LineUser(people[at]));
    assert_eq!(faces().await, [first, second]);
    remove(&company, company.member, room, first).await.unwrap();
    assert_eq!(faces().await, [second, third]);
}

#[tokio::test]
async fn whom_the_list_names_is_known_from_the_first_screen_on() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let snapshot = company.store.snapshot(company.member).await.unwrap();
    assert!(snapshot.people.is_empty(), "a direct room is its LINE user");
    make(&company, &people).await.unwrap();
    let snapshot = company.store.snapshot(company.member).await.unwrap();
    let named: BTreeSet<_> = snapshot.people.into_iter().map(|person| person.id).collect();
    let everybody = people.into_iter().map(PersonId::LineUser);
    let everybody: BTreeSet<_> = everybody.chain([PersonId::Member(company.member)]).collect();
    assert_eq!(named, everybody);
    // A room that is newer than all leaves it to a further stretch.
    company.hear("U3", "later", "hi").await;
    let top = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
    let more = company.store.rooms_after(company.member, top.place(), 1).await.unwrap();
    let named: BTreeSet<_> = more.people.into_iter().map(|person| person.id).collect();
    assert_eq!(named, everybody);
}

#[tokio::test]
async fn a_repeated_command_makes_one_room_and_invites_once() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    let again = super::CreateRoom {
        member: company.member,
        new: app::domain::NewRoom {
            id: room,
            people,
            name: None,
            description: None,
            colleagues: Vec::new(),
        },
        fresh: uuid::Uuid::now_v7(),
        now: NOW,
    };
    company.store.run(again).await.unwrap();
    assert_eq!(bring(&company).await.len(), 2);
    assert_eq!(timeline(&company, room).await.len(), 2);
}

#[tokio::test]
async fn nobody_is_brought_in_who_cannot_be_reached_or_is_not_ones_own_to_reach() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let ren = colleague(&company, "ren").await;
    let new = app::domain::NewRoom {
        id: RoomId::new(uuid::Uuid::now_v7()),
        people: people.clone(),
        name: None,
        description: None,
        colleagues: Vec::new(),
    };
    let by_ren = super::CreateRoom { member: ren, new, fresh: uuid::Uuid::now_v7(), now: NOW };
    let refused = company.store.run(by_ren).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Unreachable))), "{refused:?}");
    company.store.run(company.event("U2", "gone", NOW, What::Unfollow)).await.unwrap();
    let refused = make(&company, &people).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Unreachable))), "{refused:?}");
    assert!(bring(&company).await.is_empty());
}

#[tokio::test]
async fn a_colleague_without_permission_is_excluded_and_the_room_says_so() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let chosen = app::domain::Grant::Chosen;
    let newcomers = app::domain::Newcomers::NotChosen;
    let rules = Rules { line_chat: LineChat::On, grant: chosen, newcomers };
    company.store.set_rules(rules).await.unwrap();
    let ren = colleague(&company, "ren").await;
    let room = make_with(&company, &people, &[ren]).await.unwrap();
    assert!(matches!(company.store.page(ren, room, PageAt::Head).await, Err(StoreError::NotFound)));
    let last = timeline(&company, room).await.pop().unwrap();
    assert_eq!(last.body, Body::Notice { notice: Notice::Excluded { who: ren } });
}

#[tokio::test]
async fn a_guest_whose_permission_ends_is_excluded_then_and_the_host_only_does_not_see_the_room() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let ren = colleague(&company, "ren").await;
    let room = make_with(&company, &people, &[ren]).await.unwrap();
    let newcomers = app::domain::Newcomers::NotChosen;
    let grant = app::domain::Grant::Chosen;
    let rules = Rules { line_chat: LineChat::On, grant, newcomers };
    company.store.set_rules(rules).await.unwrap();
    let choose =
        |choice| crate::store::permission::Choose { members: vec![company.member, ren], choice };
    company.store.run(choose(Choice::NotChosen)).await.unwrap();
    for member in [company.member, ren] {
        company.store.exclude_guest(member, NOW).await.unwrap();
        company.store.exclude_guest(member, NOW).await.unwrap();
    }
    company.store.run(choose(Choice::Chosen)).await.unwrap();
    assert!(company.store.snapshot(ren).await.unwrap().rooms.is_empty());
    let rooms = company.store.snapshot(company.member).await.unwrap().rooms;
    assert!(rooms.iter().any(|row| row.id == room && row.people.members == 1));
    let notices = timeline(&company, room).await.into_iter().map(|message| message.body);
    let excluded = Body::Notice { notice: Notice::Excluded { who: ren } };
    assert_eq!(notices.filter(|body| *body == excluded).count(), 1);
}

#[tokio::test]
async fn what_a_line_user_writes_is_private_until_they_choose_the_room() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2", "U3"]).await;
    let room = make(&company, &people).await.unwrap();
    bring(&company).await;
    writes(&company, "U1", "private", None).await;
    assert!(bring(&company).await.is_empty());
    presses(&company, "U1", "p1", relay::Choice::Talk(room)).await;
    let talks = || async {
        let details = company.store.details(company.member, room).await.unwrap();
        let talks = details.participants.into_iter().map(|one| (one.person.id, one.talk));
        talks.collect::<BTreeMap<_, _>>()[&PersonId::LineUser(people[0])]
    };
    assert_eq!(talks().await, Some(Talk::Here), "members see where their words go");
    writes(&company, "U1", "shared", None).await;
    assert_eq!(to(&bring(&company).await, "shared"), set(&["U2", "U3"]));
    presses(&company, "U1", "p2", relay::Choice::Alone(room)).await;
    assert_eq!(talks().await, Some(Talk::Elsewhere));
    writes(&company, "U1", "private again", None).await;
    assert_eq!(to(&bring(&company).await, "private again"), set(&[]));
}

#[tokio::test]
async fn whose_answer_would_go_to_a_room_is_offered_the_switch_in_their_own_chat() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    let rooms = company.store.snapshot(company.member).await.unwrap().rooms;
    let chat = rooms.iter().find(|room| room.contact == Some(people[0])).unwrap().id;
    let elsewhere = || async {
        let rooms = company.store.snapshot(company.member).await.unwrap().rooms;
        rooms.into_iter().find(|room| room.id == chat).unwrap().talks_elsewhere
    };
    let offered = || async {
        bring(&company).await;
        company.say(chat, "between us").await.unwrap();
        let job = company.store.next(chat).await.unwrap().unwrap();
        let Content::Said { buttons, .. } = job.content else { panic!("{:?}", job.content) };
        buttons.into_iter().map(|button| button.choice).collect::<Vec<_>>()
    };
    let all = [relay::Choice::Talk(room), relay::Choice::Alone(room), relay::Choice::Leave(room)];
    assert_eq!((offered().await, elsewhere().await), (vec![], false));
    presses(&company, "U1", "p1", all[0]).await;
    assert_eq!((offered().await, elsewhere().await), (all.to_vec(), true));
    presses(&company, "U1", "p2", all[1]).await;
    assert_eq!((offered().await, elsewhere().await), (vec![], false));
    presses(&company, "U1", "p3", all[0]).await;
    presses(&company, "U1", "p4", all[2]).await;
    assert_eq!((offered().await, elsewhere().await), (vec![], false), "they have left");
}

#[tokio::test]
async fn a_private_line_that_line_brings_after_a_later_choice_stays_private() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    bring(&company).await;
    let chosen = NOW.plus_millis(1000);
    presses_at(&company, chosen, ("U1", "p1"), relay::Choice::Talk(room)).await;
    bring(&company).await;
    writes_at(&company, NOW, ("U1", "private"), None).await;
    writes_at(&company, chosen, ("U1", "shared"), None).await;
    let brought = bring(&company).await;
    assert!(to(&brought, "private").is_empty(), "{brought:?}");
    assert_eq!(to(&brought, "shared"), set(&["U2"]));
    assert!(timeline(&company, room).await.iter().all(|m| m.body != said("private")));
}

#[tokio::test]
async fn a_button_that_is_delivered_late_does_not_undo_a_newer_choice() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    let press =
        |name, at, choice| company.store.run(company.event("U1", name, at, What::Pressed(choice)));
    press("p2", NOW.plus_millis(1000), relay::Choice::Alone(room)).await.unwrap();
    press("p1", NOW, relay::Choice::Talk(room)).await.unwrap();
    bring(&company).await;
    writes(&company, "U1", "private", None).await;
    assert!(to(&bring(&company).await, "private").is_empty());
}

#[tokio::test]
async fn a_button_of_a_strangers_room_does_nothing() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2", "U3"]).await;
    let room = make(&company, &people[..2]).await.unwrap();
    bring(&company).await;
    presses(&company, "U3", "p1", relay::Choice::Talk(room)).await;
    bring(&company).await;
    writes(&company, "U3", "intruding", None).await;
    assert!(to(&bring(&company).await, "intruding").is_empty());
    assert!(timeline(&company, room).await.iter().all(|m| m.body != said("intruding")));
}

#[tokio::test]
async fn who_has_blocked_the_account_is_counted_and_tried_again() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2", "U3"]).await;
    let room = make(&company, &people).await.unwrap();
    bring(&company).await;
    company.store.run(company.event("U2", "gone", NOW, What::Unfollow)).await.unwrap();
    company.say_as(room, fresh_message(), "hello").await.unwrap();
    assert_eq!(to(&bring(&company).await, "hello"), set(&["U1", "U3"]));
    let last = timeline(&company, room).await.pop().unwrap();
    assert_eq!(last.delivery, Some(Delivery::Partly { waiting: 0, sent: 2, failed: 1 }));
    company
        .store
        .run(company.event("U2", "back", NOW.plus_millis(1), What::Follow { again: true }))
        .await
        .unwrap();
    let each = company.store.recipients(company.member, room, last.seq).await.unwrap();
    assert_eq!(each.len(), 3);
    let outsider = colleague(&company, "ren").await;
    let refused = company.store.recipients(outsider, room, last.seq).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    let retry = crate::store::retry::Retry {
        member: company.member,
        room,
        seq: last.seq,
        fresh: app::domain::DeliveryId::new(uuid::Uuid::now_v7()),
        now: NOW,
    };
    company.store.run(retry).await.unwrap();
    assert_eq!(to(&bring(&company).await, "hello"), set(&["U2"]));
    let last = timeline(&company, room).await.into_iter().find(|m| m.seq == last.seq).unwrap();
    assert_eq!(last.delivery, Some(Delivery::Sent));
}

#[tokio::test]
async fn who_is_removed_gets_nothing_more_not_even_what_was_under_way() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    bring(&company).await;
    company.say(room, "before").await.unwrap();
    remove(&company, company.member, room, PersonId::LineUser(people[1])).await.unwrap();
    company.say(room, "after").await.unwrap();
    let brought = bring(&company).await;
    assert_eq!(to(&brought, "before"), set(&["U1"]));
    assert_eq!(to(&brought, "after"), set(&["U1"]));
    let states: Vec<_> = timeline(&company, room).await.iter().map(|m| m.delivery).collect();
    assert!(states.contains(&Some(Delivery::Partly { waiting: 0, sent: 1, failed: 1 })));
    assert!(!states.contains(&Some(Delivery::Failed { reason: FailReason::Gone })));
}

#[tokio::test]
async fn a_removed_colleague_loses_the_room_and_hears_nothing_more() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let ren = colleague(&company, "ren").await;
    let room = make_with(&company, &people, &[ren]).await.unwrap();
    remove(&company, company.member, room, PersonId::Member(ren)).await.unwrap();
    let seen = company.store.cursor(ren).await.unwrap();
    company.say(room, "secret").await.unwrap();
    bring(&company).await;
    let behind = company.store.behind(ren, seen).await.unwrap();
    assert!(matches!(behind, Behind::Frames(ref frames, _) if frames.is_empty()), "{behind:?}");
    for refused in [
        company.store.page(ren, room, PageAt::Head).await.map(|_| ()),
        company.store.details(ren, room).await.map(|_| ()),
        remove(&company, ren, room, PersonId::LineUser(people[0])).await,
    ] {
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    }
    assert!(company.store.snapshot(ren).await.unwrap().rooms.is_empty());
}

#[tokio::test]
async fn who_joins_later_sees_nothing_from_before_if_so_chosen() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    company.say(room, "before").await.unwrap();
    let ren = colleague(&company, "ren").await;
    add(&company, room, &[], &[ren], History::FromNow).await.unwrap();
    let seen = company.store.cursor(ren).await.unwrap();
    // What was said before is delivered now, and its state changes.
    bring(&company).await;
    let behind = company.store.behind(ren, seen).await.unwrap();
    assert!(matches!(behind, Behind::Frames(ref frames, _) if frames.is_empty()), "{behind:?}");
    company.say(room, "after").await.unwrap();
    for at in [PageAt::Head, PageAt::Unread, PageAt::Before(Seq(3)), PageAt::After(Seq(0))] {
        let page = company.store.page(ren, room, at).await.unwrap();
        assert!(page.messages.iter().all(|m| m.body != said("before")), "{at:?}");
        assert_eq!(page.room.first_seq, Seq(4));
    }
    let mori = colleague(&company, "mori").await;
    add(&company, room, &[], &[mori], History::Whole).await.unwrap();
    let page = company.store.page(mori, room, PageAt::Head).await.unwrap();
    assert!(page.messages.iter().any(|m| m.body == said("before")));
}

#[tokio::test]
async fn when_the_last_member_leaves_its_line_users_do_not_talk_on_alone() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    presses(&company, "U1", "p1", relay::Choice::Talk(room)).await;
    bring(&company).await;
    remove(&company, company.member, room, PersonId::Member(company.member)).await.unwrap();
    assert_eq!(bring(&company).await.len(), 2, "both are told");
    writes(&company, "U1", "alone", None).await;
    assert!(to(&bring(&company).await, "alone").is_empty());
}

#[tokio::test]
async fn without_anybody_permitted_a_room_passes_nothing_on() {
    let company = Company::in_memory().await;
    let people = friends(&company, &["U1", "U2"]).await;
    let room = make(&company, &people).await.unwrap();
    presses(&company, "U1", "p1", relay::Choice::Talk(room)).await;
    bring(&company).await;
    let off = Rules { line_chat: LineChat::Off, ..Rules::default() };
    company.store.set_rules(off).await.unwrap();
    writes(&company, "U1", "unheard", None).await;
    assert!(to(&bring(&company).await, "unheard").is_empty());
}

fn said(text: &str) -> Body {
    Body::text(text)
}
