//! What becomes of what happens in groups, also when it is told late or not at all.

use app::{
    domain::{Barred, Body, Delivery, FailReason, Message, Person, Room, RoomKind, Seq},
    sync::snapshot::PageAt,
};

use super::*;
use crate::{
    outbox::store::{OutboxStore, Reply},
    store::{
        receive::Received,
        testing::{Company, NOW, colleague, says},
    },
};

const GROUP: &str = "Ca56f94637c";

fn people(users: &[&str]) -> Vec<LineUserId> {
    users.iter().map(|user| LineUserId((*user).to_owned())).collect()
}

fn joined(users: &[&str]) -> What {
    What::MembersJoined(people(users))
}

fn left(users: &[&str]) -> What {
    What::MembersLeft(people(users))
}

/// Something happens in the group so many seconds from now.
async fn happens(company: &Company, name: &str, after: i64, user: Option<&str>, what: What) {
    let at = NOW.plus_millis(after * 1000);
    let event = company.group_event(GROUP, user, name, at, what);
    assert_eq!(company.store.run(event).await.unwrap(), Received::Kept);
}

async fn room(company: &Company) -> Room {
    let rooms = company.store.snapshot(company.member).await.unwrap().rooms;
    let [room] = rooms.as_slice() else { panic!("{rooms:?}") };
    room.clone()
}

async fn page(company: &Company) -> (Vec<Message>, Vec<Person>) {
    let room = room(company).await.id;
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    (page.messages, page.people)
}

/// What happened, in the order of the timeline.
async fn notices(company: &Company) -> Vec<Notice> {
    let (messages, _) = page(company).await;
    let notice = |message: Message| match message.body {
        Body::Notice { notice } => Some(notice),
        _ => None,
    };
    messages.into_iter().filter_map(notice).collect()
}

async fn participants(company: &Company) -> usize {
    let room = room(company).await.id;
    let details = company.store.details(company.member, room).await.unwrap();
    let is_line_user = |id| matches!(id, PersonId::LineUser(_));
    details.participants.iter().filter(|one| is_line_user(one.person.id)).count()
}

