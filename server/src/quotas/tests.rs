//! The worker beside a small LINE of our own: whatever LINE answers.

use app::domain::{Quota, RoomId};

use super::*;
use crate::{
    line::tests::mini::{Answer, FakeClock, MiniLine},
    store::{quota::LookAtAllowance, testing::Company},
};

const QUOTA: &str = "/v2/bot/message/quota";
const USED: &str = "/v2/bot/message/quota/consumption";
const LIMITED: Answer = Answer::Status(200, r#"{"type":"limited","value":200}"#);

/// A member who has opened a room, and a worker that has not begun.
struct Desk {
    company: Company,
    line: MiniLine,
    clock: Arc<FakeClock>,
    worker: Quotas,
    pace: Pace<ConnectionId>,
    room: RoomId,
}

impl Desk {
    async fn open() -> Self {
        let (company, line) = (Company::in_memory().await, MiniLine::default());
        let (accounts, clock) = line.accounts_of(company.connection).await;
        let worker = Quotas {
            store: company.store.clone(),
            accounts: Arc::new(accounts),
            hub: Arc::default(),
            clock: clock.clone(),
        };
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        let desk = Self { company, line, clock, worker, pace: Pace::default(), room };
        desk.look().await;
        desk
    }

    async fn look(&self) {
        let (member, room, now) = (self.company.member, self.room, self.clock.now());
        self.company.store.run(LookAtAllowance { member, room, now }).await.unwrap();
    }

    async fn round(&mut self) {
        self.worker.round(&mut self.pace).await.unwrap();
    }

    fn calls(&self) -> usize {
        self.line.calls().iter().filter(|call| call.contains("quota")).count()
    }

    async fn quota(&self) -> Option<Quota> {
        let at = app::sync::snapshot::PageAt::Head;
        let page = self.company.store.page(self.company.member, self.room, at).await.unwrap();
        page.allowance.quota
    }
}

#[tokio::test]
async fn line_is_asked_once_for_whoever_looks() {
    let mut desk = Desk::open().await;
    desk.line.answer(QUOTA, [LIMITED]);
    desk.line.answer(USED, [Answer::Status(200, r#"{"totalUsage":163,"new":{}}"#)]);
    for _ in 0..3 {
        desk.round().await;
        desk.look().await;
    }
    assert_eq!(desk.quota().await, Some(Quota { limit: 200, left: 37 }));
    let asked: Vec<_> = desk.line.asked().into_iter().skip(1).collect();
    insta::assert_debug_snapshot!(asked);
    // The next look is minutes later.
    desk.clock.pass(5 * 60);
    desk.look().await;
    desk.line.answer(QUOTA, [Answer::Status(200, r#"{"type":"none"}"#)]);
    desk.line.answer(USED, [Answer::Status(200, r#"{"totalUsage":163}"#)]);
    desk.round().await;
    assert_eq!(desk.quota().await, None);
}

#[tokio::test]
async fn what_line_does_not_tell_is_let_be_and_what_it_cannot_tell_now_is_asked_later() {
    for (answer, is_over) in [
        (Answer::Status(403, "{}"), true),
        (Answer::Status(500, ""), false),
        (Answer::Status(429, ""), false),
        (Answer::Status(200, "<html>"), false),
        (Answer::Status(200, r#"{"type":"limited"}"#), false),
        (Answer::Status(200, r#"{"type":"weekly","value":7}"#), false),
        (Answer::Status(200, r#"{"type":"limited","value":-1}"#), false),
        (Answer::Hang, false),
    ] {
        let mut desk = Desk::open().await;
        desk.line.answer(QUOTA, [answer, LIMITED]);
        desk.line.answer(USED, [Answer::Status(200, r#"{"totalUsage":1000}"#)]);
        desk.round().await;
        desk.round().await;
        assert_eq!((desk.calls(), desk.quota().await), (1, None));
        // As after a restart.
        desk.pace = Pace::default();
        desk.round().await;
        let spent = (!is_over).then_some(Quota { limit: 200, left: 0 });
        assert_eq!(desk.quota().await, spent);
    }
}
