//! Starts a lane for each room that has something to send, and ends them all.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::Duration,
};

use app::domain::RoomId;
use futures::FutureExt;
use tokio::{sync::mpsc, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    calls::Calls,
    lane::{self, Before, Means, STORE_PAUSE},
    sender::Sender,
    store::{OutboxStore, StoreFailed},
    timer::Timer,
};
use crate::clock::Clock;

/// Between two looks at what the hints may have missed.
const SWEEP: Duration = Duration::from_secs(30);
/// Rooms read at once by a sweep.
const SWEEP_PAGE: u32 = 500;

/// What the worker works with.
pub struct Outbox {
    /// The deliveries.
    pub store: Arc<dyn OutboxStore>,
    /// The way to LINE.
    pub sender: Arc<dyn Sender>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How time passes.
    pub timer: Arc<dyn Timer>,
    /// How many calls at once.
    pub calls: Calls,
}

/// Tells the worker that a room has something to send. Carries nothing else: a hint that is lost
/// costs half a minute, one too many costs a read.
#[derive(Clone, Debug)]
pub struct Hints(mpsc::UnboundedSender<RoomId>);

impl Hints {
    /// To be called after the delivery was committed. Never waits; does nothing when the worker is
    /// gone.
    pub fn notify(&self, room: RoomId) {
        // The worker ends only with the process, and the next one sweeps.
        let _ = self.0.send(room);
    }
}

/// The worker; see [`Worker::run`].
pub struct Worker {
    outbox: Outbox,
    hints: Hints,
    hinted: mpsc::UnboundedReceiver<RoomId>,
}

impl Worker {
    /// A worker, and the way to hint at it.
    pub fn new(outbox: Outbox) -> (Self, Hints) {
        let (hints, hinted) = mpsc::unbounded_channel();
        let hints = Hints(hints);
        (Self { outbox, hints: hints.clone(), hinted }, hints)
    }

    /// Takes up all that is queued, then serves hints and sweeps, until `stop` is cancelled. From
    /// then on no call begins; it returns when those under way are recorded. Dropping it drops
    /// them, which the next worker puts right.
    pub async fn run(self, stop: CancellationToken) {
        let Self { outbox, hints, mut hinted } = self;
        let Outbox { store, sender, clock, timer, calls } = outbox;
        let means = Means { store, sender, clock, timer, calls, stop };
        let mut lanes = Lanes::new(means);
        let means = Arc::clone(&lanes.means);
        tokio::select! {
            biased;
            () = means.stop.cancelled() => return,
            left = left_over(&means) => lanes.left = left,
        }
        tokio::select! {
            biased;
            () = means.stop.cancelled() => {}
            () = lanes.serve(&mut hinted) => {}
            () = sweep(&means, &hints) => {}
        }
        lanes.end().await;
    }
}

/// The rooms in which something was queued before this worker began: another may have tried it.
async fn left_over(means: &Means) -> HashSet<RoomId> {
    let mut left = HashSet::new();
    let mut after = None;
    loop {
        match means.store.waiting_rooms(after, SWEEP_PAGE).await {
            Ok(rooms) if rooms.is_empty() => return left,
            Ok(rooms) => {
                after = rooms.last().copied();
                left.extend(rooms);
            }
            Err(error) => {
                tracing::error!(%error, "the outbox could not look for what was queued before");
                means.timer.sleep(STORE_PAUSE).await;
            }
        }
    }
}

/// Finds rooms by reading the database: all at the start, later those whose hint was lost.
async fn sweep(means: &Means, hints: &Hints) {
    loop {
        if let Err(error) = hint_all(&*means.store, hints).await {
            tracing::error!(%error, "the outbox could not look for what is queued");
        }
        means.timer.sleep(SWEEP).await;
    }
}

async fn hint_all(store: &dyn OutboxStore, hints: &Hints) -> Result<(), StoreFailed> {
    let mut after = None;
    loop {
        let rooms = store.waiting_rooms(after, SWEEP_PAGE).await?;
        for room in &rooms {
            hints.notify(*room);
        }
        match rooms.last() {
            Some(last) => after = Some(*last),
            None => return Ok(()),
        }
    }
}

/// The lanes at work. At most one a room.
struct Lanes {
    means: Arc<Means>,
    tasks: JoinSet<(RoomId, End)>,
    rooms: HashMap<RoomId, News>,
    /// Where a lane that died may have tried something: the next one there doubts it first.
    left: HashSet<RoomId>,
}

/// How a lane ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Done,
    Panicked,
}

/// Whether a hint came while a room's lane was at work, perhaps after its last look.
#[derive(PartialEq, Eq)]
enum News {
    None,
    Some,
}

impl Lanes {
    fn new(means: Means) -> Self {
        Self {
            means: Arc::new(means),
            tasks: JoinSet::new(),
            rooms: HashMap::new(),
            left: HashSet::new(),
        }
    }

    async fn serve(&mut self, hinted: &mut mpsc::UnboundedReceiver<RoomId>) {
        loop {
            tokio::select! {
                Some(room) = hinted.recv() => self.wake(room),
                Some(ended) = self.tasks.join_next() => {
                    if let Ok((room, end)) = ended {
                        self.ended(room, end);
                    }
                }
                else => return,
            }
        }
    }

    fn wake(&mut self, room: RoomId) {
        match self.rooms.entry(room) {
            Entry::Occupied(mut news) => {
                news.insert(News::Some);
            }
            Entry::Vacant(free) => {
                free.insert(News::None);
                self.start(room);
            }
        }
    }

    fn ended(&mut self, room: RoomId, end: End) {
        if end == End::Panicked {
            self.left.insert(room);
        }
        if self.rooms.remove(&room) == Some(News::Some) {
            self.wake(room);
        }
    }

    fn start(&mut self, room: RoomId) {
        let means = Arc::clone(&self.means);
        let before = if self.left.remove(&room) { Before::Somebody } else { Before::Nobody };
        self.tasks.spawn(async move {
            // A lane that panicked must give its room back, or nothing would go out there again.
            let lane = AssertUnwindSafe(lane::run(&means, room, before));
            if lane.catch_unwind().await.is_err() {
                tracing::error!(%room, "a lane of the outbox panicked; the next sweep goes on");
                return (room, End::Panicked);
            }
            (room, End::Done)
        });
    }

    async fn end(mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}
