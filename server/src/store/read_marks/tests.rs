//! What LINE users see of what was read: only what the account's own member chose to show, and of nobody
//! whom that member has blocked.

use app::domain::{Block, ContactId, OfficialAccount, Timestamp};

use super::*;
use crate::{
    line::inbound::{Said, What},
    store::{
        binding::{Describe, Unbind},
        blocks::SetBlock,
        schema::TalkRow,
        testing::{Company, NOW, colleague, gather, said},
    },
};

fn marked(text: &str, token: &str) -> What {
    What::Said(Said {
        line_message_id: Some(format!("id-{token}")),
        mark_as_read_token: Some(token.into()),
        ..said(text)
    })
}

/// LINE says how messages to the account become read.
async fn describe(company: &Company, read_mode: Option<ReadMode>) {
    let account = OfficialAccount {
        bot_user_id: "Ubot".into(),
        name: "Sagawa".into(),
        basic_id: "@123abcde".into(),
        premium_id: None,
        picture_url: None,
        chat_mode: None,
        read_mode,
    };
    let connection = company.connection;
    company.store.run(Describe { connection, account, now: NOW }).await.unwrap();
}

async fn choose(company: &Company, read_marks: ReadMarks) {
    company.store.run(SetReadMarks { member: company.member, read_marks }).await.unwrap();
}

/// A member who shows what they read.
pub async fn showing() -> Company {
    let company = Company::in_memory().await;
    describe(&company, Some(ReadMode::Manual)).await;
    choose(&company, ReadMarks::Shown).await;
    company
}

/// A LINE user writes, and LINE gives this token with it.
pub async fn writes(company: &Company, user: &str, token: &str, at: Timestamp) {
    company.store.run(company.event(user, token, at, marked("hi", token))).await.unwrap();
}

/// A member reads a room up to a message.
pub async fn read(company: &Company, member: MemberId, room: RoomId, seq: u32) {
    company.store.run(MarkRead { member, room, seq: Seq(seq) }).await.unwrap();
}

/// The token by which LINE is to be told of a room.
async fn task(company: &Company, room: RoomId) -> Option<String> {
    company.store.run(BeginMark(room)).await.unwrap().map(|mark| mark.token)
}

#[tokio::test]
async fn what_is_read_is_marked_by_the_newest_token_up_to_there() {
    let company = showing().await;
    for token in ["r1", "r2", "r3"] {
        writes(&company, "U1", token, NOW).await;
    }
    let room = company.room().await;
    read(&company, company.member, room, 2).await;
    assert_eq!(task(&company, room).await, None, "the newest is not read yet");
    read(&company, company.member, room, 3).await;
    assert_eq!(task(&company, room).await.as_deref(), Some("r3"));
    let end = |token: &str| company.store.run(EndMark { room, token: token.into() });
    end("r2").await.unwrap();
    assert_eq!(task(&company, room).await.as_deref(), Some("r3"), "another one ended");
    end("r3").await.unwrap();
    assert_eq!(task(&company, room).await, None);
    assert_eq!(company.store.read_tasks(None, 9).await.unwrap(), []);
    company.say(room, "はい").await.unwrap();
    assert_eq!(task(&company, room).await, None, "it is marked already");
}

#[tokio::test]
async fn whoever_answers_has_read() {
    let company = showing().await;
    writes(&company, "U1", "r1", NOW).await;
    let room = company.room().await;
    company.say(room, "はい").await.unwrap();
    assert_eq!(task(&company, room).await.as_deref(), Some("r1"));
}

#[tokio::test]
async fn a_token_that_comes_late_does_not_take_the_place_of_a_newer_one() {
    let company = showing().await;
    writes(&company, "U1", "new", NOW.plus_millis(1000)).await;
    writes(&company, "U1", "old", NOW).await;
    let room = company.room().await;
    read(&company, company.member, room, 1).await;
    assert_eq!(task(&company, room).await, None, "it would mark what was not read");
    read(&company, company.member, room, 2).await;
    assert_eq!(task(&company, room).await.as_deref(), Some("new"));
}

#[tokio::test]
async fn nothing_is_marked_that_is_not_to_be_seen() {
    for (mode, choice) in [
        (Some(ReadMode::Manual), ReadMarks::NotShown),
        (Some(ReadMode::Auto), ReadMarks::Shown),
        (None, ReadMarks::Shown),
    ] {
        let company = Company::in_memory().await;
        describe(&company, mode).await;
        choose(&company, choice).await;
        writes(&company, "U1", "r1", NOW).await;
        let room = company.room().await;
        read(&company, company.member, room, 1).await;
        assert_eq!(company.store.read_tasks(None, 9).await.unwrap(), [], "{mode:?} {choice:?}");
        company.close().await;
    }
}

