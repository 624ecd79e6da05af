//! A database and a LINE in memory, with faults on order, for the outbox's tests.
//!
//! Every `await` of theirs suspends once before and once after its effect, so that a test can drop a
//! lane at each of these points.

mod check;
mod database;
mod line;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll},
    time::Duration,
};

use app::domain::{
    Body, ConnectionId, DeliveryId, FailReason, Greetings, Language, Profile, RoomId, Seq,
    Timestamp,
};
use futures::{future::BoxFuture, task::noop_waker_ref};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    calls::Calls,
    lane::{self, Before, Means},
    rules::retry_key_lives,
    store::{Call, Content, Job, Outcome, Reply, ReplyToken, Share, Wait},
    timer::Timer,
};
use crate::{
    clock::Clock,
    greeting::{Addressee, Form, Greeting, Host},
};

pub const START: Timestamp = Timestamp::from_millis(1_795_376_468_000);

pub fn room(n: u128) -> RoomId {
    RoomId::new(Uuid::from_u128(0xA000 + n))
}

pub fn delivery(room: u128, seq: u32) -> DeliveryId {
    DeliveryId::new(Uuid::from_u128(room << 32 | u128::from(seq)))
}

pub fn job(room_n: u128, seq: u32, made_at: Timestamp) -> Job {
    Job {
        delivery: delivery(room_n, seq),
        made_at,
        room: room(room_n),
        seq: Seq(seq),
        connection: ConnectionId::new(Uuid::from_u128(1)),
        to: format!("U{room_n:032x}"),
        content: Content::Said {
            body: Body::text(format!("message {seq}")),
            quote_token: None,
            author: None,
            called: HashMap::new(),
            buttons: Vec::new(),
            share: Share::Nothing,
        },
        reply: Reply::None,
        call: Call::Open,
        unsure: false,
    }
}

/// A greeting card.
pub fn greeting(wait: Wait) -> Content {
    let greeting = Greeting {
        form: Form::Card,
        to: Addressee::default(),
        from: Host {
            name: "林 葵".into(),
            group: None,
            company: None,
            photo: None,
            profile: Profile::default(),
            language: Language::Auto,
            greeting: None,
        },
        greetings: Greetings::default(),
    };
    Content::Greeting { greeting: Box::new(greeting), wait }
}

/// What goes wrong with one call to LINE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// A server error; nothing was done.
    ServerError,
    /// No answer; nothing was done.
    Hang,
    /// It was done, and no answer came.
    AnswerLost,
    /// Too many calls.
    Rate,
    /// No access token, for now.
    NoToken,
    /// The month's messages are used up.
    Quota,
    /// The credentials are not accepted.
    Account,
    /// LINE does not want this message, or does not know this token.
    Refuse,
}

/// What LINE thinks of greeting cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cards {
    Taken,
    /// There is something in them that it refuses.
    Refused,
}

/// What goes wrong with one change of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreFault {
    None,
    /// It is not done.
    Before,
    /// It is done, and fails all the same.
    After,
}

/// The world outside the worker. Survives it.
#[derive(Clone)]
pub struct World(Arc<Mutex<State>>);

pub struct State {
    pub now: Timestamp,
    pub rows: BTreeMap<(RoomId, Seq), RowState>,
    /// Each room's reply token, and those that are still to come, by time.
    pub room_tokens: HashMap<RoomId, Vec<ReplyToken>>,
    pub faults: VecDeque<Fault>,
    pub store_faults: VecDeque<StoreFault>,
    /// What LINE users have on their phones, in order.
    pub phones: Vec<(RoomId, Seq)>,
    /// What LINE thinks of greeting cards.
    pub cards: Cards,
    /// Calls that LINE was asked, refused ones included.
    pub calls: Vec<&'static str>,
    /// What LINE does not take.
    pub disliked: Vec<(RoomId, Seq)>,
    keys: HashMap<Uuid, Vec<Seq>>,
    spent: Vec<String>,
    /// How many ids were made.
    ids: u128,
    /// How many workers there were.
    workers: u32,
}

pub struct RowState {
    pub job: Job,
    pub end: Option<Outcome>,
    /// The key of its call, once that is settled.
    pub call: Option<Uuid>,
}