#[tokio::test]
async fn an_invitation_makes_a_room_for_the_connections_member_alone() {
    let company = Company::in_memory().await;
    let other = colleague(&company, "ren").await;
    happens(&company, "e1", 0, None, What::Join).await;
    happens(&company, "e2", 1, Some("U1"), says("secret")).await;
    let seen = room(&company).await;
    assert_eq!((seen.kind, seen.contact, seen.barred), (RoomKind::Group, None, None));
    assert_eq!((seen.last_seq, seen.unread()), (Seq(2), 2));
    assert_eq!(notices(&company).await, [Notice::AccountJoined]);
    let store = &company.store;
    assert!(store.snapshot(other).await.unwrap().rooms.is_empty());
    assert_eq!(store.cursor(other).await.unwrap().0, 0, "no event tells them");
    let refused = store.page(other, seen.id, PageAt::Head).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    let contact = match page(&company).await.1.as_slice() {
        [Person { id: PersonId::LineUser(contact), .. }] => *contact,
        people => panic!("{people:?}"),
    };
    let refused = store.contact_picture(other, contact).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn the_same_group_is_the_same_room_when_the_account_comes_back() {
    let company = Company::in_memory().await;
    happens(&company, "e1", 0, None, What::Join).await;
    let before = room(&company).await;
    happens(&company, "e2", 1, None, What::Leave).await;
    assert_eq!(room(&company).await.barred, Some(Barred::Left));
    happens(&company, "e3", 2, None, What::Join).await;
    let again = room(&company).await;
    assert_eq!((again.id, again.barred), (before.id, None));
    let all = [Notice::AccountJoined, Notice::AccountLeft, Notice::AccountJoined];
    assert_eq!(notices(&company).await, all);
}

#[tokio::test]
async fn an_event_is_kept_once() {
    let company = Company::in_memory().await;
    for expected in [Received::Kept, Received::Known] {
        let join = company.group_event(GROUP, None, "e1", NOW, What::Join);
        assert_eq!(company.store.run(join).await.unwrap(), expected);
    }
    assert_eq!(notices(&company).await.len(), 1);
}

#[tokio::test]
async fn an_invitation_that_is_told_late_does_not_undo_a_leave() {
    let company = Company::in_memory().await;
    happens(&company, "e2", 1, None, What::Leave).await;
    happens(&company, "e1", 0, None, What::Join).await;
    assert_eq!(room(&company).await.barred, Some(Barred::Left));
    assert_eq!(notices(&company).await, [Notice::AccountLeft], "the last word is the newest");
}

#[tokio::test]
async fn a_leave_that_is_told_late_does_not_undo_an_invitation() {
    let company = Company::in_memory().await;
    happens(&company, "e1", 0, None, What::Join).await;
    happens(&company, "e3", 2, None, What::Join).await;
    happens(&company, "e2", 1, None, What::Leave).await;
    assert_eq!(room(&company).await.barred, None);
}

#[tokio::test]
async fn whoever_writes_proves_that_the_account_is_in() {
    let company = Company::in_memory().await;
    happens(&company, "e2", 5, None, What::Leave).await;
    happens(&company, "e1", 1, Some("U1"), says("before")).await;
    assert_eq!(room(&company).await.barred, Some(Barred::Left));
    happens(&company, "e3", 9, Some("U1"), says("after")).await;
    assert_eq!(room(&company).await.barred, None);
}

#[tokio::test]
async fn people_come_and_go() {
    let company = Company::in_memory().await;
    happens(&company, "e1", 0, None, What::Join).await;
    let edition = room(&company).await.edition;
    happens(&company, "e2", 1, None, joined(&["U1", "U2"])).await;
    assert_eq!(participants(&company).await, 2);
    let seen = room(&company).await;
    assert_eq!(seen.people.line_users, 2);
    assert!(seen.edition > edition, "open panels read again");
    happens(&company, "e3", 2, None, left(&["U1"])).await;
    assert_eq!((participants(&company).await, room(&company).await.people.line_users), (1, 1));
    let notices = notices(&company).await;
    let [_, Notice::Joined { who: came, .. }, Notice::Left { who: went, .. }] = notices.as_slice()
    else {
        panic!("{notices:?}")
    };
    assert_eq!((came.len(), went.as_slice()), (2, &came[..1]));
    let (_, known) = page(&company).await;
    assert!(came.iter().all(|id| known.iter().any(|person| person.id == *id)));
}

#[tokio::test]
async fn whoever_writes_takes_part_without_a_notice() {
    let company = Company::in_memory().await;
    happens(&company, "e1", 0, Some("U1"), says("hi")).await;
    happens(&company, "e2", 1, Some("U1"), says("ho")).await;
    assert_eq!((participants(&company).await, notices(&company).await.len()), (1, 0));
}

#[tokio::test]
async fn a_coming_that_is_told_late_does_not_undo_a_going() {
    let company = Company::in_memory().await;
    happens(&company, "e1", 1, Some("U1"), says("hi")).await;
    happens(&company, "e3", 3, None, left(&["U1"])).await;
    happens(&company, "e2", 2, None, joined(&["U1"])).await;
    happens(&company, "e4", 2, Some("U1"), says("a last word")).await;
    assert_eq!((participants(&company).await, notices(&company).await.len()), (0, 1));
    happens(&company, "e5", 4, Some("U1"), says("back")).await;
    assert_eq!(participants(&company).await, 1);
}

#[tokio::test]
async fn who_shares_no_profile_is_nobody_in_particular() {
    let company = Company::in_memory().await;
    happens(&company, "e1", 0, None, says("hi")).await;
    happens(&company, "e2", 1, None, joined(&[])).await;
    happens(&company, "e3", 2, None, left(&["U9"])).await;
    let (messages, people) = page(&company).await;
    assert_eq!(messages[0].author, Author::Unnamed);
    let nobody = |notice: &Notice| notice.people().is_empty();
    assert!(notices(&company).await.iter().all(nobody));
    assert_eq!((messages.len(), people.len(), participants(&company).await), (3, 0, 0));
}

#[tokio::test]
async fn one_of_lines_rooms_is_a_group_without_a_name() {
    let company = Company::in_memory().await;
    let event = company.group_event("Ra8dbf4673c", Some("U1"), "e1", NOW, says("hi"));
    company.store.run(event).await.unwrap();
    let seen = room(&company).await;
    assert_eq!((seen.kind, seen.title.as_str()), (RoomKind::Group, ""));
}

#[tokio::test]
async fn a_group_says_nothing_of_a_friendship() {
    let company = Company::in_memory().await;
    let store = &company.store;
    store.run(company.event("U1", "e1", NOW, What::Unfollow)).await.unwrap();
    happens(&company, "e2", 1, Some("U1"), says("hi")).await;
    happens(&company, "e3", 2, None, left(&["U1"])).await;
    let rooms = store.snapshot(company.member).await.unwrap().rooms;
    let direct = rooms.iter().find(|room| room.kind == RoomKind::Direct).unwrap();
    assert_eq!((direct.friendship, direct.last_seq), (Friendship::Unfollowed, Seq(1)));
    assert_eq!(rooms.len(), 2);
}

#[tokio::test]
async fn a_member_of_a_group_who_turns_to_the_account_is_the_same_person() {
    let company = Company::in_memory().await;
    happens(&company, "e1", 0, Some("U1"), says("hi")).await;
    let [task] = company.store.profile_tasks(None, 9).await.unwrap().try_into().unwrap();
    assert_eq!(task.group, Some(GroupId::new(GROUP.into())), "the group's members have a profile");
    company.hear("U1", "e2", "to you alone").await;
    let [task] = company.store.profile_tasks(None, 9).await.unwrap().try_into().unwrap();
    assert_eq!(task.group, None, "the account's own friends have more");
    let rooms = company.store.snapshot(company.member).await.unwrap().rooms;
    let direct = rooms.iter().find(|room| room.kind == RoomKind::Direct).unwrap();
    assert_eq!(direct.contact, Some(task.contact));
}

#[tokio::test]
async fn one_delivery_goes_to_the_group_by_the_reply_token_that_came_from_there() {
    let company = Company::in_memory().await;
    happens(&company, "e1", 0, Some("U1"), says("hi")).await;
    let id = room(&company).await.id;
    company.say(id, "はい").await.unwrap();
    let job = company.store.next(id).await.unwrap().unwrap();
    assert_eq!(job.to, GROUP);
    assert!(matches!(job.reply, Reply::Offered(_)), "{:?}", job.reply);
}

#[tokio::test]
async fn what_is_queued_when_the_account_leaves_fails_visibly_and_nothing_more_is_taken() {
    let company = Company::in_memory().await;
    happens(&company, "e1", 0, None, What::Join).await;
    let id = room(&company).await.id;
    company.say(id, "はい").await.unwrap();
    happens(&company, "e2", 1, None, What::Leave).await;
    assert!(company.store.next(id).await.unwrap().is_none());
    let (messages, _) = page(&company).await;
    let reason = FailReason::LeftGroup;
    assert_eq!(messages[1].delivery, Some(Delivery::Failed { reason }));
    assert!(company.say(id, "はい").await.is_err());
}
