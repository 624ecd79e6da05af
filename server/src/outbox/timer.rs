//! Waiting and chance, as the outbox needs them; handed in, so that tests need neither.

use std::time::Duration;

use futures::future::BoxFuture;

/// Lets time pass.
pub trait Timer: Send + Sync {
    /// Comes back after `pause`.
    fn sleep(&self, pause: Duration) -> BoxFuture<'static, ()>;

    /// A random number from 0 to 1.
    fn jitter(&self) -> f64;
}

/// The machine's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemTimer;

impl Timer for SystemTimer {
    fn sleep(&self, pause: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(pause))
    }

    fn jitter(&self) -> f64 {
        rand::random()
    }
}