impl World {
    /// Messages 1 to `count` queued in each of the rooms 1, 2, ….
    pub fn with_messages(rooms: &[u32]) -> Self {
        let mut rows = BTreeMap::new();
        for (n, count) in (1u128..).zip(rooms) {
            for seq in 1..=*count {
                let row = RowState { job: job(n, seq, START), end: None, call: None };
                rows.insert((room(n), Seq(seq)), row);
            }
        }
        Self(Arc::new(Mutex::new(State {
            now: START,
            rows,
            room_tokens: HashMap::new(),
            faults: VecDeque::new(),
            store_faults: VecDeque::new(),
            phones: Vec::new(),
            cards: Cards::Taken,
            calls: Vec::new(),
            disliked: Vec::new(),
            keys: HashMap::new(),
            spent: Vec::new(),
            ids: 0,
            workers: 0,
        })))
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub fn faults(self, faults: &[Fault]) -> Self {
        self.state().faults.extend(faults);
        self
    }

    /// A reply token that comes to room 1 so long after the start (before it, when negative).
    pub fn token(self, after_ms: i64) -> Self {
        let mut state = self.state();
        let tokens = state.room_tokens.entry(room(1)).or_default();
        let token = format!("token {}", tokens.len());
        tokens.push(ReplyToken { token, received_at: START.plus_millis(after_ms) });
        tokens.sort_by_key(|token| token.received_at);
        drop(state);
        self
    }

    /// The first message of each of the first `rooms` rooms is a greeting, that answers a follow so
    /// long after the start (before it, when negative).
    pub fn greetings(self, rooms: u128, after_ms: i64) -> Self {
        let mut state = self.state();
        for n in 1..=rooms {
            let Some(row) = state.rows.get_mut(&(room(n), Seq(1))) else { continue };
            let received_at = START.plus_millis(after_ms);
            row.job.content = greeting(Wait::None);
            row.job.reply = Reply::Own(ReplyToken { token: format!("own {n}"), received_at });
        }
        drop(state);
        self
    }

    /// Something is put in front of what is queued in room 1, as the store does it.
    pub fn put_in_front(&self) {
        let mut state = self.state();
        let now = state.now;
        let mut job = job(1, 0, now);
        job.call = Call::Own;
        let row = RowState { call: Some(job.delivery.uuid()), job, end: None };
        state.rows.insert((room(1), Seq(0)), row);
    }

    /// A person tries again what failed, save what only a person can judge and what LINE does not
    /// like. False when there is nothing of that kind.
    pub fn retry_by_hand(&self) -> bool {
        let mut state = self.state();
        let now = state.now;
        let failed = state.rows.values_mut().filter(|row| {
            retry_key_lives(row.job.made_at, now)
                && matches!(row.job.content, Content::Said { .. })
                && matches!(&row.end, Some(Outcome::Failed(reason))
                    if !matches!(reason, FailReason::Unsure | FailReason::Refused))
        });
        let retried = failed.map(|row| {
            let is_certain =
                matches!(row.end, Some(Outcome::Failed(reason)) if reason.is_certain());
            row.job.unsure |= !is_certain;
            row.end = None;
            row.job.reply = Reply::None;
            row.call.get_or_insert(row.job.delivery.uuid());
        });
        retried.count() > 0
    }

    /// How each delivery of a room ended.
    pub fn ends(&self, n: u128) -> Vec<Option<Outcome>> {
        let state = self.state();
        let rows = state.rows.iter().filter(|((of, _), _)| *of == room(n));
        rows.map(|(_, row)| row.end.clone()).collect()
    }

    pub fn means(&self) -> Means {
        let shared = Arc::new(self.clone());
        Means {
            store: shared.clone(),
            sender: shared.clone(),
            clock: shared.clone(),
            timer: shared,
            calls: Calls::default(),
            stop: CancellationToken::new(),
        }
    }

    /// Runs a lane for each room, and drops them all after `polls` steps. False when they were
    /// dropped, true when they had ended. A worker after another doubts what it finds.
    pub fn run(&self, polls: usize) -> bool {
        let rooms: Vec<_> = {
            let mut state = self.state();
            let mut rooms: Vec<_> = state.rows.keys().map(|(room, _)| *room).collect();
            rooms.dedup();
            state.workers += 1;
            rooms
        };
        let before = if self.state().workers > 1 { Before::Somebody } else { Before::Nobody };
        let means = self.means();
        let lanes = rooms.into_iter().map(|room| lane::run(&means, room, before));
        let mut lanes = Box::pin(futures::future::join_all(lanes));
        let mut context = Context::from_waker(noop_waker_ref());
        (0..polls).any(|_| lanes.as_mut().poll(&mut context).is_ready())
    }

    /// As [`Self::run_to_the_end`], but after `polls` steps something happens beside the lanes.
    pub fn run_while(&self, polls: usize, happens: impl FnOnce(&Self)) {
        let means = self.means();
        let mut lane = Box::pin(lane::run(&means, room(1), Before::Nobody));
        let mut context = Context::from_waker(noop_waker_ref());
        if (0..polls).all(|_| lane.as_mut().poll(&mut context).is_pending()) {
            happens(self);
            let ended = (0..100_000).any(|_| lane.as_mut().poll(&mut context).is_ready());
            assert!(ended, "the lane does not end");
        }
    }

    /// Runs until every lane has ended.
    pub fn run_to_the_end(&self) {
        assert!(self.run(100_000), "the lanes do not end");
    }

    pub fn pass(&self, millis: i64) {
        let mut state = self.state();
        state.now = state.now.plus_millis(millis);
    }
}

impl State {
    /// The newest token that has come to a room.
    fn offered(&self, room: RoomId) -> Option<&ReplyToken> {
        let tokens = self.room_tokens.get(&room)?;
        tokens.iter().rev().find(|token| token.received_at <= self.now)
    }

    fn row(&mut self, delivery: DeliveryId) -> &mut RowState {
        self.rows.values_mut().find(|row| row.job.delivery == delivery).expect("a known delivery")
    }
}

/// Suspends once.
async fn breathe() {
    let mut breathed = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut breathed, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        self.state().now
    }

    fn uuid(&self) -> Uuid {
        let mut state = self.state();
        state.ids += 1;
        Uuid::from_u128(0xCA11 << 64 | state.ids)
    }
}

impl Timer for World {
    fn sleep(&self, pause: Duration) -> BoxFuture<'static, ()> {
        self.pass(i64::try_from(pause.as_millis()).unwrap());
        Box::pin(breathe())
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}
