//! The worker as a whole: hints, sweeps, lanes beside each other, and its end.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use app::domain::{ConnectionId, RoomId, Seq};
use futures::future::BoxFuture;
use tokio::{
    sync::{Notify, mpsc},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::outbox::{
    Hints, Outbox, Worker,
    calls::Calls,
    sender::{PushAnswer, ReplyAnswer, Sender},
    store::{Job, ReplyToken},
    testing::{World, room},
    timer::Timer,
};

/// A LINE whose pushes can be held up by room, and that tells of each call that begins.
struct Gate {
    world: World,
    held: Mutex<HashSet<RoomId>>,
    opened: Notify,
    begun: mpsc::UnboundedSender<(RoomId, Seq)>,
}

impl Sender for Gate {
    fn push<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, PushAnswer> {
        Box::pin(async move {
            self.begun.send((job.room, job.seq)).unwrap();
            loop {
                let opened = self.opened.notified();
                if !self.held.lock().unwrap().contains(&job.room) {
                    return self.world.push(job).await;
                }
                opened.await;
            }
        })
    }

    fn reply<'a>(&'a self, job: &'a Job, token: &'a ReplyToken) -> BoxFuture<'a, ReplyAnswer> {
        self.world.reply(job, token)
    }
}

/// Sweeps once and never again; other pauses are as short as can be.
struct NoSecondSweep;

impl Timer for NoSecondSweep {
    fn sleep(&self, pause: Duration) -> BoxFuture<'static, ()> {
        if pause >= Duration::from_secs(30) {
            return Box::pin(std::future::pending());
        }
        Box::pin(tokio::task::yield_now())
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}

struct Running {
    gate: Arc<Gate>,
    begun: mpsc::UnboundedReceiver<(RoomId, Seq)>,
    hints: Hints,
    stop: CancellationToken,
    worker: JoinHandle<()>,
}

fn start(world: &World, held: &[RoomId], calls: Calls) -> Running {
    let (sender, begun) = mpsc::unbounded_channel();
    let gate = Arc::new(Gate {
        world: world.clone(),
        held: Mutex::new(held.iter().copied().collect()),
        opened: Notify::new(),
        begun: sender,
    });
    let (worker, hints) = Worker::new(Outbox {
        store: Arc::new(world.clone()),
        sender: gate.clone(),
        clock: Arc::new(world.clone()),
        timer: Arc::new(NoSecondSweep),
        calls,
    });
    let stop = CancellationToken::new();
    let worker = tokio::spawn(worker.run(stop.clone()));
    Running { gate, begun, hints, stop, worker }
}

impl Running {
    async fn next_call(&mut self) -> (RoomId, Seq) {
        timeout(Duration::from_secs(10), self.begun.recv()).await.unwrap().unwrap()
    }

    fn open(&self) {
        self.gate.held.lock().unwrap().clear();
        self.gate.opened.notify_waiters();
    }

    async fn stop(self) {
        self.stop.cancel();
        timeout(Duration::from_secs(10), self.worker).await.unwrap().unwrap();
    }
}

/// Waits until `done`, letting the worker go on meanwhile.
async fn until(done: impl Fn() -> bool) {
    let wait = async {
        while !done() {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(10), wait).await.unwrap();
}

fn all_ended(world: &World, n: u128) -> bool {
    world.ends(n).iter().all(Option::is_some)
}

#[tokio::test]
async fn what_was_queued_before_the_start_goes_out_without_a_hint() {
    let world = World::with_messages(&[3, 1, 2]);
    let running = start(&world, &[], Calls::default());
    until(|| (1..=3).all(|n| all_ended(&world, n))).await;
    world.check();
    running.stop().await;
}

#[tokio::test]
async fn a_hint_brings_what_came_later_even_while_the_lane_is_at_work() {
    let world = World::with_messages(&[1]);
    let mut running = start(&world, &[room(1)], Calls::default());
    running.next_call().await;
    let later = World::with_messages(&[2]).state().rows.pop_last().unwrap();
    world.state().rows.insert(later.0, later.1);
    running.hints.notify(room(1));
    running.open();
    until(|| world.ends(1).len() == 2 && all_ended(&world, 1)).await;
    world.check();
    running.stop().await;
}

#[tokio::test]
async fn a_room_that_hangs_does_not_hold_up_another() {
    let world = World::with_messages(&[2, 3]);
    let running = start(&world, &[room(1)], Calls::default());
    until(|| all_ended(&world, 2)).await;
    assert!(world.ends(1).iter().all(Option::is_none));
    running.open();
    until(|| all_ended(&world, 1)).await;
    world.check();
    running.stop().await;
}

#[tokio::test]
async fn an_account_that_hangs_leaves_places_for_another() {
    let world = World::with_messages(&[1, 1, 1, 1, 1]);
    let other = ConnectionId::new(Uuid::from_u128(2));
    world.state().rows.get_mut(&(room(5), Seq(1))).unwrap().job.connection = other;
    let hanging: Vec<_> = (1..=4).map(room).collect();
    let mut running = start(&world, &hanging, Calls::new(3, 2));
    until(|| all_ended(&world, 5)).await;
    let mut begun = HashSet::new();
    for _ in 0..3 {
        begun.insert(running.next_call().await.0);
    }
    assert!(begun.contains(&room(5)));
    assert!(running.begun.try_recv().is_err(), "two of the four wait for a place");
    running.open();
    until(|| (1..=4).all(|n| all_ended(&world, n))).await;
    world.check();
    running.stop().await;
}

#[tokio::test]
async fn stopping_records_what_is_under_way_and_begins_nothing() {
    let world = World::with_messages(&[2, 2]);
    let mut running = start(&world, &[room(1), room(2)], Calls::new(1, 1));
    let (busy, _) = running.next_call().await;
    running.stop.cancel();
    running.open();
    running.stop().await;
    let ended: Vec<_> = [1, 2].iter().map(|n| world.ends(*n)).collect();
    let busy = usize::from(busy == room(2));
    assert!(ended[busy][0].is_some() && ended[busy][1].is_none());
    assert!(ended[1 - busy].iter().all(Option::is_none));
    assert_eq!(world.state().calls, ["push"]);
    world.run_to_the_end();
    world.check();
}
