//! How workers live that do all that is due and then wait: a hint after a commit makes it prompt, a slow
//! sweep makes it sure.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::store::StoreError;

/// Between rounds at most: what a hint has missed, or what the time brings, is found then.
const SWEEP: Duration = Duration::from_mins(1);

/// A worker that goes on rounds. A round that is cut off leaves its work to the next one, of this process
/// or another.
pub trait Rounds: Sync {
    /// What it remembers from round to round. A restart forgets it.
    type Memory: Default + Send;

    /// What is said of a round that failed.
    const TROUBLE: &'static str;

    /// Does what is due. Answers how long the next round may wait.
    fn round(
        &self,
        memory: &mut Self::Memory,
    ) -> impl Future<Output = Result<Duration, StoreError>> + Send;

    /// Returns when there may be something to do.
    fn wanted(&self) -> impl Future<Output = ()> + Send;
}

/// Has a worker go on its rounds until `stop`.
pub async fn run<W: Rounds>(worker: W, stop: CancellationToken) {
    let mut memory = W::Memory::default();
    loop {
        let pause = tokio::select! {
            () = stop.cancelled() => return,
            done = worker.round(&mut memory) => done.unwrap_or_else(|error| {
                tracing::error!(%error, "{}", W::TROUBLE);
                SWEEP
            }),
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = worker.wanted() => {}
            () = tokio::time::sleep(pause.min(SWEEP)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    use tokio::sync::Notify;

    use super::*;

    #[derive(Default)]
    struct Counting {
        rounds: AtomicU32,
        hint: Notify,
    }

    impl Rounds for &Counting {
        type Memory = u32;

        const TROUBLE: &'static str = "the second round fails";

        async fn round(&self, memory: &mut u32) -> Result<Duration, StoreError> {
            *memory += 1;
            self.rounds.store(*memory, Relaxed);
            match *memory {
                2 => Err(StoreError::Closed),
                3 => Ok(Duration::ZERO),
                _ => Ok(Duration::MAX),
            }
        }

        async fn wanted(&self) {
            self.hint.notified().await;
        }
    }

    impl Counting {
        async fn has_done(&self, rounds: u32) {
            while self.rounds.load(Relaxed) < rounds {
                tokio::task::yield_now().await;
            }
        }
    }

    #[tokio::test]
    async fn a_round_follows_each_hint_and_each_pause_also_after_one_that_failed() {
        let (worker, stop) = (Counting::default(), CancellationToken::new());
        let watching = async {
            worker.has_done(1).await;
            worker.hint.notify_one();
            worker.has_done(2).await;
            worker.hint.notify_one();
            // The third asks for another at once.
            worker.has_done(4).await;
            stop.cancel();
        };
        tokio::join!(run(&worker, stop.clone()), watching);
        assert_eq!(worker.rounds.load(Relaxed), 4);
    }
}
