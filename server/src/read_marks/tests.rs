//! The worker beside a small LINE of our own: whatever LINE answers.

use app::domain::RoomId;

use super::*;
use crate::{
    line::tests::mini::{Answer, MiniLine},
    store::{
        read_marks::tests::{read, showing, writes},
        testing::{Company, NOW},
    },
};

const MARK: &str = "/v2/bot/chat/markAsRead";

/// A member who has read one message, and a worker that has not begun.
struct Desk {
    company: Company,
    line: MiniLine,
    worker: Marks,
    pace: Pace<RoomId>,
    room: RoomId,
}

impl Desk {
    async fn open() -> Self {
        let (company, line) = (showing().await, MiniLine::default());
        let (accounts, _) = line.accounts_of(company.connection).await;
        let worker = Marks {
            store: company.store.clone(),
            accounts: Arc::new(accounts),
            hub: Arc::default(),
        };
        writes(&company, "U1", "nz0x74mZT2mRn", NOW).await;
        let room = company.room().await;
        read(&company, company.member, room, 1).await;
        Self { company, line, worker, pace: Pace::default(), room }
    }

    async fn round(&mut self) {
        self.worker.round(&mut self.pace).await.unwrap();
    }

    fn calls(&self) -> usize {
        self.line.calls().iter().filter(|call| call.contains("markAsRead")).count()
    }

    async fn is_done(&self) -> bool {
        self.company.store.read_tasks(None, 9).await.unwrap().is_empty()
    }
}

#[tokio::test]
async fn what_marking_as_read_asks() {
    let mut desk = Desk::open().await;
    desk.round().await;
    desk.round().await;
    assert!(desk.is_done().await);
    let asked = desk.line.asked();
    assert_eq!(desk.calls(), 1);
    insta::assert_debug_snapshot!(asked.last());
}

#[tokio::test]
async fn a_mark_that_line_never_takes_is_let_go() {
    for status in [400, 403, 404] {
        let mut desk = Desk::open().await;
        desk.line.answer(MARK, [Answer::Status(status, "{}")]);
        desk.round().await;
        assert!(desk.is_done().await, "{status}");
    }
}

#[tokio::test]
async fn while_line_has_trouble_it_is_tried_again_later_and_not_at_once() {
    for trouble in [Answer::Status(500, ""), Answer::Status(429, ""), Answer::Hang] {
        let mut desk = Desk::open().await;
        desk.line.answer(MARK, [trouble]);
        desk.round().await;
        assert!(!desk.is_done().await);
        desk.round().await;
        assert_eq!(desk.calls(), 1, "it waits");
        // As after a restart.
        desk.pace = Pace::default();
        desk.round().await;
        assert!(desk.is_done().await);
    }
}

#[tokio::test]
async fn one_token_that_is_refused_hides_nothing_of_another_room() {
    let mut desk = Desk::open().await;
    writes(&desk.company, "U2", "other", NOW).await;
    let other = desk.company.room().await;
    assert_ne!(other, desk.room);
    read(&desk.company, desk.company.member, other, 1).await;
    desk.line.answer(MARK, [Answer::Status(500, "")]);
    desk.round().await;
    assert_eq!(desk.company.store.read_tasks(None, 9).await.unwrap().len(), 1);
}