#[tokio::test]
async fn what_a_colleague_reads_marks_nothing() {
    let company = showing().await;
    let ren = colleague(&company, "ren").await;
    company.store.run(SetReadMarks { member: ren, read_marks: ReadMarks::Shown }).await.unwrap();
    let event = company.group_event("C1", Some("U1"), "e1", NOW, marked("hi", "r1"));
    company.store.run(event).await.unwrap();
    let room = company.room().await;
    company.store.run(Seat { member: ren, room }).await.unwrap();
    read(&company, ren, room, 1).await;
    assert_eq!(task(&company, room).await, None);
    read(&company, company.member, room, 1).await;
    assert_eq!(task(&company, room).await.as_deref(), Some("r1"));
}

/// A colleague takes part in a room.
struct Seat {
    member: MemberId,
    room: RoomId,
}

impl Command for Seat {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        draft.insert::<SeatRow>((self.member, self.room), SeatRow::new(self.room, 0));
        Ok(())
    }
}

#[tokio::test]
async fn of_somebody_who_is_blocked_nothing_is_marked_also_when_the_block_comes_later() {
    let company = showing().await;
    for (event, user, token) in [("e1", "U1", "r1"), ("e2", "U2", "r2")] {
        let event = company.group_event("C1", Some(user), event, NOW, marked("hi", token));
        company.store.run(event).await.unwrap();
    }
    let (room, contact) = (company.room().await, company.contact("U2").await);
    read(&company, company.member, room, 2).await;
    assert!(task(&company, room).await.is_some());
    let (member, block) = (company.member, Block::On);
    company.store.run(SetBlock { member, contact, block, now: NOW }).await.unwrap();
    assert_eq!(task(&company, room).await, None);
    assert_eq!(company.store.read_tasks(None, 9).await.unwrap(), [], "it is let go");
}

#[tokio::test]
async fn where_nobody_can_be_answered_nothing_is_marked() {
    let company = showing().await;
    writes(&company, "U1", "r1", NOW).await;
    company.store.run(company.event("U1", "e2", NOW, What::Unfollow)).await.unwrap();
    let room = company.room().await;
    read(&company, company.member, room, 2).await;
    assert_eq!(company.store.read_tasks(None, 9).await.unwrap(), []);
}

#[tokio::test]
async fn a_task_of_an_account_that_is_disconnected_is_let_go() {
    let company = showing().await;
    writes(&company, "U1", "r1", NOW).await;
    let room = company.room().await;
    read(&company, company.member, room, 1).await;
    let connection = company.connection;
    company.store.run(Unbind { connection, now: NOW }).await.unwrap();
    assert_eq!(task(&company, room).await, None);
    assert_eq!(company.store.read_tasks(None, 9).await.unwrap(), []);
}

#[tokio::test]
async fn rooms_of_line_users_own_chats_have_no_mark() {
    let company = showing().await;
    company.hear("U1", "e1", "hi").await;
    let shared = gather(&company, &[company.contact("U1").await], &[company.member]).await;
    let contact = company.contact("U1").await;
    company.store.run(TalkThere((company.connection, contact), shared)).await.unwrap();
    writes(&company, "U1", "r1", NOW).await;
    let page = company.store.messages(shared, Seq(1), Seq(9)).await.unwrap();
    assert_eq!(page.len(), 1, "it was said there");
    read(&company, company.member, shared, 1).await;
    assert_eq!(company.store.read_tasks(None, 9).await.unwrap(), []);
}

/// A LINE user's words go to a room.
struct TalkThere((ConnectionId, ContactId), RoomId);

impl Command for TalkThere {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let row = TalkRow { room: Some(self.1.uuid()), at: NOW.millis() };
        draft.insert::<TalkRow>(self.0, row);
        Ok(())
    }
}

#[tokio::test]
async fn a_choice_is_told_to_the_members_devices_once() {
    let company = Company::in_memory().await;
    for _ in 0..2 {
        choose(&company, ReadMarks::Shown).await;
    }
    assert_eq!(company.store.cursor(company.member).await.unwrap().0, 1);
    let me = company.store.snapshot(company.member).await.unwrap().me;
    assert_eq!(me.read_marks, ReadMarks::Shown);
}
